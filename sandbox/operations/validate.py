"""Validate quote: may it be ordered, and what do its vendors want to know?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiohttp import web

from sandbox.gate import CUSTOMER, answer
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import one
from sandbox.records import Quote, QuoteLine
from sandbox.world import WORLD

EXAMPLE = "QUO-14551943-D2Y9L9"
AUTHORIZATION = "VEND_AUTH_NBR_FLG"
ORDERABLE = ("ready to order", "active")
# Name, placeholder and description, for the header and for each line of the vendor.
HEADER = {
    "Cisco": (
        (AUTHORIZATION, "ABC1234", "Authorization Number"),
        ("ResellerCompanyName", "String", "resellerCompanyNameFlag"),
    ),
    "Microsoft": (
        ("endUserDomainName", "String", "endUserDomainNameFlag"),
        ("agreementNumber", "ABC1234", "Agreement Number"),
    ),
    "Adobe": (("vipNumber", "String", "VIP Number"),),
}
LINES = {
    "Cisco": (("resellerCtacEmail", "String", "resellerContactEmailFlag"),),
    "Microsoft": (("licenseContactEmail", "String", "licenseContactEmailFlag"),),
    "Adobe": (
        ("deploymentContactName", "String", "deploymentContactNameFlag"),
        ("deploymentContactEmail", "String", "deploymentContactEmailFlag"),
    ),
}
_CONTACT = (("rslrg360CtacName", "String", "resellerContactNameFlag"),)
_FILLER = (("", "", ""),)


async def validate(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    number = one(request, "quoteNumber")
    if not number:
        raise invalid(Field("quoteNumber", "", "Required field is missing"))
    quote = world.state.get(Quote, customer.number, number)
    if quote is None:
        raise Problem(400, "Quote number not found", fields=[Field("quoteNumber", number, "")])
    reason = not_orderable(quote, world.clock.now())
    if reason:
        raise Problem(400, reason, fields=[Field("quoteNumber", number, reason)])
    return answer(_requirements(quote))


def not_orderable(quote: Quote, now: datetime) -> str:
    """Why the quote can't be ordered, or nothing."""
    if quote.status.lower() not in ORDERABLE:
        return f"Quote is not ready to order: its status is {quote.status}"
    if quote.expires_on and quote.expires_on < now.date():
        return f"Quote expired on {quote.expires_on}"
    return ""


def header_attributes(quote: Quote) -> tuple[tuple[str, str, str], ...]:
    vendors = dict.fromkeys(line.vendor_name for line in quote.lines)
    return tuple(item for vendor in vendors for item in HEADER.get(vendor, ()))


def line_attributes(quote: Quote, line: QuoteLine) -> tuple[tuple[str, str, str], ...]:
    if (quote.number, line.customer_line_number) == (EXAMPLE, "12"):
        return _CONTACT
    return LINES.get(line.vendor_name, ())


def _requirements(quote: Quote) -> dict[str, Any]:
    return {
        "quoteNumber": quote.number,
        "vendorName": quote.vendor,
        "vmfAdditionalAttributes": _attributes(header_attributes(quote)),
        "lines": [_line(quote, index, line) for index, line in enumerate(quote.lines)],
        "quoteType": 0,
        "vendorGroupName": quote.vendor,
        "vendorQuoteNumber": "",
        "vendorMasterNumber": "",
    }


def _line(quote: Quote, index: int, line: QuoteLine) -> dict[str, Any]:
    # The documentation's own answer changes the key from one line to the next, adds blank
    # fillers and gives quantities as text; the generated quotes keep only the first two slips.
    key = "linesVendorMandatoryAttributes" if index % 2 else "vmfAdditionalAttributesLines"
    wanted = line_attributes(quote, line)
    return {
        "customerLineNumber": line.customer_line_number,
        "ingramPartNumber": line.part_number,
        "quantity": str(line.quantity) if quote.number == EXAMPLE else line.quantity,
        key: _attributes((*wanted, *_FILLER) if wanted else ()),
    }


def _attributes(items: tuple[tuple[str, str, str], ...]) -> list[dict[str, str]]:
    return [
        {"attributeName": name, "attributeValue": value, "attributeDescription": text}
        for name, value, text in items
    ]
