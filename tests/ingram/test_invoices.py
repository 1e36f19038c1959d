"""Invoices: what can be searched, and one in full."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import BadPayload, Client, NotFound, ValidationFailed
from apps.ingram.operations import invoices
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceNumberOf
from tests.ingram.upstream import Upstream

DAYS = (date(2026, 1, 2), date(2026, 2, 3))


def test_every_filter_goes_out_under_its_own_name(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"recordsFound": 0})

    invoices.search_invoices(
        client,
        status="Open",
        invoiced_between=DAYS,
        due_between=DAYS,
        ordered_between=DAYS,
        payment_terms_due_on=DAYS[0],
        ingram_order_number="40-MKTRW-11",
        sort_by="InvoiceDate",
        is_descending=True,
        page_number=3,
        page_size=100,
    )

    assert upstream.calls[0].query == [
        ("invoiceStatus", "Open"),
        ("invoiceFromDate", "2026-01-02"),
        ("invoiceToDate", "2026-02-03"),
        ("invoiceFromDueDate", "2026-01-02"),
        ("invoiceToDueDate", "2026-02-03"),
        ("orderFromDate", "2026-01-02"),
        ("orderToDate", "2026-02-03"),
        ("paymentTermsNetDate", "2026-01-02"),
        ("orderNumber", "40-MKTRW-11"),
        ("orderby", "InvoiceDate"),
        ("direction", "desc"),
        ("pageNumber", "3"),
        ("pageSize", "100"),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"serial_number": "S" * 33},
        {"sort_by": "S" * 33},
        {"invoiced_between": DAYS[::-1]},
        {"page_size": 101},
        {"page_size": 0},
        {"page_number": 0},
    ],
)
def test_a_filter_that_would_be_refused_is_not_sent(
    client: Client, upstream: Upstream, filters: dict[str, Any]
) -> None:
    with pytest.raises(ValueError):
        invoices.search_invoices(client, **filters)

    assert upstream.calls == []


@pytest.mark.parametrize("status", [204, 404])
def test_no_invoices_are_an_empty_page(client: Client, upstream: Upstream, status: int) -> None:
    upstream.reply(status)

    assert invoices.search_invoices(client).invoices == ()


def test_an_answer_that_is_no_page_is_no_empty_page(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"something": "else"})

    with pytest.raises(BadPayload):
        invoices.search_invoices(client)


def test_invoices_are_walked_with_the_same_filters_and_resumed_at_a_page(
    client: Client, upstream: Upstream
) -> None:
    figures = {"recordsFound": 5, "pageSize": 2}
    for number, rows in ((2, ["C", "D"]), (3, ["E"])):
        found = [{"invoiceNumber": row} for row in rows]
        upstream.reply(200, {"invoices": found, "pageNumber": number, **figures})

    walked = invoices.iter_invoices(client, first_page=2, page_size=2, invoiced_between=DAYS)
    first = next(walked)
    rest = [row.invoice_number for page in walked for row in page.invoices]

    assert (first.page_number, rest) == (2, ["E"])
    assert [dict(call.query)["pageNumber"] for call in upstream.calls] == ["2", "3"]
    assert {dict(call.query)["invoiceToDate"] for call in upstream.calls} == {"2026-02-03"}


def test_a_walk_that_is_stopped_asks_for_nothing_more(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"invoices": [{"invoiceNumber": "A"}], "recordsFound": 9, "pageSize": 1})

    next(invoices.iter_invoices(client, page_size=1))

    assert len(upstream.calls) == 1


def test_details_can_be_asked_by_the_number_of_the_order(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"invoiceNumber": "40-DPJ17-11"})

    invoices.invoice_details(
        client, "40-25436-11", number_of=InvoiceNumberOf.ORDER, includes_serial_numbers=False
    )

    (call,) = upstream.calls
    assert call.path == "/resellers/v6.1/invoices/40-25436-11"
    assert call.query == [("customerType", "order"), ("includeSerialNumbers", "false")]
    assert call.headers["IM-ApplicationID"]


def test_an_invoice_number_that_cannot_be_is_not_found(client: Client, upstream: Upstream) -> None:
    with pytest.raises(NotFound):
        invoices.invoice_details(client, "1234567890123")

    assert upstream.calls == []


def test_a_refused_number_names_its_field(client: Client, upstream: Upstream) -> None:
    fields = [{"field": "invoiceNumber", "message": "Unknown invoice", "value": "1"}]
    upstream.reply(400, {"errors": [{"id": "1", "type": "/errors/x", "fields": fields}]})

    with pytest.raises(ValidationFailed, match="Unknown invoice"):
        invoices.invoice_details(client, "1")


def test_an_answer_without_an_invoice_number_is_no_invoice(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"summary": {}})

    with pytest.raises(BadPayload):
        invoices.invoice_details(client, "40-DPJ17-11")


def test_an_invoice_tells_its_terms_rates_and_totals() -> None:
    invoice = InvoiceDetails.read(
        {
            "invoiceDate": "2022-09-07",
            "invoiceDueDate": "2022-10-22",
            "invoiceStatus": "Open",
            "paymentTermsInfo": {"paymentTermsCode": "45", "paymentTermsDueDate": "2022-10-22"},
            "fxRateInfo": {"currencyCode": "USD", "invoiceCurrency": "CAD", "currencyFxRate": 1.3},
            "lines": [{"quantity": 2, "unitPrice": 533.33, "currencyCode": "EUR"}],
            "summary": {
                "lines": {"productLineCount": 1, "productLineTotalQuantity": 2},
                "totals": {"netInvoiceAmount": 1066.66, "freightAmount": "31.90"},
            },
        }
    )

    assert (invoice.invoiced_on, invoice.due_on) == (date(2022, 9, 7), date(2022, 10, 22))
    assert (invoice.status, invoice.status_text) == ("OPEN", "Open")
    assert (invoice.payment_terms.code, invoice.payment_terms.due_on) == ("45", invoice.due_on)
    assert invoice.currency == "CAD"
    assert (invoice.summary.counts.lines, invoice.summary.counts.quantity) == (1, 2)
    assert invoice.summary.totals.freight_amount == Decimal("31.90")


def test_the_currency_is_that_of_a_line_where_no_rate_is_told_and_unknown_without_either() -> None:
    lines = [{"currencyCode": None}, {"currencyCode": "EUR"}]

    assert InvoiceDetails.read({"lines": lines, "fxRateInfo": None}).currency == "EUR"
    assert InvoiceDetails.read({}).currency == ""


def test_an_invoice_of_which_nothing_is_told_is_empty_and_raises_nothing() -> None:
    invoice = InvoiceDetails.read({"summary": None, "paymentTermsInfo": [], "billToInfo": ""})

    assert invoice.summary.totals.amount_due is None
    assert invoice.summary.charges == ()
    assert invoice.summary.foreign is None
    assert invoice.payment_terms.code == ""
    assert invoice.bill_to is None
