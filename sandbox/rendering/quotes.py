"""Quotes as the API spells them: a row of a search, the details, the webhook."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.records import Quote, QuoteLine
from sandbox.rendering.addresses import address
from sandbox.settings import Customer

NEVER = "0001-01-01"
PREAMBLE = (
    "<font color='red' size='8pt'><b></b></font>#####<font>Thank you for contacting us. This quote "
    "is not intended to represent the entire conversation; only what was relevant to the solution "
    "you requested.</font>#####<font>Call reference # <QUOTE NUMBER> <br /> Please provide the "
    "quote# at the time of purchase</font>"
)
INSTRUCTIONS = (
    "To order the above products, you may \r\n\r\n  \u2022 order them in the portal\r\n"
    "  \u2022 call the sales department\r\n* Your PO number  * End user\r\n* Shipping instructions"
)
LEGAL = (
    "This offer to sell the listed product(s) is subject to product availability and to the "
    "standard terms and conditions. Prices are subject to change without notice."
)


def quote_row(quote: Quote) -> dict[str, Any]:
    end_user = quote.end_user
    return {
        "quoteGuid": quote.guid,
        "quoteName": quote.name,
        "quoteNumber": quote.number,
        "revision": str(quote.revision),
        "currencyCode": quote.currency,
        "endUserContact": end_user.contact if end_user else "",
        "specialBidNumber": quote.special_bid_number,
        "quoteTotal": quote.total,
        "quoteStatus": quote.status,
        "ingramQuoteDate": quote.created_at.date().isoformat(),
        "lastModifiedDate": quote.modified_at.date().isoformat(),
        "ingramQuoteExpiryDate": quote.expires_on.isoformat() if quote.expires_on else NEVER,
        "endUserName": end_user.company_name if end_user else "",
        "vendor": quote.vendor,
        "createdBy": quote.created_by,
        "quoteType": "0",
        "links": {
            "topic": "quotes",
            "href": f"/resellers/v6/quotes/{quote.number}",
            "type": "GET",
        },
    }


def quote_details(quote: Quote, customer: Customer) -> dict[str, Any]:
    return _common(quote, customer) | {
        "quoteGuid": quote.guid,
        "currencyCode": quote.currency,
        "specialBidId": quote.special_bid_number,
        "specialBidEffectiveDate": "",
        "vendorQuoteNumber": "",
        "isPartialOrderAllowed": None,
        "statusReason": quote.status_reason,
        "closingReason": "",
        "dateClosed": "",
        "quoteType": "0",
        "leaseInfo": "",
        "leasingInstructions": "",
        "paymentTermsName": "NET 30 DAYS",
        "shippingInfo": {
            "companyName": customer.company_name,
            "addressLine1": customer.address,
            "city": customer.city,
            "state": customer.state,
            "postalCode": customer.postal_code,
        },
        "products": [_product(line) for line in quote.lines],
        "extendedMsrpTotal": _msrp(quote),
        "extendedQuotePriceTotal": quote.total,
        "extraFeesTotal": 0,
        "extraFeesTotalDetails": [],
        "taxTotal": 0,
        "freightAmount": 0,
        "totalQuoteAmount": str(quote.total),
    }


def quote_event(quote: Quote, customer: Customer) -> dict[str, Any]:
    """The webhook's resource: fewer keys than the details, quantities and weights as text."""
    products = [_product(line) | {"quantity": str(line.quantity)} for line in quote.lines]
    for product in products:
        product["weight"] = str(product["weight"])
        product["isSuggestionProduct"] = "false"
        for missing in ("isSubscription", "remainingQuoteQty"):
            product.pop(missing)
    return (
        {"eventType": "im::quote_create"}
        | _common(quote, customer)
        | {
            "message": quote.status_reason or None,
            "reason": quote.status_reason or None,
            "products": products,
            "extendedMsrpTotal": _msrp(quote),
            "extendedQuotePriceTotal": quote.total,
        }
    )


def _common(quote: Quote, customer: Customer) -> dict[str, Any]:
    expires = f"{quote.special_bid_expires_on}T00:00:00" if quote.special_bid_expires_on else ""
    deal = [{"attributeName": "dealId", "attributeValue": quote.special_bid_number}]
    return {
        "quoteName": quote.name,
        "quoteNumber": quote.number,
        "revision": str(quote.revision),
        "ingramQuoteDate": quote.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "lastModifiedDate": quote.modified_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "ingramQuoteExpiryDate": quote.expires_on.isoformat() if quote.expires_on else NEVER,
        "specialBidExpirationDate": expires,
        "status": quote.status,
        "customerNeed": quote.customer_need,
        "proposedSolution": "",
        "introPreamble": PREAMBLE,
        "purchaseInstructions": INSTRUCTIONS,
        "legalTerms": LEGAL,
        "resellerInfo": {
            "contact": quote.contact_name,
            "companyName": customer.company_name,
            "email": quote.contact_email,
            "phoneNumber": "",
            "customerNumber": customer.number,
        },
        "endUserInfo": address(quote.end_user, with_country=False),
        "productsCount": len(quote.lines),
        "quantityTotal": sum(line.quantity for line in quote.lines),
        "additionalAttributes": deal if quote.special_bid_number else [],
    }


def _msrp(quote: Quote) -> Decimal:
    return sum((line.msrp * line.quantity for line in quote.lines), Decimal(0))


def _product(line: QuoteLine) -> dict[str, Any]:
    off = (1 - line.quote_price / line.msrp) * 100 if line.msrp else Decimal(0)
    return {
        "quoteProductGuid": line.guid,
        "lineNumber": line.customer_line_number,
        "quantity": line.quantity,
        "remainingQuoteQty": line.quantity,
        "notes": line.notes,
        "ean": "-",
        "coo": " ",
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "description": line.description,
        "weight": line.weight,
        "weightUom": "LB",
        "isSuggestionProduct": False,
        "vendorName": line.vendor_name,
        "terms": "--",
        "isSubscription": line.is_subscription,
        "price": {
            "quotePrice": line.quote_price,
            "msrp": line.msrp,
            "extendedMsrp": line.msrp * line.quantity,
            "extendedQuotePrice": line.quote_price * line.quantity,
            "discountOffList": f"{off:.2f}",
        },
    }
