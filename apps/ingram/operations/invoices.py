"""Invoices: search, details."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypedDict, Unpack

from apps.ingram.calls import Operation
from apps.ingram.config import Resource
from apps.ingram.errors import NotFound
from apps.ingram.operations.filters import Days, bounded, day_text, direction, from_and_to
from apps.ingram.operations.legacy import invoices as legacy
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.operations.versions import by_version, not_offered
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceNumberOf, InvoicePage
from apps.ingram.transport import Client

SEARCH_INVOICES = Operation(
    name="invoices.search",
    method="GET",
    path="/resellers/v6/invoices",
    none_statuses=frozenset({204, 404}),
)
INVOICE_DETAILS = Operation(
    name="invoices.details", method="GET", path="/resellers/v6.1/invoices/{invoiceNumber}"
)
#: In the path; the search takes one less.
LONGEST_NUMBER = 12


class InvoiceFilters(TypedDict, total=False):
    """What `search_invoices` and `iter_invoices` can filter and sort by."""

    invoice_number: str
    status: str
    invoice_type: str
    invoiced_on: date | None
    invoiced_between: Days | None
    due_on: date | None
    due_between: Days | None
    ordered_on: date | None
    ordered_between: Days | None
    payment_terms_due_on: date | None
    ingram_order_number: str
    customer_order_number: str
    end_customer_order_number: str
    delivery_number: str
    special_bid_number: str
    serial_number: str
    sort_by: str
    is_descending: bool | None


@by_version(Resource.INVOICES, v5=not_offered)
def search_invoices(
    client: Client,
    *,
    invoice_number: str = "",
    status: str = "",
    invoice_type: str = "",
    invoiced_on: date | None = None,
    invoiced_between: Days | None = None,
    due_on: date | None = None,
    due_between: Days | None = None,
    ordered_on: date | None = None,
    ordered_between: Days | None = None,
    payment_terms_due_on: date | None = None,
    ingram_order_number: str = "",
    customer_order_number: str = "",
    end_customer_order_number: str = "",
    delivery_number: str = "",
    special_bid_number: str = "",
    serial_number: str = "",
    sort_by: str = "",
    is_descending: bool | None = None,
    page_number: int = 1,
    page_size: int = 25,
) -> InvoicePage:
    """One page of the invoices of orders of the last two years, empty when nothing is found.

    `sort_by` is a column in their spelling, such as InvoiceDate. The distributor ignores filters
    it does not know, so check that the rows satisfy yours; compare numbers with
    `comparable_number`. [spec] GET /resellers/v6/invoices
    """
    reply = client.call(
        SEARCH_INVOICES,
        query={
            "invoiceNumber": bounded("invoice_number", invoice_number, longest=11),
            "invoiceStatus": status,
            "invoiceType": invoice_type,
            "invoiceDate": day_text(invoiced_on),
            **from_and_to(invoiced_between, keys=("invoiceFromDate", "invoiceToDate")),
            "invoiceDueDate": day_text(due_on),
            **from_and_to(due_between, keys=("invoiceFromDueDate", "invoiceToDueDate")),
            "orderDate": day_text(ordered_on),
            **from_and_to(ordered_between, keys=("orderFromDate", "orderToDate")),
            "paymentTermsNetDate": day_text(payment_terms_due_on),
            "orderNumber": ingram_order_number,
            "customerOrderNumber": customer_order_number,
            "endCustomerOrderNumber": end_customer_order_number,
            "DeliveryNumber": delivery_number,  # a capital here, and nowhere else
            "specialBidNumber": special_bid_number,
            "serialNumber": bounded("serial_number", serial_number, longest=32),
            "orderby": bounded("sort_by", sort_by, longest=32),
            "direction": direction(is_descending),
            **page_query(page_number, page_size),
        },
    )
    page = InvoicePage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_INVOICES, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_invoices(
    client: Client, *, first_page: int = 1, page_size: int = 100, **filters: Unpack[InvoiceFilters]
) -> Iterator[InvoicePage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_invoices(client, page_number=number, page_size=page_size, **filters),
        lambda page: page.invoices,
        first_page=first_page,
    )


@by_version(Resource.INVOICES, v6=legacy.invoice_details_v6, v5=legacy.invoice_details)
def invoice_details(
    client: Client,
    number: str,
    *,
    number_of: InvoiceNumberOf | None = None,
    includes_serial_numbers: bool = True,
) -> InvoiceDetails:
    """One invoice in full, by its number or, with `number_of`, by that of its order.

    Raises NotFound, or ValidationFailed: for an unknown number only a 400 is documented.
    [spec] GET /resellers/v6.1/invoices/{invoiceNumber}
    """
    if len(number.strip()) > LONGEST_NUMBER:
        raise NotFound(path=INVOICE_DETAILS.path, detail="no invoice number is that long")
    reply = client.call(
        INVOICE_DETAILS,
        path={"invoiceNumber": number},
        query={
            "customerType": number_of or "",
            "includeSerialNumbers": includes_serial_numbers,
        },
    )
    invoice = InvoiceDetails.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(INVOICE_DETAILS, reply, is_there=bool(invoice.invoice_number))
    return invoice
