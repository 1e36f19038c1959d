"""What stands over the lines of every order: numbers, addresses, delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.connections.models import Address
from apps.orders.choices import ShipComplete
from apps.orders.forms.addressed import AddressedForm
from apps.orders.forms.fields import PlainField, printable_ascii

SHIPPING: list[tuple[str, str]] = [
    ("", "As the distributor thinks best"),
    *((choice.value, str(choice.label)) for choice in ShipComplete),
]
ON_HOLD = (
    "The distributor keeps the order until somebody releases it, and only such an order can be "
    "changed or cancelled here. <strong>After 24 hours without a release it is voided.</strong>"
)


class HeaderForm(AddressedForm):
    """The fields that an order of a quote and one of own lines share. Lengths: field notes 11."""

    field_order = ["customer_order_number", "end_customer_order_number"]

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

    @staticmethod
    def first_entered(
        account: CustomerAccount, bill_to: Sequence[Address], ship_to: Sequence[Address]
    ) -> dict[str, str]:
        """The account's own addresses, its carrier, and whether it holds its orders."""
        return AddressedForm.first_entered(account, bill_to, ship_to) | {
            "carrier_code": account.carrier_code,
            "customer_hold": "on" if account.holds_orders else "",
        }

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

    # --- The result -----------------------------------------------------------------------

    def header(self) -> dict[str, Any]:
        """The header's part of an OrderEntry; only of a valid form."""
        cleaned = self.cleaned_data
        return {
            "customer_order_number": cleaned["customer_order_number"],
            "end_customer_order_number": cleaned["end_customer_order_number"],
            "bill_to_address_id": cleaned["bill_to"],
            "ship_to": self.destination_entry(),
            "notes": cleaned["notes"],
            "requested_delivery_on": cleaned["requested_delivery_on"],
            "ship_complete": cleaned["ship_complete"],
            "is_signature_required": cleaned["signature_required"],
            "carrier_code": cleaned["carrier_code"],
            "freight_account_number": cleaned["freight_account_number"],
            "shipping_instructions": cleaned["shipping_instructions"],
            "is_on_customer_hold": cleaned["customer_hold"],
        }

    def ship_complete_label(self) -> str:
        return dict(SHIPPING)[self.cleaned_data["ship_complete"]]
