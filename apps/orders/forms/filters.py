"""The filters of the list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms

from apps.core.pagination import MOST_ROWS
from apps.orders.choices import Attention, OrderDay, OrderStatus, TermKind
from apps.orders.listing import LATEST, SORTS, TABS, OrderFilter


@dataclass(frozen=True, kw_only=True)
class Tab:
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


def _day_field(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class OrderFilterForm(forms.Form):
    """The filters of the list, as they stand in the URL; nonsense filters nothing."""

    q = forms.CharField(
        label="Number or name",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *OrderStatus.choices]
    )
    attention = forms.ChoiceField(
        label="Watch for", required=False, choices=[("", "Everything"), *Attention.choices]
    )
    day = forms.ChoiceField(label="Day", required=False, choices=OrderDay.choices)
    day_from = _day_field("From")
    day_to = _day_field("Until")

    def wanted(self) -> OrderFilter:
        """The filters as the selector takes them."""
        self.is_valid()
        cleaned = self.cleaned_data
        tab, sort = self.data.get("tab", ""), self.data.get("sort", "")
        return OrderFilter(
            text=cleaned.get("q", "").strip(),
            term=TermKind(cleaned["term"]) if cleaned.get("term") else None,
            status=cleaned.get("status", ""),
            tab=tab if tab in TABS else "",
            day=OrderDay(cleaned.get("day", "")),
            day_from=cleaned.get("day_from"),
            day_to=cleaned.get("day_to"),
            attention=Attention(cleaned["attention"]) if cleaned.get("attention") else None,
            sort=sort if sort.removeprefix("-") in SORTS else LATEST,
        )

    def tabs(self, counts: Mapping[str, int]) -> list[Tab]:
        """The states of orders, each with its count under the other filters where there is one."""
        current = self.wanted().tab
        return [
            Tab(
                label=label,
                href=self._href(tab=name),
                count=min(counts[name], MOST_ROWS) if counts else None,
                is_capped=counts.get(name, 0) > MOST_ROWS,
                is_current=name == current,
            )
            for name, (label, _) in TABS.items()
        ]

    def chips(self) -> list[Chip]:
        """What is set, each with the address of the list without it."""
        day = OrderDay(self.cleaned_data.get("day", "")).label.lower()
        shown: dict[str, Callable[[Any], str]] = {
            "q": lambda text: f"“{text}”",
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "status": lambda status: str(OrderStatus(status).label),
            "attention": lambda attention: str(Attention(attention).label),
            "day_from": lambda on: f"{day} from {on.day} {on:%b %Y}",
            "day_to": lambda on: f"{day} until {on.day} {on:%b %Y}",
        }
        return [
            Chip(text=words(self.cleaned_data[name]), href=self._href(**{name: ""}))
            for name, words in shown.items()
            if self.cleaned_data.get(name)
        ]

    @property
    def query(self) -> str:
        """The list's address as it is shown, without its page: what a saved view keeps."""
        return self._href().removeprefix("?")

    @property
    def rest_is_set(self) -> bool:
        """Whether a filter is set that does not stand in the first row."""
        return any(self.cleaned_data.get(n) for n in ("attention", "day", "day_from", "day_to"))

    def _href(self, **changes: str) -> str:
        """The list's address with some parameters changed; the page number is dropped."""
        kept = {name: self.data.get(name, "") for name in (*self.fields, "tab", "sort", "size")}
        query = urlencode({name: text for name, text in (kept | changes).items() if text})
        return f"?{query}"
