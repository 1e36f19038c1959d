"""People who leaf through the lists, and how long they wait beside a bare page."""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.load.stack import WEBS, WORKERS, LoadStack, load_stack
from tests.stack import ROOT

BARE = "/bare/page/"
LISTS = (
    "/quotes/",
    "/orders/",
    "/invoices/",
    "/returns/",
    "/renewals/",
    "/deals/",
    "/submissions/",
    "/orders/?tab=open",
    "/orders/?q=maple",
    "/invoices/?page=2",
)
MOST_TIMES = 3.0
_PATIENCE = aiohttp.ClientTimeout(total=60)


@dataclass
class Waits:
    """Seconds by page, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    def p95(self, page: str) -> float:
        return statistics.quantiles(self.seconds[page], n=20, method="inclusive")[-1]

    def ratio(self, page: str) -> float:
        return self.p95(page) / self.p95(BARE)

    def table(self) -> str:
        lines = [f"  {'page':<24}{'asked':>7}{'p50 ms':>9}{'p95 ms':>9}{'times the bare page':>22}"]
        for page in (BARE, *LISTS):
            half = statistics.median(self.seconds[page])
            lines.append(
                f"  {page:<24}{len(self.seconds[page]):>7}{1000 * half:>9.0f}"
                f"{1000 * self.p95(page):>9.0f}{self.ratio(page):>22.2f}"
            )
        return "\n".join(lines)


def run(
    folder: Path, database_url: str, *, people: int, orders: int, seconds: float, pause: float
) -> Waits:
    """Everybody asks for one page after the other: the lists in any order, and the bare page.

    `pause` is for how many seconds a person looks at a page on average; 0: the next at once.
    """
    with load_stack(folder, database_url) as stack:
        stack.manage("collectstatic", "--noinput", "--verbosity=0")
        sessions = _filled(stack, people, orders)
        for name in WEBS:
            stack.start_web(name)
        for name in WORKERS:
            stack.start(name, stack.command("worker"))
        for name in WEBS:
            stack.wait_for_web(name)
        asyncio.run(_leaf(stack, sessions, seconds=min(5, seconds), pause=0))  # templates are made
        return asyncio.run(_leaf(stack, sessions, seconds=seconds, pause=pause))


def _filled(stack: LoadStack, people: int, orders: int) -> list[str]:
    """The session cookies of people of ten accounts, whose mirrors hold so many orders together."""
    words = [sys.executable, "-W", "ignore", "-m", "tests.load.filling"]
    told = subprocess.run(
        [*words, str(people), str(orders)],
        cwd=ROOT,
        env=stack.environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    found: list[str] = json.loads(told)
    return found


async def _leaf(
    stack: LoadStack, sessions: Sequence[str], *, seconds: float, pause: float
) -> Waits:
    waits = Waits()
    until = time.monotonic() + seconds
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=_PATIENCE,
    ) as client:
        await asyncio.gather(
            *(
                _person(client, stack.addresses[nth % 2], cookie, waits, until, pause, nth)
                for nth, cookie in enumerate(sessions)
            )
        )
    return waits


async def _person(
    client: aiohttp.ClientSession,
    address: str,
    cookie: str,
    waits: Waits,
    until: float,
    pause: float,
    nth: int,
) -> None:
    dice = random.Random(nth)
    headers = {"Cookie": f"sessionid={cookie}"}
    while time.monotonic() < until:
        for page in dice.sample((*LISTS, *[BARE] * 2), k=len(LISTS) + 2):
            if pause:
                await asyncio.sleep(dice.expovariate(1 / pause))
            await _ask(client, address, page, headers, waits)


async def _ask(
    client: aiohttp.ClientSession,
    address: str,
    page: str,
    headers: Mapping[str, str],
    waits: Waits,
) -> None:
    start = time.perf_counter()
    try:
        async with client.get(address + page, headers=headers, allow_redirects=False) as answer:
            body = await answer.read()
            wrong = "" if answer.status == 200 and body else f"{page}: {answer.status}"
    except (aiohttp.ClientError, TimeoutError) as exc:
        wrong = f"{page}: {type(exc).__name__}: {exc}"
    if wrong:
        waits.errors.append(wrong)
    else:
        waits.seconds[page].append(time.perf_counter() - start)
