"""Price and availability of up to fifty products."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from sandbox.data.catalogue import Catalogue, Product, in_currency
from sandbox.gate import CUSTOMER, answer
from sandbox.problems import Field, invalid
from sandbox.reading import Reading, json_object, yes
from sandbox.rendering.plans import subscription_price
from sandbox.settings import Customer
from sandbox.world import WORLD

MOST = 50
UNLIMITED = 9_999_999
_NUMBERS = ("ingramPartNumber", "vendorPartNumber", "customerPartNumber", "upc", "planID")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of every product of one request."""

    customer: Customer
    today: date
    warehouses: set[str]
    with_availability: bool
    with_pricing: bool


async def price_and_availability(request: web.Request) -> web.Response:
    """200, or 207 when a product is unknown; an item then has only a status (shape I)."""
    world = request.app[WORLD]
    for name in ("includeAvailability", "includePricing"):
        if request.query.get(name, "").lower() not in ("true", "false"):
            raise invalid(Field(name, request.query.get(name, "")[:200], "must be true or false"))
    body = await json_object(request)
    question = Question(
        customer=request[CUSTOMER],
        today=world.clock.now().date(),
        warehouses=_warehouses(body),
        with_availability=yes(request, "includeAvailability"),
        with_pricing=yes(request, "includePricing"),
    )
    wanted = _products(body)
    items = [
        {"index": index} | _item(world.catalogue, question, numbers, quantity)
        for index, (numbers, quantity) in enumerate(wanted, start=1)
    ]
    if not any(item.get("productStatusCode") == "E" for item in items):
        return answer(items)
    return answer([_as_in_207(item) for item in items], 207)


def _warehouses(body: Reading) -> set[str]:
    items = body.parts("availabilityByWarehouse")
    return {item.text("availabilityByWarehouseId") for item in items} - {""}


def _products(body: Reading) -> list[tuple[dict[str, str], int]]:
    products = body.parts("products")
    if not 1 <= len(products) <= MOST:
        body.fault("products", f"products must hold from 1 to {MOST} items")
    wanted = [_wanted(item) for item in products]
    body.finish()
    return wanted


def _item(
    catalogue: Catalogue, question: Question, numbers: dict[str, str], quantity: int
) -> dict[str, Any]:
    product = _find(catalogue, numbers)
    if product is None:
        return _not_found(numbers)
    item = _attributes(product)
    if question.with_availability:
        item["availability"] = _availability(product, question)
    if question.with_pricing:
        item |= _pricing(product, question, quantity)
    return item


def _as_in_207(item: dict[str, Any]) -> dict[str, Any]:
    """The documentation's 207 has the pricing inside the availability (field-notes 5.1)."""
    if not item.get("pricing") or not item.get("availability"):
        return item
    nested = item["availability"] | {"pricing": item["pricing"]}
    rest = {key: value for key, value in item.items() if key != "pricing"}
    return rest | {"availability": nested}


def _wanted(item: Reading) -> tuple[dict[str, str], int]:
    numbers = {name: item.text(name, limit=60) for name in _NUMBERS}
    if not any(numbers.values()):
        item.fault("ingramPartNumber", "A part number is required")
    quantity = 1
    if item.data.get("quantityRequested") not in (None, ""):
        quantity = item.whole("quantityRequested", least=1, most=999_999_999, as_text=True)
    return numbers, quantity


def _find(catalogue: Catalogue, numbers: dict[str, str]) -> Product | None:
    finders = (
        ("ingramPartNumber", catalogue.by_number),
        ("vendorPartNumber", catalogue.by_vendor_number),
        ("upc", catalogue.by_upc),
        ("planID", catalogue.by_plan),
    )
    for name, find in finders:
        if numbers[name]:
            return find(numbers[name])
    return None


def _not_found(numbers: dict[str, str]) -> dict[str, Any]:
    name, value = next((name, value) for name, value in numbers.items() if value)
    label = name[0].upper() + name[1:]
    return {
        "productStatusCode": "E",
        "productStatusMessage": f"Product not found for {label}:  {value}",
        name: value,
    }


def _attributes(product: Product) -> dict[str, Any]:
    message = None
    if not product.is_authorized:
        message = "CUSTOMER IS NOT AUTHORIZED TO PURCHASE THIS SKU"
    elif product.has_discounts:
        message = "ACOPS ARE AVAILABLE FOR THIS CUSTOMER AND SKU"
    return {
        "productStatusCode": None,
        "productStatusMessage": message,
        "ingramPartNumber": product.part_number,
        "vendorPartNumber": product.vendor_part_number,
        "extendedVendorPartNumber": product.vendor_part_number,
        "customerPartNumber": None,
        "upc": product.upc or None,
        "partNumberType": None,
        "vendorNumber": product.vendor_number,
        "vendorName": product.vendor_name.upper(),
        "description": product.description,
        "productClass": product.product_class,
        "uom": "EA",
        "productStatus": "DISCONTINUED" if product.is_discontinued else "ACTIVE",
        "acceptBackOrder": product.kind == "physical" and not product.is_discontinued,
        "productAuthorized": product.is_authorized,
        "returnableProduct": product.is_returnable,
        "endUserInfoRequired": product.needs_end_user,
        "govtSpecialPriceAvailable": False,
        "bundlePartIndicator": False,
    }


def _availability(product: Product, question: Question) -> dict[str, Any] | None:
    if not product.is_authorized:
        return None
    places = [
        _warehouse(product, place, question.today, is_first=index == 0)
        for index, place in enumerate(product.stock_at(question.customer.country))
        if not question.warehouses or place[0] in question.warehouses
    ]
    total = sum(place["quantityAvailable"] for place in places)
    return {"available": total > 0, "totalAvailability": total, "availabilityByWarehouse": places}


def _warehouse(
    product: Product, place: tuple[str, str, int], today: date, *, is_first: bool
) -> dict[str, Any]:
    number, location, count = place
    coming = product.on_order if is_first else 0
    found: dict[str, Any] = {
        "warehouseId": number,
        "location": location,
        "quantityAvailable": count,
        "quantityBackordered": 0 if count else coming // 3,
        "quantityOnOrder": coming,
    }
    if coming:
        eta = product.eta(today)
        found["quantityBackorderedEta"] = eta.isoformat()
        found["backOrderInfo"] = [
            {"quantity": coming - coming // 3, "etaDate": eta.isoformat()},
            {"quantity": coming // 3, "etaDate": (eta + timedelta(days=21)).isoformat()},
        ]
    return found


def _pricing(product: Product, question: Question, quantity: int) -> dict[str, Any]:
    if not product.is_authorized:
        return {"pricing": None, "discounts": []}
    customer = question.customer
    rate = customer.rate
    priced: dict[str, Any] = {
        "pricing": {
            "currencyCode": customer.currency,
            "retailPrice": in_currency(product.list_price, rate),
            "mapPrice": 0,
            "customerPrice": product.price_for(quantity, rate),
            "specialBidPricingAvailable": bool(product.special_discount),
            "webDiscountsAvailable": False,
        },
        "discounts": _discounts(product, customer, question.today),
    }
    if product.plan:
        priced["subscriptionPrice"] = [subscription_price(product, customer, question.today)]
    return priced


def _discounts(product: Product, customer: Customer, today: date) -> list[dict[str, Any]]:
    if not product.has_discounts:
        return []
    special = {
        "discountType": "Special Bid",
        # Their data spells it so; their schema says specialBidNumer.
        "specialBidNumber": f"SB{product.part_number}",
        "specialPricingDiscount": in_currency(product.special_discount, customer.rate),
        "specialPricingEffectiveDate": (today - timedelta(days=60)).isoformat(),
        "specialPricingExpirationDate": (today + timedelta(days=90)).isoformat(),
        "specialPricingAvailableQuantity": UNLIMITED,
        "specialPricingMinQuantity": 0,
    }
    breaks = [
        {
            "conditionType": "Quantity Break",
            "currencyCode": customer.currency,
            "currencyType": customer.currency,
            "quantity": least,
            "amount": in_currency(amount, customer.rate),
        }
        for least, amount in product.quantity_breaks
    ]
    return [
        {
            "specialPricing": [special] if product.special_discount else [],
            "quantityDiscounts": breaks,
        }
    ]
