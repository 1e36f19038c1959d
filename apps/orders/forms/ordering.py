"""The order of a quote, as it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from apps.connections.models import Address
from apps.orders.entry import (
    Demand,
    Filled,
    FilledLine,
    LineDemands,
    OrderEntry,
    Requirements,
)
from apps.orders.forms.fields import PlainField
from apps.orders.forms.header import HeaderForm

MAX_VALUE = 100


class OrderForm(HeaderForm):
    """The order of a validated quote. Built from what the vendor demands (field notes 7.4)."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        requirements: Requirements,
        bill_to: list[Address],
        ship_to: list[Address],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, bill_to=bill_to, ship_to=ship_to, initial=initial)
        self.requirements = requirements
        for key, demand in self._demands():
            self.fields[key] = PlainField(
                label=demand.label,
                limit=MAX_VALUE,
                help_text=demand.hint,
                error_messages={"required": f"The vendor demands this: enter {demand.label}."},
            )

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

    def entry(self) -> OrderEntry:
        """What was entered, in the domain's types; only of a valid form."""
        cleaned = self.cleaned_data
        return OrderEntry(
            **self.header(),
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
