"""The filters of the list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone

from apps.core.list_form import ListForm, Special, between, day_field, told_day
from apps.core.listing import Conditions, Wanted
from apps.invoices.ageing import NO_CURRENCY, age_of, conditions_of, without_day
from apps.invoices.choices import Age, Due, InvoiceDay, InvoiceStatus, InvoiceType, TermKind
from apps.invoices.listing import DAYS, INVOICES
from apps.invoices.spend import NO_VENDOR, with_vendor

_TYPES = [(kind.value, kind.label) for kind in InvoiceType if kind is not InvoiceType.UNTOLD]


class InvoiceFilterForm(ListForm):
    """The filters of the list of invoices: those of the API, and how long an amount is due."""

    kind = INVOICES
    first_row = ("term", "status")
    spans = (("day_from", "day_to"),)

    q = forms.CharField(
        label="Number",
        required=False,
        max_length=80,
        widget=forms.SearchInput(),
    )
    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *InvoiceStatus.choices]
    )
    type = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *_TYPES])
    age = forms.ChoiceField(
        label="Owed", required=False, choices=[("", "Owed or not"), *Due.choices, *Age.choices]
    )
    currency = forms.CharField(
        label="Currency",
        required=False,
        max_length=4,
        validators=[RegexValidator(r"\A([A-Za-z]{3}|none)\Z", "Three letters, such as USD.")],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    vendor = forms.CharField(label="Vendor", required=False, max_length=80)
    day = forms.ChoiceField(label="Day", required=False, choices=InvoiceDay.choices)
    day_from = day_field("From")
    day_to = day_field("Until")

    def __init__(self, data: QueryDict, *, vendors: Sequence[str] = ()) -> None:
        super().__init__(data)
        names = [("", "Any vendor"), *((name, name) for name in vendors), (NO_VENDOR, "Not told")]
        self.fields["vendor"].widget = forms.Select(choices=names)

    def clean_currency(self) -> str:
        told = str(self.cleaned_data["currency"])
        return told if told == NO_CURRENCY else told.upper()

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        age, currency = cleaned.get("age", ""), cleaned.get("currency", "")
        conditions = {
            "status": [("exact", cleaned["status"])] if cleaned.get("status") else [],
            "invoice_type": [("exact", cleaned["type"])] if cleaned.get("type") else [],
            **conditions_of(age, currency, timezone.localdate()),
        }
        span = between(cleaned.get("day_from"), cleaned.get("day_to"))
        column = DAYS[InvoiceDay(cleaned.get("day", ""))]
        return {**conditions, column: [*conditions.get(column, []), *span]}

    def wanted(self) -> Wanted:
        """As every list, but a span of days stands in the order of these days.

        In any other the list would be read from its newest row until it meets the span.
        """
        wanted = super().wanted()
        if self.data.get("sort", "").removeprefix("-") in self.kind.sorts:
            return wanted
        told = self.cleaned_data
        if told.get("age") and told["age"] != Age.UNTOLD:
            return replace(wanted, sort="due")
        if told.get("day_from") or told.get("day_to"):
            return replace(wanted, sort=f"-{told.get('day') or 'invoiced'}")
        return wanted

    def special(self, cleaned: Mapping[str, Any]) -> Special | None:
        asked: list[Special] = []
        if cleaned.get("age") == Age.UNTOLD:
            asked.append(without_day)
        if vendor := cleaned.get("vendor"):
            asked.append(with_vendor(vendor))
        return (lambda rows: reduce(lambda left, one: one(left), asked, rows)) if asked else None

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        day = InvoiceDay(cleaned.get("day", "")).label.lower()
        return {
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "status": lambda status: str(InvoiceStatus(status).label),
            "type": lambda kind: str(InvoiceType(kind).label),
            "age": lambda age: f"owed: {age_of(age).label.lower()}",
            "currency": lambda code: "currency not told" if code == NO_CURRENCY else f"in {code}",
            "vendor": lambda name: "vendor not told" if name == NO_VENDOR else str(name),
            "day_from": told_day(f"{day} from"),
            "day_to": told_day(f"{day} until"),
        }
