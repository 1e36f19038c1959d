"""A burst of webhooks, some forged, repeated or late, and the mirror held against the truth."""

from __future__ import annotations

import asyncio
import itertools
import random
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.load import mirror
from tests.load.burst import Burst
from tests.load.distributor import CUSTOMER, MOVES, STOCKED, Distributor, Event
from tests.load.stack import WEBS, WORKERS, LoadStack, load_stack
from tests.stack import ROOT, wait_until

SHARE = 0.05
LEAST_OF_BARE = 0.7
_OPEN = "SELECT count(*) FROM webhooks_webhookevent WHERE state = 'waiting'"


@dataclass
class Outcome:
    """What came of it; `faults` are the broken promises, in words."""

    counts: dict[str, int] = field(default_factory=dict)
    pairs: list[tuple[float, float]] = field(default_factory=list)
    drained: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Of the intake's rate to the bare view's, the median over the undisturbed pairs."""
        return statistics.median(intake / bare for intake, bare in self.pairs)

    def table(self) -> str:
        lines = [f"  {name:<48}{count:>8,}" for name, count in self.counts.items()]
        intake, bare = (statistics.median(column) for column in zip(*self.pairs, strict=True))
        told = ", ".join(f"{intake / bare:.2f}" for intake, bare in self.pairs)
        return "\n".join(
            [
                *lines,
                f"  intake {intake:.0f} a second, bare view {bare:.0f} a second",
                f"  {self.ratio:.2f} of its rate (pairs: {told})",
                f"  the last event was acted on {self.drained:.0f} s after the last answer",
            ]
        )


def run(
    folder: Path, database_url: str, *, events: int, blocks: int, seed: int, patience: float
) -> Outcome:
    """Send so many events in so many blocks, a web process killed in one and stopped in another.

    `patience` is how long the workers may take after the last one.
    """
    with load_stack(folder, database_url) as stack:
        stack.start("sandbox")
        key = _connected(stack)
        for name in WEBS:
            stack.start_web(name)
        for name in WORKERS:
            stack.start(name, stack.command("worker"))
        stack.start("beat")
        for name in WEBS:
            stack.wait_for_web(name)
        stack.wait_ready()
        return _Run(stack, key, seed).go(events, blocks, patience)


def _connected(stack: LoadStack) -> str:
    """The key of a connection to the sandbox, with an account that knows some products."""
    words = [sys.executable, "-m", "tests.load.connecting", stack.sandbox_url]
    return subprocess.run(
        [*words, CUSTOMER, str(STOCKED)],
        cwd=ROOT,
        env=stack.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()


class _Run:
    def __init__(self, stack: LoadStack, key: str, seed: int) -> None:
        self._stack = stack
        self._dice = random.Random(seed)
        self._seed = seed
        self._burst = Burst(stack, key)
        self._sent: list[Event] = []
        self._outcome = Outcome()

    def go(self, total: int, blocks: int, patience: float) -> Outcome:
        some = max(4, min(300, total // 30))
        self._distributor = Distributor(
            self._stack, orders=some, quotes=max(2, some // 5), seed=self._seed
        )
        moves = dict(zip((0, blocks // 4, blocks // 2), MOVES, strict=True))
        news: Iterator[Event] | None = None
        for block in range(blocks):
            told = self._distributor.move(moves[block]) if block in moves else []
            news = news or self._distributor.news()
            events = self._mixed(told, news, total // blocks)
            self._send(block, blocks, events)
        self._drain(patience)
        self._check()
        return self._outcome

    def _mixed(self, told: Sequence[Event], news: Iterator[Event], count: int) -> list[Event]:
        share = round(count * SHARE)
        forged = [self._distributor.forged(nth) for nth in range(share)]
        late = [self._distributor.late() for _ in range(share)]
        plain = list(itertools.islice(news, max(0, count - len(told) - 3 * share)))
        events = [*told, *plain, *late]
        repeated = self._dice.sample(events, k=min(share, len(events)))
        self._count("late: of a state that is over", len(late))
        self._count("forged", len(forged))
        self._count("repeated", len(repeated))
        events += forged
        self._dice.shuffle(events)
        for event in repeated:
            place = self._dice.randint(events.index(event) + 1, len(events))
            events.insert(place, _again(event))
        return events

    def _send(self, block: int, blocks: int, events: Sequence[Event]) -> None:
        """Odd ones are measured bare first, so that whatever drifts troubles both alike."""
        trouble = {blocks // 3: ("web", signal.SIGKILL), 2 * blocks // 3: ("web-2", signal.SIGTERM)}
        self._sent += events
        if block in trouble:
            asyncio.run(self._troubled(events, *trouble[block]))
            return
        if block % 2:
            bare = asyncio.run(self._burst.send_bare(events))
            intake = asyncio.run(self._burst.send(events))
        else:
            intake = asyncio.run(self._burst.send(events))
            bare = asyncio.run(self._burst.send_bare(events))
        self._outcome.pairs.append((intake, bare))

    async def _troubled(self, events: Sequence[Event], web: str, sig: signal.Signals) -> None:
        sending = asyncio.create_task(self._burst.send(events))
        while len(self._burst.waiting) > len(events) // 2 or not self._burst.waiting:
            await asyncio.sleep(0.001)
        await asyncio.to_thread(self._stack.kill, web, sig)
        await asyncio.to_thread(self._stack.start_web, web)
        await sending
        await asyncio.to_thread(self._stack.wait_for_web, web)

    def _drain(self, patience: float) -> None:
        begun = time.monotonic()
        wait_until(
            lambda: self._sql(_OPEN) == [(0,)], seconds=patience, what="all events were acted on"
        )
        self._outcome.drained = time.monotonic() - begun

    def _check(self) -> None:
        self._check_intake()
        self._check_stock()
        database_url = self._stack.environment["DATABASE_URL"]
        self._compare("orders", mirror.orders(database_url), self._distributor.orders())
        self._compare("quotes", mirror.quotes(database_url), self._distributor.quotes())

    def _check_intake(self) -> None:
        stored = self._sql("SELECT event_id, state, repeats FROM webhooks_webhookevent")
        ids = {event_id for event_id, _, _ in stored}
        genuine = {event.event_id for event in self._sent if not event.is_forged}
        answered = {e.event_id for e in self._sent if not e.is_forged and e.status == 200}
        self._count("sent", len(self._sent))
        self._count("answered with 200, each id once", len(answered))
        self._count("posts that broke off and were sent again", self._burst.broken)
        self._count("rows", len(stored))
        self._blame("not answered", genuine - answered)
        self._blame("answered and lost", answered - ids)
        self._blame("stored twice", [i for i in ids if len(stored) != len(ids)])
        self._blame("stored, not theirs", ids - genuine)
        self._blame(
            "forged, not refused", [e for e in self._sent if e.is_forged and e.status != 404]
        )
        self._blame("not acted on", [i for i, state, _ in stored if state != "done"])
        repeats = sum(repeats for _, _, repeats in stored)
        if repeats < self._outcome.counts["repeated"]:
            self._outcome.faults.append(f"only {repeats} repeats were counted")

    def _check_stock(self) -> None:
        """The figure that came last counts; of events under way at once, any of them."""
        found = self._sql(
            "SELECT ingram_part_number, reported_available FROM catalog_product "
            "WHERE reported_available IS NOT NULL"
        )
        told: dict[str, list[Event]] = {}
        for event in self._sent:
            if not event.is_forged and not event.is_repeat:
                for part in event.stock:
                    told.setdefault(part, []).append(event)
        last = {
            part: {e.stock[part] for e in events if not _is_over(e, events)}
            for part, events in told.items()
        }
        self._count("products of which stock was told", len(last))
        mirrored = dict(found)
        self._blame(
            "stock is not what came last",
            [p for p, figures in last.items() if mirrored.get(p) not in figures],
        )
        self._blame("stock nobody told", mirrored.keys() - last.keys())

    def _compare(
        self, what: str, mirrored: Mapping[str, object], truth: Mapping[str, object]
    ) -> None:
        self._count(f"{what} held against the distributor", len(truth))
        self._blame(f"{what} not there", truth.keys() - mirrored.keys())
        other = [n for n in truth.keys() & mirrored.keys() if truth[n] != mirrored[n]]
        self._blame(f"{what} other than at the distributor", other)
        self._outcome.faults += [f"{mirrored[n]} instead of {truth[n]}" for n in other[:2]]

    def _sql(self, query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._stack.environment["DATABASE_URL"]) as database:
            return database.execute(query.encode()).fetchall()

    def _count(self, name: str, count: int) -> None:
        self._outcome.counts[name] = self._outcome.counts.get(name, 0) + count

    def _blame(self, what: str, them: Any) -> None:
        if them:
            self._outcome.faults.append(
                f"{what}: {len(them)}, such as {sorted(map(str, them))[:3]}"
            )


def _again(event: Event) -> Event:
    return Event(
        event_id=event.event_id,
        body=event.body,
        signature=event.signature,
        is_repeat=True,
        stock=event.stock,
    )


def _is_over(event: Event, events: Sequence[Event]) -> bool:
    return any(other.sent_at > event.answered_at for other in events)
