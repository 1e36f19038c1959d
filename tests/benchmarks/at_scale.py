"""Every list, the one search and a stock update with a full mirror against a hundredth of it.

python -m tests.benchmarks.at_scale [AREA…] [PostgreSQL] [SQLite] [1/N]: both are portals on
throw-away databases and are asked in turn for the same pages; 1/N fills that part of the large one.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.pages import AREAS, Area, Page
from tests.benchmarks.portals import POSTGRESQL, SQLITE, Portal, database, listens

KINDS = (POSTGRESQL, SQLITE)
#: Objects of a full mirror: five lines an order and an invoice, each of which has a serial number.
MANY = {
    "products": 50_000,
    "deals": 5_000,
    "renewals": 20_000,
    "quotes": 20_000,
    "orders": 200_000,
    "invoices": 200_000,
    "returns": 20_000,
}
HUNDREDTH = 100
ROUNDS = 11
MOST_MEMORY = 150
MOST_STATEMENTS = 10


def main(areas: Sequence[str] = (), kinds: Sequence[str] = KINDS, part: int = 1) -> None:
    chosen = {name: AREAS[name] for name in areas or AREAS}
    needed = {row for area in chosen.values() for row in area.rows}
    counts = {name: count for name, count in MANY.items() if name in needed}
    for kind in kinds:
        if kind == POSTGRESQL and not listens():
            print("\nLists on PostgreSQL: left out, nothing listens on port 5432")
            continue
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            print(f"\nLists on {kind}, full against a hundredth", flush=True)
            large, small = (
                Portal(stack.enter_context(database(kind, folder)), folder / size)
                for size in ("large", "small")
            )
            large.fill({name: count // part for name, count in counts.items()})
            small.fill({name: count // HUNDREDTH for name, count in counts.items()})
            for portal in (large, small):
                portal.start()
                stack.callback(portal.close)
            measure(large, small, chosen)


def measure(large: Portal, small: Portal, areas: Mapping[str, Area]) -> None:
    over = [line for area in areas.values() for line in compare(large, small, area)]
    for area in areas.values():
        over += weigh(large, area)
    if "search" in areas:
        over += update_stock(large)
    print(f"  Over a limit: {len(over)}", flush=True)
    for line in over:
        print(f"    {line}", flush=True)


def compare(large: Portal, small: Portal, area: Area) -> list[str]:
    """Print what each page takes; gives those that are over a limit."""
    cost = cost_of_rows(large, area)
    print(
        f"  page{'times':>54}  queries         ms    rows (a hundredth's; any rows take "
        f"{1000 * cost.any:.1f} ms, a row {1000 * cost.each:.2f} ms)",
        flush=True,
    )
    over = []
    for page in area.pages():
        told = judged(large, small, page, cost=cost)
        print(f"  {told}", flush=True)
        if "over" in told:
            over.append(told)
    return over


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What showing rows takes, whatever the mirror holds: seconds for `any`, and for `each`."""

    any: float = 0.0
    each: float = 0.0

    def of(self, more: int, *, than: int) -> float:
        return 0.0 if more <= than else (more - than) * self.each + (0.0 if than else self.any)


def cost_of_rows(large: Portal, area: Area) -> Cost:
    """From pages of 100, 25 and no rows; the search that finds none has queries of its own."""
    if not area.list_path:
        return Cost()
    asked = [f"{area.list_path}?{narrowed}" for narrowed in ("size=100", "size=25", "q=ZZZ")]
    pages = [Page(name="", path=path) for path in asked]
    many, few, none = (min(large.seconds(page) for _ in range(ROUNDS)) for page in pages)
    each = max(0.0, (many - few) / 75)
    return Cost(any=max(0.0, few - none - 25 * each), each=each)


def judged(large: Portal, small: Portal, page: Page, *, cost: Cost) -> str:
    """A page of both portals as a line of the table.

    Where the small one has fewer rows to show, or none, what the others take does not count. A
    page over a limit is measured once more, for longer, and that counts: other work troubles the
    machine.
    """
    seen, few = large.seen(page), small.seen(page)
    assert seen["status"] == few["status"] == 200, (page, seen, few)
    more = cost.of(seen["rows"], than=few["rows"])
    ratio, fastest = timed(large, small, page, rounds=ROUNDS, more=more)
    if over := _over(page, ratio, fastest):
        ratio, fastest = timed(large, small, page, rounds=3 * ROUNDS, more=more)
        over = _over(page, ratio, fastest)
    if over and os.environ.get("EXPLAIN"):
        print("      ", seen["slowest"]["time"], seen["slowest"]["sql"][:1500])
    return (
        f"{page.path if page.name in page.path else page.name:<50} {ratio:5.2f} x  "
        f"{seen['queries']:>2} ({few['queries']:>2})  {1000 * fastest:9.1f}  "
        f"{seen['rows']:>6} ({few['rows']}){over}"
    )


def timed(
    large: Portal, small: Portal, page: Page, *, rounds: int, more: float
) -> tuple[float, float]:
    """The median over the pairs, and the fastest of the large one in seconds."""
    large.seconds(page), small.seconds(page)
    pairs = [(large.seconds(page), small.seconds(page)) for _ in range(rounds)]
    ratio = statistics.median((first - more) / second for first, second in pairs)
    return ratio, min(first for first, _ in pairs)


def _over(page: Page, ratio: float, fastest: float) -> str:
    told = f"  over {page.most_times} x" if ratio > page.most_times else ""
    if page.most_ms is not None and 1000 * fastest > page.most_ms:
        told += f"  over {page.most_ms:.0f} ms"
    return told


def weigh(large: Portal, area: Area) -> list[str]:
    over = []
    for path in area.exports:
        told = large.export(area.list_path, path)
        mark = f"  over {MOST_MEMORY} MB" if told["peak"] > MOST_MEMORY else ""
        line = (
            f"{path:<50} {told['peak']:5.0f} MB of memory at most ({told['before']:.0f} before), "
            f"{told['size']:6.1f} MB in {told['took']:5.1f} s, the first after "
            f"{told['first']:.2f} s{mark}"
        )
        print(f"  {line}", flush=True)
        over += [line] if mark else []
    return over


def update_stock(large: Portal) -> list[str]:
    told: dict[str, Any] = large.stock()
    mark = f"  over {MOST_STATEMENTS}" if told["statements"] > MOST_STATEMENTS else ""
    mark += "  slower than that" if told["seconds"] > told["single"] else ""
    line = (
        f"Stock of {told['figures']:,} products: kept in {told['taken_in']} statements "
        f"and acted on in {told['statements']}, in {told['seconds']:.2f} s; one upsert for each "
        f"takes {told['single']:.1f} s{mark}"
    )
    print(f"  {line}", flush=True)
    return [line] if mark else []


if __name__ == "__main__":
    words = sys.argv[1:]
    main(
        areas=[word for word in words if word in AREAS],
        kinds=[word for word in words if word in KINDS] or KINDS,
        part=next((int(word.removeprefix("1/")) for word in words if word[:2] == "1/"), 1),
    )
