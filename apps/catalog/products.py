"""What is asked of the catalogue and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from apps.catalog.choices import ProductClass, ProductKind
from apps.catalog.part_numbers import element_key

PAGE_SIZES = (25, 50, 100)
MAX_PAGE = 400


@dataclass(frozen=True, kw_only=True)
class ProductQuery:
    """A search. `kind` None is any; the distributor counts pages from 1 and gives at most 100 rows.

    `is_in_stock` is no filter of the distributor's: the page hides rows once their stock is known.
    """

    text: str = ""
    vendor: str = ""
    category: str = ""
    kind: ProductKind | None = None
    has_discounts: bool = False
    is_in_stock: bool = False
    page: int = 1
    page_size: int = PAGE_SIZES[0]

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.vendor or self.category or self.kind or self.has_discounts)


@dataclass(frozen=True, kw_only=True)
class ProductRow:
    """A product as a list shows it. A flag that did not come is None."""

    ingram_part_number: str
    vendor_part_number: str = ""
    vendor_name: str = ""
    description: str = ""
    extra_description: str = ""
    category: str = ""
    subcategory: str = ""
    upc: str = ""
    kind: ProductKind | None = None
    replacement_part_number: str = ""
    is_discontinued: bool | None = None
    is_authorized: bool | None = None
    is_new: bool | None = None
    is_direct_ship: bool | None = None
    needs_end_user: bool | None = None
    has_discounts: bool | None = None
    has_warranty: bool | None = None

    @property
    def key(self) -> str:
        return element_key(self.ingram_part_number)


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A subscription plan. It has no part number; it is found by its id."""

    plan_id: str
    name: str
    description: str = ""
    group: str = ""
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProductPage:
    """One page of results, with when it was asked.

    `is_lookup` when a pasted list was looked up; `missing` are those of it not found.
    """

    rows: tuple[ProductRow, ...]
    plans: tuple[PlanRow, ...] = ()
    total: int | None = None
    page: int = 1
    page_size: int = PAGE_SIZES[0]
    is_lookup: bool = False
    missing: tuple[str, ...] = ()
    asked_at: datetime
    correlation_id: str = ""

    sizes: ClassVar = PAGE_SIZES

    @property
    def page_count(self) -> int:
        return 1 if self.total is None else max(1, -(-self.total // self.page_size))

    @property
    def has_pages(self) -> bool:
        """Whether there is anything to turn or to resize."""
        return not self.is_lookup and (self.total or 0) > PAGE_SIZES[0]

    @property
    def next(self) -> int | None:
        return self.page + 1 if self.page < min(self.page_count, MAX_PAGE) else None

    @property
    def previous(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def asked_count(self) -> int:
        """How many part numbers a pasted list held."""
        return len(self.rows) + len(self.missing)

    @property
    def first_row(self) -> int:
        return (self.page - 1) * self.page_size + 1

    @property
    def last_row(self) -> int:
        return self.first_row + len(self.rows) + len(self.plans) - 1


@dataclass(frozen=True, kw_only=True)
class Specification:
    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class SpecificationGroup:
    name: str
    specifications: tuple[Specification, ...]


@dataclass(frozen=True, kw_only=True)
class PlanOption:
    """What a plan holds, in how many units; `depends_on` names what has to be bought with it."""

    name: str
    vendor_part_number: str
    units: str
    depends_on: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionPlan:
    plan_id: str
    name: str
    description: str
    groups: tuple[str, ...]
    periods: tuple[str, ...]
    billing_period: str
    resources: tuple[PlanOption, ...]


@dataclass(frozen=True, kw_only=True)
class ProductDetails:
    """All that the distributor tells of one product, without price and stock.

    `long_description` and specification values may hold HTML upstream: here they are sanitised.
    """

    product: ProductRow
    long_description: str = ""
    product_class: str = ""
    is_returnable: bool | None = None
    has_return_limits: bool | None = None
    accepts_back_order: bool | None = None
    is_replacement: bool | None = None
    is_digital: bool | None = None
    is_license: bool | None = None
    is_refurbished: bool | None = None
    is_clearance: bool | None = None
    is_bundle: bool | None = None
    is_heavy: bool | None = None
    has_special_bid: bool | None = None
    has_quantity_break: bool | None = None
    specifications: tuple[SpecificationGroup, ...] = ()
    dimensions: str = ""
    weights: tuple[str, ...] = ()
    plans: tuple[SubscriptionPlan, ...] = ()
    asked_at: datetime

    @property
    def product_class_text(self) -> str:
        letter = self.product_class.upper()
        return ProductClass(letter).label if letter in ProductClass else self.product_class
