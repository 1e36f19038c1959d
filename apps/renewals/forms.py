"""The filters of the list, as they stand in the URL, and what they are for the distributor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from apps.core.list_form import ListForm, between, day_field, told_day
from apps.core.listing import Conditions, Wanted
from apps.renewals.choices import DayKind, RenewalState, RenewalStatus, TermKind
from apps.renewals.listing import RENEWALS, SOONEST
from apps.renewals.services.asking import Question

#: A span without an end is asked for as if it had one.
_LONG_AGO, _FAR_AHEAD = date(2000, 1, 1), timedelta(days=3653)
_LATEST = date.max - _FAR_AHEAD


class RenewalFilterForm(ListForm):
    """The filters of the list of renewals: those of the search's query and of its body."""

    kind = RENEWALS
    first_row = ("term", "vendor", "status")
    opening_tab, opening_filters = "open", ("term", "vendor")
    spans = tuple((f"{kind.value}_from", f"{kind.value}_to") for kind in DayKind)

    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    vendor = forms.ChoiceField(label="Vendor", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *RenewalStatus.choices]
    )
    expires_from = day_field("Expires from")
    expires_to = day_field("Expires until")
    starts_from = day_field("Starts from")
    starts_to = day_field("Starts until")
    ends_from = day_field("Ends from")
    ends_to = day_field("Ends until")
    invoiced_from = day_field("Invoiced from")
    invoiced_to = day_field("Invoiced until")

    def __init__(self, data: Mapping[str, Any], *, vendors: Sequence[str]) -> None:
        super().__init__(data)
        names = [("", "Any vendor"), *((name, name) for name in vendors)]
        self.fields["vendor"].choices = names  # type: ignore[attr-defined]

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        asked: dict[str, Sequence[tuple[str, Any]]] = {
            column: [("exact", cleaned[name])]
            for name, column in (("status", "status"), ("vendor", "vendor_name"))
            if cleaned.get(name)
        }
        for kind in DayKind:
            first, last = (cleaned.get(f"{kind.value}_{end}") for end in ("from", "to"))
            if kind is DayKind.EXPIRES:
                told = [("lt", date.max)] if first or last else []
                asked["lasts_until"] = [*between(first, last), *told]
            else:
                asked[f"{kind.value}_from"] = between(first, None)
                asked[f"{kind.value}_to"] = between(None, last)
        return asked

    def wanted(self) -> Wanted:
        """As every list, but what can still be renewed stands with the next to expire first.

        So does what expires from a day on.
        """
        wanted = super().wanted()
        is_chosen = self.data.get("sort", "").removeprefix("-") in self.kind.sorts
        is_ahead = wanted.tab not in ("", "closed") or self.cleaned_data.get("expires_from")
        return replace(wanted, sort=SOONEST) if is_ahead and not is_chosen else wanted

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        words: dict[str, Callable[[Any], str]] = {
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "vendor": str,
            "status": lambda status: str(RenewalStatus(status).label),
        }
        for kind in DayKind:
            words[f"{kind.value}_from"] = told_day(f"{kind.label.lower()} from")
            words[f"{kind.value}_to"] = told_day(f"{kind.label.lower()} until")
        return words

    def question(self) -> Question:
        """The same for the distributor's own search."""
        self.is_valid()
        cleaned, tab = self.cleaned_data, self.wanted().tab
        status = cleaned.get("status")
        state = RenewalState(tab) if tab in RenewalState.values else None
        return Question(
            text=cleaned.get("q", "").strip(),
            term=TermKind(cleaned["term"]) if cleaned.get("term") else None,
            vendor_name=cleaned.get("vendor", ""),
            status=RenewalStatus(status) if status else None,
            state=state or (RenewalState.OPEN if tab and tab.isdigit() else None),
            spans={kind: span for kind in DayKind if (span := self._span(kind))},
        )

    def _span(self, kind: DayKind) -> tuple[date, date] | None:
        first: date | None = self.cleaned_data.get(f"{kind.value}_from")
        last: date | None = self.cleaned_data.get(f"{kind.value}_to")
        if first is None and last is None:
            return None
        begin = first or _LONG_AGO
        return begin, last or min(max(begin, timezone.localdate()), _LATEST) + _FAR_AHEAD
