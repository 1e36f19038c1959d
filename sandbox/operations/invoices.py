"""Invoice search and invoice details v6.1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from sandbox.gate import CUSTOMER, answer
from sandbox.invoicing import INVOICE, Invoice, invoices_of, plain
from sandbox.paging import Page
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import day, one
from sandbox.records import Order
from sandbox.rendering.invoices import invoice_details, invoice_row
from sandbox.settings import Customer
from sandbox.world import WORLD, World

WHOLE_WINDOW = timedelta(days=2 * 365)
Fits = Callable[[Invoice], bool]
_DAYS: dict[str, Callable[[Invoice], date]] = {
    "invoiceDate": lambda invoice: invoice.invoiced_on,
    "invoiceDueDate": lambda invoice: invoice.due_on,
    "paymentTermsNetDate": lambda invoice: invoice.due_on,
    "orderDate": lambda invoice: invoice.order.entered_at.date(),
}
_RANGES = {
    ("invoiceFromDate", "invoiceToDate"): _DAYS["invoiceDate"],
    ("invoiceFromDueDate", "invoiceToDueDate"): _DAYS["invoiceDueDate"],
    ("orderFromDate", "orderToDate"): _DAYS["orderDate"],
}
_TEXTS: dict[str, Callable[[Invoice], tuple[str, ...]]] = {
    "invoiceNumber": lambda invoice: (invoice.number,),
    "orderNumber": lambda invoice: (invoice.order.number, invoice.sub_order_number),
    "DeliveryNumber": lambda invoice: (invoice.delivery_number,),
    "invoiceType": lambda _invoice: (INVOICE,),
    "customerOrderNumber": lambda invoice: (invoice.order.customer_order_number,),
    "endCustomerOrderNumber": lambda invoice: (invoice.order.end_customer_order_number,),
    "specialBidNumber": lambda invoice: invoice.special_bid_numbers,
    "serialNumber": lambda invoice: tuple(
        serial for line in invoice.lines for serial in line.serial_numbers
    ),
}
_LIMITS = {"invoiceNumber": 11, "serialNumber": 32}
_SORTS: dict[str, Callable[[Invoice, date], Any]] = {
    "invoicedate": lambda invoice, _today: invoice.invoiced_on,
    "invoiceduedate": lambda invoice, _today: invoice.due_on,
    "invoicenumber": lambda invoice, _today: invoice.number,
    "invoicestatus": lambda invoice, today: invoice.status(today),
    "invoicedamountdue": lambda invoice, _today: invoice.total,
    "invoiceamountincltax": lambda invoice, _today: invoice.total,
    "orderdate": lambda invoice, _today: invoice.order.entered_at,
    "ordercreatedate": lambda invoice, _today: invoice.order.entered_at,
    "erpordernumber": lambda invoice, _today: invoice.sub_order_number,
    "ordernumber": lambda invoice, _today: invoice.sub_order_number,
    "customerordernumber": lambda invoice, _today: invoice.order.customer_order_number,
    "endcustomerordernumber": lambda invoice, _today: invoice.order.end_customer_order_number,
}


async def search(request: web.Request) -> web.Response:
    """The newest first unless orderby and direction say otherwise; none is an empty page."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    today = world.clock.now().date()
    page, filters, sort = Page(request), _filters(request, today), _sort(request)
    found = [
        invoice
        for invoice in known_invoices(world, customer)
        if all(fits(invoice) for fits in filters)
    ]
    found.sort(key=lambda invoice: invoice.number)
    found.sort(key=lambda invoice: sort(invoice, today), reverse=_direction(request) != "asc")
    # Only the older document has the path with a slash.
    as_text = request.path.endswith("/")

    def show(invoice: Invoice) -> dict[str, Any]:
        return invoice_row(invoice, today, as_text=as_text)

    return answer(page.body("invoices", found, show, previous=None))


async def details(request: web.Request) -> web.Response:
    """By the number of the invoice or, with customerType=order, of its order or sub-order."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    invoice = asked_for(request, request.match_info["invoiceNumber"])
    today = world.clock.now().date()
    serials = with_serials(request)
    return answer(invoice_details(invoice, customer, today, with_serials=serials))


def known_invoices(
    world: World, customer: Customer, window: timedelta = WHOLE_WINDOW
) -> Iterator[Invoice]:
    """Of the orders of the last two years: older ones are no longer told."""
    since = world.clock.now() - window
    for order in world.state.of(Order, customer.number):
        if order.is_visible and order.entered_at >= since:
            yield from invoices_of(order)


def find(world: World, customer: Customer, number: str) -> Invoice | None:
    """The invoice with that number, dashes or not."""
    wanted = plain(number)
    invoices = known_invoices(world, customer)
    return next((invoice for invoice in invoices if invoice.number == wanted), None)


def asked_for(request: web.Request, number: str) -> Invoice:
    """The invoice of the path; of an order with several the first one."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    if len(number) > 12:
        raise invalid(
            Field(
                "invoiceNumber", number[:200], "invoiceNumber cannot be longer than 12 characters"
            )
        )
    kind = one(request, "customerType", 32).lower()
    if kind not in ("", "invoice", "order"):
        raise invalid(Field("customerType", kind, "customerType must be invoice or order"))
    wanted = plain(number)
    for invoice in known_invoices(world, customer):
        order_numbers = (plain(invoice.order.number), plain(invoice.sub_order_number))
        if wanted in (order_numbers if kind == "order" else (invoice.number,)):
            return invoice
    fault = Field("invoiceNumber", number, "no invoice of the last two years has this number")
    raise Problem(400, "Invoice not found", fields=[fault])


def with_serials(request: web.Request) -> bool:
    value = one(request, "includeSerialNumbers").lower()
    if value not in ("", "true", "false"):
        raise invalid(
            Field("includeSerialNumbers", value, "includeSerialNumbers must be true or false")
        )
    return value == "true"


def _filters(request: web.Request, today: date) -> list[Fits]:
    filters = _date_filters(request)
    for name, values in _TEXTS.items():
        if wanted := plain(one(request, name, _LIMITS.get(name, 35))):
            filters.append(_has(wanted, values))
    if status := one(request, "invoiceStatus").upper():
        filters.append(lambda invoice: invoice.status(today).upper() == status)
    return filters


def _has(wanted: str, values: Callable[[Invoice], tuple[str, ...]]) -> Fits:
    return lambda invoice: any(wanted == plain(value) for value in values(invoice))


def _date_filters(request: web.Request) -> list[Fits]:
    filters: list[Fits] = []
    for name, value in _DAYS.items():
        if (wanted := day(request, name)) is not None:
            filters.append(_between(wanted, wanted, value))
    for (first, last), value in _RANGES.items():
        span = day(request, first), day(request, last)
        if span != (None, None):
            filters.append(_between(span[0] or date.min, span[1] or date.max, value))
    return filters


def _between(first: date, last: date, value: Callable[[Invoice], date]) -> Fits:
    return lambda invoice: first <= value(invoice) <= last


def _sort(request: web.Request) -> Callable[[Invoice, date], Any]:
    wanted = one(request, "orderby", 32)
    if wanted.lower() not in ("", *_SORTS):
        raise invalid(Field("orderby", wanted, "orderby must be a column of the answer"))
    return _SORTS[wanted.lower() or "invoicedate"]


def _direction(request: web.Request) -> str:
    wanted = one(request, "direction", 32).lower()
    if wanted not in ("", "asc", "desc"):
        raise invalid(Field("direction", wanted, "direction must be asc or desc"))
    return wanted
