"""What a product costs this account, and where it lies: the answer about price and stock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.catalog.part_numbers import element_key
from apps.catalog.plans import PlanPrice

UNLIMITED = 9_999_999
"""Upstream's way to say that a discount has no limit of quantity (field notes 5.1)."""


@dataclass(frozen=True, kw_only=True)
class BackOrder:
    quantity: int | None
    expected_on: date | None


@dataclass(frozen=True, kw_only=True)
class Warehouse:
    """Stock in one place; an unknown quantity is None, not 0."""

    warehouse_id: str
    location: str
    available: int | None
    back_ordered: int | None
    on_order: int | None
    back_orders: tuple[BackOrder, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SpecialPrice:
    """A bid, promotion or government price; `discount` is an amount a piece."""

    kind: str
    special_bid_number: str
    discount: Decimal | None
    customer_price: Decimal | None
    minimum_quantity: int | None
    available_quantity: int | None
    starts_on: date | None
    expires_on: date | None

    @property
    def is_unlimited(self) -> bool:
        return self.available_quantity is not None and self.available_quantity >= UNLIMITED


@dataclass(frozen=True, kw_only=True)
class QuantityBreak:
    """What applies from `quantity` pieces on.

    The documents leave open whether `amount` is a price or a discount, so it is shown as the
    distributor's amount under its own name for it (`condition`).
    """

    quantity: int
    amount: Decimal
    currency: str
    condition: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportedStock:
    """How many a webhook said there are, and when we received it."""

    available: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ProductOffer:
    """Price and stock of one part for one account.

    Unknown stays unknown: a price or a stock figure that did not come is None, and `problem`
    says in the distributor's words why a part could not be priced. `customer_price` is what
    the reseller pays, in `currency` (ISO 4217). `available` was asked for; what a webhook reported
    is set where a page shows stock and nowhere else: it is no basis for a quote or an order.
    """

    ingram_part_number: str
    vendor_part_number: str = ""
    vendor_name: str = ""
    description: str = ""
    upc: str = ""
    customer_price: Decimal | None = None
    retail_price: Decimal | None = None
    currency: str = ""
    available: int | None = None
    warehouses: tuple[Warehouse, ...] = ()
    discounts: tuple[SpecialPrice, ...] = ()
    quantity_breaks: tuple[QuantityBreak, ...] = ()
    plan_prices: tuple[PlanPrice, ...] = ()
    is_authorized: bool = True
    is_discontinued: bool = False
    needs_end_user: bool = False
    has_special_bids: bool = False
    has_web_discounts: bool = False
    is_returnable: bool | None = None
    accepts_back_order: bool | None = None
    is_known: bool = True
    problem: str = ""
    priced_at: datetime
    reported_available: int | None = None
    reported_at: datetime | None = None

    @property
    def key(self) -> str:
        return element_key(self.ingram_part_number)

    @property
    def margin_percent(self) -> Decimal | None:
        """What is left of the retail price after paying the customer price, in percent of it."""
        if self.customer_price is None or not self.retail_price:
            return None
        return (self.retail_price - self.customer_price) / self.retail_price * 100

    @property
    def is_stock_reported(self) -> bool:
        """Whether a webhook told of the stock after it was asked for."""
        return self.reported_at is not None and self.reported_at > self.priced_at

    @property
    def stock(self) -> int | None:
        """How many there are, as was told last."""
        return self.reported_available if self.is_stock_reported else self.available

    @property
    def has_no_stock(self) -> bool:
        """Known to lie nowhere; an unknown stock is not that."""
        return self.stock is not None and self.stock <= 0

    @property
    def next_back_order(self) -> BackOrder | None:
        """The earliest promised delivery among all warehouses."""
        dated = [
            order
            for warehouse in self.warehouses
            for order in warehouse.back_orders
            if order.expected_on
        ]
        return min(dated, key=lambda order: order.expected_on or date.max, default=None)
