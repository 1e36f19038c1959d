"""Vendor required info v7: what vendors want to know of a quote or of products."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from typing import Any

from aiohttp import web

from sandbox.data.catalogue import Catalogue, Product
from sandbox.gate import CUSTOMER, answer
from sandbox.operations.validate import AUTHORIZATION, HEADER, LINES
from sandbox.reading import Reading, json_object
from sandbox.records import Quote
from sandbox.world import WORLD

MOST_PRODUCTS = 50
NOT_FOUND = "NOT_FOUND"
INVALID = "VALIDATION_ERROR"
# Name, possible values, description, hint: what a subscription's vendor asks (field-notes 5.8).
_SUBSCRIBER = (
    ("company_domain", "", "Domain Name", "Without www"),
    ("agreement_contact_email", "", "Email Address", ""),
)
_ACCOUNTS = (
    ("new", "A new account is created for the end user"),
    ("existing", "The end user has an account with the vendor"),
)


async def vendor_required_info(request: web.Request) -> web.Response:
    """One item a product; what is wrong is told inside an item, under 200."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    number = body.text("quoteNumber")
    products = body.parts("products")
    if body.faults:
        texts = [f"{fault.name}: {fault.message}" for fault in body.faults]
        return answer([_item(messages=texts, kind=INVALID)])
    if number:
        quote = world.state.get(Quote, customer.number, number)
        return answer(list(_of_quote(world.catalogue, number, quote)))
    if not 1 <= len(products) <= MOST_PRODUCTS:
        text = f"quoteNumber or 1 to {MOST_PRODUCTS} products are required"
        return answer([_item(messages=[text], kind=INVALID)])
    return answer([_of_product(world.catalogue, product) for product in products])


def _of_quote(catalogue: Catalogue, number: str, quote: Quote | None) -> Iterator[dict[str, Any]]:
    if quote is None:
        yield _item(quote_number=number, messages=["Quote not found"])
        return
    numbers = dict.fromkeys(line.part_number for line in quote.lines)
    for product in map(catalogue.by_number, numbers):
        if product is not None:
            yield _item(product, quote_number=number)


def _of_product(catalogue: Catalogue, asked: Reading) -> dict[str, Any]:
    names = ("ingramPartNumber", "vendorPartNumber", "planID")
    part, vendor_part, plan = (asked.text(name) for name in names)
    if part:
        product = catalogue.by_number(part)
    elif vendor_part:
        product = catalogue.by_vendor_number(vendor_part)
    else:
        product = catalogue.by_plan(plan)
    if product is not None and product.is_authorized:
        return _item(product)
    wanted = {"ingramPartNumber": part, "vendorPartNumber": vendor_part, "planId": plan}
    return _item(messages=["Product not found or not authorized"]) | wanted


def _item(
    product: Product | None = None,
    *,
    quote_number: str = "",
    messages: Iterable[str] = (),
    kind: str = NOT_FOUND,
) -> dict[str, Any]:
    plan = product.plan if product else None
    return {
        "quoteNumber": quote_number,
        "ingramPartNumber": product.part_number if product else "",
        "vendorPartNumber": product.vendor_part_number if product else "",
        "planId": plan.plan_id if plan else "",
        "planName": plan.name if plan else "",
        "responseMessages": [
            {
                "id": secrets.token_hex(6),
                "traceId": secrets.token_hex(16),
                "type": kind,
                "message": message,
            }
            for message in messages
        ],
        "vmfAdditionalAttributes": _mandatory_fields(product) if product and not plan else [],
        "vriAdditionalAttributes": _subscription_fields(product) if product and plan else [],
    }


def _mandatory_fields(product: Product) -> list[dict[str, Any]]:
    """Those of the header and of the lines together, by vendor and product: nested, where
    validate quote has flat lists."""
    vendor = product.vendor_name
    wanted = (*HEADER.get(vendor, ()), *LINES.get(vendor, ()))
    fields = [_field(name, "", text, is_required=name != AUTHORIZATION) for name, _, text in wanted]
    return [_vendor(product, fields)] if fields else []


def _subscription_fields(product: Product) -> list[dict[str, Any]]:
    account = _field("account_preference", "new,existing", "Account at the vendor")
    account["choices"] = [
        {
            "attributeValue": value,
            "attributeDescription": text,
            "choices": [_inner(*known) for known in _SUBSCRIBER] if value == "new" else [],
        }
        for value, text in _ACCOUNTS
    ]
    return [_vendor(product, [account])]


def _inner(name: str, value: str, text: str, hint: str) -> dict[str, Any]:
    """The key of the name is spelt in lower case, and only in here (field-notes 5.8)."""
    field = _field(name, value, text, hint)
    return {"attributename": field.pop("attributeName")} | field


def _vendor(product: Product, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "vendorName": product.vendor_name,
        "productId": product.part_number,
        "additionalAttributes": fields,
    }


def _field(
    name: str, value: str, text: str, hint: str = "", *, is_required: bool = True
) -> dict[str, Any]:
    return {
        "attributeName": name,
        "attributeValue": value,
        "attributeDescription": text,
        "attributeHint": hint,
        "attributeRequired": "true" if is_required else "false",
        "choices": [],
    }
