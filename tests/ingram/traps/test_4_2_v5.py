"""Field notes 4.2, each operation and each sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client, Forbidden, NotFound, NotOffered, OutcomeUnknown, ValidationFailed
from apps.ingram.operations.legacy import catalog, invoices, orders, quotes
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.ingram.schemas.prices import PriceRequest
from tests.ingram.legacy import answers
from tests.ingram.upstream import Upstream

PLAIN_ORDER = OrderCreateV6Request.model_validate(
    {
        "customer_order_number": "PO-1",
        "lines": [{"customer_line_number": "1", "ingram_part_number": "TSXML3", "quantity": 12}],
        "attributes": [{"name": "allowOrderOnCustomerHold", "value": "true"}],
    }
)
TWO_PRICES = PriceRequest.model_validate(
    {"products": [{"ingram_part_number": "TB6489"}, {"ingram_part_number": "NOSUCH"}]}
)
DAY = date(2020, 4, 3)


def query_of(upstream: Upstream) -> dict[str, str]:
    return dict(upstream.calls[-1].query)


# The table, row by row


def test_price_and_availability_takes_words_for_two_flags_and_a_boolean_for_the_third(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.offers(answers.offer()))

    catalog.price_and_availability(client, TWO_PRICES)

    request = upstream.calls[0].json["servicerequest"]
    assert request["requestpreamble"] == {"isocountrycode": "US", "customernumber": "20-222222"}
    assert request["priceandstockrequest"] == {
        "showwarehouseavailability": "True",
        "extravailabilityflag": "Y",
        "includeallsystems": False,
        "item": [
            {"ingrampartnumber": "TB6489", "quantity": 1},
            {"ingrampartnumber": "NOSUCH", "quantity": 1},
        ],
    }


@pytest.mark.parametrize("whole", ["SUCCESS", "PARTIAL SUCCESS", "FAILED"])
def test_a_failed_product_takes_no_other_down_whatever_the_whole_is_called(
    whole: str, client: Client, upstream: Upstream
) -> None:
    refused = {"itemstatus": "FAILED", "statusmessage": "SKU not found", "ingrampartnumber": "N"}
    upstream.reply(200, answers.offers(answers.offer(), refused, status=whole))

    good, bad = catalog.price_and_availability(client, TWO_PRICES)

    assert (good.error, good.customer_price) == ("", Decimal("640.5"))
    assert good.availability.total == 690
    assert (bad.error, bad.customer_price) == ("SKU not found", None)
    assert bad.availability.total is None


def test_product_search_takes_any_part_number(client: Client, upstream: Upstream) -> None:
    found = {"ingrampartnumber": "3AR598", "upccode": "0887276244266", "haswarranty": "false"}
    upstream.reply(
        200,
        answers.enveloped(
            {"productsearchresponse": [{"responseflag": "1", "partnumbers": [found]}]}
        ),
    )

    page = catalog.search_products(client, keywords=["0887276244266"])

    assert query_of(upstream) == {
        "customerNumber": "20-222222",
        "isoCountryCode": "US",
        "partNumber": "0887276244266",
    }
    assert page.records_found == 1
    assert page.products[0].ingram_part_number == "3AR598"
    assert page.products[0].has_warranty is False


def test_order_create_holds_by_an_extended_spec_and_sends_quantities_as_texts(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.created())

    orders.create_order(client, PLAIN_ORDER)

    order = upstream.calls[0].json["ordercreaterequest"]["ordercreatedetails"]
    assert order["customerponumber"] == "PO-1"
    assert order["lines"][0]["quantity"] == "12"
    assert order["extendedspecs"] == [
        {"attributename": "placeoncustomerhold", "attributevalue": "true"}
    ]


def test_order_search_pages_in_small_letters_and_gives_the_reason_of_a_hold(
    client: Client, upstream: Upstream
) -> None:
    held = answers.sub_order(
        statuscode="C", status="CREDIT HOLD", holdreasoncode="CH", holdreason="NOT FLOORED"
    )
    upstream.reply(200, answers.found_orders(answers.row(held)))

    (order,) = orders.search_orders(client, page_number=2, page_size=50).orders

    assert query_of(upstream)["pagenumber"] == "2"
    assert query_of(upstream)["pagesize"] == "50"
    (sub_order,) = order.sub_orders
    assert (sub_order.status, sub_order.status_text) == ("ON HOLD", "CREDIT HOLD")
    assert sub_order.hold_reason == "NOT FLOORED"
    assert order.status == "ON HOLD"


@pytest.mark.parametrize(("status", "code"), [("SHIPPED", "4"), ("CANCELLED", "V")])
def test_order_search_has_one_letter_for_a_status(
    status: str, code: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.found_orders())

    orders.search_orders(client, statuses=[status])

    assert query_of(upstream)["orderstatus"] == code


@pytest.mark.parametrize("statuses", [["ON HOLD"], ["SHIPPED", "CANCELLED"], ["PROCESSING"]])
def test_order_search_refuses_statuses_that_it_could_only_widen(
    statuses: list[str], client: Client, upstream: Upstream
) -> None:
    with pytest.raises(NotOffered):
        orders.search_orders(client, statuses=statuses)

    assert upstream.calls == []


def test_order_details_that_are_not_found_say_so_under_200_in_the_fields(
    client: Client, upstream: Upstream
) -> None:
    fields = {"ordernumber": "Not Found", "customerordernumber": "Not-Found"}
    upstream.reply(200, answers.failed(body={"orderdetailresponse": fields}))

    with pytest.raises(NotFound):
        orders.order_details(client, "20-RD128")


def test_order_cancel_wants_the_day_of_the_order(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.enveloped({}, requestStatus="SUCCESS", returnCode="00"))

    orders.cancel_order(client, "20-RD128", ordered_on=DAY)

    assert upstream.calls[0].method == "DELETE"
    assert query_of(upstream)["entryDate"] == "2020-04-03"


def test_order_cancel_reads_the_day_of_the_order_when_it_is_not_told(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.order(entrytimestamp="2020-04-02T23:54:39-07:00"))
    upstream.reply(200, answers.enveloped({}, requestStatus="SUCCESS", returnCode="00"))

    orders.cancel_order(client, "20-RD128")

    assert [call.method for call in upstream.calls] == ["GET", "DELETE"]
    assert query_of(upstream)["entryDate"] == "2020-04-02"


def test_order_cancel_of_a_direct_ship_order_is_a_refusal(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(
        200,
        answers.failed(requestStatus="FAILED", returnCode="20", returnMessage="Direct ship order"),
    )

    with pytest.raises(ValidationFailed) as caught:
        orders.cancel_order(client, "20-RD128", ordered_on=DAY)

    assert caught.value.user_message == "Direct ship order"
    assert caught.value.nothing_was_done


def test_quote_search_asks_for_its_page_in_the_body(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.found_quotes("QUO-1"))

    page = quotes.search_quotes(
        client, created_between=(date(2019, 8, 1), date(2019, 11, 1)), page_number=3, page_size=50
    )

    search = upstream.calls[0].json["quoteSearchRequest"]
    assert search["requestPreamble"] == {
        "customerNumber": "20-222222",
        "isoCountryCode": "US",
        "customerContact": "rep@reseller.example",
    }
    assert search["retrieveQuoteRequest"] == {
        "fromDate": "2019-08-01",
        "toDate": "2019-11-01",
        "pageIndex": "3",
        "recordsPerPage": "50",
    }
    assert (page.page_number, page.records_found) == (3, 1)


def test_quote_search_reaches_365_days_and_no_further(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.found_quotes())

    quotes.search_quotes(client, created_between=(date(2025, 1, 1), date(2026, 1, 1)))
    with pytest.raises(NotOffered):
        quotes.search_quotes(client, created_between=(date(2024, 12, 31), date(2026, 1, 1)))

    assert len(upstream.calls) == 1


def test_quote_search_of_more_than_a_hundred_rows_is_refused_here(
    client: Client, upstream: Upstream
) -> None:
    with pytest.raises(ValueError, match="100"):
        quotes.search_quotes(client, page_size=101)

    assert upstream.calls == []


def test_quote_details_write_numbers_as_texts(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.quote())

    quote = quotes.quote_details(client, "QUO-25576-C8S2W7")

    (line,) = quote.lines
    assert (line.quantity, line.line_number) == (1, "1")
    assert (line.price.unit_price, line.price.retail_price) == (
        Decimal("1401.85"),
        Decimal("2645.00"),
    )
    assert (quote.total, quote.currency) == (Decimal("1401.85"), "USD")


def test_invoice_details_name_the_account_in_the_query(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.invoice())

    invoice = invoices.invoice_details(client, "RCW67-11")

    assert query_of(upstream) == {"customerNumber": "20-222222", "isoCountryCode": "US"}
    assert (invoice.invoice_number, invoice.currency) == ("RCW67-11", "USD")
    assert invoice.summary.totals.amount_due == Decimal("61.22")
    assert invoice.lines[0].quantity == 2


# The paragraph, sentence by sentence

CALLS: dict[str, Callable[[Client], Any]] = {
    "search products": lambda client: catalog.search_products(client, keywords=["A"]),
    "search orders": lambda client: orders.search_orders(client),
    "order details": lambda client: orders.order_details(client, "20-RD128"),
    "cancel order": lambda client: orders.cancel_order(client, "20-RD128", ordered_on=DAY),
    "quote details": lambda client: quotes.quote_details(client, "QUO-1"),
    "invoice details": lambda client: invoices.invoice_details(client, "RCW67-11"),
}


@pytest.mark.parametrize(
    ("call", "names"),
    [
        ("search products", {"customerNumber", "isoCountryCode"}),
        ("search orders", {"customerNumber", "isocountrycode"}),
        ("order details", {"customernumber", "isocountrycode"}),
        ("cancel order", {"customerNumber", "isoCountryCode"}),
        ("quote details", {"customerNumber", "isoCountryCode"}),
        ("invoice details", {"customerNumber", "isoCountryCode"}),
    ],
)
def test_the_case_of_a_parameter_differs_from_operation_to_operation(
    call: str, names: set[str], client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.failed("Something is wrong"))

    with pytest.raises(ValidationFailed):
        CALLS[call](client)

    query = query_of(upstream)
    assert names <= query.keys()
    assert {query[name] for name in names} == {"20-222222", "US"}


@pytest.mark.parametrize("call", CALLS)
def test_there_are_no_headers_of_the_account(call: str, client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.failed("Something is wrong"))

    with pytest.raises(ValidationFailed):
        CALLS[call](client)

    assert not [name for name in upstream.calls[0].headers if name.lower().startswith("im-")]


PREAMBLES = [
    pytest.param("responsestatus", "statuscode", "responsemessage", id="orders, prices, invoices"),
    pytest.param("requeststatus", "returncode", "returnmessage", id="searches"),
    pytest.param("requestStatus", "returnCode", "returnMessage", id="cancel"),
    pytest.param("responseStatus", "responseStatusCode", "responseMessage", id="quote search"),
    pytest.param("responseStatus", "statusCode", "responseMessage", id="quote details"),
]


@pytest.mark.parametrize("word", ["FAILED", "Failed"])
@pytest.mark.parametrize(("status", "code", "message"), PREAMBLES)
def test_a_failure_is_read_from_a_preamble_of_any_spelling(
    status: str, code: str, message: str, word: str, client: Client, upstream: Upstream
) -> None:
    told = {status: word, code: "400", message: "Provide a valid column"}
    upstream.reply(200, {"serviceresponse": {"responsepreamble": told}})

    with pytest.raises(ValidationFailed) as caught:
        invoices.invoice_details(client, "RCW67-11")

    assert caught.value.user_message == "Provide a valid column"


@pytest.mark.parametrize(("status", "code", "message"), PREAMBLES)
def test_nothing_found_is_read_from_a_preamble_of_any_spelling(
    status: str, code: str, message: str, client: Client, upstream: Upstream
) -> None:
    told = {status: "FAILED", code: "404", message: "No data found"}
    upstream.reply(200, {"serviceresponse": {"responsepreamble": told}})

    assert orders.search_orders(client).orders == ()
    assert quotes.search_quotes(client).quotes == ()
    assert catalog.search_products(client, keywords=["A"]).products == ()
    with pytest.raises(NotFound):
        invoices.invoice_details(client, "RCW67-11")


def test_an_unknown_customer_is_no_empty_result(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.found_quotes(status="Failed", message="Customer Not Found"))

    with pytest.raises(Forbidden) as caught:
        quotes.search_quotes(client)

    assert caught.value.user_message == "Customer Not Found"


@pytest.mark.parametrize("root", ["serviceresponse", "serviceResponse", "servicerresponse"])
def test_the_root_has_three_spellings(root: str, client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {root: answers.order()["serviceresponse"]})

    assert orders.order_details(client, "20-RD128").ingram_order_number == "20-RD128"


def test_quotes_have_roots_of_their_own(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.found_quotes("QUO-1"))
    upstream.reply(200, answers.quote())

    assert [row.quote_number for row in quotes.search_quotes(client).quotes] == ["QUO-1"]
    assert quotes.quote_details(client, "QUO-25576-C8S2W7").status == "ACTIVE"


@pytest.mark.parametrize("key", ["ordesearchresponse", "ordersearchresponse"])
def test_order_search_is_read_from_the_misspelt_key_and_the_documented_one(
    key: str, client: Client, upstream: Upstream
) -> None:
    page = {"ordersfound": "1", "orders": [answers.row(answers.sub_order())]}
    upstream.reply(200, answers.enveloped({key: page}))

    (order,) = orders.search_orders(client).orders

    assert order.ingram_order_number == "20-RD128"
    assert order.ordered_at == datetime(2020, 4, 3, 15, 54, 39, tzinfo=UTC)


@pytest.mark.parametrize("key", ["shiptoaddress", "shoptoaddress"])
def test_an_invoice_ships_to_an_address_of_either_spelling(
    key: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.invoice(**{key: {"name1": "Acme", "city": "SANTA ANA"}}))

    ship_to = invoices.invoice_details(client, "RCW67-11").ship_to

    assert ship_to is not None
    assert (ship_to.company_name, ship_to.city) == ("Acme", "SANTA ANA")


def test_lines_of_an_invoice_without_a_part_number_are_no_products(
    client: Client, upstream: Upstream
) -> None:
    tracking = {"linenumber": "2", "partdescription": "TRACKING# 1Z999", "shippedquantity": "0"}
    freight = {"linenumber": "895", "partdescription": "FREIGHT OUT", "extendedprice": "8.00"}
    upstream.reply(200, answers.invoice(answers.invoice_line(), tracking, freight))

    invoice = invoices.invoice_details(client, "RCW67-11")

    assert [line.ingram_part_number for line in invoice.lines] == ["123511"]
    assert invoice.notes == "TRACKING# 1Z999"
    (charge,) = invoice.summary.charges
    assert (charge.description, charge.amount) == ("FREIGHT OUT", Decimal("8.00"))


# HTTP 200 for every failure


def test_trouble_at_their_side_is_asked_again_when_it_is_a_read(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.failed(responseStatus="Failed", responseStatusCode="500"))
    upstream.reply(200, answers.found_quotes("QUO-1"))

    assert quotes.search_quotes(client).quotes[0].quote_number == "QUO-1"
    assert len(upstream.calls) == 2


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(answers.failed(responsestatus="FAILED", statuscode="500"), id="trouble"),
        pytest.param(
            answers.failed(
                "Some lines failed",
                {"ordersummary": {"ordercreateresponse": [{"globalorderid": "20-RD12J"}]}},
            ),
            id="an order in spite of it",
        ),
        pytest.param(answers.enveloped({"ordersummary": {}}), id="success without a number"),
        pytest.param("", id="nothing"),
    ],
)
def test_an_order_without_a_clear_answer_is_unknown_and_sent_once(
    answer: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answer)

    with pytest.raises(OutcomeUnknown):
        orders.create_order(client, PLAIN_ORDER)

    assert len(upstream.calls) == 1


def test_an_order_that_is_refused_under_200_was_not_made(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.failed("SKU not found"))

    with pytest.raises(ValidationFailed) as caught:
        orders.create_order(client, PLAIN_ORDER)

    assert caught.value.nothing_was_done
    assert len(upstream.calls) == 1
