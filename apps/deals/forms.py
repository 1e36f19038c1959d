"""The filters of the list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from apps.core.list_form import ListForm, between, day_field, told_day
from apps.core.listing import Conditions, Wanted
from apps.deals.choices import AskBy, TermKind
from apps.deals.listing import DEALS, SOONEST, UNTOLD


class DealFilterForm(ListForm):
    """The filters of the list of deals."""

    kind = DEALS
    first_row = ("term", "vendor")
    opening_tab, opening_filters = "current", ("term", "vendor")
    spans = (("expires_from", "expires_to"),)

    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    vendor = forms.ChoiceField(label="Vendor", required=False)
    expires_from = day_field("Expires from")
    expires_to = day_field("Expires until")

    def __init__(self, data: Mapping[str, Any], *, vendors: Sequence[str]) -> None:
        super().__init__(data)
        names = [("", "Any vendor"), *((name, name) for name in vendors)]
        self.fields["vendor"].choices = names  # type: ignore[attr-defined]

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        first, last = cleaned.get("expires_from"), cleaned.get("expires_to")
        told = [("lt", UNTOLD)] if first or last else []
        vendor = cleaned.get("vendor")
        return {
            "vendor_name": [("exact", vendor)] if vendor else [],
            "lasts_until": [*between(first, last), *told],
        }

    def wanted(self) -> Wanted:
        """As every list, but what can still be used stands with the next to end first.

        So does what ends from a day on.
        """
        wanted = super().wanted()
        is_chosen = self.data.get("sort", "").removeprefix("-") in self.kind.sorts
        is_ahead = wanted.tab not in ("", "expired") or self.cleaned_data.get("expires_from")
        return replace(wanted, sort=SOONEST) if is_ahead and not is_chosen else wanted

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        return {
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "vendor": str,
            "expires_from": told_day("expires from"),
            "expires_to": told_day("expires until"),
        }


def likely(text: str, term: str) -> AskBy | None:
    """What the text looks like, or is said to be; None for what cannot be asked for."""
    if term:
        return AskBy(term) if term in AskBy.values else None
    return AskBy.DEAL if any(sign.isdigit() for sign in text) else AskBy.END_USER
