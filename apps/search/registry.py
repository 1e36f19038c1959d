"""What can be found: each domain app registers its finder; the search knows no domain.

A domain app writes it in `apps/<app>/finding.py` and registers it in `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from apps.accounts.models import CustomerAccount
from apps.core.choices import Tone


class Shown(Protocol):
    """What a status chip shows: a member of a TextChoices class with tone and icon."""

    @property
    def label(self) -> str: ...

    @property
    def tone(self) -> Tone: ...

    @property
    def icon(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One thing that was found: its number or name, a line about it, and its page.

    `is_exact` where the words are, in whole, a number of it (its own or one that stands in it);
    a title that is the words says so itself. `chip_text` replaces the word of the chip.
    """

    title: str
    text: str
    url: str
    chip: Shown | None = None
    chip_text: str = ""
    is_exact: bool = False


@dataclass(frozen=True, kw_only=True)
class Finder:
    """How one kind of thing is found by the numbers and words that people have in hand.

    `find` gets the account, the words as typed (never empty) and how many hits are wanted at
    most; exact ones first. It makes a fixed number of queries (three at most), each on an index,
    and no call. `list_url` is the URL name of the list, which takes the words as `?q=`.
    """

    code: str
    label: str
    icon: str
    find: Callable[[CustomerAccount, str, int], list[Hit]]
    list_url: str


#: In which order the groups stand; one that is not named here comes last.
_PLACES = ("quotes", "orders", "invoices", "returns", "renewals", "deals", "products")

_finders: dict[str, Finder] = {}


def register(finder: Finder) -> Finder:
    """Make the finder known; a code is registered once."""
    known = _finders.setdefault(finder.code, finder)
    if known is not finder:
        raise ValueError(f"{finder.code} is registered twice.")
    return finder


def finders() -> tuple[Finder, ...]:
    """All of them, in the order in which their groups stand."""
    return tuple(sorted(_finders.values(), key=_place))


def _place(finder: Finder) -> tuple[int, str]:
    known = finder.code in _PLACES
    return (_PLACES.index(finder.code) if known else len(_PLACES), finder.label)
