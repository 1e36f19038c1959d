"""A change of an order on customer hold, as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from apps.catalog.part_numbers import element_key
from apps.catalog.pasting import PastedLine, read_paste, read_quantity
from apps.connections.models import Address
from apps.ingram.schemas.orders import MAX_LINES
from apps.orders.changes import AddedLine, LineChange, OrderChange
from apps.orders.entry import Destination
from apps.orders.forms.destination import DestinationForm, described
from apps.orders.forms.fields import PlainField
from apps.orders.models import Order, OrderLine

AS_IT_IS = ""
TYPED_ADDRESS = "typed"
Row = tuple[OrderLine, forms.BoundField | None, forms.BoundField | None]


class ChangeForm(forms.Form):
    """Quantities, lines, ship-to and a note of one order (field notes 6.5).

    A field is named by place and part of its line: when the order has changed meanwhile, what was
    typed for another line is not taken for it.
    """

    added = forms.CharField(
        label="Add parts",
        required=False,
        help_text="One a line, with or without a quantity: <code>6YE881 3</code>. Ingram's or the "
        "vendor's number; a block from a spreadsheet too.",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )
    ship_to = forms.ChoiceField(
        label="Ship to",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the addresses, or type one."},
    )
    notes = PlainField(
        label="Add a note",
        limit=132,
        required=False,
        help_text="It is put beside the notes that the order has.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, order: Order, ship_to: list[Address]
    ) -> None:
        self.order = order
        self.lines = list(order.lines.all())
        self._stored = {str(address.pk): address for address in ship_to}
        first = self._first_typed()
        super().__init__(None if data is None else {**first, **data}, initial=first)
        self.destination = DestinationForm(None if data is None else self.data, initial=first)
        choice = self.fields["ship_to"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - tells the type checker
        choice.choices = [
            (AS_IT_IS, "As it is"),
            *((key, described(address)) for key, address in self._stored.items()),
            (TYPED_ADDRESS, "Another address"),
        ]
        for line in self._changeable():
            of = f"of {line.ingram_part_number}"
            self.fields[_quantity(line)] = forms.CharField(label=f"Quantity {of}", required=False)
            self.fields[_removal(line)] = forms.BooleanField(label=f"Take out {of}", required=False)

    def _changeable(self) -> list[OrderLine]:
        return [line for line in self.lines if line.is_product and line.ingram_line_number]

    def _first_typed(self) -> dict[str, Any]:
        quantities = {_quantity(line): str(line.quantity_ordered) for line in self._changeable()}
        names = DestinationForm.base_fields
        place = {name: str(self.order.ship_to.get(name, "")) for name in names}
        return {"country_code": self.order.account.country_code} | place | quantities

    def rows(self) -> list[Row]:
        """Every line with its fields, which a line that cannot be changed has not."""
        can_change = {line.pk for line in self._changeable()}
        return [
            (line, self[_quantity(line)], self[_removal(line)])
            if line.pk in can_change
            else (line, None, None)
            for line in self.lines
        ]

    # --- Reading what was typed -----------------------------------------------------------

    def clean_added(self) -> list[PastedLine]:
        lines = read_paste(str(self.cleaned_data["added"])).lines
        if self.cleaned_data["added"] and not lines:
            raise ValidationError("No part number was found in this text.")
        if wrong := [line for line in lines if read_quantity(line.quantity_text).problem]:
            problem = read_quantity(wrong[0].quantity_text).problem
            raise ValidationError(f"{wrong[0].part_number}: {problem}")
        if len(lines) + len(self._changeable()) > MAX_LINES:
            raise ValidationError(f"An order has at most {MAX_LINES} lines.")
        return list(lines)

    def clean_notes(self) -> str:
        note = " ".join(str(self.cleaned_data["notes"]).split())
        if note and note.upper() in self.order.notes.upper():
            raise ValidationError("The order carries this note already.")
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for line in self._changeable():
            name = _quantity(line)
            typed = str(cleaned.get(name, "")).strip()
            if cleaned.get(_removal(line)) or typed == "0":
                cleaned[name] = 0
                continue
            quantity = read_quantity(typed)
            if quantity.value is None:
                self.add_error(name, quantity.problem)
            cleaned[name] = quantity.value
        return cleaned

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        return (not self.has_typed_address or self.destination.is_valid()) and is_valid

    @property
    def has_typed_address(self) -> bool:
        return self.is_bound and self.data.get("ship_to") == TYPED_ADDRESS

    def refuse_repeated(self, added: tuple[AddedLine, ...]) -> None:
        """A part that the order has is changed in its line, so that it is not there twice."""
        parts = {line.ingram_part_number.upper() for line in self._changeable()}
        for line in added:
            if line.ingram_part_number.upper() in parts:
                part = line.ingram_part_number
                self.add_error("added", f"{part} is on the order: change its quantity above.")

    def mistakes(self) -> list[tuple[forms.BoundField, str]]:
        """Every field with an error and its first sentence, in the order of the page."""
        shown = (self, self.destination) if self.has_typed_address else (self,)
        return [
            (form[name], str(messages[0]))
            for form in shown
            for name, messages in form.errors.items()
            if name in form.fields
        ]

    # --- The result -----------------------------------------------------------------------

    def change(self, added: tuple[AddedLine, ...]) -> OrderChange:
        """What differs from the order; only of a valid form."""
        lines = [
            LineChange(
                ingram_line_number=line.ingram_line_number,
                ingram_part_number=line.ingram_part_number,
                quantity_before=line.quantity_ordered or 0,
                quantity=self.cleaned_data[_quantity(line)],
                description=line.description,
            )
            for line in self._changeable()
        ]
        return OrderChange(
            lines=tuple(line for line in lines if line.quantity != line.quantity_before),
            added=added,
            ship_to=self._destination(),
            notes=self.cleaned_data["notes"],
        )

    def _destination(self) -> Destination | None:
        chosen = self.cleaned_data["ship_to"]
        if chosen == AS_IT_IS:
            return None
        if (stored := self._stored.get(chosen)) is not None:
            written = {name: getattr(stored, name) for name in DestinationForm.base_fields}
            return Destination(address_id=stored.address_id, **written)
        typed = self.destination.entry()
        now = self.order.ship_to
        is_same = all(
            str(now.get(name, "")).upper() == getattr(typed, name).upper()
            for name in DestinationForm.base_fields
        )
        return None if is_same else typed


def _quantity(line: OrderLine) -> str:
    return f"quantity-{line.position}-{element_key(line.ingram_part_number)}"


def _removal(line: OrderLine) -> str:
    return f"remove-{line.position}-{element_key(line.ingram_part_number)}"
