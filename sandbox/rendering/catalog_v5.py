"""Products as version 5 spells them: flags as letters, prices as numbers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sandbox.data.catalogue import Product, in_currency
from sandbox.settings import Customer

_DESCRIPTION_WIDTH = 35


def found_product(product: Product, customer: Customer) -> dict[str, Any]:
    """The catalogue's answer of one product."""
    return {
        "ingrampartnumber": product.part_number,
        "manufacturerpartnumber": product.vendor_part_number,
        "upccode": product.upc,
        "productdescription": product.description,
        "currency": customer.currency,
        "haswarranty": "true" if product.has_serials else "false",
    }


def priced_item(
    product: Product,
    customer: Customer,
    quantity: int,
) -> dict[str, Any]:
    """An item of price and availability; without the right to buy its price is 0."""
    description = product.description
    price = product.price_for(quantity, customer.rate) if product.is_authorized else 0
    item = {
        "itemstatus": "SUCCESS",
        "statusmessage": "SUCCESS",
        "ingrampartnumber": product.part_number,
        "vendorpartnumber": product.vendor_part_number,
        "extendedvendorpartnumber": product.vendor_part_number,
        "globalskuid": f"A300-{product.part_number}",
        "customerprice": price,
        "retailprice": in_currency(product.list_price, customer.rate),
        "partdescription1": description[:_DESCRIPTION_WIDTH].rstrip(),
        "partdescription2": description[_DESCRIPTION_WIDTH:].strip(),
        "vendornumber": product.vendor_number,
        "vendorname": product.vendor_name.upper(),
        "class": product.product_class,
        "categorysubcategory": f"{product.category} > {product.sub_category}",
        "enduserrequired": _letter(product.needs_end_user),
        "backorderflag": _letter(product.kind == "physical" and not product.is_discontinued),
        "skuauthorized": _letter(product.is_authorized),
    }
    # The schema knows no other status, and no other is known.
    return item if product.is_discontinued else item | {"skustatus": "ACTIVE"}


def warehouse_details(
    product: Product, customer: Customer, wanted: Collection[str], today: date, *, extra: bool
) -> list[dict[str, Any]]:
    """The stock of each warehouse, or of those wanted; `extra` adds what is on its way."""
    return [
        _warehouse(place, product.on_order if extra and index == 0 else 0, product.eta(today))
        for index, place in enumerate(product.stock_at(customer.country))
        if not wanted or place[0] in wanted
    ]


def _warehouse(place: tuple[str, str, int], coming: int, eta: date) -> dict[str, Any]:
    number, location, count = place
    found = {
        "warehouseid": number,
        "warehousedescription": location,
        "availablequantity": count,
        "onorderquantity": coming,
        "onholdquantity": 0,
    }
    return found | {"etadate": eta.isoformat()} if coming else found


def _letter(value: bool) -> str:
    return "Y" if value else "N"
