"""Asks every finder, one after the other, and lets none of them take the others down."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from apps.accounts.models import CustomerAccount
from apps.search.registry import Finder, Hit, finders

logger = logging.getLogger(__name__)

MOST_HITS = 5


@dataclass(frozen=True, kw_only=True)
class Group:
    """What one finder found; `has_failed` where it could not look."""

    finder: Finder
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False
    has_failed: bool = False

    @property
    def told(self) -> str:
        """How many, for those who hear it."""
        return f"{self.finder.label} {len(self.hits)}{' or more' if self.has_more else ''}"


@dataclass(frozen=True, kw_only=True)
class Results:
    """The groups that found something or could not look, in their order.

    `only` is the one thing that the words can mean, if there is just one.
    """

    groups: list[Group]
    only: Hit | None

    @property
    def found(self) -> list[Group]:
        return [group for group in self.groups if group.hits]

    @property
    def failed(self) -> list[Group]:
        return [group for group in self.groups if group.has_failed]


def search(account: CustomerAccount, words: str) -> Results:
    """What the account's mirror holds of the words: a few hits of each finder. No call.

    As many queries as the finders make, whatever they find.
    """
    groups = [_group(finder, account, words) for finder in finders()]
    shown = [group for group in groups if group.hits or group.has_failed]
    return Results(groups=shown, only=None if _failed(groups) else _only(groups, words))


def searched() -> list[str]:
    """What is searched, for a page that found nothing."""
    return [finder.label for finder in finders()]


def _group(finder: Finder, account: CustomerAccount, words: str) -> Group:
    try:
        hits = finder.find(account, words, MOST_HITS + 1)
    except Exception:
        # Whatever is wrong with one app's finder, the others still answer; the page says so.
        logger.exception("The finder of %s failed", finder.code)
        return Group(finder=finder, has_failed=True)
    return Group(finder=finder, hits=hits[:MOST_HITS], has_more=len(hits) > MOST_HITS)


def _failed(groups: list[Group]) -> bool:
    return any(group.has_failed for group in groups)


def _only(groups: list[Group], words: str) -> Hit | None:
    """The hit that bears the words as its own number; else the one that they stand in."""
    hits = [hit for group in groups for hit in group.hits]
    wanted = words.upper()
    tests: tuple[Callable[[Hit], bool], ...] = (
        lambda hit: hit.title.upper() == wanted,
        lambda hit: hit.is_exact,
    )
    for is_meant in tests:
        meant = [hit for hit in hits if is_meant(hit)]
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None
