"""The filters of the list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms

from apps.orders.choices import OrderStatus, TermKind
from apps.orders.selectors import LATEST, SORTS, TABS, OrderFilter


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: str
    href: str
    count: int
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class Chip:
    text: str
    href: str


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
    ordered_from = forms.DateField(
        label="Ordered from", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ordered_to = forms.DateField(
        label="Ordered until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

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
            ordered_from=cleaned.get("ordered_from"),
            ordered_to=cleaned.get("ordered_to"),
            sort=sort if sort.removeprefix("-") in SORTS else LATEST,
        )

    def tabs(self, counts: Mapping[str, int]) -> list[Tab]:
        """The saved views, each with its count under the other filters."""
        current = self.wanted().tab
        return [
            Tab(
                label=label,
                href=self._href(tab=name),
                count=counts[name],
                is_current=name == current,
            )
            for name, (label, _) in TABS.items()
        ]

    def chips(self) -> list[Chip]:
        """What is set, each with the address of the list without it."""
        shown: dict[str, Callable[[Any], str]] = {
            "q": lambda text: f"“{text}”",
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "status": lambda status: str(OrderStatus(status).label),
            "ordered_from": lambda day: f"from {day.day} {day:%b %Y}",
            "ordered_to": lambda day: f"to {day.day} {day:%b %Y}",
        }
        return [
            Chip(text=words(self.cleaned_data[name]), href=self._href(**{name: ""}))
            for name, words in shown.items()
            if self.cleaned_data.get(name)
        ]

    def _href(self, **changes: str) -> str:
        """The list's address with some parameters changed; the page number is dropped."""
        kept = {name: self.data.get(name, "") for name in (*self.fields, "tab", "sort", "size")}
        query = urlencode({name: text for name, text in (kept | changes).items() if text})
        return f"?{query}"
