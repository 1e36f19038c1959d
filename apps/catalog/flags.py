"""What is worth a word about a product before it is sold: one table for list and page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.catalog.products import ProductDetails, ProductRow
from apps.core.choices import Tone


@dataclass(frozen=True, kw_only=True)
class Flag:
    label: str
    tone: Tone
    help: str = ""


def flags_of(row: ProductRow) -> tuple[Flag, ...]:
    """What a list shows, what hinders a sale first. A flag that did not come is not shown."""
    return tuple(_row_flags(row))


def indicators_of(details: ProductDetails) -> tuple[Flag, ...]:
    """What the product's page adds to the flags of its row."""
    shown = (
        (details.is_returnable is True, "Returnable", Tone.GOOD, ""),
        (details.is_returnable is False, "Not returnable", Tone.WARN, "Cannot be sent back."),
        (details.has_return_limits, "Return limits", Tone.WARN, "Only so many may come back."),
        (details.accepts_back_order is True, "Back-order possible", Tone.NEUTRAL, ""),
        (details.accepts_back_order is False, "No back-order", Tone.WARN, "Only from stock."),
        (details.is_replacement, "Replacement product", Tone.INFO, "It replaces another one."),
        (details.is_digital, "Digital", Tone.NEUTRAL, "Nothing is shipped."),
        (details.is_license, "Licence", Tone.NEUTRAL, ""),
        (details.is_refurbished, "Refurbished", Tone.WARN, ""),
        (details.is_clearance, "Clearance", Tone.INFO, "Sold off while stock lasts."),
        (details.is_bundle, "Bundle", Tone.NEUTRAL, ""),
        (details.is_heavy, "Heavy weight", Tone.NEUTRAL, "Freight may differ."),
        (details.has_special_bid, "Special bid", Tone.INFO, "A bid price exists."),
        (details.has_quantity_break, "Quantity breaks", Tone.INFO, "Cheaper in larger numbers."),
    )
    return tuple(
        Flag(label=label, tone=tone, help=text) for is_so, label, tone, text in shown if is_so
    )


def _row_flags(row: ProductRow) -> Iterator[Flag]:
    if row.is_authorized is False:
        yield Flag(
            label="Not authorised",
            tone=Tone.BAD,
            help="This account may not buy it. Ask the distributor for authorisation.",
        )
    if row.is_discontinued:
        replacement = row.replacement_part_number
        yield Flag(
            label="Discontinued",
            tone=Tone.WARN,
            help=f"Replaced by {replacement}." if replacement else "No replacement is named.",
        )
    if row.needs_end_user:
        yield Flag(
            label="Needs end user",
            tone=Tone.INFO,
            help="An order has to name the end user.",
        )
    if row.is_direct_ship:
        yield Flag(label="Direct ship", tone=Tone.NEUTRAL, help="Shipped by the vendor.")
    if row.has_discounts:
        yield Flag(label="Discounts", tone=Tone.GOOD, help="Special prices or quantity breaks.")
    if row.is_new:
        yield Flag(label="New", tone=Tone.NEUTRAL)
