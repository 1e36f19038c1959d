"""The details of a line, as they were typed. `line_details.read_details` says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from apps.catalog.offers import Warehouse
from apps.orders.line_details import DETAIL_FIELDS, END_USER_FIELDS, FIELDS, Spec
from apps.orders.models import OrderDraftLine

_TYPES = {"end_user_email": forms.EmailInput, "notes": forms.Textarea}


class LineDetailsForm(forms.Form):
    """Every field keeps its text, right or wrong; nothing is cut.

    The warehouses are a choice when the distributor named them, else a number to type.
    """

    def __init__(
        self,
        line: OrderDraftLine,
        *,
        problems: Mapping[str, str],
        others: Sequence[OrderDraftLine],
        warehouses: Sequence[Warehouse] = (),
    ) -> None:
        super().__init__({name: line.entered.get(name, "") for name in FIELDS})
        for name, spec in FIELDS.items():
            self.fields[name] = _Typed(spec)
        if warehouses:
            named = [("", "As the distributor chooses"), *_named(warehouses)]
            self._choose("warehouse_id", line, named)
        lines = [("", "No warranty of a line here"), *((str(x.pk), _line(x)) for x in others)]
        self._choose("warranty_for", line, lines)
        self.full_clean()
        for name, sentence in problems.items():
            self.add_error(name, sentence)

    def _choose(self, name: str, line: OrderDraftLine, choices: list[tuple[str, str]]) -> None:
        kept = str(line.entered.get(name, ""))
        if kept not in dict(choices):
            # A form never drops what it cannot offer any more.
            choices = [*choices, (kept, f"{kept[:40]} (no longer there)")]
        label, about = self.fields[name].label, self.fields[name].help_text
        self.fields[name] = forms.CharField(
            label=label, help_text=about, required=False, widget=forms.Select(choices=choices)
        )

    @property
    def detail_fields(self) -> list[forms.BoundField]:
        return [self[spec.name] for spec in DETAIL_FIELDS]

    @property
    def end_user_fields(self) -> list[forms.BoundField]:
        return [self[spec.name] for spec in END_USER_FIELDS]

    @property
    def has_end_user(self) -> bool:
        return any(bound.value() for bound in self.end_user_fields)


class _Typed(forms.CharField):
    """Text as it was typed; the limit is only for the counter beside it."""

    def __init__(self, spec: Spec) -> None:
        widget = _TYPES.get(spec.name, forms.TextInput)(attrs={"autocomplete": "off"})
        super().__init__(
            label=spec.label, help_text=spec.help, required=False, strip=False, widget=widget
        )
        self.max_length = spec.limit
        if spec.name == "notes":
            widget.attrs["rows"] = 2
        if spec.name == "requested_price":
            widget.attrs["inputmode"] = "decimal"


def _named(warehouses: Sequence[Warehouse]) -> list[tuple[str, str]]:
    return [
        (house.warehouse_id, f"{house.location or house.warehouse_id}: {_stock(house)}")
        for house in warehouses
        if house.warehouse_id
    ]


def _stock(house: Warehouse) -> str:
    return "stock unknown" if house.available is None else f"{house.available:,} in stock"


def _line(line: OrderDraftLine) -> str:
    about = f", {line.description[:60]}" if line.description else ""
    return f"{line.quantity_text} x {line.part_number}{about}"
