"""Deals as the API spells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from sandbox.records import Deal, DealLine
from sandbox.rendering.addresses import address


def deal_row(deal: Deal) -> dict[str, Any]:
    """Some deals do not name their vendor, which the details of a deal ask for."""
    query = f"?{urlencode({'vendorName': deal.vendor})}" if deal.names_vendor else ""
    return {
        "dealId": deal.number,
        "version": str(deal.version),
        "endUser": deal.end_user.company_name.upper(),
        "vendor": deal.vendor.upper() if deal.names_vendor else None,
        "dealExpiryDate": f"{deal.expires_on}T00:00:00",
        "links": {
            "topic": "Deals",
            # With the spaces of the id in it, as theirs.
            "href": f"/resellers/v6/deals/{deal.number}{query}",
            "type": "GET",
        },
    }


def deal_details(deal: Deal, ordered: Mapping[str, int], today: date) -> dict[str, Any]:
    """`ordered`: how many of each part number the orders under this deal took."""
    products = [
        _product(deal, line, ordered.get(line.part_number, 0), today) for line in deal.lines
    ]
    total = sum((line.msrp * line.approved_quantity for line in deal.lines), Decimal(0))
    return {
        "dealId": deal.number,
        "version": str(deal.version),
        "endUser": deal.end_user.company_name.upper(),
        "extendedMsrp": total,
        "vendor": deal.vendor.upper() if deal.names_vendor else None,
        "dealReceivedOn": f"{deal.received_on}T02:30:00",
        "dealExpiryDate": f"{deal.expires_on}T00:00:00",
        "priceProtectionEndDate": f"{deal.expires_on}T13:18:30",
        "currencyCode": deal.currency,
        "endUserInfo": _end_user(deal),
        "products": products,
    }


def _end_user(deal: Deal) -> dict[str, Any]:
    """Where the vendor is missing, the company is too; it stands at the head of the deal."""
    known = address(deal.end_user) | {"name1": "", "name2": "", "addressLine4": ""}
    return known if deal.names_vendor else known | {"companyName": None}


def _product(deal: Deal, line: DealLine, ordered: int, today: date) -> dict[str, Any]:
    used = min(line.approved_quantity, line.used_quantity + ordered)
    return {
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "upc": line.upc,
        "productDescription": line.description,
        "msrp": line.msrp,
        "extendedMSRP": line.msrp * line.approved_quantity,
        "standardPrice": line.standard_price,
        "approvedQuantity": line.approved_quantity,
        "remainingQuantity": line.approved_quantity - used,
        "comments": "",
        "specialConditions": line.special_conditions,
        "startDate": f"{deal.starts_on}T00:00:00",
        "expirationDate": f"{deal.expires_on}T00:00:00",
        "daysRemaining": max(0, (deal.expires_on - today).days),
    }
