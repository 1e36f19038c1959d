"""Price and availability, and the catalogue, of version 5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from sandbox.data.catalogue import Catalogue, Product
from sandbox.gate import CUSTOMER
from sandbox.operations.legacy.envelope import FAILED, SUCCESS, Envelope, parameter, request_body
from sandbox.problems import Problem
from sandbox.reading import Reading
from sandbox.rendering.catalog_v5 import found_product, priced_item, warehouse_details
from sandbox.settings import Customer
from sandbox.world import WORLD

MOST = 50
PARTIAL_SUCCESS = "PARTIAL SUCCESS"
_PRICES = Envelope()
_CATALOGUE = Envelope(status="requeststatus", code="returncode", message="returnmessage")
_NUMBERS = ("ingrampartnumber", "vendorpartnumber", "upc", "customerpartnumber")


@dataclass(frozen=True, kw_only=True)
class _Question:
    """What is asked of every product of one request."""

    customer: Customer
    today: date
    with_warehouses: bool
    with_extra: bool


@_PRICES
async def price_and_availability(request: web.Request) -> web.Response:
    """Up to fifty products, each with a status of its own; the overall one may be partial."""
    world = request.app[WORLD]
    body = await request_body(request)
    asked = body.part("priceandstockrequest")
    items = asked.parts("item") if asked else []
    if not asked or not 1 <= len(items) <= MOST:
        raise Problem(400, f"item must hold from 1 to {MOST} products")
    question = _Question(
        customer=request[CUSTOMER],
        today=world.clock.now().date(),
        with_warehouses=asked.text("showwarehouseavailability").lower() == "true",
        with_extra=asked.text("extravailabilityflag").upper() == "Y",
    )
    details = [_priced(item, world.catalogue, question) for item in items]
    body.finish()
    status, message, code = _overall({item["itemstatus"] for item in details})
    return _PRICES.told(status, message, code, {"priceandstockresponse": {"details": details}})


@_CATALOGUE
async def search(request: web.Request) -> web.Response:
    """The one product whose part number of any kind, or UPC, is given."""
    catalogue, customer = request.app[WORLD].catalogue, request[CUSTOMER]
    number = parameter(request, "partNumber")
    if not number:
        raise Problem(400, "partNumber is required")
    product = (
        catalogue.by_number(number)
        or catalogue.by_vendor_number(number)
        or catalogue.by_upc(number)
    )
    if product is None:
        return _CATALOGUE.failed("Data Not Found", "404")
    found = {"responseflag": "1", "partnumbers": [found_product(product, customer)]}
    return _CATALOGUE.success({"productsearchresponse": [found]}, "Data Available", "200")


def _overall(statuses: set[str]) -> tuple[str, str, str]:
    if statuses == {SUCCESS}:
        return SUCCESS, "Data Found", "200"
    if statuses == {FAILED}:
        return FAILED, "No Data Found", "404"
    return PARTIAL_SUCCESS, "Some of the products were not found", "207"


def _priced(item: Reading, catalogue: Catalogue, question: _Question) -> dict[str, Any]:
    numbers = {name: number for name in _NUMBERS if (number := item.text(name, limit=60))}
    quantity = 1
    if item.data.get("quantity") is not None:
        quantity = item.whole("quantity", least=1, most=999_999_999)
    product = _product(catalogue, numbers)
    if product is None:
        # By its numbers alone can the asker tell which one it was.
        return {"itemstatus": FAILED, "statusmessage": "Product not found"} | _echoed(numbers)
    found = priced_item(product, question.customer, quantity)
    if question.with_warehouses:
        found["warehousedetails"] = warehouse_details(
            product,
            question.customer,
            _warehouses(item),
            question.today,
            extra=question.with_extra,
        )
    return found


def _warehouses(item: Reading) -> set[str]:
    wanted = item.data.get("warehouseidlist") or []
    if not isinstance(wanted, list) or not all(isinstance(number, str) for number in wanted):
        item.fault("warehouseidlist", "warehouseidlist must be an array of texts")
        return set()
    return set(wanted)


def _product(catalogue: Catalogue, numbers: dict[str, str]) -> Product | None:
    """The first number counts; nobody has given the reseller's own numbers to the sandbox."""
    finders = {
        "ingrampartnumber": catalogue.by_number,
        "vendorpartnumber": catalogue.by_vendor_number,
        "upc": catalogue.by_upc,
    }
    for name, find in finders.items():
        if name in numbers:
            return find(numbers[name])
    return None


def _echoed(numbers: dict[str, str]) -> dict[str, str]:
    return {name: numbers[name] for name in _NUMBERS[:2] if name in numbers}
