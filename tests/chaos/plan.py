"""What is ordered and changed in the storm: known to those who do it and to those who count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

PART, ADDED, UNKNOWN_PART = "6YE881", "1A8249", "NOSUCH99"
PIECES_BEFORE, PIECES_AFTER, ADDED_PIECES = 1, 3, 2
NOTE = "CALL THE DOCK"
QUEUED, NOW, WRONG, HELD = "CHAOS-7-", "CHAOS-6-", "BAD-", "HELD-"
#: Every so often somebody orders what the distributor does not have.
WRONG_EVERY = 25


@dataclass(frozen=True, kw_only=True)
class Wish:
    """`is_guarded` when the distributor itself refuses a customer order number twice."""

    key: str
    is_now: bool
    is_wrong: bool = False
    is_guarded: bool = True


def wishes(count: int) -> Iterator[Wish]:
    """Half of them queued (v7), half at once (v6).

    Half of either go without the distributor's guard: these only the ledger can keep from being
    made twice.
    """
    for number in range(count):
        is_now, is_wrong = number % 2 == 1, number // 2 % WRONG_EVERY == WRONG_EVERY - 1
        way = NOW if is_now else QUEUED
        key = f"{way}{WRONG if is_wrong else ''}{number:05}"
        is_guarded = number // 2 % 2 == 0
        yield Wish(key=key, is_now=is_now, is_wrong=is_wrong, is_guarded=is_guarded)
