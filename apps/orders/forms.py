"""The shape of what is typed: the order of a quote, and the filters of the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.connections.models import Address
from apps.orders.choices import OrderStatus, ShipComplete
from apps.orders.entry import (
    Demand,
    Destination,
    Filled,
    FilledLine,
    LineDemands,
    OrderEntry,
    Requirements,
)
from apps.orders.selectors import LATEST, SORTS, TABS, OrderFilter

TYPED_ADDRESS = "typed"
SHIPPING: list[tuple[str, str]] = [
    ("", "As the distributor thinks best"),
    *((choice.value, str(choice.label)) for choice in ShipComplete),
]
MAX_VALUE = 100
STATE_COUNTRIES = frozenset({"US", "CA"})

plain_text = RegexValidator(
    r"[<>\x00-\x08\x0b\x0c\x0e-\x1f\x7f]",
    "Leave out the signs < and >: plain text only.",
    inverse_match=True,
)
printable_ascii = RegexValidator(
    r"^[\x20-\x7e]*$", "Use letters A to Z, digits, spaces and the usual signs only."
)


class PlainField(forms.CharField):
    """Trimmed plain text whose limit is checked here, so that what was typed is never cut.

    The browser gets no `maxlength`: it would cut a pasted text silently.
    """

    def __init__(self, *, limit: int, pattern: RegexValidator = plain_text, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Set late: the counter reads it, the widget has not made a `maxlength` of it.
        self.max_length = limit
        self.validators += [
            pattern,
            *([] if pattern is plain_text else [plain_text]),
            MaxLengthValidator(limit, f"Use at most {limit} characters; these are %(show_value)s."),
        ]


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
        label="Order number, PO or end user",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
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
