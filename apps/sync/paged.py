"""Back-fills by page number that go on where they stopped: what was read stays in the mirror."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Protocol

from django.utils import timezone

from apps.sync.registry import Cursor, Page

A_DAY = timedelta(days=1)
Span = tuple[date, date]


class NumberedPage(Protocol):
    """A page of a search of the client."""

    @property
    def page_count(self) -> int | None: ...

    @property
    def records_found(self) -> int | None: ...


def read_numbered_page(
    cursor: Cursor | None, read: Callable[[int, str], tuple[NumberedPage, Sequence[object]]]
) -> Page:
    """Read one page; `read` gets its number and the day the back-fill began (ISO), and saves it.

    It gives the page and the rows that stood in it. A page that fails is read again.
    """
    place = cursor or {}
    number, done = int(str(place.get("page", 1))), int(str(place.get("done", 0)))
    began = str(place.get("began") or timezone.now().date().isoformat())
    page, rows = read(number, began)
    done += len(rows)
    following = {"page": number + 1, "done": done, "began": began}
    return Page(
        done=done,
        total=page.records_found,
        next_cursor=None if _is_last(page, number, len(rows)) else following,
    )


def read_month_page(
    cursor: Cursor | None,
    *,
    reach: timedelta,
    count: Callable[[Span], int | None],
    read: Callable[[Span, int], tuple[NumberedPage, int]],
) -> Page:
    """Read one page of a month, going backwards from the day on which the back-fill began.

    New rows therefore never move the pages that are still to be read. `read` gets the days and
    the page's number, saves the page and gives it with the number of its rows; `count` tells at
    the start how many rows there are in all.
    """
    # A filling that an earlier release began knew no months: it begins anew.
    place = cursor if cursor and "month" in cursor else _start(reach, count)
    began, first = _day(place, "began"), _day(place, "month")
    number, done, total = (int(str(place[name])) for name in ("page", "done", "total"))
    last = min(_next_month(first) - A_DAY, began)
    page, rows = read((max(first, began - reach), last), number)
    done += rows
    following: dict[str, object] = {**place, "done": done, "page": number + 1}
    is_month_over = _is_last(page, number, rows)
    if is_month_over:
        following |= {"page": 1, "month": _month_before(first).isoformat()}
    is_over = is_month_over and first <= began - reach
    return Page(done=done, total=max(total, done), next_cursor=None if is_over else following)


def _is_last(page: NumberedPage, number: int, rows: int) -> bool:
    return not rows or (page.page_count is not None and number >= page.page_count)


def _start(reach: timedelta, count: Callable[[Span], int | None]) -> dict[str, object]:
    # What bears tomorrow's date in another time zone belongs to this month's page.
    began = timezone.now().date() + A_DAY
    return {
        "began": began.isoformat(),
        "month": began.replace(day=1).isoformat(),
        "page": 1,
        "done": 0,
        "total": count((began - reach, began)) or 0,
    }


def _day(place: Cursor, name: str) -> date:
    return date.fromisoformat(str(place[name]))


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def _month_before(first: date) -> date:
    return (first - A_DAY).replace(day=1)
