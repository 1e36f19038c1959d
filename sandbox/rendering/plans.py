"""Subscription plans as product details and price and availability tell them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.data.catalogue import Plan, Product, in_currency
from sandbox.settings import Customer

MOST_UNITS = 1000
# From so many units on, so much of the first price is asked.
_TIERS = ((1, Decimal(1)), (25, Decimal("0.96")), (100, Decimal("0.91")))
_VOLUME = (300, Decimal("0.86"))
_LONGER = Decimal("0.95")
_STORAGE = Decimal("0.20")


def plan_details(product: Product) -> dict[str, Any]:
    plan = _plan_of(product)
    return {
        "planId": plan.plan_id,
        "planName": plan.name,
        "planDescription": product.detail,
        "groups": [{"groupName": plan.group, "groupDescription": f"The plans of {plan.group}."}],
        "subscriptionPeriod": _periods(plan),
        "billingPeriod": {"billingPeriodUnit": "MONTHS", "billingPeriod": "1"},
        "options": [
            {
                "resourceId": f"R{plan.plan_id}",
                "resourceName": plan.name,
                "vendorPartNumber": product.vendor_part_number,
                "minUnits": "1",
                "maxUnits": str(MOST_UNITS),
                "dependsOn": "",
            },
            {
                "resourceId": f"S{plan.plan_id}",
                "resourceName": _storage(plan),
                "vendorPartNumber": f"{product.vendor_part_number}-ST",
                "minUnits": "1",
                "maxUnits": "50",
                "dependsOn": plan.name,
            },
        ],
        "links": [],
    }


def subscription_price(product: Product, customer: Customer, today: date) -> dict[str, Any]:
    """Tiers for each period; an add-on; a volume price; a promotion of every third plan."""
    plan = _plan_of(product)
    return {
        "index": 1,
        "planId": plan.plan_id,
        "planUId": f"U{plan.plan_id}",
        "planName": plan.name,
        "planDescription": product.detail,
        "groups": [{"groupName": plan.group, "groupDescription": plan.group}],
        "billingPeriod": {"billingPeriodUnit": "MONTHS", "billingPeriod": 1},
        "subscriptionPeriod": _periods(plan),
        "options": [
            {
                "resourceId": f"R{plan.plan_id}",
                "resourceName": plan.name,
                "vendorPartNumber": product.vendor_part_number,
                "minUnits": 1,
                "maxUnits": MOST_UNITS,
                "recurringpricemodel": "Tiered",
                "unitOfMeasure": "LICENSE",
                "resourcePricing": list(_prices(product, customer)),
                "discounts": [_discounts(product, customer, today)],
            },
            {
                "resourceId": f"S{plan.plan_id}",
                "resourceName": _storage(plan),
                "vendorPartNumber": f"{product.vendor_part_number}-ST",
                "minUnits": 1,
                "maxUnits": 50,
                "recurringpricemodel": "Flat",
                "unitOfMeasure": "GB",
                "resourcePricing": [
                    _price(product, customer, least=1, share=_STORAGE, period=_periods(plan)[0])
                ],
            },
        ],
    }


def _plan_of(product: Product) -> Plan:
    assert product.plan is not None  # noqa: S101
    return product.plan


def _periods(plan: Plan) -> list[dict[str, Any]]:
    """A plan by the month may be bound for a year, one for a year for three."""
    longer = {"MONTHS": ("YEARS", "1"), "YEARS": ("YEARS", "3")}[plan.unit]
    found = dict.fromkeys([(plan.unit, plan.length), longer])
    return [
        {"subscriptionPeriodUnit": unit, "subscriptionPeriod": length} for unit, length in found
    ]


def _storage(plan: Plan) -> str:
    return f"Extra storage for {plan.name}"


def _prices(product: Product, customer: Customer) -> Iterator[dict[str, Any]]:
    share = Decimal(1)
    for period in _periods(_plan_of(product)):
        for least, part in _TIERS:
            yield _price(product, customer, least=least, share=share * part, period=period)
        share *= _LONGER


def _price(
    product: Product, customer: Customer, *, least: int, share: Decimal, period: dict[str, Any]
) -> dict[str, Any]:
    return {
        "name": "monthly",
        **_amounts(product, customer, share),
        "quantity": str(least),
        "subscriptionPeriod": f"{period['subscriptionPeriod']} {period['subscriptionPeriodUnit']}",
    }


def _amounts(product: Product, customer: Customer, share: Decimal) -> dict[str, Any]:
    # What is asked for an add-on has its own list price; a tier keeps that of the first.
    retail = product.list_price * (share if share == _STORAGE else 1)
    unit = product.cost * share
    return {
        "msrp": in_currency(retail, customer.rate),
        "unitPrice": in_currency(unit, customer.rate),
        "margin": round((1 - unit / retail) * 100, 2),
        "currencyCode": customer.currency,
    }


def _discounts(product: Product, customer: Customer, today: date) -> dict[str, Any]:
    least, share = _VOLUME
    found: dict[str, Any] = {
        "volumeDiscounts": [{**_amounts(product, customer, share), "quantity": str(least)}],
        "specialPricing": [],
    }
    if int(_plan_of(product).plan_id) % 3 == 0:
        found["specialPricing"].append(
            {
                "currencyCode": customer.currency,
                "discount": in_currency(product.cost / 10, customer.rate),
                "discountType": "Promotion",
                "discountQtyLimit": 100,
                "discountExpiryDate": (today + timedelta(days=60)).isoformat(),
                "vendorProgramName": "New customer",
            }
        )
    return found
