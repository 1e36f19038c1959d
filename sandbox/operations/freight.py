"""Freight estimate: what the goods would cost to ship, from each warehouse and by each carrier."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from aiohttp import web

from sandbox.data.catalogue import Product
from sandbox.data.freight import CARRIERS
from sandbox.gate import CUSTOMER, answer
from sandbox.reading import Reading, json_object
from sandbox.rendering.freight import Box, freight_answer
from sandbox.settings import Customer
from sandbox.world import WORLD, World

# A part number in front of which its country's catalogue stands: A300-123456.
_GLOBAL = "A300-"


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    product: Product
    quantity: int
    warehouse: str
    carrier: str


async def estimate(request: web.Request) -> web.Response:
    """Prices are those of price and availability; goods without weight travel for nothing."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    postal_code = _destination(body, customer)
    lines = [_line(world, customer, item) for item in body.parts("lines")]
    if not lines:
        body.fault("lines", "at least one line is required")
    body.finish()
    wanted = [line for line in lines if line]
    return answer(freight_answer(_boxes(wanted), _goods(wanted, customer), customer, postal_code))


def _destination(body: Reading, customer: Customer) -> str:
    """The postal code of an address, or of the account's own behind an id."""
    body.text("billToAddressId", limit=10)
    place = body.text("shipToAddressId", limit=10)
    given = body.data.get("shipToAddress")
    # An array in two of the documents, an object in the examples and in the newest.
    items = body.parts("shipToAddress") if isinstance(given, list) else [body.part("shipToAddress")]
    address = items[0] if items else None
    if address is None:
        if not place:
            body.fault("shipToAddress", "shipToAddress or shipToAddressId is required")
        return customer.postal_code
    for name in ("companyName", "addressLine1", "addressLine2", "addressLine3", "city", "state"):
        address.text(name, limit=70)
    if address.text("countryCode").upper() not in ("", customer.country):
        address.fault("countryCode", f"Goods are not shipped from here out of {customer.country}")
    return address.text("postalCode", limit=10, required=not place) or customer.postal_code


def _line(world: World, customer: Customer, item: Reading) -> _Wanted | None:
    number = item.text("ingramPartNumber", limit=18, required=True)
    product = world.catalogue.by_number(number.removeprefix(_GLOBAL))
    if number and product is None:
        item.fault("ingramPartNumber", "Product not found")
    elif product and not product.is_authorized:
        item.fault("ingramPartNumber", "Customer is not authorized to purchase this product")
    item.text("customerLineNumber", limit=6)
    quantity = item.whole("quantity", least=1, most=9_999_999, as_text=True)
    warehouse = _warehouse(item, customer, product)
    carrier = item.text("carrierCode", limit=10).upper()
    if carrier and carrier not in {known.code for known in CARRIERS[customer.country]}:
        item.fault("carrierCode", "Carrier not found")
    if product is None:
        return None
    return _Wanted(product=product, quantity=quantity, warehouse=warehouse, carrier=carrier)


def _warehouse(item: Reading, customer: Customer, product: Product | None) -> str:
    """The one that is asked for, else the one that has most."""
    wanted = item.text("warehouseId", limit=4)
    if product is None:
        return wanted
    places = product.stock_at(customer.country)
    if wanted and wanted not in {place[0] for place in places}:
        item.fault("warehouseId", "Warehouse not found")
    return wanted or max(places, key=lambda place: place[2])[0]


def _boxes(wanted: list[_Wanted]) -> list[Box]:
    """What leaves one warehouse travels together, by the first carrier that a line asks for."""
    weights: dict[str, Decimal] = defaultdict(Decimal)
    carriers: dict[str, str] = {}
    for line in wanted:
        weights[line.warehouse] += line.product.weight * line.quantity
        if line.carrier:
            carriers.setdefault(line.warehouse, line.carrier)
    return [
        Box(warehouse=warehouse, weight=weight, carrier=carriers.get(warehouse, ""))
        for warehouse, weight in sorted(weights.items())
        if weight
    ]


def _goods(wanted: list[_Wanted], customer: Customer) -> list[dict[str, Any]]:
    goods = []
    for line in wanted:
        price = line.product.price_for(line.quantity, customer.rate)
        goods.append(
            {
                "ingramPartNumber": line.product.part_number,
                "vendorPartNumber": line.product.vendor_part_number,
                "warehouseId": line.warehouse,
                "quantity": line.quantity,
                "unitPrice": price,
                "netAmount": price * line.quantity,
            }
        )
    return goods
