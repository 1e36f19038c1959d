"""What stands over the lines of every order: numbers, addresses, delivery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.connections.models import Address
from apps.orders.choices import ShipComplete
from apps.orders.entry import Destination
from apps.orders.forms.destination import DestinationForm, described
from apps.orders.forms.fields import PlainField, printable_ascii

TYPED_ADDRESS = "typed"
SHIPPING: list[tuple[str, str]] = [
    ("", "As the distributor thinks best"),
    *((choice.value, str(choice.label)) for choice in ShipComplete),
]
ON_HOLD = (
    "The distributor keeps the order until somebody releases it, and only such an order can be "
    "changed or cancelled here. <strong>After 24 hours without a release it is voided.</strong>"
)


class HeaderForm(forms.Form):
    """The fields that an order of a quote and one of own lines share. Lengths: field notes 11."""

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
    ship_complete = forms.ChoiceField(label="Shipping together", required=False, choices=SHIPPING)
    carrier_code = PlainField(
        label="Carrier",
        limit=10,
        required=False,
        pattern=printable_ascii,
        help_text="The distributor's code, such as UG. Empty: it chooses.",
    )
    freight_account_number = PlainField(
        label="Your account with the carrier",
        limit=20,
        required=False,
        pattern=printable_ascii,
        help_text="Only counts when it is registered with the distributor.",
    )
    signature_required = forms.BooleanField(label="Signature on delivery", required=False)
    shipping_instructions = PlainField(
        label="Shipping instructions",
        limit=132,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    notes = PlainField(
        label="Notes", limit=132, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    customer_hold = forms.BooleanField(
        label="Place it on customer hold", required=False, help_text=ON_HOLD
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        bill_to: list[Address],
        ship_to: list[Address],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.destination = DestinationForm(data, initial=initial)
        self._stored = {str(address.pk): address for address in ship_to}
        self._bill_to_ids = {address.address_id: address for address in bill_to}
        self._choice("bill_to").choices = [(a.address_id, str(a)) for a in bill_to]
        self._choice("ship_to").choices = [
            *((key, described(address)) for key, address in self._stored.items()),
            (TYPED_ADDRESS, "Another address"),
        ]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        return field

    def clean_notes(self) -> str:
        return " ".join(str(self.cleaned_data["notes"]).split())

    def clean_shipping_instructions(self) -> str:
        return " ".join(str(self.cleaned_data["shipping_instructions"]).split())

    def clean_carrier_code(self) -> str:
        return str(self.cleaned_data["carrier_code"]).upper()

    def clean_requested_delivery_on(self) -> Any:
        day = self.cleaned_data["requested_delivery_on"]
        if day and day <= timezone.localdate():
            raise ValidationError("Choose a day after today.")
        return day

    def addresses(self) -> list[DestinationForm]:
        """The typed addresses that count."""
        return [self.destination] if self.has_typed_address else []

    def is_valid(self) -> bool:
        mistakes = sum(not form.is_valid() for form in self.addresses())  # each is looked at
        return super().is_valid() and not mistakes

    @property
    def has_typed_address(self) -> bool:
        return self.is_bound and self.data.get("ship_to") == TYPED_ADDRESS

    @property
    def has_bill_to(self) -> bool:
        return bool(self._bill_to_ids)

    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Every field with an error and its first sentence, in the order of the page."""
        return [
            (form[name], str(messages[0]))
            for form in (self, *self.addresses())
            for name, messages in form.errors.items()
            if name in form.fields
        ]

    @staticmethod
    def first_entered(
        account: CustomerAccount, bill_to: Sequence[Address], ship_to: Sequence[Address]
    ) -> dict[str, str]:
        """What stands in the form before anything is typed: the account's own addresses."""
        return {
            "bill_to": bill_to[0].address_id if bill_to else "",
            "ship_to": str(ship_to[0].pk) if ship_to else TYPED_ADDRESS,
            "country_code": account.country_code,
        }

    # --- The result -----------------------------------------------------------------------

    def header(self) -> dict[str, Any]:
        """The header's part of an OrderEntry; only of a valid form."""
        cleaned = self.cleaned_data
        return {
            "customer_order_number": cleaned["customer_order_number"],
            "end_customer_order_number": cleaned["end_customer_order_number"],
            "bill_to_address_id": cleaned["bill_to"],
            "ship_to": self._destination(),
            "notes": cleaned["notes"],
            "requested_delivery_on": cleaned["requested_delivery_on"],
            "ship_complete": cleaned["ship_complete"],
            "is_signature_required": cleaned["signature_required"],
            "carrier_code": cleaned["carrier_code"],
            "freight_account_number": cleaned["freight_account_number"],
            "shipping_instructions": cleaned["shipping_instructions"],
            "is_on_customer_hold": cleaned["customer_hold"],
        }

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
