"""What subscription plans cost: terms, steps of quantity, discounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class PriceTier:
    """The price of a unit between two quantities; None above is without end.

    `is_volume`: a volume discount, which the distributor tells for any term.
    """

    term: str
    from_quantity: int | None
    to_quantity: int | None
    unit_price: Decimal | None
    retail_price: Decimal | None
    currency: str
    name: str = ""
    is_volume: bool = False

    @property
    def discount_percent(self) -> Decimal | None:
        """How far it lies below the retail price."""
        if self.unit_price is None or not self.retail_price:
            return None
        return (self.retail_price - self.unit_price) / self.retail_price * 100


@dataclass(frozen=True, kw_only=True)
class PlanDiscount:
    """A promotion: `amount` less a unit, for so many units and until then, if limits were told."""

    kind: str
    program_name: str
    amount: Decimal | None
    currency: str
    quantity_limit: int | None
    expires_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlanResource:
    """What a plan holds and what it costs, in steps."""

    name: str
    vendor_part_number: str
    units: str
    unit_of_measure: str
    price_model: str
    tiers: tuple[PriceTier, ...]
    discounts: tuple[PlanDiscount, ...] = ()

    @property
    def currency(self) -> str:
        """That of all prices; empty when they differ or none was told."""
        found = {tier.currency for tier in self.tiers}
        return found.pop() if len(found) == 1 else ""


@dataclass(frozen=True, kw_only=True)
class PlanPrice:
    """A plan with its resources; periods are in words, "1 month"."""

    plan_id: str
    name: str
    billing_period: str
    periods: tuple[str, ...]
    resources: tuple[PlanResource, ...]
