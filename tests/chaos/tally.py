"""What the storm left: the ledger's word beside what the sandbox really has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apps.ingram import (
    Client,
    ClientConfig,
    Environment,
    MemoryTokenStore,
    NoLimiter,
    close_sessions,
)
from apps.ingram.operations.orders import order_details
from apps.ingram.schemas.orders import OrderDetails
from tests.chaos.plan import (
    ADDED,
    ADDED_PIECES,
    HELD,
    NOTE,
    PART,
    PIECES_AFTER,
    PIECES_BEFORE,
    WRONG,
)

if TYPE_CHECKING:
    from tests.chaos.storm import Storm

_ROWS = (
    "SELECT s.kind, s.business_key, s.subject, s.state, s.result_number, s.sends, s.message,"
    " (SELECT count(*) FROM orders_order o WHERE o.submission_id = s.id)"
    " FROM submissions_submission s ORDER BY s.id"
)
_BROKEN_OFF = (
    "SELECT count(*) FROM submissions_attempt"
    " WHERE kind = 'send' AND message LIKE 'The worker that was sending it stopped%'"
)
CREATED = ("order.create_v7", "order.create_v6")
CHANGED = ("order.modify", "order.release", "order.cancel")
BEFORE = "on hold before the storm"
FINAL = ("completed", "rejected", "needs_attention")


@dataclass(frozen=True, kw_only=True)
class Row:
    kind: str
    key: str
    subject: str
    state: str
    result_number: str
    sends: int
    message: str
    linked: int

    @property
    def is_wrong(self) -> bool:
        """Whether the distributor cannot do what was asked."""
        return WRONG in self.key

    @property
    def group(self) -> str:
        return BEFORE if self.key.startswith(HELD) else self.kind


@dataclass(kw_only=True)
class Tally:
    """`faults` says what broke the promise, in words; empty when it was kept."""

    seed: int
    seconds: float
    rows: list[Row]
    happened: Mapping[str, int]
    duplicated: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    weather: str = ""

    def of(self, kind: str) -> list[Row]:
        return [row for row in self.rows if row.group == kind]

    @property
    def called_for_nothing(self) -> list[Row]:
        """What a person has to decide although it could be done."""
        waiting = [row for row in self.rows if row.state == "needs_attention"]
        return [row for row in waiting if not row.is_wrong]

    def table(self) -> str:
        heads = ("", "asked", "done", "refused", "duplicated", "lost", "needs a person", "of these")
        kinds = (*CREATED, BEFORE, *CHANGED)
        lines = [*(self._line(kind, self.of(kind)) for kind in kinds), self._line("all", self.rows)]
        widths = [max(map(len, column)) for column in zip(heads, *lines, strict=True)]
        told = [
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(line, widths, strict=True))
            )
            for line in (heads, *lines)
        ]
        why = [f"{row.kind} {row.key}: {row.message}" for row in self.called_for_nothing]
        words = "(of these: ordered wrong on purpose)"
        return "\n".join([*told, words, self.weather, *why])

    def _line(self, kind: str, rows: list[Row]) -> tuple[str, ...]:
        states = Counter(row.state for row in rows)
        waiting = [row for row in rows if row.state == "needs_attention"]
        broken = [
            sum(counter.values()) if kind == "all" else counter[kind]
            for counter in (self.duplicated, self.lost)
        ]
        figures = (
            len(rows),
            states["completed"],
            states["rejected"],
            *broken,
            len(waiting),
            sum(row.is_wrong for row in waiting),
        )
        return (kind, *map(str, figures))

    def blame(self, row: Row, words: str, counter: Counter[str] | None = None) -> None:
        if counter is not None:
            counter[row.group] += 1
        self.faults.append(f"{row.kind} {row.key} ({row.state}, {row.sends} sends): {words}")


def tally(storm: Storm, told: Mapping[str, Mapping[str, int]], *, seconds: float) -> Tally:
    """`told` is what the proxy saw: what happened, and how often each write was acted on."""
    rows = [Row(**dict(zip(Row.__annotations__, row, strict=True))) for row in storm.sql(_ROWS)]
    result = Tally(seed=storm.seed, seconds=seconds, rows=rows, happened=told["happened"])
    received: Any = storm.stack.control()["orders"]
    for row in rows:
        if row.state not in FINAL:
            result.blame(row, f"never ended: {row.message}")
        if row.kind in CREATED:
            _count_order(result, row, received.get(row.key, []))
    _count_strangers(result, received)
    _count_changes(result, storm.stack.sandbox_url, told["acted"])
    result.weather = _weather(storm, result)
    return result


def _weather(storm: Storm, result: Tally) -> str:
    happened = ", ".join(f"{n} {what}" for what, n in sorted(result.happened.items()))
    ((broken_off,),) = storm.sql(_BROKEN_OFF)
    return (
        f"{result.seconds:.0f} s, seed {storm.seed}. Proxy: {happened}. "
        f"{storm.kills} workers killed, {broken_off} sends broken off by it, "
        f"{storm.sleeps} asleep for longer than its lease; "
        f"{storm.losses} times all messages lost, {storm.cuts} times all connections cut."
    )


def _count_order(result: Tally, row: Row, numbers: list[str]) -> None:
    if len(numbers) > 1:
        result.blame(row, f"{len(numbers)} orders: {numbers}", result.duplicated)
    if row.state == "completed" and not numbers:
        result.blame(row, "no order", result.lost)
    if row.state == "completed" and numbers and row.result_number != numbers[0]:
        result.blame(row, f"is said to be {row.result_number}, but is {numbers}")
    if row.state == "completed" and row.linked != 1:
        result.blame(row, f"{row.linked} orders in the mirror are tied to it")
    if row.state == "rejected" and numbers:
        result.blame(row, f"refused, yet there is {numbers}", result.lost)
    if row.is_wrong and row.state == "completed":
        result.blame(row, "cannot be done")


def _count_strangers(result: Tally, received: Mapping[str, list[str]]) -> None:
    known = {row.key for row in result.rows}
    result.faults += [
        f"nobody ordered {key}: {n}" for key, n in received.items() if key not in known
    ]


def _count_changes(result: Tally, sandbox_url: str, acted: Mapping[str, int]) -> None:
    config = ClientConfig(
        key="tally",
        base_url=sandbox_url,
        environment=Environment.LOCAL_SANDBOX,
        client_id="sandbox",
        client_secret="sandbox-secret",
        customer_number="20-222222",
        country_code="US",
    )
    client = Client(config, tokens=MemoryTokenStore(), limiter=NoLimiter())
    for row in result.rows:
        if row.kind in CHANGED:
            _count_change(result, row, order_details(client, row.subject))
            times = sum(n for name, n in acted.items() if row.subject in name)
            if times > 1:
                result.blame(row, f"done {times} times", result.duplicated)
    close_sessions()


def _count_change(result: Tally, row: Row, order: OrderDetails) -> None:
    seen = _seen(row.kind, order)
    if seen not in ("before", "after"):
        result.blame(row, f"the order is neither as before nor as after: {seen}", result.duplicated)
    elif row.state == "completed" and seen == "before":
        result.blame(row, "it was not done", result.lost)
    elif row.state == "rejected" and seen == "after":
        result.blame(row, "refused, yet it was done", result.lost)


_RELEASED, _CANCELLED = {"processing", "backordered"}, {"canceled"}


def _seen(kind: str, order: OrderDetails) -> str:
    """'before' or 'after' the change, else what the order looks like."""
    status = order.status_text.lower()
    if kind == "order.modify":
        return _seen_lines(sorted(_lines(order)), order.notes.count(NOTE))
    if status == "on hold":
        return "before"
    done = _RELEASED if kind == "order.release" else _CANCELLED
    return "after" if status in done else status


def _seen_lines(lines: list[tuple[str, int]], notes: int) -> str:
    if lines == [(PART, PIECES_BEFORE)] and not notes:
        return "before"
    if lines == sorted([(PART, PIECES_AFTER), (ADDED, ADDED_PIECES)]) and notes == 1:
        return "after"
    return f"{lines}, {notes} notes"


def _lines(order: OrderDetails) -> Iterable[tuple[str, int]]:
    """A line that stands twice is told twice."""
    return (
        (line.ingram_part_number, line.quantity_ordered or 0)
        for line in order.lines
        if line.ingram_part_number
    )
