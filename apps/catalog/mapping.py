"""The distributor's products and offers as the portal knows them. Pure, but for HTML clean-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from itertools import groupby

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from apps.catalog.choices import ProductClass, ProductKind
from apps.catalog.models import Product
from apps.catalog.offers import (
    BackOrder,
    ProductOffer,
    QuantityBreak,
    SpecialPrice,
    Warehouse,
)
from apps.catalog.part_numbers import normalised
from apps.catalog.plan_prices import plan_prices, words_of_interval, words_of_period, words_of_units
from apps.catalog.products import (
    PlanOption,
    PlanRow,
    ProductDetails,
    ProductRow,
    Specification,
    SpecificationGroup,
    SubscriptionPlan,
)
from apps.ingram.schemas import catalog as theirs
from apps.ingram.schemas import prices

#: Discontinued by Ingram or by the vendor (field notes 5.1).
_DISCONTINUED_CLASSES = frozenset({ProductClass.D, ProductClass.V})
_FORMATTING_TAGS = {"b", "strong", "i", "em", "br", "p", "ul", "ol", "li", "sub", "sup"}

#: What a search row or product details tell of a product, under the same names in the mirror.
ROW_FIELDS = tuple(field.name for field in fields(ProductRow) if field.name != "extra_description")
PRICE_FIELDS = ("customer_price", "retail_price", "currency", "available", "priced_at")


def row_of(summary: theirs.ProductSummary) -> ProductRow:
    return ProductRow(
        # One of blanks or of invisible characters leads nowhere.
        ingram_part_number=normalised(summary.ingram_part_number) and summary.ingram_part_number,
        vendor_part_number=summary.vendor_part_number,
        vendor_name=summary.vendor_name,
        description=summary.description,
        extra_description=summary.extra_description,
        category=summary.category,
        subcategory=summary.sub_category,
        upc=summary.upc,
        kind=_kind(summary.kind),
        replacement_part_number=summary.replacement_part_number,
        is_discontinued=summary.is_discontinued,
        is_authorized=summary.is_authorized,
        is_new=summary.is_new,
        is_direct_ship=summary.is_direct_ship,
        needs_end_user=summary.is_end_user_required,
        has_discounts=summary.has_discounts,
        has_warranty=summary.has_warranty,
    )


def plan_rows_of(groups: Iterable[theirs.SubscriptionGroup]) -> tuple[PlanRow, ...]:
    return tuple(
        PlanRow(
            plan_id=plan.plan_id,
            name=plan.name,
            description=strip_tags(plan.description),
            group=group.name,
            periods=tuple(map(words_of_period, plan.periods)),
        )
        for group in groups
        for plan in group.plans
    )


def row_of_product(product: Product) -> ProductRow:
    """A mirrored product as a list shows it."""
    values = {name: getattr(product, name) for name in ROW_FIELDS}
    return ProductRow(**{**values, "kind": ProductKind(product.kind) if product.kind else None})


def offer_of_product(product: Product) -> ProductOffer | None:
    """The last price known to the mirror, with its time; None when it was never priced."""
    if product.priced_at is None:
        return None
    return ProductOffer(
        ingram_part_number=product.ingram_part_number,
        vendor_part_number=product.vendor_part_number,
        vendor_name=product.vendor_name,
        description=product.description,
        upc=product.upc,
        customer_price=product.customer_price,
        retail_price=product.retail_price,
        currency=product.currency,
        available=product.available,
        is_authorized=product.is_authorized is not False,
        is_discontinued=bool(product.is_discontinued),
        needs_end_user=bool(product.needs_end_user),
        priced_at=product.priced_at,
        reported_available=product.reported_available,
        reported_at=product.reported_at,
    )


def row_of_offer(offer: ProductOffer) -> ProductRow:
    """What an offer tells of its product; flags that it does not know stay unknown."""
    return ProductRow(
        ingram_part_number=offer.ingram_part_number,
        vendor_part_number=offer.vendor_part_number,
        vendor_name=offer.vendor_name,
        description=offer.description,
        upc=offer.upc,
        is_discontinued=offer.is_discontinued or None,
        is_authorized=offer.is_authorized,
        needs_end_user=offer.needs_end_user or None,
        has_discounts=bool(offer.discounts or offer.quantity_breaks),
    )


def offer_of(answer: prices.ProductOffer, *, priced_at: datetime) -> ProductOffer:
    """One item of an answer. An item with an error becomes an offer that is not known."""
    pricing = answer.pricing
    return ProductOffer(
        ingram_part_number=answer.ingram_part_number,
        vendor_part_number=answer.vendor_part_number,
        vendor_name=answer.vendor_name,
        description=answer.description,
        upc=answer.upc,
        # The distributor writes 0 where it has no price for the account (field notes 1).
        customer_price=pricing.customer_price or None,
        retail_price=pricing.retail_price or None,
        currency=pricing.currency,
        available=answer.availability.total,
        warehouses=tuple(map(_warehouse, answer.availability.warehouses)),
        discounts=tuple(map(_special_price, answer.special_prices)),
        quantity_breaks=_quantity_breaks(answer.quantity_breaks, pricing.currency),
        plan_prices=plan_prices(answer.subscription_prices),
        is_authorized=answer.is_authorized is not False,
        is_discontinued=answer.product_class.upper() in _DISCONTINUED_CLASSES,
        needs_end_user=bool(answer.is_end_user_required),
        has_special_bids=bool(pricing.has_special_bid_pricing),
        has_web_discounts=bool(pricing.has_web_discounts),
        is_returnable=answer.is_returnable,
        accepts_back_order=answer.accepts_back_order,
        is_known=not answer.error,
        problem=answer.error,
        priced_at=priced_at,
    )


def details_of(answer: theirs.ProductDetails, *, asked_at: datetime) -> ProductDetails:
    flags = answer.indicators
    return ProductDetails(
        product=_row_of_details(answer),
        long_description=_clean(answer.long_description),
        product_class=answer.product_class,
        is_returnable=flags.is_returnable,
        has_return_limits=flags.has_return_limits,
        accepts_back_order=flags.is_back_order_allowed,
        is_replacement=flags.is_replacement,
        is_digital=flags.is_digital,
        is_license=flags.is_license,
        is_refurbished=flags.is_refurbished,
        is_clearance=flags.is_clearance,
        is_bundle=flags.has_bundle,
        is_heavy=flags.is_heavy_weight,
        has_special_bid=flags.has_special_bid,
        has_quantity_break=flags.has_acop_quantity_break,
        specifications=_specification_groups(answer.specifications),
        dimensions=_dimensions(answer.measures),
        weights=_weights(answer.measures),
        plans=tuple(map(_plan, answer.plans)),
        asked_at=asked_at,
    )


def _row_of_details(answer: theirs.ProductDetails) -> ProductRow:
    flags = answer.indicators
    has_discounts = any(
        (
            flags.has_standard_special_price,
            flags.has_acop_special_price,
            flags.has_acop_quantity_break,
            flags.has_standard_web_discount,
            flags.has_acop_web_discount,
            flags.has_special_bid,
        )
    )
    return ProductRow(
        ingram_part_number=answer.ingram_part_number,
        vendor_part_number=answer.vendor_part_number,
        vendor_name=answer.vendor_name,
        description=answer.description,
        category=answer.category,
        subcategory=answer.sub_category,
        upc=answer.upc,
        kind=ProductKind.DIGITAL if flags.is_digital else None,
        is_discontinued=flags.is_discontinued,
        is_authorized=answer.is_authorized,
        is_new=flags.is_new,
        is_direct_ship=flags.is_direct_ship,
        needs_end_user=flags.is_end_user_required,
        has_discounts=has_discounts,
        has_warranty=flags.has_warranty,
    )


def _kind(text: str) -> ProductKind | None:
    return ProductKind(text) if text in ProductKind else None


def _warehouse(answer: prices.Warehouse) -> Warehouse:
    orders = [
        BackOrder(quantity=order.quantity, expected_on=order.expected_on)
        for order in answer.back_orders
    ]
    if not orders and answer.backorder_eta_on:
        orders = [BackOrder(quantity=None, expected_on=answer.backorder_eta_on)]
    return Warehouse(
        warehouse_id=answer.warehouse_id,
        location=answer.location,
        available=answer.quantity_available,
        back_ordered=answer.quantity_backordered,
        on_order=answer.quantity_on_order,
        back_orders=tuple(orders),
    )


def _special_price(answer: prices.SpecialPrice) -> SpecialPrice:
    return SpecialPrice(
        kind=answer.kind or answer.government_kind or "Discount",
        special_bid_number=answer.special_bid_number,
        discount=answer.discount,
        customer_price=answer.government_customer_price,
        minimum_quantity=answer.quantity_minimum,
        available_quantity=answer.quantity_available,
        starts_on=answer.effective_on,
        expires_on=answer.expires_on,
    )


def _quantity_breaks(
    answers: Iterable[prices.QuantityBreak], currency: str
) -> tuple[QuantityBreak, ...]:
    known = (
        QuantityBreak(
            quantity=answer.quantity,
            amount=answer.amount,
            currency=answer.currency or currency,
            condition=answer.condition,
        )
        for answer in answers
        if answer.quantity and answer.amount
    )
    return tuple(sorted(known, key=lambda step: step.quantity))


def _plan(answer: theirs.PlanDetails) -> SubscriptionPlan:
    return SubscriptionPlan(
        plan_id=answer.plan_id,
        name=answer.name,
        description=strip_tags(answer.description),
        groups=tuple(group.name for group in answer.groups if group.name),
        periods=tuple(map(words_of_period, answer.periods)),
        billing_period=words_of_interval(answer.billing_period),
        resources=tuple(
            PlanOption(
                name=option.resource_name or option.resource_id,
                vendor_part_number=option.vendor_part_number,
                units=words_of_units(option.units_minimum, option.units_maximum),
                depends_on=option.depends_on,
            )
            for option in answer.options
        ),
    )


def _specification_groups(
    answers: Iterable[theirs.Specification],
) -> tuple[SpecificationGroup, ...]:
    told = [answer for answer in answers if answer.name and answer.value]
    return tuple(
        SpecificationGroup(
            name=strip_tags(heading) or "General",
            specifications=tuple(
                Specification(name=strip_tags(answer.name), value=_clean(answer.value))
                for answer in members
            ),
        )
        for heading, members in groupby(told, key=lambda answer: answer.heading)
    )


def _dimensions(measures: theirs.Measures | None) -> str:
    if measures is None:
        return ""
    sides = (measures.length, measures.width, measures.height)
    if not all(sides):
        return ""
    size = " x ".join(f"{side.normalize():f}" for side in sides if side)
    return f"{size} {measures.dimension_unit.lower()}".strip()


def _weights(measures: theirs.Measures | None) -> tuple[str, ...]:
    told = measures.weights if measures else ()
    texts = (
        f"{item.weight.normalize():f} {item.unit.lower()}".strip() for item in told if item.weight
    )
    return tuple(dict.fromkeys(texts))


def _clean(html: str) -> SafeString:
    """Bare formatting without attributes; scripts, styles, links and images are gone."""
    return mark_safe(nh3.clean(html, tags=_FORMATTING_TAGS, attributes={}))  # noqa: S308 - cleaned
