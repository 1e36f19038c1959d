"""Returns: search, details and create."""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from aiohttp import web

from sandbox.gate import CUSTOMER, answer
from sandbox.invoicing import Invoice, InvoiceLine, plain
from sandbox.operations.invoices import find
from sandbox.operations.order_body import read_address
from sandbox.paging import Page
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import Reading, between, json_object, one
from sandbox.records import Address, ReturnCase
from sandbox.rendering.returns import created_claim, return_details, return_row
from sandbox.returning import STATUSES, Asked, new_case_stem, open_case, quantity_left
from sandbox.settings import Customer
from sandbox.world import WORLD, World

MOST_LINES = 100
Fits = Callable[[ReturnCase], bool]
_CODE = re.compile(r"\(([A-Z0-9]+)\)")
_ADDRESS_REQUIRED = (
    "companyName",
    "contact",
    "addressLine1",
    "city",
    "state",
    "postalCode",
    "countryCode",
    "email",
)
_TEXTS: dict[str, Callable[[ReturnCase], str]] = {
    "caseRequestNumber": lambda case: case.number,
    "returnClaimId": lambda case: case.rma_claim_id,
    "referenceNumber": lambda case: case.reference_number,
    "ingramPartNumber": lambda case: case.part_number,
    "vendorPartNumber": lambda case: case.vendor_part_number,
}
_MOMENTS: dict[str, Callable[[ReturnCase], datetime]] = {
    "createdOn-bt": lambda case: case.created_at,
    "modifiedOn-bt": lambda case: case.modified_at,
}
_SORTS: dict[str, Callable[[ReturnCase], Any]] = {
    "createdon": lambda case: case.created_at,
    "modifiedon": lambda case: case.modified_at,
    "caserequestnumber": lambda case: case.number,
    "returnclaimid": lambda case: case.rma_claim_id,
    "referencenumber": lambda case: case.reference_number,
    "returnreason": lambda case: case.reason,
    "estimatedtotalvalue": lambda case: case.estimated_total,
    "credit": lambda case: case.credit or 0,
    "status": lambda case: case.status,
    "type": lambda case: case.is_claim,
}


async def search(request: web.Request) -> web.Response:
    """All returns of the account, the newest first unless it is asked otherwise."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    page = Page(request, "page", "size")
    filters, (column, direction) = _filters(request), _order(request)
    cases = world.state.of(ReturnCase, customer.number)
    found = [case for case in cases if all(fits(case) for fits in filters)]
    found.sort(key=lambda case: case.number)
    found.sort(key=_SORTS[column], reverse=direction == "desc")
    return answer(page.body("returnsClaims", found, return_row))


async def details(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    number = request.match_info["caseRequestNumber"].upper()
    case = world.state.get(ReturnCase, customer.number, number)
    if case is None:
        fault = Field("caseRequestNumber", number[:200], "caseRequestNumber is unknown")
        raise Problem(400, "Return not found", fields=[fault])
    return answer(return_details(case))


async def create(request: web.Request) -> web.Response:
    """A case for each line, decided some time later; one bad line and nothing is created."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    cases = _read_cases(world, customer, body)
    body.finish()
    for case in cases:
        world.state.put(replace(case, received=True))
        world.plan("return.decide", customer.number, case.number, world.timings.return_decided)
    return answer({"returnsClaims": [created_claim(case) for case in cases]})


def _filters(request: web.Request) -> list[Fits]:
    filters = [
        _is(wanted, value)
        for name, value in _TEXTS.items()
        if (wanted := one(request, name).upper())
    ]
    filters += [
        _is_within(span, value)
        for name, value in _MOMENTS.items()
        if (span := between(request, name))
    ]
    # A row has one status: whichever of the two names asks for it.
    filters += [
        _is_one_of(statuses, lambda case: {case.status.upper()})
        for name in ("returnStatus-in", "claimStatus-in")
        if (statuses := _statuses(request, name))
    ]
    if reasons := _listed(request, "returnReason-in"):
        filters.append(_is_one_of(reasons, lambda case: _spellings(case.reason)))
    if number := plain(one(request, "invoiceNumber")):
        filters.append(_is(number, lambda case: case.invoice_number))
    return filters


def _is(wanted: str, value: Callable[[ReturnCase], str]) -> Fits:
    return lambda case: value(case).upper() == wanted


def _is_within(span: tuple[date, date], value: Callable[[ReturnCase], datetime]) -> Fits:
    return lambda case: span[0] <= value(case).date() <= span[1]


def _is_one_of(wanted: set[str], values: Callable[[ReturnCase], set[str]]) -> Fits:
    return lambda case: bool(values(case) & wanted)


def _listed(request: web.Request, name: str) -> set[str]:
    """A comma list; of a reason its code is enough, as some reasons have a comma themselves."""
    texts = ",".join(request.query.getall(name, [])).upper().split(",")
    codes = {match[1] for text in texts if (match := _CODE.search(text.replace(" ", "")))}
    return codes | {text.strip() for text in texts if text.strip()}


def _spellings(reason: str) -> set[str]:
    code, _, name = reason.upper().removeprefix("(").partition(")")
    return {code.strip(), name.strip()}


def _statuses(request: web.Request, name: str) -> set[str]:
    known = {status.upper() for status in STATUSES}
    wanted = _listed(request, name)
    for value in sorted(wanted - known):
        raise invalid(Field(name, value[:200], f"{name} knows " + ", ".join(STATUSES)))
    return wanted


def _order(request: web.Request) -> tuple[str, str]:
    """`sort` may say the direction, or the column in place of sortingColumnName."""
    sort = one(request, "sort").lower()
    column = one(request, "sortingColumnName").lower()
    direction = sort if sort in ("asc", "desc") else "desc"
    column = column or (sort if sort != direction else "") or "createdon"
    if column not in _SORTS:
        raise invalid(Field("sortingColumnName", column, "is no column of the answer"))
    return column, direction


def _read_cases(world: World, customer: Customer, body: Reading) -> list[ReturnCase]:
    items = body.parts("list")
    if not 1 <= len(items) <= MOST_LINES:
        body.fault("list", f"list must have from 1 to {MOST_LINES} elements")
        return []
    stem = new_case_stem(secrets.SystemRandom())
    taken: Counter[tuple[str, str]] = Counter()
    cases = []
    for index, item in enumerate(items, start=1):
        asked = _read_asked(item)
        invoice = _invoice(world, customer, item)
        line = _line(item, invoice) if invoice else None
        if invoice and line:
            _check_quantity(world, item, invoice, line, asked, taken)
            _check_serial(item, line, asked)
            now = world.clock.now()
            cases.append(open_case(f"{stem}-{index}", invoice, line, asked, now))
    return cases


def _read_asked(item: Reading) -> Asked:
    item.text("customerOrderNumber", limit=35)
    item.text("billToAddressId", limit=10)
    return Asked(
        quantity=item.whole("quantity", least=1, most=9_999_999, as_text=True),
        primary_reason=item.text("primaryReason", limit=200, required=True),
        secondary_reason=item.text("secondaryReason", limit=200, required=True),
        ship_from=_ship_from(item),
        number_of_boxes=item.whole("numberOfBoxes", least=1, most=9999, as_text=True),
        reference_number=item.text("referenceNumber", limit=50),
        notes=item.text("notes", limit=1000),
        serial_number=item.text("serialNumber", limit=32),
    )


def _ship_from(item: Reading) -> Address:
    """An array by the schema, an object in its example (field-notes 5.6)."""
    if isinstance(item.data.get("shipFromInfo"), list):
        parts = item.parts("shipFromInfo")
    else:
        part = item.part("shipFromInfo")
        parts = [part] if part else []
    if not parts:
        item.fault("shipFromInfo", "Required field is missing")
        return Address()
    for name in _ADDRESS_REQUIRED:
        parts[0].text(name, required=True)
    return read_address(parts[0])


def _invoice(world: World, customer: Customer, item: Reading) -> Invoice | None:
    number = item.text("invoiceNumber", limit=12, required=True)
    day = item.text("invoiceDate", required=True)
    invoice = find(world, customer, number) if number else None
    if number and invoice is None:
        item.fault("invoiceNumber", "no invoice of the last two years has this number")
    # The date of the day and nothing else: no time, no other order of its figures.
    if invoice and day and day != invoice.invoiced_on.isoformat():
        item.fault("invoiceDate", "invoiceDate must be that of the invoice, as yyyy-MM-dd")
    return invoice


def _line(item: Reading, invoice: Invoice) -> InvoiceLine | None:
    number = item.text("ingramPartNumber", limit=18).upper()
    vendor_number = item.text("vendorPartNumber", limit=60).upper()
    if not number and not vendor_number:
        item.fault("ingramPartNumber", "ingramPartNumber or vendorPartNumber is required")
        return None
    for line in invoice.lines:
        if number in ("", line.line.part_number) and vendor_number in (
            "",
            line.line.vendor_part_number.upper(),
        ):
            return line
    name = "ingramPartNumber" if number else "vendorPartNumber"
    item.fault(name, "the part is not on the invoice")
    return None


def _check_quantity(
    world: World,
    item: Reading,
    invoice: Invoice,
    line: InvoiceLine,
    asked: Asked,
    taken: Counter[tuple[str, str]],
) -> None:
    """Neither more than was invoiced, nor again what was asked back for before."""
    part = (invoice.number, line.line.part_number)
    cases = world.state.of(ReturnCase, invoice.order.customer)
    left = quantity_left(invoice, line.line.part_number, cases) - taken[part]
    if asked.quantity > left:
        item.fault("quantity", f"quantity cannot be more than the {max(left, 0)} that are left")
    taken[part] += asked.quantity


def _check_serial(item: Reading, line: InvoiceLine, asked: Asked) -> None:
    known = line.serial_numbers
    # Not every piece of a large line has its number kept.
    if asked.serial_number and len(known) >= line.quantity and asked.serial_number not in known:
        item.fault("serialNumber", "the serial number is not on the invoice")
