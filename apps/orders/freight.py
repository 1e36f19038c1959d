"""What the freight of an order may cost, by plan and carrier."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from apps.catalog.offers import Warehouse
from apps.orders.entry import Destination


class Plan(StrEnum):
    """How the goods leave: from wherever they lie, or all from one warehouse."""

    SPLIT = "split"
    COMPLETE = "complete"


@dataclass(frozen=True, kw_only=True)
class Goods:
    """A line of what is to be sent; with a warehouse, it is to leave from there."""

    number: int
    ingram_part_number: str
    quantity: int
    warehouse_id: str = ""


# --- The carriers of an order -------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FreightChoice:
    """One carrier for all parcels of a plan; without a code the distributor chooses.

    An amount or a number of days may be unknown.
    """

    plan: Plan
    carrier_code: str
    carrier_name: str
    mode: str
    amount: Decimal | None
    transit_days: int | None


@dataclass(frozen=True, kw_only=True)
class FreightPlan:
    """The distributor's choice, then carriers, cheapest first; `reason` is why there is none."""

    plan: Plan
    warehouses: tuple[str, ...] = ()
    weight: Decimal | None = None
    choices: tuple[FreightChoice, ...] = ()
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FreightComparison:
    """The plans side by side, in one currency; only one when both would be the same."""

    plans: tuple[FreightPlan, ...]
    currency: str


# --- An estimate by itself ----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class FreightPart:
    """A part as it was typed, and the warehouse it is to leave from, if one was chosen."""

    part_number: str
    quantity: int
    warehouse_id: str = ""


@dataclass(frozen=True, kw_only=True)
class FreightWish:
    """What is to be estimated."""

    bill_to_address_id: str
    ship_to: Destination
    parts: tuple[FreightPart, ...]


@dataclass(frozen=True, kw_only=True)
class StockedPart:
    """A part of the wish as the catalogue knows it, with the places where it lies."""

    part: FreightPart
    ingram_part_number: str
    description: str
    warehouses: tuple[Warehouse, ...]


@dataclass(frozen=True, kw_only=True)
class Carriage:
    """What one carrier asks for a parcel. `is_assumed`: the one the totals reckon with."""

    carrier_code: str
    carrier_name: str
    mode: str
    amount: Decimal | None
    transit_days: int | None
    is_assumed: bool = False
    is_cheapest: bool = False
    is_fastest: bool = False


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What leaves one warehouse, with its carriers, cheapest first."""

    warehouse_id: str
    location: str
    weight: Decimal | None
    contents: tuple[tuple[str, int | None], ...]
    carriages: tuple[Carriage, ...]


@dataclass(frozen=True, kw_only=True)
class Sum:
    """All parcels together; the slowest of them decides the days. Unknown is None."""

    amount: Decimal | None
    transit_days: int | None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One way of sending all of it. The totals are the distributor's, by the assumed carriers."""

    plan: Plan
    parcels: tuple[Parcel, ...] = ()
    freight_total: Decimal | None = None
    tax_total: Decimal | None = None
    fees_total: Decimal | None = None
    reason: str = ""

    @property
    def cheapest(self) -> Sum:
        return self._sum_of(lambda parcel: parcel.carriages[0])

    @property
    def fastest(self) -> Sum:
        def of(parcel: Parcel) -> Carriage:
            timed = [one for one in parcel.carriages if one.transit_days is not None]
            return min(timed, key=lambda c: c.transit_days or 0, default=parcel.carriages[0])

        return self._sum_of(of)

    def _sum_of(self, choose: Callable[[Parcel], Carriage]) -> Sum:
        if not self.parcels or not all(parcel.carriages for parcel in self.parcels):
            return Sum(amount=None, transit_days=None)
        chosen = [choose(parcel) for parcel in self.parcels]
        return Sum(
            amount=total(one.amount for one in chosen),
            transit_days=longest(one.transit_days for one in chosen),
        )


@dataclass(frozen=True, kw_only=True)
class FreightEstimates:
    """The ways of sending it side by side, in one currency."""

    deliveries: tuple[Delivery, ...]
    parts: tuple[StockedPart, ...]
    currency: str
    asked_at: datetime


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Their sum; unknown as soon as one is."""
    known = list(amounts)
    return None if None in known else sum((a for a in known if a is not None), Decimal(0))


def longest(days: Iterable[int | None]) -> int | None:
    """The longest time; unknown as soon as one is."""
    known = list(days)
    return None if None in known else max((day for day in known if day is not None), default=None)
