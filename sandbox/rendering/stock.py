"""Stock updates as the API spells them."""

from __future__ import annotations

from typing import Any

from sandbox.data.catalogue import Product


def stock_item(product: Product, country: str) -> dict[str, Any]:
    """One product of a stock event: a total as text, whose link leads to version 5."""
    part_number = product.part_number
    return {
        "eventType": "IM::STOCK_UPDATE",
        "ingramPartNumber": part_number,
        "vendorPartNumber": product.vendor_part_number,
        "vendorName": product.vendor_name.upper(),
        "upcCode": product.upc,
        "skuStatus": None,
        "backOrderFlag": "Y",
        "totalAvailability": str(product.available(country)),
        "links": [
            {"topic": "orders", "href": f"/resellers/v5/catalog/{part_number}", "type": "GET"}
        ],
    }
