"""What is measured of a list: pages, their limits, and how they are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: How many times as long as with a hundredth of the rows.
LIMIT, TEXT_LIMIT = 1.5, 3.0


@dataclass(frozen=True, kw_only=True)
class Page:
    """`most_times` as long as the same of the small portal, and no more than `most_ms`."""

    name: str
    path: str
    most_times: float = LIMIT
    most_ms: float | None = None
    is_whole: bool = False


@dataclass(frozen=True, kw_only=True)
class Area:
    """The pages and exports of one app, and the rows that they need."""

    pages: Callable[[], Iterable[Page]]
    exports: tuple[str, ...] = ()
    #: Shows as many rows as are asked for: tells what a row costs.
    list_path: str = ""
    rows: tuple[str, ...] = ()


def today() -> date:
    return datetime.now(UTC).date()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)


def of_list(path: str, *, tabs: Iterable[str], sorts: Iterable[str]) -> Iterator[Page]:
    """The list, leafed through, by each tab and each sort both ways."""
    yield Page(name="the list", path=path)
    yield Page(name="the list, whole page", path=path, is_whole=True)
    yield Page(name="its 40th page", path=f"{path}?page=40")
    yield Page(name="100 rows", path=f"{path}?size=100")
    for tab in tabs:
        yield Page(name=f"tab {tab}", path=f"{path}?tab={tab}")
    for sort in sorts:
        yield Page(name=f"sort {sort}", path=f"{path}?sort={sort}")
        yield Page(name=f"sort -{sort}", path=f"{path}?sort=-{sort}")


def narrowed(path: str, *queries: str) -> Iterator[Page]:
    for query in queries:
        yield Page(name=query, path=f"{path}?{query}")


def searched(path: str, *queries: str) -> Iterator[Page]:
    for query in queries:
        yield Page(name=query, path=f"{path}?{query}", most_times=TEXT_LIMIT)
