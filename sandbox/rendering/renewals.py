"""Renewals as the API spells them: what is a number in a row is text in the details."""

from __future__ import annotations

from datetime import date
from typing import Any

from sandbox.data.renewals import FUTURE, status_on
from sandbox.records import Renewal, RenewalLine
from sandbox.rendering.addresses import address

_CONTACT_WIDTH = 100


def renewal_row(renewal: Renewal, today: date) -> dict[str, Any]:
    links = [_link("renewals", f"/resellers/v6/renewals/{renewal.number}")]
    if renewal.quote_number:
        links.append(_link("quotedetails", f"/resellers/v6/quotes/{renewal.quote_number}"))
    return {
        "renewalId": int(renewal.number),
        "customerOrderNumber": renewal.customer_order_number,
        "referenceNumber": notification_id(renewal, today),
        "endUser": renewal.end_user.company_name,
        "vendor": renewal.vendor.upper(),
        "expirationDate": _midnight(renewal.expires_on),
        "renewalValue": renewal.value,
        "status": status_on(renewal, today),
        "links": links,
    }


def renewal_details(renewal: Renewal, today: date) -> dict[str, Any]:
    return {
        "renewalId": renewal.number,
        "ingramOrderNumber": renewal.ingram_order_number,
        "ingramOrderDate": _midnight(renewal.ingram_ordered_on),
        "expirationDate": _midnight(renewal.expires_on),
        "ingramPurchaseOrderNumber": purchase_order_number(renewal),
        "customerOrderNumber": renewal.customer_order_number,
        "endCustomerOrderNumber": f"{renewal.end_customer_order_number}.0",
        "renewalValue": str(renewal.value),
        "endUser": renewal.end_user.company_name,
        "vendor": renewal.vendor.upper(),
        "status": status_on(renewal, today),
        "endUserInfo": _end_user(renewal),
        "referenceNumber": {
            "notificationId": notification_id(renewal, today),
            "quoteNumber": renewal.quote_number,
        },
        "products": [_product(index, line) for index, line in enumerate(renewal.lines, start=1)],
        "additionalAttributes": _attributes(renewal),
    }


def notification_id(renewal: Renewal, today: date) -> str:
    """The number of the notice that the end user got; nobody writes about the far future."""
    return "" if status_on(renewal, today) == FUTURE else f"NTF-{renewal.number}"


def purchase_order_number(renewal: Renewal) -> str:
    """Under which the distributor bought from the vendor what the reseller ordered."""
    return f"IM{renewal.number}" if renewal.ingram_order_number else ""


def _end_user(renewal: Renewal) -> dict[str, str]:
    # The contact is padded with spaces, and the country is left out (field-notes 5.6).
    contact = renewal.end_user.contact.ljust(_CONTACT_WIDTH)
    names = {"name1": "", "name2": "", "addressLine4": ""}
    return address(renewal.end_user) | names | {"contact": contact, "countryCode": ""}


def _product(index: int, line: RenewalLine) -> dict[str, Any]:
    return {
        "ingramLineNumber": str(index),
        "productDescription": line.description,
        "vendorPartNumber": line.vendor_part_number,
        "ingramPartNumber": line.part_number,
        "manufacturerPartNumber": "",
        "unitPrice": line.unit_price,
        "quantity": line.quantity,
        "isConsolidated": {True: "Yes", False: "No", None: ""}[line.is_consolidated],
    }


def _attributes(renewal: Renewal) -> list[dict[str, str]]:
    """Named by attributeDescription here; a term without days has empty ones."""
    certificate = {"attributeDescription": "LicenseCertificate", "attributeValue": renewal.number}
    serial = {"attributeDescription": "SerialNumber", "attributeValue": renewal.serial_number}
    term = {
        "startDate": _midnight(renewal.started_on),
        "expirationDate": _midnight(renewal.expires_on),
    }
    unknown = {"startDate": "", "expirationDate": ""}
    return [
        certificate | unknown | {"isConsolidated": ""},
        serial | term | {"isConsolidated": ""},
    ]


def _midnight(day: date | None) -> str:
    return f"{day}T00:00:00" if day else ""


def _link(topic: str, href: str) -> dict[str, str]:
    return {"topic": topic, "href": href, "type": "Get"}
