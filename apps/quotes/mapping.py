"""From the distributor's quote to our rows and back. Pure: no queries, no calls."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RequiredAttribute:
    """A field the vendor demands before the quote can be ordered."""

    name: str
    label: str
    value_hint: str = ""


@dataclass(frozen=True, kw_only=True)
class RequiredLine:
    """A line of the validation; its numbers go back upstream with the order."""

    customer_line_number: str
    ingram_part_number: str
    quantity: int | None
    attributes: tuple[RequiredAttribute, ...]


@dataclass(frozen=True, kw_only=True)
class QuoteRequirements:
    """What validating a quote answered: it is orderable once these are filled in."""

    quote_number: str
    vendor_name: str
    header: tuple[RequiredAttribute, ...]
    lines: tuple[RequiredLine, ...]
    correlation_id: str = ""

    @property
    def demands_nothing(self) -> bool:
        return not self.header and not any(line.attributes for line in self.lines)
