"""Carriers, what they charge and how long they take."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.data.catalogue import CENT


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A way to ship: a charge for the parcel, one for each pound, and days saved or lost."""

    code: str
    name: str
    mode: str
    base: Decimal
    per_pound: Decimal
    days: int
    is_express: bool = False


CARRIERS = {
    "US": (
        Carrier(code="RG", name="FEDEX GROUND", mode="SML", base=Decimal("9.80"),
                per_pound=Decimal("0.74"), days=1),
        Carrier(code="UG", name="UPS GROUND", mode="SML", base=Decimal("10.40"),
                per_pound=Decimal("0.81"), days=1),
        Carrier(code="HD", name="FDX HOME DEL", mode="SML", base=Decimal("12.10"),
                per_pound=Decimal("0.86"), days=2),
        Carrier(code="F2", name="FEDEX 2ND DAY", mode="AIR", base=Decimal("24.50"),
                per_pound=Decimal("2.15"), days=2, is_express=True),
        Carrier(code="EX", name="ESTES LTL", mode="LTL", base=Decimal("96.00"),
                per_pound=Decimal("0.31"), days=3),
    ),
    "CA": (
        Carrier(code="PU", name="PUROLATOR GRND", mode="SML", base=Decimal("10.90"),
                per_pound=Decimal("0.92"), days=1),
        Carrier(code="CP", name="CANADA POST", mode="SML", base=Decimal("9.60"),
                per_pound=Decimal("0.99"), days=3),
        Carrier(code="PX", name="PUROLATOR EXP", mode="AIR", base=Decimal("22.80"),
                per_pound=Decimal("2.40"), days=1, is_express=True),
    ),
    "DE": (
        Carrier(code="DP", name="DPD CLASSIC", mode="SML", base=Decimal("5.90"),
                per_pound=Decimal("0.38"), days=1),
        Carrier(code="DH", name="DHL PAKET", mode="SML", base=Decimal("6.40"),
                per_pound=Decimal("0.41"), days=1),
        Carrier(code="GX", name="GO EXPRESS", mode="AIR", base=Decimal("19.50"),
                per_pound=Decimal("1.60"), days=1, is_express=True),
    ),
}  # fmt: skip
_FARTHEST = 5
_HEAVIEST_PARCEL = 150


def carriers_for(country: str, weight: Decimal, wanted: str) -> list[Carrier]:
    """Those that suit the weight, parcels or a pallet, and the one that is asked for."""
    carriers = CARRIERS[country]
    suiting = [c for c in carriers if (c.mode == "LTL") == (weight > _HEAVIEST_PARCEL)]
    return [c for c in carriers if c in (suiting or carriers) or c.code == wanted]


def distance(warehouse: str, postal_code: str) -> int:
    """From 0 to 4, the same for the same places: nobody knows how far it really is."""
    return sum(map(ord, warehouse + postal_code[:3].upper())) % _FARTHEST


def charge(carrier: Carrier, weight: Decimal, zone: int, rate: Decimal) -> Decimal:
    """In the customer's currency."""
    amount = (carrier.base + carrier.per_pound * weight) * (1 + Decimal(zone) / 10)
    return (amount * rate).quantize(CENT)


def days_on_the_way(carrier: Carrier, zone: int) -> int:
    return carrier.days if carrier.is_express else carrier.days + zone
