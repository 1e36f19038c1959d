"""The form of a new return, and the one field from which it starts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from apps.connections.models import Address
from apps.orders.forms.destination import DestinationForm, described
from apps.orders.forms.fields import PlainField, printable_ascii
from apps.returns.entry import ReturnEntry, ShipFrom, TypedLine
from apps.returns.models import ReasonPhrase
from apps.returns.returnable import Returnable

TYPED_ADDRESS = "typed"
MOST_PIECES = 9_999_999
MOST_BOXES = 9_999
_NEEDED = ("company_name", "contact", "address_line_1", "city", "state", "postal_code", "email")
_SERIAL = RegexValidator(r"^[\x21-\x7e]{1,32}$")


class StartForm(forms.Form):
    """A number of an invoice or order, or a serial number."""

    q = PlainField(
        label="Invoice, order or serial number",
        limit=60,
        error_messages={"required": "Enter the number of an invoice or order, or a serial number."},
    )


class ShipFromForm(DestinationForm):
    """Where the goods are picked up; the distributor wants all of it (field notes 8.1)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in _SHIP_FROM_NEEDS.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = words


_SHIP_FROM_NEEDS = {
    "company_name": "Enter the company that hands over the goods.",
    "contact": "Enter who hands over the goods.",
    "state": "Enter the state, province or region, in at most three letters.",
    "email": "Enter the e-mail to which the distributor writes.",
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the form: what it is of, its three fields, and what the distributor said of it."""

    line: Returnable
    quantity: forms.BoundField | None
    boxes: forms.BoundField | None
    serials: forms.BoundField | None
    refusal: str = ""

    @property
    def has_trouble(self) -> bool:
        bound = (self.quantity, self.boxes, self.serials)
        return bool(self.refusal or any(field and field.errors for field in bound))


class ReturnForm(forms.Form):
    """Lines with quantities, and what holds for all of them. What is left the service counts."""

    reason = forms.ChoiceField(
        label="Reason",
        error_messages={
            "required": "Choose why the goods go back.",
            "invalid_choice": "Choose one of the reasons.",
        },
    )
    notes = PlainField(
        label="Notes for the distributor",
        limit=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference_number = PlainField(
        label="Your reference",
        limit=35,
        required=False,
        pattern=printable_ascii,
        help_text="It can be used once, and finds the return again. Empty: one is made.",
    )
    ship_from = forms.ChoiceField(
        label="Ship from",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose where the goods are picked up.",
            "invalid_choice": "Choose one of the addresses, or type one.",
        },
    )
    late_reason = PlainField(
        label="Why it goes back late",
        limit=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the return. It is not sent to the distributor.",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lines: Sequence[Returnable],
        reasons: Sequence[ReasonPhrase],
        addresses: Sequence[Address],
        initial: dict[str, Any] | None = None,
        refusals: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.address = ShipFromForm(data, initial=initial)
        self._lines, self._refusals = lines, refusals or {}
        self._reasons = {str(reason.pk): reason for reason in reasons}
        self._stored = {str(address.pk): address for address in addresses}
        self._choice("reason").choices = [("", "Choose a reason"), *_grouped(reasons)]
        self._choice("ship_from").choices = [
            *((key, described(address)) for key, address in self._stored.items()),
            (TYPED_ADDRESS, "Another address"),
        ]
        for line in lines:
            if line.may_go_back:
                self._add_line(line)

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        return field

    def _add_line(self, line: Returnable) -> None:
        part = line.part_number
        number = {"inputmode": "numeric", "autocomplete": "off"}
        self.fields[f"quantity-{line.key}"] = forms.CharField(
            label=f"Quantity of {part}", required=False, widget=forms.TextInput(attrs=number)
        )
        self.fields[f"boxes-{line.key}"] = forms.CharField(
            label=f"Boxes of {part}", required=False, widget=forms.TextInput(attrs=number)
        )
        self.fields[f"serials-{line.key}"] = forms.CharField(
            label=f"Serial numbers of {part}",
            required=False,
            widget=forms.Textarea(attrs={"rows": 1, "autocomplete": "off", "spellcheck": "false"}),
        )

    # --- Reading --------------------------------------------------------------------------

    def clean_notes(self) -> str:
        return " ".join(str(self.cleaned_data["notes"]).split())

    def clean_late_reason(self) -> str:
        return " ".join(str(self.cleaned_data["late_reason"]).split())

    def clean_reference_number(self) -> str:
        return " ".join(str(self.cleaned_data["reference_number"]).upper().split())

    def clean_ship_from(self) -> str:
        chosen = str(self.cleaned_data["ship_from"])
        stored = self._stored.get(chosen)
        missing = [name for name in _NEEDED if stored and not getattr(stored, name)]
        if missing:
            names = ", ".join(str(DestinationForm.base_fields[n].label).lower() for n in missing)
            raise ValidationError(
                f"This address lacks what a return needs: {names}. Type the address, or have it "
                "completed in the address book."
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._typed: list[TypedLine] = []
        for line in self._lines:
            if line.may_go_back:
                self._clean_line(line.key, cleaned)
        return cleaned

    def _clean_line(self, key: str, cleaned: dict[str, Any]) -> None:
        wanted = str(cleaned.get(f"quantity-{key}", "")).strip()
        serials = _serials_in(str(cleaned.get(f"serials-{key}", "")))
        boxes = str(cleaned.get(f"boxes-{key}", "")).strip() or "1"
        if not wanted and not serials:
            return
        quantity = _whole(wanted, MOST_PIECES)
        if quantity is None:
            self.add_error(f"quantity-{key}", _WRONG_QUANTITY[bool(wanted)])
        if (box_count := _whole(boxes, MOST_BOXES)) is None:
            self.add_error(f"boxes-{key}", "Enter a whole number of boxes, 1 or more.")
        if wrong := next((serial for serial in serials if not _is_serial(serial)), ""):
            words = f"“{wrong[:40]}” is no serial number: up to 32 letters, digits and signs."
            self.add_error(f"serials-{key}", words)
        if quantity and box_count and not wrong:
            self._typed.append(
                TypedLine(key=key, quantity=quantity, box_count=box_count, serial_numbers=serials)
            )

    def is_valid(self) -> bool:
        mistakes = self.has_typed_address and not self.address.is_valid()
        return super().is_valid() and not mistakes

    @property
    def has_typed_address(self) -> bool:
        return self.is_bound and self.data.get("ship_from") == TYPED_ADDRESS

    # --- Showing --------------------------------------------------------------------------

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                line=line,
                quantity=self._bound(f"quantity-{line.key}"),
                boxes=self._bound(f"boxes-{line.key}"),
                serials=self._bound(f"serials-{line.key}"),
                refusal=self._refusals.get(line.key, ""),
            )
            for line in self._lines
        ]

    def _bound(self, name: str) -> forms.BoundField | None:
        return self[name] if name in self.fields else None

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Put what the service found beside the fields; "" is of the form as a whole."""
        for name, words in problems.items():
            self.add_error(name if name in self.fields else None, words)

    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Every field with an error and its first sentence, in the order of the page."""
        own = [
            (self[name], str(self.errors[name][0])) for name in self._places if name in self.errors
        ]
        if not self.has_typed_address:
            return own
        return own + [(self.address[n], str(e[0])) for n, e in self.address.errors.items()]

    @property
    def _places(self) -> list[str]:
        lines = [name for name in self.fields if "-" in name]
        return [*lines, *(name for name in self.fields if "-" not in name)]

    @property
    def has_late_lines(self) -> bool:
        return any(line.may_go_back and not line.time.is_open for line in self._lines)

    # --- The result -----------------------------------------------------------------------

    @property
    def typed_lines(self) -> tuple[TypedLine, ...]:
        """The lines that can be read, also of a form in which something else is wrong."""
        return tuple(self._typed)

    @property
    def typed_late_reason(self) -> str:
        return str(self.cleaned_data.get("late_reason", ""))

    def entry(self) -> ReturnEntry:
        """Only of a valid form."""
        cleaned = self.cleaned_data
        reason = self._reasons[cleaned["reason"]]
        return ReturnEntry(
            lines=self.typed_lines,
            primary_reason=reason.primary,
            secondary_reason=reason.secondary,
            reference_number=cleaned["reference_number"],
            ship_from=self._ship_from(),
            notes=cleaned["notes"],
            late_reason=self.typed_late_reason,
        )

    def _ship_from(self) -> ShipFrom:
        stored = self._stored.get(self.cleaned_data["ship_from"])
        if stored is not None:
            return ShipFrom(**{n: getattr(stored, n) for n in DestinationForm.base_fields})
        return ShipFrom(**{n: self.address.cleaned_data[n] for n in DestinationForm.base_fields})

    @staticmethod
    def first_entered(addresses: Sequence[Address], country_code: str) -> dict[str, str]:
        """What stands in the form before anything is typed."""
        chosen = str(addresses[0].pk) if addresses else TYPED_ADDRESS
        return {"ship_from": chosen, "country_code": country_code}


_WRONG_QUANTITY = {
    True: "Enter a whole number, 1 or more. Leave it empty to send none of it back.",
    False: "Enter how many pieces go back.",
}


def _whole(text: str, most: int) -> int | None:
    """The number that was typed, or None: text, nought, or more than a request can carry."""
    plain = text.replace(",", "").replace(" ", "")
    if not re.fullmatch(r"[0-9]{1,8}", plain):
        return None
    return int(plain) if 1 <= int(plain) <= most else None


def _serials_in(text: str) -> tuple[str, ...]:
    """Serial numbers one a line, or with commas or blanks between them; in capitals."""
    return tuple(part.upper() for part in re.split(r"[\s,;]+", text) if part)


def _is_serial(text: str) -> bool:
    try:
        _SERIAL(text)
    except ValidationError:
        return False
    return True


def _grouped(reasons: Sequence[ReasonPhrase]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The secondary reasons under their primary one."""
    return [
        (primary, [(str(reason.pk), reason.secondary) for reason in group])
        for primary, group in groupby(reasons, key=lambda reason: reason.primary)
    ]
