"""What a line of a price check keeps of the distributor's answer, and reads back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from apps.catalog.choices import LineOutcome
from apps.catalog.models import PriceCheckLine
from apps.catalog.offers import BackOrder, ProductOffer, QuantityBreak, SpecialPrice, Warehouse
from apps.core.money import extended

UNKNOWN = "The distributor knows no such part number."
MAX_PROBLEM = 300
#: So many of each are kept: what they send has no stated limit.
MOST_PARTS = 60

#: What an answer changes of a line.
ANSWERED = (
    "outcome",
    "problem",
    "ingram_part_number",
    "vendor_part_number",
    "vendor_name",
    "description",
    "upc",
    "customer_price",
    "retail_price",
    "extended_price",
    "currency",
    "available",
    "is_short",
    "back_order_on",
    "is_discontinued",
    "is_authorized",
    "needs_end_user",
    "has_special_bids",
    "has_web_discounts",
    "replacement_part_number",
    "warehouses",
    "discounts",
    "quantity_breaks",
    "priced_at",
)


def take_nothing(line: PriceCheckLine, *, why: str = "") -> None:
    """The distributor does not sell the part to this account, or does not know it."""
    line.outcome = LineOutcome.NOT_FOUND
    line.problem = (why or UNKNOWN)[:MAX_PROBLEM]


def take_offer(line: PriceCheckLine, offer: ProductOffer) -> None:
    """Everything that the offer tells. Nothing is saved."""
    line.outcome = LineOutcome.FOUND
    line.problem = _problem(offer)[:MAX_PROBLEM]
    line.ingram_part_number = offer.ingram_part_number[:40]
    line.vendor_part_number = offer.vendor_part_number[:80]
    line.vendor_name = offer.vendor_name[:80]
    line.description = offer.description[:500]
    line.upc = offer.upc[:20]
    line.currency = offer.currency
    line.customer_price = offer.customer_price
    line.retail_price = offer.retail_price
    if line.quantity is not None:
        line.extended_price = extended(offer.customer_price, line.quantity)
    _take_stock(line, offer)
    line.is_discontinued = offer.is_discontinued
    line.is_authorized = offer.is_authorized
    line.needs_end_user = offer.needs_end_user
    line.has_special_bids = offer.has_special_bids or any(
        price.special_bid_number for price in offer.discounts
    )
    line.has_web_discounts = offer.has_web_discounts
    line.discounts = [_kept(price) for price in offer.discounts[:MOST_PARTS]]
    line.quantity_breaks = [_kept(step) for step in offer.quantity_breaks[:MOST_PARTS]]
    line.priced_at = offer.priced_at


def _take_stock(line: PriceCheckLine, offer: ProductOffer) -> None:
    line.available = offer.available
    line.is_short = (
        offer.available is not None
        and line.quantity is not None
        and offer.available < line.quantity
    )
    promised = offer.next_back_order
    line.back_order_on = promised.expected_on if promised else None
    line.warehouses = [_kept_place(place) for place in offer.warehouses[:MOST_PARTS]]


def _kept(part: BackOrder | Warehouse | SpecialPrice | QuantityBreak) -> dict[str, Any]:
    # dataclasses.asdict copies every value deeply: that took a sixth of a step.
    return {field.name: getattr(part, field.name) for field in fields(part)}


def _kept_place(place: Warehouse) -> dict[str, Any]:
    return {**_kept(place), "back_orders": [_kept(order) for order in place.back_orders]}


def _problem(offer: ProductOffer) -> str:
    if not offer.is_authorized:
        return offer.problem or "Your account is not authorised to buy this part."
    if offer.customer_price is None and offer.plan_prices:
        return "A subscription: its prices depend on the plan and stand on its own page."
    return offer.problem


def warehouses_of(line: PriceCheckLine) -> tuple[Warehouse, ...]:
    return tuple(
        Warehouse(**{**kept, "back_orders": tuple(map(_back_order, kept["back_orders"]))})
        for kept in line.warehouses
    )


def discounts_of(line: PriceCheckLine) -> tuple[SpecialPrice, ...]:
    return tuple(
        SpecialPrice(
            **{
                **kept,
                "discount": _amount(kept["discount"]),
                "customer_price": _amount(kept["customer_price"]),
                "starts_on": _day(kept["starts_on"]),
                "expires_on": _day(kept["expires_on"]),
            }
        )
        for kept in line.discounts
    )


def quantity_breaks_of(line: PriceCheckLine) -> tuple[QuantityBreak, ...]:
    return tuple(
        QuantityBreak(**{**kept, "amount": Decimal(kept["amount"])})
        for kept in line.quantity_breaks
    )


def in_words(lines: Sequence[Warehouse]) -> str:
    """Stock by warehouse in a cell: "Mira Loma 12, Carol Stream 40"."""
    return ", ".join(
        f"{place.location or place.warehouse_id or 'Warehouse'} "
        f"{'unknown' if place.available is None else place.available}"
        for place in lines
    )


def _back_order(kept: Mapping[str, Any]) -> BackOrder:
    return BackOrder(quantity=kept["quantity"], expected_on=_day(kept["expected_on"]))


def _amount(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


def _day(kept: str | None) -> date | None:
    return None if kept is None else date.fromisoformat(kept)
