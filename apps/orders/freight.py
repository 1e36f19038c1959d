"""What the freight of an order may cost, by plan and carrier."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Plan(StrEnum):
    """How the goods leave: from wherever they lie, or all from one warehouse."""

    SPLIT = "split"
    COMPLETE = "complete"


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
