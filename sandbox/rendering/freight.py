"""Freight estimates as the API spells them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.data.freight import Carrier, carriers_for, charge, days_on_the_way, distance
from sandbox.settings import Customer

_NAME_WIDTH = 12


@dataclass(frozen=True, kw_only=True)
class Box:
    """What leaves one warehouse; without a carrier the cheapest takes it."""

    warehouse: str
    weight: Decimal
    carrier: str


def freight_answer(
    boxes: Sequence[Box], goods: list[dict[str, Any]], customer: Customer, postal_code: str
) -> dict[str, Any]:
    """The net amount is 0 while the gross amount is goods and freight (field-notes 5.6)."""
    distribution = [_distributed(box, customer, postal_code) for box in boxes]
    freight = sum((part["freightRate"] for part in distribution), Decimal(0))
    return {
        "freightEstimateResponse": {
            "currencyCode": customer.currency,
            "totalFreightAmount": freight,
            "totalTaxAmount": 0,
            "totalFees": 0,
            "totalNetAmount": 0,
            "grossAmount": freight + sum((line["netAmount"] for line in goods), Decimal(0)),
            "distribution": distribution,
            "lines": goods,
        }
    }


def _distributed(box: Box, customer: Customer, postal_code: str) -> dict[str, Any]:
    zone = distance(box.warehouse, postal_code)
    charges = {
        carrier: charge(carrier, box.weight, zone, customer.rate)
        for carrier in carriers_for(customer.country, box.weight, box.carrier)
    }
    asked_for = [carrier for carrier in charges if carrier.code == box.carrier]
    chosen = asked_for[0] if asked_for else min(charges, key=lambda carrier: charges[carrier])
    return {
        "shipFromBranchNumber": box.warehouse,
        "carrierCode": chosen.code,
        "shipVia": chosen.name,
        "freightRate": charges[chosen],
        "totalWeight": box.weight,
        "transitDays": days_on_the_way(chosen, zone),
        "carrierList": [_offer(carrier, amount, zone) for carrier, amount in charges.items()],
    }


def _offer(carrier: Carrier, amount: Decimal, zone: int) -> dict[str, str]:
    """Figures as text, short names padded with spaces."""
    return {
        "carrierCode": carrier.code,
        "shipVia": carrier.name.ljust(_NAME_WIDTH),
        "carrierMode": carrier.mode,
        "estimatedFreightCharge": f"{amount.normalize():f}",
        "daysInTransit": str(days_on_the_way(carrier, zone)),
    }
