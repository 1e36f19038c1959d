"""The filters of a list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from apps.core.discretion import are_amounts_hidden
from apps.core.listing import Conditions, ListKind, Wanted
from apps.core.pagination import MOST_ROWS

#: The sorts that stand for amounts.
AMOUNTS = frozenset({"amount", "total", "value"})
#: What the URL calls the tab of all rows where a list opens with another one.
ALL = "all"
#: What a filter does to the rows that no condition of one column says.
Special = Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class TabLink:
    """`count` is None where it is not counted; `is_capped` says that there may be more."""

    label: str
    href: str
    count: int | None
    is_capped: bool
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Chip:
    text: str
    href: str


def day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def between(first: date | None, last: date | None) -> list[tuple[str, Any]]:
    """The lookups of a span of days, both included; each may be left out."""
    lookups = (("gte", first), ("lte", last))
    return [(name, day) for name, day in lookups if day]


class ListForm(forms.Form):
    """The filters of one list; nonsense filters nothing, and the field says why.

    A list names its `kind`, adds fields and says what they ask for (`conditions`, `special`) and
    how they are told above the list (`chip_words`). A field `term` chooses in which kind of number
    the words are looked for. The fields of `first_row` stand beside the search, the others behind
    a button; `spans` are pairs of days. A list opens with its `opening_tab` as long as nothing is
    asked but `opening_filters`: what a person looks for may stand in any tab.
    """

    kind: ClassVar[ListKind[Any]]
    first_row: ClassVar[tuple[str, ...]] = ()
    spans: ClassVar[tuple[tuple[str, str], ...]] = ()
    opening_tab: ClassVar[str] = ""
    opening_filters: ClassVar[tuple[str, ...]] = ()

    q = forms.CharField(
        label="Number or name",
        required=False,
        max_length=80,
        widget=forms.SearchInput(),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for first, last in self.spans:
            begin, end = cleaned.get(first), cleaned.get(last)
            if begin and end and begin > end:
                words = f"This day is before {begin.day} {begin:%b %Y}. Turn the two round."
                self.add_error(last, words)
        return cleaned

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        """What the filters ask of columns."""
        return {}

    def special(self, cleaned: Mapping[str, Any]) -> Special | None:
        """What the filters ask that is no question to one column."""
        return None

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        """How each filter is told, by field; the search is told already."""
        return {}

    def wanted(self) -> Wanted:
        """The filters as the list takes them."""
        self.is_valid()
        cleaned = self.cleaned_data
        sort = self.data.get("sort", "")
        return Wanted(
            text=cleaned.get("q", "").strip(),
            term=cleaned.get("term", ""),
            tab=self.tab,
            conditions=self.conditions(cleaned),
            special=self.special(cleaned),
            sort=sort if self._is_sort(sort.removeprefix("-")) else self.kind.default_sort,
        )

    @property
    def tab(self) -> str:
        """The tab that is chosen, or else the one that the list opens with; "" is all rows."""
        chosen = self.data.get("tab", "")
        if chosen or not self.is_opening:
            return chosen if chosen in self.kind.tabs else ""
        return self.opening_tab

    @property
    def is_opening(self) -> bool:
        """Whether the list stands at the tab that it opens with, and nobody chose it."""
        asked = (name for name in self.fields if name not in self.opening_filters)
        return bool(self.opening_tab) and not any(map(self.data.get, ("tab", *asked)))

    @property
    def all_query(self) -> str:
        """The address of the whole list, nothing left out."""
        return f"?tab={ALL}" if self.opening_tab else "?"

    def _is_sort(self, name: str) -> bool:
        # The order of a list would tell amounts that its rows do not.
        return name in self.kind.sorts and not (name in AMOUNTS and are_amounts_hidden())

    def tabs(self, counts: Mapping[str, int]) -> list[TabLink]:
        """The parts of the list, each with its count under the other filters if there is one."""
        current = self.tab
        return [
            TabLink(
                label=tab.label,
                href=self._href(tab=name or (ALL if self.opening_tab else "")),
                count=min(counts[name], MOST_ROWS) if counts else None,
                is_capped=counts.get(name, 0) > MOST_ROWS,
                is_current=name == current,
            )
            for name, tab in self.kind.tabs.items()
        ]

    def chips(self) -> list[Chip]:
        """What is set, each with the address of the list without it."""
        told: dict[str, Callable[[Any], str]] = {
            "q": lambda text: f"“{text}”",
            **self.chip_words(self.cleaned_data),
        }
        return [
            Chip(text=words(self.cleaned_data[name]), href=self._href(**{name: ""}))
            for name, words in told.items()
            if self.cleaned_data.get(name)
        ]

    @property
    def query(self) -> str:
        """The list's address as it is shown, without its page: what a saved view keeps."""
        return self._href().removeprefix("?")

    @property
    def row_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.first_row]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The fields behind the button."""
        return [self[name] for name in self.fields if name not in ("q", *self.first_row)]

    @property
    def rest_is_set(self) -> bool:
        """Whether a filter behind the button is set."""
        return any(self.data.get(field.name) for field in self.more_fields)

    def _href(self, **changes: str) -> str:
        """The list's address with some parameters changed; the page number is dropped."""
        kept = {name: self.data.get(name, "") for name in (*self.fields, "tab", "sort", "size")}
        query = urlencode({name: text for name, text in (kept | changes).items() if text})
        return f"?{query}"


def told_day(words: str) -> Callable[[date], str]:
    """How a day of a span is told in a chip: "invoiced from 3 Nov 2026"."""
    return lambda day: f"{words} {day.day} {day:%b %Y}"
