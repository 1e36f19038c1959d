"""The catalogue: some two thousand products, their stock and their prices, from one seed."""

from __future__ import annotations

import random
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from sandbox.data.families import FAMILIES, Family
from sandbox.data.vendors import VENDORS, Vendor

PRODUCTS_PER_VENDOR = 56
CENT = Decimal("0.01")
WAREHOUSES = {
    "US": (
        ("10", "Mira Loma, CA"),
        ("20", "Fort Worth, TX"),
        ("30", "Millington, TN"),
        ("40", "Carol Stream, IL"),
        ("80", "Jonestown, PA"),
    ),
    "CA": (
        ("50", "Mississauga, ON"),
        ("51", "Richmond, BC"),
        ("52", "Calgary, AB"),
        ("53", "Laval, QC"),
    ),
    "DE": (
        ("60", "Straubing"),
        ("61", "Tilburg"),
        ("62", "Landsberg"),
        ("63", "Unna"),
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    plan_id: str
    name: str
    group: str
    unit: str
    length: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    part_number: str
    vendor_part_number: str
    upc: str
    vendor_name: str
    vendor_number: str
    description: str
    detail: str
    category: str
    sub_category: str
    kind: str
    product_class: str
    list_price: Decimal
    cost: Decimal
    weight: Decimal
    stock: tuple[int, ...]
    on_order: int
    eta_days: int
    is_authorized: bool = True
    needs_end_user: bool = False
    is_direct_ship: bool = False
    is_returnable: bool = True
    is_new: bool = False
    has_serials: bool = True
    replacement: str = ""
    quantity_breaks: tuple[tuple[int, Decimal], ...] = ()
    special_discount: Decimal = Decimal(0)
    plan: Plan | None = None
    text: str = field(default="", repr=False)

    @property
    def is_discontinued(self) -> bool:
        return self.product_class in "DV"

    @property
    def has_discounts(self) -> bool:
        return bool(self.quantity_breaks or self.special_discount)

    def price_for(self, quantity: int, rate: Decimal = Decimal(1)) -> Decimal:
        """What one piece costs the reseller when it takes that many."""
        breaks = [amount for least, amount in self.quantity_breaks if quantity >= least]
        return in_currency(min([self.cost, *breaks]), rate)

    def stock_at(self, country: str) -> list[tuple[str, str, int]]:
        warehouses = WAREHOUSES[country]
        return [(*place, count) for place, count in zip(warehouses, self.stock, strict=False)]

    def available(self, country: str) -> int:
        return sum(count for _, _, count in self.stock_at(country))

    def eta(self, today: date) -> date:
        return today + timedelta(days=self.eta_days)


def in_currency(amount: Decimal, rate: Decimal) -> Decimal:
    return (amount * rate).quantize(CENT, ROUND_HALF_UP)


class Catalogue:
    def __init__(self, products: Sequence[Product]) -> None:
        self.products = tuple(products)
        self._by_number = {p.part_number: p for p in products}
        self._by_vendor_number = {p.vendor_part_number.upper(): p for p in products}
        self._by_upc = {p.upc: p for p in products if p.upc}
        self._by_plan = {p.plan.plan_id: p for p in products if p.plan}

    def by_number(self, part_number: str) -> Product | None:
        return self._by_number.get(part_number.strip().upper())

    def by_vendor_number(self, vendor_part_number: str) -> Product | None:
        return self._by_vendor_number.get(vendor_part_number.strip().upper())

    def by_upc(self, upc: str) -> Product | None:
        return self._by_upc.get(upc.strip())

    def by_plan(self, plan_id: str) -> Product | None:
        return self._by_plan.get(plan_id.strip())

    def by_plan_name(self, name: str) -> Product | None:
        plans = (p for p in self.products if p.plan and p.plan.name.lower() == name.lower())
        return next(plans, None)

    def of_vendor(self, name: str) -> list[Product]:
        return [product for product in self.products if product.vendor_name == name]


@cache
def catalogue(seed: int) -> Catalogue:
    """Made once for a seed and shared: products never change."""
    from sandbox.data import examples  # the examples are products too

    dice = random.Random(seed)
    taken = {product.part_number for product in examples.PRODUCTS}
    products = list(examples.PRODUCTS)
    for vendor in VENDORS:
        products += _products_of(vendor, dice, taken)
    return Catalogue(products)


def _products_of(vendor: Vendor, dice: random.Random, taken: set[str]) -> list[Product]:
    made: list[Product] = []
    for index in range(PRODUCTS_PER_VENDOR):
        family_name, label = vendor.lines[index % len(vendor.lines)]
        part_number = _new_part_number(dice, taken)
        made.append(_product(vendor, FAMILIES[family_name], label, part_number, dice, made))
    return made


def _product(  # noqa: PLR0913, RUF100
    vendor: Vendor,
    family: Family,
    label: str,
    part_number: str,
    dice: random.Random,
    earlier: Iterable[Product],
) -> Product:
    options = [dice.choice(option) for option in family.options]
    description = " ".join([label, *options, family.noun])
    list_price = _list_price(family, options, dice)
    cost = in_currency(list_price, Decimal(dice.randint(62, 92)) / 100)
    product_class = dice.choices("ABCNOXDV", (60, 14, 6, 5, 2, 5, 5, 3))[0]
    physical = family.kind == "physical"
    vendor_part_number = _vendor_part_number(vendor, dice)
    replacement = _replacement(earlier, family, dice) if product_class in "DV" else ""
    plan = _plan(description, label, options, dice) if family.kind == "subscription" else None
    return Product(
        part_number=part_number,
        vendor_part_number=vendor_part_number,
        upc=_upc(dice) if physical else "",
        vendor_name=vendor.name,
        vendor_number=vendor.number,
        description=description,
        detail=f"{vendor.name} {label.title()} {family.noun.title()} - " + " - ".join(options),
        category=family.category,
        sub_category=family.sub_category,
        kind=family.kind,
        product_class=product_class,
        list_price=list_price,
        cost=cost,
        weight=Decimal(str(family.weight)),
        stock=_stock(family, product_class, dice),
        on_order=dice.choice((0, 0, 25, 60, 240)) if physical and product_class not in "DV" else 0,
        eta_days=dice.randint(4, 75),
        is_authorized=dice.random() > 0.05,
        needs_end_user=vendor.name in ("Cisco", "Adobe") and dice.random() < 0.4,
        is_direct_ship=product_class == "X",
        is_returnable=physical and dice.random() > 0.15,
        is_new=product_class == "N",
        has_serials=family.has_serials,
        replacement=replacement,
        quantity_breaks=_breaks(cost, dice),
        special_discount=_special(cost, dice),
        plan=plan,
        text=" ".join(
            (
                description,
                vendor.name,
                vendor_part_number,
                part_number,
                family.category,
                family.sub_category,
            )
        ).lower(),
    )


def _list_price(family: Family, options: Sequence[str], dice: random.Random) -> Decimal:
    """The further down its lists a product's options stand, the dearer it is."""
    places = [
        all_of_it.index(option) / max(1, len(all_of_it) - 1)
        for option, all_of_it in zip(options, family.options, strict=True)
    ]
    level = sum(places) / len(places) * 0.85 + dice.random() * 0.15
    return Decimal(round(family.low + (family.high - family.low) * level**1.5)) + Decimal("0.99")


def _new_part_number(dice: random.Random, taken: set[str]) -> str:
    while True:
        letters = "".join(dice.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=2))
        number = f"{dice.randint(1, 9)}{letters}{dice.randint(0, 999):03}"
        if number not in taken:
            taken.add(number)
            return number


def _vendor_part_number(vendor: Vendor, dice: random.Random) -> str:
    middle = "".join(dice.choices(string.ascii_uppercase + string.digits, k=6))
    return f"{vendor.prefix}{middle}-{dice.choice(('A', 'K9', 'US', 'E', '001'))}"


def _upc(dice: random.Random) -> str:
    digits = [0, *(dice.randint(0, 9) for _ in range(11))]
    total = sum(digit * (3 if index % 2 else 1) for index, digit in enumerate(digits))
    return "".join(map(str, digits)) + str(-total % 10)


def _stock(family: Family, product_class: str, dice: random.Random) -> tuple[int, ...]:
    if family.kind != "physical":
        return (9999, 0, 0, 0, 0)
    if product_class == "X" or dice.random() < (0.6 if product_class in "DV" else 0.12):
        return (0, 0, 0, 0, 0)
    most = 900 if family.high < 500 else 160 if family.high < 4000 else 24
    return tuple(dice.choice((0, dice.randint(1, most), dice.randint(1, most))) for _ in range(5))


def _breaks(cost: Decimal, dice: random.Random) -> tuple[tuple[int, Decimal], ...]:
    if dice.random() > 0.18:
        return ()
    return tuple(
        (least, in_currency(cost, Decimal(percent) / 100))
        for least, percent in ((5, 98), (10, 96), (50, 92))
    )


def _special(cost: Decimal, dice: random.Random) -> Decimal:
    return in_currency(cost, Decimal("0.07")) if dice.random() < 0.1 else Decimal(0)


def _replacement(earlier: Iterable[Product], family: Family, dice: random.Random) -> str:
    current = [
        product.part_number
        for product in earlier
        if product.sub_category == family.sub_category and not product.is_discontinued
    ]
    return dice.choice(current) if current else ""


def _plan(description: str, label: str, options: Sequence[str], dice: random.Random) -> Plan:
    length, _, unit = options[1].partition(" ")
    return Plan(
        plan_id=str(dice.randint(400_000, 499_999)),
        name=f"{description.title()} ({options[2]})",
        group=f"NCE {label.title()} (Commercial)",
        unit=f"{unit}S",
        length=length,
    )
