"""Quote create, search and details."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from aiohttp import web

from sandbox.data.catalogue import Product, in_currency
from sandbox.gate import CUSTOMER, answer
from sandbox.paging import Page
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import EMAIL, Reading, between, json_object, one, us_day
from sandbox.records import Address, Deal, Quote, QuoteLine
from sandbox.rendering.quotes import quote_details, quote_row
from sandbox.settings import Customer
from sandbox.world import WORLD, World

IN_PROGRESS = (
    "Thank you for submitting the quote request, it\u2019s currently under process."
    "We will notify you of the status via the Quote Status webhook."
)
USUAL_WINDOW = timedelta(days=30)
WHOLE_WINDOW = timedelta(days=365)
MOST_COPIES = 10
DEAL_DISCOUNT = Decimal("0.88")
Fits = Callable[[Quote], bool]
_SORTS: dict[str, Callable[[Quote], Any]] = {
    "quotenumber": lambda quote: quote.number,
    "createddate": lambda quote: quote.created_at,
    "lastmodifieddate": lambda quote: quote.modified_at,
    "expirydate": lambda quote: quote.expires_on or date.max,
}


async def create(request: web.Request) -> web.Response:
    """Answers with a number at once; whether the quote becomes ready is told by webhook."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await json_object(request)
    quote = _read_quote(world, customer, body)
    body.finish()
    world.state.put(quote)
    world.plan("quote.finish", customer.number, quote.number, world.timings.quote_ready)
    return answer({"quoteNumber": quote.number, "message": IN_PROGRESS})


async def search(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    page, filters, sort = Page(request), _filters(request, world), _sort(request)
    quotes = [
        quote
        for quote in world.state.of(Quote, customer.number)
        if all(fits(quote) for fits in filters)
    ]
    if not quotes:
        raise Problem(404, "No records found for the provided criteria.")
    quotes.sort(key=sort, reverse=one(request, "sortingOrder").lower() != "asc")
    return answer(page.body("quotes", quotes, quote_row, previous="prevPage"))


async def details(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    quote = world.state.get(Quote, customer.number, request.match_info["quoteNumber"])
    if quote is None:
        raise Problem(400, "Quote number not found")
    return answer(quote_details(quote, customer))


def _sort(request: web.Request) -> Callable[[Quote], Any]:
    wanted = one(request, "sortBy")
    if wanted.lower() not in ("", *_SORTS):
        text = "sortBy must be quoteNumber, createdDate, lastModifiedDate or expiryDate"
        raise invalid(Field("sortBy", wanted, text))
    return _SORTS[wanted.lower() or "createddate"]


def _filters(request: web.Request, world: World) -> list[Fits]:
    number = one(request, "quoteNumber").upper()
    bid = one(request, "specialBidNumber").lower()
    name = one(request, "quoteName", 200).lower()
    contact = one(request, "endUserContact").lower()
    status = one(request, "status").lower()
    vendor = one(request, "vendorName").lower()
    filters = [
        within(between(request, "quoteCreateDate-bt", "ingramOrderDate-bt"), world.clock.now()),
        lambda quote: number in quote.number,
        lambda quote: bid in quote.special_bid_number.lower(),
        lambda quote: name in quote.name.lower(),
        lambda quote: status in ("", quote.status.lower()),
    ]
    if contact:
        filters.append(lambda quote: contact in _end_user_text(quote))
    if vendor:
        filters.append(lambda q: any(vendor in line.vendor_name.lower() for line in q.lines))
    return filters


def within(span: tuple[date, date] | None, now: datetime) -> Fits:
    """Thirty days of creation or change; a range reaches back 365 days, nothing reaches further."""
    if span is None:
        return lambda quote: max(quote.created_at, quote.modified_at) >= now - USUAL_WINDOW
    first = max(span[0], (now - WHOLE_WINDOW).date())
    return lambda quote: first <= quote.created_at.date() <= span[1]


def _end_user_text(quote: Quote) -> str:
    end_user = quote.end_user
    return f"{end_user.contact} {end_user.company_name}".lower() if end_user else ""


def _read_quote(world: World, customer: Customer, body: Reading) -> Quote:
    now = world.clock.now()
    deal = body.text("dealId", limit=36)
    name = body.text("quoteName", limit=200, required=True)
    contact = body.text("CustomerContact", limit=64, required=True, other="customercontact")
    if contact and not EMAIL.fullmatch(contact):
        body.fault("CustomerContact", "CustomerContact must be an e-mail address")
    first, last = (
        body.text("firstname", limit=70, other="firstName"),
        body.text("lastname", limit=70, other="lastName"),
    )
    _check_copies(body)
    lines, rejected = _read_lines(world, customer, body, deal)
    return Quote(
        customer=customer.number,
        number=_new_number(),
        guid=str(uuid.uuid4()),
        name=name,
        status="Draft",
        created_at=now,
        modified_at=now,
        currency=customer.currency,
        lines=lines,
        expires_on=_expiry(body, now),
        rejected=rejected,
        special_bid_number=deal,
        special_bid_expires_on=now.date() + timedelta(days=60) if deal else None,
        customer_need=body.text("customerNeed"),
        end_user=_end_user(body.part("endUserInfo")),
        contact_name=f"{first} {last}".strip(),
        contact_email=contact,
        received=True,
    )


def _new_number() -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = "".join(secrets.choice(letters) + str(secrets.randbelow(10)) for _ in range(3))
    return f"QUO-{secrets.randbelow(90_000_000) + 10_000_000}-{tail}"


def _check_copies(body: Reading) -> None:
    copies = [part.strip() for part in body.text("sendQuoteCopy").split(",") if part.strip()]
    if len(copies) > MOST_COPIES:
        body.fault("sendQuoteCopy", f"sendQuoteCopy cannot hold more than {MOST_COPIES} addresses")
    # "y" stands in the documentation's example.
    if any(not EMAIL.fullmatch(copy) for copy in copies if copy.lower() not in ("y", "n")):
        body.fault("sendQuoteCopy", "sendQuoteCopy must hold e-mail addresses")


def _expiry(body: Reading, now: datetime) -> date:
    text = body.text("quoteExpiryDate")
    if not text:
        return now.date() + timedelta(days=30)
    expires_on = us_day(text)
    if expires_on is None:
        body.fault("quoteExpiryDate", "quoteExpiryDate must be in the format MM/DD/YYYY")
    # A day's grace: the reseller's day may be behind the clock's.
    elif expires_on < now.date() - timedelta(days=1):
        body.fault("quoteExpiryDate", "quoteExpiryDate cannot be in the past")
    return expires_on or now.date()


def _end_user(part: Reading | None) -> Address | None:
    if part is None:
        return None
    return Address(
        company_name=part.text("companyName", limit=40),
        contact=part.text("contact", limit=70),
        line1=part.text("addressLine1", limit=70),
        line2=part.text("addressLine2", limit=70),
        line3=part.text("addressLine3", limit=70),
        city=part.text("city", limit=25),
        state=part.text("state", limit=3),
        postal_code=part.text("postalCode", limit=10),
        country_code=part.text("countryCode", limit=10),
        phone_number=part.text("phoneNumber", limit=30),
        email=part.text("email", limit=241),
    )


def _read_lines(
    world: World, customer: Customer, body: Reading, deal: str
) -> tuple[tuple[QuoteLine, ...], tuple[str, ...]]:
    """The lines of known products, and the part numbers that nobody knows."""
    items = body.parts("products")
    if not items and not deal:
        body.fault("products", "products or dealId is required")
    if not items and deal:
        return _deal_lines(world, customer, deal)
    lines: list[QuoteLine] = []
    rejected: list[str] = []
    for index, item in enumerate(items, start=1):
        number = item.text("ingramPartNumber", limit=18)
        vendor_number = item.text("vendorPartNumber", limit=60)
        quantity = item.whole("quantity", least=1, most=9_999_999, as_text=True)
        if not number and not vendor_number:
            item.fault("ingramPartNumber", "ingramPartNumber or vendorPartNumber is required")
            continue
        find = world.catalogue.by_number if number else world.catalogue.by_vendor_number
        product = find(number or vendor_number)
        if product is None:
            rejected.append(number or vendor_number)
            continue
        line_number = item.text("customerLineNumber", limit=6) or str(index)
        notes = item.text("lineLevelNotes")
        lines.append(quote_line(product, customer, quantity, line_number, notes))
    return tuple(lines), tuple(rejected)


def _deal_lines(
    world: World, customer: Customer, deal: str
) -> tuple[tuple[QuoteLine, ...], tuple[str, ...]]:
    """A deal brings its own lines; one that no search shows is a Cisco deal with any number."""
    known = world.state.get(Deal, customer.number, deal)
    if known is not None:
        return _lines_of(known, world, customer), ()
    if not any(character.isdigit() for character in deal):
        return (), (deal,)
    cisco = world.catalogue.of_vendor("Cisco")
    start = sum(map(ord, deal)) % (len(cisco) - 3)
    lines = [
        quote_line(product, customer, 1 + index, str(index + 1), "", DEAL_DISCOUNT)
        for index, product in enumerate(cisco[start : start + 3])
    ]
    return tuple(lines), ()


def _lines_of(deal: Deal, world: World, customer: Customer) -> tuple[QuoteLine, ...]:
    """All that the vendor approved, at the deal's prices."""
    lines = []
    for index, line in enumerate(deal.lines, start=1):
        product = world.catalogue.by_number(line.part_number)
        if product is not None:
            quoted = quote_line(product, customer, line.approved_quantity, str(index))
            lines.append(replace(quoted, quote_price=line.standard_price))
    return tuple(lines)


def quote_line(  # noqa: PLR0913, RUF100
    product: Product,
    customer: Customer,
    quantity: int,
    number: str,
    notes: str = "",
    discount: Decimal = Decimal(1),
) -> QuoteLine:
    return QuoteLine(
        guid=str(uuid.uuid4()),
        customer_line_number=number,
        part_number=product.part_number,
        vendor_part_number=product.vendor_part_number,
        vendor_name=product.vendor_name,
        description=product.description,
        quantity=quantity,
        quote_price=product.price_for(quantity, customer.rate * discount),
        msrp=in_currency(product.list_price, customer.rate),
        weight=product.weight,
        notes=notes,
        is_subscription=product.plan is not None,
    )
