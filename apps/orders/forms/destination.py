"""A ship-to address that is typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.connections.models import Address
from apps.orders.entry import Destination
from apps.orders.forms.fields import PlainField

STATE_COUNTRIES = frozenset({"US", "CA"})


class DestinationForm(forms.Form):
    """A ship-to address that is typed; the distributor wants it whole or not at all.

    Lengths: field notes 11; the signs that are left out and the case of letters: 5.2.
    """

    company_name = PlainField(
        label="Company",
        limit=40,
        error_messages={"required": "Enter the company that receives the goods."},
    )
    contact = PlainField(label="Contact person", limit=40, required=False)
    address_line_1 = PlainField(
        label="Address", limit=60, error_messages={"required": "Enter the street and number."}
    )
    address_line_2 = PlainField(label="Address, second line", limit=40, required=False)
    city = PlainField(label="City", limit=25, error_messages={"required": "Enter the city."})
    state = PlainField(
        label="State or province", limit=3, required=False, help_text="US and Canada: CA, NY, ON"
    )
    postal_code = PlainField(
        label="Postal code", limit=10, error_messages={"required": "Enter the postal code."}
    )
    country_code = PlainField(
        label="Country",
        limit=2,
        help_text="Two letters: US",
        error_messages={"required": "Enter the country as two letters: US, CA."},
    )
    phone_number = PlainField(label="Telephone", limit=40, required=False)
    email = forms.EmailField(
        label="E-mail",
        max_length=241,
        required=False,
        error_messages={
            "invalid": "Enter an e-mail address such as name@company.com.",
            "max_length": "Use at most 241 characters.",
        },
    )

    def clean_country_code(self) -> str:
        code = str(self.cleaned_data["country_code"]).upper()
        if not re.fullmatch(r"[A-Z]{2}", code):
            raise ValidationError("Enter the country as two letters: US, not USA.")
        return code

    def clean_phone_number(self) -> str:
        typed = str(self.cleaned_data["phone_number"])
        digits = re.sub(r"[\s()+./-]", "", typed)
        if digits and not re.fullmatch(r"[0-9]{4,30}", digits):
            raise ValidationError("Enter 4 to 30 digits; spaces and dashes are left out.")
        return digits

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["state"] = str(cleaned.get("state", "")).upper()
        needs_state = cleaned.get("country_code") in STATE_COUNTRIES
        if needs_state and not re.fullmatch(r"[A-Z]{2}", cleaned["state"]):
            self.errors.pop("state", None)  # one sentence says what to do
            self.add_error("state", "Enter the state or province as two letters: CA, NY, ON.")
        return cleaned

    def entry(self) -> Destination:
        written = dict(self.cleaned_data)
        written["contact"] = written["contact"] or written["company_name"]
        return Destination(**written)


def described(address: Address) -> str:
    """A stored address in one line, so that one can tell it from its neighbours."""
    street = ", ".join(part for part in (address.address_line_1, address.city) if part)
    return f"{address}: {street}" if street else str(address)
