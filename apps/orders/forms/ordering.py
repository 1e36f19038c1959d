"""The order of a quote, as it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.connections.models import Address
from apps.orders.choices import ShipComplete
from apps.orders.entry import (
    Demand,
    Destination,
    Filled,
    FilledLine,
    LineDemands,
    OrderEntry,
    Requirements,
)
from apps.orders.forms.destination import DestinationForm
from apps.orders.forms.fields import PlainField, printable_ascii

TYPED_ADDRESS = "typed"
SHIPPING: list[tuple[str, str]] = [
    ("", "As the distributor thinks best"),
    *((choice.value, str(choice.label)) for choice in ShipComplete),
]
MAX_VALUE = 100


class OrderForm(forms.Form):
    """The order of a validated quote. Built from what the vendor demands (field notes 7.4)."""

    customer_order_number = PlainField(
        label="Purchase order number",
        limit=18,
        pattern=printable_ascii,
        help_text="Your own number for this order. It can be used once.",
        error_messages={"required": "Enter your purchase order number."},
    )
    end_customer_order_number = PlainField(
        label="End customer's order number", limit=18, required=False, pattern=printable_ascii
    )
    bill_to = forms.ChoiceField(
        label="Bill to",
        error_messages={
            "required": "Choose who is billed.",
            "invalid_choice": "Choose one of the bill-to addresses of this account.",
        },
    )
    ship_to = forms.ChoiceField(
        label="Ship to",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose where the goods go.",
            "invalid_choice": "Choose one of the ship-to addresses, or type one.",
        },
    )
    requested_delivery_on = forms.DateField(
        label="Requested delivery date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a date such as 2027-03-31."},
    )
    ship_complete = forms.ChoiceField(
        label="Shipping together",
        required=False,
        choices=SHIPPING,
    )
    signature_required = forms.BooleanField(label="Signature on delivery", required=False)
    notes = PlainField(
        label="Notes", limit=132, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        requirements: Requirements,
        bill_to: list[Address],
        ship_to: list[Address],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.requirements = requirements
        self.destination = DestinationForm(data, initial=initial)
        self._stored = {str(address.pk): address for address in ship_to}
        self._bill_to_ids = {address.address_id: address for address in bill_to}
        self._choice("bill_to").choices = [(a.address_id, str(a)) for a in bill_to]
        self._choice("ship_to").choices = [
            *((key, _described(address)) for key, address in self._stored.items()),
            (TYPED_ADDRESS, "Another address"),
        ]
        for key, demand in self._demands():
            self.fields[key] = PlainField(
                label=demand.label,
                limit=MAX_VALUE,
                help_text=demand.hint,
                error_messages={"required": f"The vendor demands this: enter {demand.label}."},
            )

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        return field

    # --- What the vendor demands ----------------------------------------------------------

    def _demands(self) -> Iterator[tuple[str, Demand]]:
        for place, demand in enumerate(self.requirements.header):
            yield f"header-{place}", demand
        for number, line in enumerate(self.requirements.lines):
            for place, demand in enumerate(line.demands):
                yield f"line-{number}-{place}", demand

    def header_fields(self) -> list[tuple[Demand, forms.BoundField]]:
        """The demanded fields of the whole order, with the name that the vendor gave them."""
        return [
            (demand, self[f"header-{place}"])
            for place, demand in enumerate(self.requirements.header)
        ]

    def line_fields(self) -> list[tuple[LineDemands, list[tuple[Demand, forms.BoundField]]]]:
        """The lines that demand something, each with its fields."""
        return [
            (
                line,
                [
                    (demand, self[f"line-{number}-{place}"])
                    for place, demand in enumerate(line.demands)
                ],
            )
            for number, line in enumerate(self.requirements.lines)
            if line.demands
        ]

    def clean_notes(self) -> str:
        return " ".join(str(self.cleaned_data["notes"]).split())

    def clean_requested_delivery_on(self) -> Any:
        day = self.cleaned_data["requested_delivery_on"]
        if day and day <= timezone.localdate():
            raise ValidationError("Choose a day after today.")
        return day

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        return (not self.has_typed_address or self.destination.is_valid()) and is_valid

    @property
    def has_typed_address(self) -> bool:
        return self.is_bound and self.data.get("ship_to") == TYPED_ADDRESS

    @property
    def has_bill_to(self) -> bool:
        return bool(self._bill_to_ids)

    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Every field with an error and its first sentence, in the order of the page."""
        forms_shown = (self, self.destination) if self.has_typed_address else (self,)
        return [
            (form[name], str(messages[0]))
            for form in forms_shown
            for name, messages in form.errors.items()
            if name in form.fields
        ]

    @staticmethod
    def first_entered(
        account: CustomerAccount, bill_to: list[Address], ship_to: list[Address]
    ) -> dict[str, str]:
        """What stands in the form before anything is typed: the account's own addresses."""
        return {
            "bill_to": bill_to[0].address_id if bill_to else "",
            "ship_to": str(ship_to[0].pk) if ship_to else TYPED_ADDRESS,
            "country_code": account.country_code,
        }

    # --- The result -----------------------------------------------------------------------

    def entry(self) -> OrderEntry:
        """What was entered, in the domain's types; only of a valid form."""
        cleaned = self.cleaned_data
        return OrderEntry(
            customer_order_number=cleaned["customer_order_number"],
            end_customer_order_number=cleaned["end_customer_order_number"],
            bill_to_address_id=cleaned["bill_to"],
            ship_to=self._destination(),
            notes=cleaned["notes"],
            requested_delivery_on=cleaned["requested_delivery_on"],
            ship_complete=cleaned["ship_complete"],
            is_signature_required=cleaned["signature_required"],
            header_values=tuple(
                Filled(demand=demand, value=cleaned[field.name])
                for demand, field in self.header_fields()
            ),
            line_values=tuple(
                FilledLine(
                    line=line,
                    values=tuple(Filled(demand=d, value=cleaned[f.name]) for d, f in fields),
                )
                for line, fields in self.line_fields()
            ),
        )

    def _destination(self) -> Destination:
        stored = self._stored.get(self.cleaned_data["ship_to"])
        if stored is None:
            return self.destination.entry()
        written = {name: getattr(stored, name) for name in DestinationForm.base_fields}
        return Destination(address_id=stored.address_id, **written)

    def bill_to_address(self) -> Address:
        return self._bill_to_ids[self.cleaned_data["bill_to"]]

    def ship_complete_label(self) -> str:
        return dict(SHIPPING)[self.cleaned_data["ship_complete"]]


def _described(address: Address) -> str:
    """A stored address in one line, so that one can tell it from its neighbours."""
    street = ", ".join(part for part in (address.address_line_1, address.city) if part)
    return f"{address}: {street}" if street else str(address)
