"""Quotes as version 5 spells them: nearly all numbers are texts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.records import Address, Quote, QuoteLine
from sandbox.rendering.quotes import INSTRUCTIONS, LEGAL, NEVER, PREAMBLE
from sandbox.settings import Customer

CENT = Decimal("0.01")


def quote_row_v5(quote: Quote) -> dict[str, Any]:
    return {
        "quoteName": quote.name,
        "quoteNumber": quote.number,
        "revisionNumber": quote.revision,
        "endUserName": quote.end_user.company_name if quote.end_user else "",
        "bidNumber": quote.special_bid_number,
        "totalAmount": _amount(quote.total),
        "quoteStatus": quote.status,
        "createdDate": quote.created_at.date().isoformat(),
        "lastModifiedDate": quote.modified_at.date().isoformat(),
        "quoteExpiryDate": _expiry(quote),
    }


def quote_details_v5(quote: Quote, customer: Customer) -> dict[str, Any]:
    """The members beside the preamble."""
    msrp = sum((line.msrp * line.quantity for line in quote.lines), Decimal(0))
    return {
        "retrieveQuoteResponse": _head(quote, customer),
        "quoteProductList": [_product(line) for line in quote.lines],
        "totalQuoteProductCount": str(len(quote.lines)),
        "totalExtendedMsrp": _amount(msrp),
        "totalQuantity": sum(line.quantity for line in quote.lines),
        "totalExtendedQuotePrice": _amount(quote.total),
    }


def _head(quote: Quote, customer: Customer) -> dict[str, Any]:
    bid = {}
    if quote.special_bid_expires_on:
        bid = {
            "priceDeviationStartDate": quote.created_at.date().isoformat(),
            "priceDeviationExpiryDate": quote.special_bid_expires_on.isoformat(),
        }
    return bid | {
        "quoteGuid": quote.guid,
        "quoteName": quote.name,
        "quoteNumber": quote.number,
        "quoteExpiryDate": _expiry(quote),
        "revisionNumber": str(quote.revision),
        "introPreamble": PREAMBLE,
        "purchaseInstructions": INSTRUCTIONS,
        "legalTerms": LEGAL,
        "currencyCode": quote.currency,
        "priceDeviationId": quote.special_bid_number,
        "customerNeed": quote.customer_need,
        "solutionProposed": "",
        "status": quote.status,
        "created": quote.created_at.date().isoformat(),
        "modified": quote.modified_at.date().isoformat(),
        "leasingCalculations": "",
        "leasingInstructions": "",
        "accountInfo": {
            "accountName": customer.company_name,
            "bcn": customer.number.replace("-", ""),
            "phone": "",
        },
        "contactInfo": {"contactEmail": quote.contact_email, "contactName": quote.contact_name},
        "vendorAttributes": {
            "estimateId": "",
            "dealId": quote.special_bid_number,
            "vendorName": quote.vendor,
            "vendorSettingMessage": "",
        },
        "endUser": _end_user(quote.end_user or Address()),
    }


def _end_user(end_user: Address) -> dict[str, str]:
    return {
        "endUserName": end_user.company_name,
        "endUserAddress": end_user.line1,
        "endUserAddress2": end_user.line2,
        "endUserAddress3": end_user.line3,
        "endUserCity": end_user.city,
        "endUserState": end_user.state,
        "endUserEmail": end_user.email,
        "endUserPhone": end_user.phone_number,
        "endUserZipCode": end_user.postal_code,
        "endUserContactName": end_user.contact,
        "endUserMarketSegment": "",
    }


def _product(line: QuoteLine) -> dict[str, Any]:
    return {
        "quoteProductGuid": line.guid,
        "quantity": f"{line.quantity}.0",
        "comments": line.notes,
        "sku": line.part_number,
        "lineNumber": f"{line.customer_line_number}.0",
        "description": line.description,
        "vendorPartNumber": line.vendor_part_number,
        "weight": str(line.weight),
        "isSuggestionProduct": "false",
        "vpnCategory": "hwsw",
        "quoteProductsSupplierPartAuxiliaryId": "",
        "quoteProductsVendor": line.vendor_name.upper(),
        "price": {
            "quotePrice": _amount(line.quote_price),
            "msrp": _amount(line.msrp),
            "extendedMsrp": _amount(line.msrp * line.quantity),
            "extendedQuotePrice": _amount(line.quote_price * line.quantity),
        },
    }


def _expiry(quote: Quote) -> str:
    return quote.expires_on.isoformat() if quote.expires_on else NEVER


def _amount(amount: Decimal) -> str:
    return str(amount.quantize(CENT))
