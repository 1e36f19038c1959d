"""Filters of a search, in the distributor's spelling.

The distributor ignores what it does not understand: a value that it would not take is refused
here with a ValueError, before anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Days = tuple[date, date]


def day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def both_days(days: Days | None) -> list[str]:
    """First and last day of a range, for a parameter that is sent twice."""
    if days is None:
        return []
    first, last = days
    if first > last:
        raise ValueError(f"a range begins at its earlier day, not at {first} before {last}")
    return [first.isoformat(), last.isoformat()]


def from_and_to(days: Days | None, *, keys: tuple[str, str]) -> dict[str, str]:
    """The same where each end has a parameter of its own."""
    return dict(zip(keys, both_days(days), strict=False))


def bounded(name: str, text: str, *, longest: int) -> str:
    """The text, trimmed; one that is longer than the distributor takes is refused."""
    text = text.strip()
    if len(text) > longest:
        raise ValueError(f"{name} has at most {longest} characters")
    return text


def comma_list(values: Iterable[str]) -> str:
    return ",".join(values)


def direction(is_descending: bool | None) -> str:
    return {None: "", True: "desc", False: "asc"}[is_descending]
