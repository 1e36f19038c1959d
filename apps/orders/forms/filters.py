"""The filters of the list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from apps.accounts.models import User
from apps.accounts.person_filter import PersonField, asked_of_person, offer_people
from apps.core.list_form import ListForm, Special, between, day_field, told_day
from apps.core.listing import Conditions
from apps.orders.choices import Attention, OrderDay, OrderStatus, TermKind
from apps.orders.listing import DAYS, ORDERS, late, on_customer_hold

_NEEDING: dict[str, Special] = {Attention.HELD: on_customer_hold, Attention.LATE: late}


class OrderFilterForm(ListForm):
    """The filters of the list of orders."""

    kind = ORDERS
    first_row = ("term", "status")
    spans = (("day_from", "day_to"),)

    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *OrderStatus.choices]
    )
    attention = forms.ChoiceField(
        label="Watch for", required=False, choices=[("", "Everything"), *Attention.choices]
    )
    placed_by = PersonField("placed")
    day = forms.ChoiceField(label="Day", required=False, choices=OrderDay.choices)
    day_from = day_field("From")
    day_to = day_field("Until")

    def __init__(self, data: QueryDict, *, people: Sequence[User] = ()) -> None:
        super().__init__(data)
        self.person = offer_people(self, "placed_by", people)

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        day = DAYS[OrderDay(cleaned.get("day", ""))]
        status = cleaned.get("status")
        return {
            "status": [("exact", status)] if status else [],
            "placed_by": asked_of_person(cleaned.get("placed_by", "")),
            day: between(cleaned.get("day_from"), cleaned.get("day_to")),
            "is_slipping": [("exact", True)]
            if cleaned.get("attention") == Attention.SLIPPED
            else [],
        }

    def special(self, cleaned: Mapping[str, Any]) -> Special | None:
        return _NEEDING.get(cleaned.get("attention", ""))

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        day = OrderDay(cleaned.get("day", "")).label.lower()
        return {
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "status": lambda status: str(OrderStatus(status).label),
            "attention": lambda attention: str(Attention(attention).label),
            "placed_by": self.person.words,
            "day_from": told_day(f"{day} from"),
            "day_to": told_day(f"{day} until"),
        }
