"""What a delivery is asked for: goods, addresses, and where the goods are to leave from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from apps.accounts.models import CustomerAccount
from apps.catalog.part_numbers import MAX_PART_NUMBER, normalised
from apps.catalog.pasting import read_paste, read_quantity
from apps.connections.models import Address
from apps.orders.forms.addressed import AddressedForm
from apps.orders.freight import FreightPart, FreightWish

MAX_PARTS = 100
MAX_TEXT = 20_000
SHIP_FROM = "from-"
NO_PARTS = "Enter a part number on each line, with a quantity: 6YE881 3."

_WAREHOUSE = re.compile(r"[A-Za-z0-9]{1,10}")


class FreightForm(AddressedForm):
    """Nothing of it is kept. Warehouses are named part by part, once stock was asked for."""

    field_order = ["goods", "ship_to", "bill_to"]

    goods = forms.CharField(
        label="Goods",
        max_length=MAX_TEXT,
        help_text="One part a line, with its quantity: <code>6YE881 3</code>. Ingram's or the "
        f"vendor's number; a block from a spreadsheet too. At most {MAX_PARTS} parts.",
        error_messages={"required": NO_PARTS, "max_length": f"Enter at most {MAX_PARTS} parts."},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        bill_to: list[Address],
        ship_to: list[Address],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, bill_to=bill_to, ship_to=ship_to, initial=initial)
        # Set late: a field with a limit in the browser would cut a pasted block silently.
        self.fields["goods"].widget = forms.Textarea(
            attrs={"rows": 6, "data-grow": True, "spellcheck": "false", "autocomplete": "off"}
        )
        # The charge depends on the place: a name is for the label of a real parcel.
        self.destination.fields["company_name"].required = False

    @classmethod
    def first_typed(
        cls,
        account: CustomerAccount,
        bill_to: Sequence[Address],
        ship_to: Sequence[Address],
        named: QueryDict,
    ) -> dict[str, str]:
        """The account's own addresses, and the parts that a link names."""
        quantities = named.getlist("quantity")
        parts = [
            f"{normalised(number)[:MAX_PART_NUMBER]} "
            f"{quantities[place][:10] if place < len(quantities) else 1}"
            for place, number in enumerate(named.getlist("part_number")[:MAX_PARTS])
            if normalised(number)
        ]
        return cls.first_entered(account, bill_to, ship_to) | {"goods": "\n".join(parts)}

    def clean_goods(self) -> tuple[FreightPart, ...]:
        lines = read_paste(str(self.cleaned_data["goods"]).replace("\0", "")).lines
        if not lines:
            raise ValidationError(NO_PARTS)
        if len(lines) > MAX_PARTS:
            raise ValidationError(f"Enter at most {MAX_PARTS} parts; these are {len(lines)}.")
        wrong = [
            f"{line.part_number}: {problem}"
            for line in lines
            if (problem := _problem(line.part_number, line.quantity_text))
        ]
        if wrong:
            raise ValidationError(wrong)
        return tuple(
            FreightPart(
                part_number=line.part_number,
                quantity=read_quantity(line.quantity_text).value or 1,
                warehouse_id=self._ship_from(line.part_number),
            )
            for line in lines
        )

    def ship_from(self) -> list[tuple[str, str]]:
        """The warehouses that were chosen, as fields: for when the page cannot offer the choice."""
        return [(name, self.data[name]) for name in self.data if name.startswith(SHIP_FROM)]

    def wish(self) -> FreightWish:
        """Of a valid form."""
        return FreightWish(
            bill_to_address_id=self.cleaned_data["bill_to"],
            ship_to=self.destination_entry(),
            parts=self.cleaned_data["goods"],
        )

    def _ship_from(self, part_number: str) -> str:
        typed = str(self.data.get(f"{SHIP_FROM}{part_number}", "")).strip()
        return typed if _WAREHOUSE.fullmatch(typed) else ""


def _problem(part_number: str, quantity_text: str) -> str:
    if len(part_number) > MAX_PART_NUMBER:
        return f"a part number has at most {MAX_PART_NUMBER} characters."
    return read_quantity(quantity_text).problem
