"""A call goes to the version that the connection speaks, or is refused; it is never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import ApiVersion, Client, NotFound, NotOffered, Rejected, Resource
from apps.ingram.operations import catalog, invoices, order_changes, orders, quotes
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceNumberOf
from apps.ingram.schemas.order_requests import OrderModifyRequest
from apps.ingram.schemas.orders import OrderDetails, OrderPage
from apps.ingram.schemas.prices import PriceRequest, ProductOffer
from apps.ingram.schemas.quotes import QuoteDetails, QuotePage
from tests.ingram.conftest import MakeClient, make_config
from tests.ingram.legacy import answers
from tests.ingram.test_requests import make_quote
from tests.ingram.upstream import Upstream

ALL_V5 = dict.fromkeys(Resource, ApiVersion.V5)


@pytest.fixture
def old_client(make_client: MakeClient) -> Client:
    return make_client(versions=ALL_V5)


def test_a_version_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="v6 of quotes"):
        make_config(versions={Resource.QUOTES: ApiVersion.V6})


@pytest.mark.parametrize(
    ("ask", "answer", "path", "kind"),
    [
        (
            lambda client: orders.search_orders(client, statuses=["SHIPPED"]),
            answers.found_orders(),
            "/resellers/v5/Orders/search",
            OrderPage,
        ),
        (
            lambda client: orders.order_details(client, "20-RD128", ordered_on=date(2020, 4, 3)),
            answers.order(),
            "/resellers/v5/Orders/20-RD128",
            OrderDetails,
        ),
        (
            lambda client: quotes.search_quotes(client, special_bid_number="B-1"),
            answers.found_quotes("QUO-1"),
            "/resellers/v5/quote/search",
            QuotePage,
        ),
        (
            lambda client: quotes.quote_details(client, "QUO-1"),
            answers.quote(),
            "/resellers/v5/quote/QUO-1",
            QuoteDetails,
        ),
        (
            lambda client: invoices.invoice_details(client, "RCW67-11"),
            answers.invoice(),
            "/resellers/v5/invoices/RCW67-11",
            InvoiceDetails,
        ),
    ],
)
def test_a_present_function_speaks_v5_and_gives_the_same_type(
    ask: Callable[[Client], Any],
    answer: Any,
    path: str,
    kind: type,
    old_client: Client,
    upstream: Upstream,
) -> None:
    upstream.reply(200, answer)

    assert isinstance(ask(old_client), kind)

    assert upstream.calls[0].path == path


@pytest.mark.parametrize(
    ("ask", "word"),
    [
        (lambda client: orders.search_orders(client, vendor_name="Cisco"), "vendor name"),
        (lambda client: orders.search_orders(client, serial_number="S-1"), "serial number"),
        (lambda client: next(orders.iter_orders(client, tracking_number="T")), "tracking number"),
        (lambda client: orders.order_details(client, "20-1", vendor_number="1"), "vendor number"),
        (lambda client: quotes.search_quotes(client, status="Active"), "status"),
        (lambda client: catalog.search_products(client, keywords=["A"], kind="digital"), "kind"),
        (
            lambda client: invoices.invoice_details(
                client, "20-1", number_of=InvoiceNumberOf.ORDER
            ),
            "number of",
        ),
    ],
)
def test_an_argument_that_v5_lacks_is_refused_and_never_dropped(
    ask: Callable[[Client], Any], word: str, old_client: Client, upstream: Upstream
) -> None:
    with pytest.raises(NotOffered) as caught:
        ask(old_client)

    assert f"{word}: is not known to the older version" in caught.value.user_message
    assert upstream.calls == []


def test_an_argument_that_says_nothing_is_no_obstacle(
    old_client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.found_orders())

    orders.search_orders(old_client, vendor_name="", ordered_on=None, statuses=())

    assert len(upstream.calls) == 1


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: order_changes.modify_order(
            client, "20-1", OrderModifyRequest.model_validate({"notes": "x"})
        ),
        lambda client: order_changes.release_order(client, "20-1"),
        lambda client: quotes.create_quote(client, make_quote()),
        lambda client: quotes.validate_quote(client, "QUO-1"),
        lambda client: invoices.search_invoices(client, invoice_number="1"),
        lambda client: catalog.product_details_by_vendor_part(client, plan_id="1"),
    ],
)
def test_an_operation_that_v5_lacks_is_refused_and_not_sent(
    ask: Callable[[Client], Any], old_client: Client, upstream: Upstream
) -> None:
    with pytest.raises(Rejected) as caught:
        ask(old_client)

    assert caught.value.user_message == NotOffered.default_message
    assert caught.value.nothing_was_done
    assert upstream.calls == []


def test_early_v6_is_asked_for_details_only(make_client: MakeClient, upstream: Upstream) -> None:
    early = {Resource.ORDERS: ApiVersion.V6, Resource.INVOICES: ApiVersion.V6}
    client = make_client(versions=early)
    upstream.reply(200, {"ingramOrderNumber": "20-1"})
    upstream.reply(200, {"InvoiceNumber": "1"})
    upstream.reply(200, {"recordsFound": 0, "orders": []})

    orders.order_details(client, "20-1", vendor_number="7")
    invoices.invoice_details(client, "1", number_of=InvoiceNumberOf.INVOICE)
    orders.search_orders(client)

    assert [call.path for call in upstream.calls] == [
        "/resellers/v6/orders/20-1",
        "/resellers/v6/invoices/1",
        "/resellers/v6/orders/search",
    ]


# Catalogue


def test_prices_are_those_of_v6_with_stock_summed_up(
    old_client: Client, upstream: Upstream
) -> None:
    detail = answers.offer(partdescription1="PROJ", partdescription2="3D")
    upstream.reply(200, answers.offers(detail))
    request = PriceRequest.model_validate(
        {
            "products": [{"ingram_part_number": "TB6489", "quantity_requested": 5}],
            "special_bid_number": "B-1",
        }
    )

    (offer,) = catalog.price_and_availability(old_client, request, includes_pricing=False)

    assert isinstance(offer, ProductOffer)
    assert (offer.customer_price, offer.pricing.retail_price) == (Decimal("640.5"), Decimal(899))
    assert (offer.availability.is_available, offer.availability.total) == (True, 690)
    assert [w.quantity_available for w in offer.availability.warehouses] == [0, 690]
    assert (offer.is_authorized, offer.accepts_back_order) == (True, False)
    assert offer.description == "PROJ 3D"
    assert offer.raw == {**detail, "customerprice": Decimal("640.5")}
    item = upstream.calls[0].json["servicerequest"]["priceandstockrequest"]["item"][0]
    assert item == {"ingrampartnumber": "TB6489", "quantity": 5, "specialbidnumber": "B-1"}


def test_stock_that_no_warehouse_tells_is_unknown(old_client: Client, upstream: Upstream) -> None:
    upstream.reply(200, answers.offers(answers.offer(warehousedetails=[{"warehouseid": "30"}])))

    request = PriceRequest.model_validate({"products": [{"ingram_part_number": "TB6489"}]})
    (offer,) = catalog.price_and_availability(old_client, request)

    assert (offer.availability.is_available, offer.availability.total) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"products": [{"plan_id": "438323"}]},
        {"attributes": [{"name": "govtProgramType", "value": "ED"}]},
    ],
)
def test_plans_and_attributes_have_no_place_in_a_price_call_of_v5(
    change: dict[str, Any], old_client: Client, upstream: Upstream
) -> None:
    request = PriceRequest.model_validate({"products": [{"ingram_part_number": "A"}]} | change)

    with pytest.raises(NotOffered):
        catalog.price_and_availability(old_client, request)

    assert upstream.calls == []


@pytest.mark.parametrize("keywords", [[], ["a", "b"]])
def test_products_are_found_by_exactly_one_number(
    keywords: list[str], old_client: Client, upstream: Upstream
) -> None:
    with pytest.raises(NotOffered):
        catalog.search_products(old_client, keywords=keywords)

    assert upstream.calls == []


def test_there_is_no_second_page_of_products(old_client: Client, upstream: Upstream) -> None:
    assert catalog.search_products(old_client, keywords=["A"], page_number=2).products == ()
    assert upstream.calls == []


def test_product_details_are_what_search_tells(old_client: Client, upstream: Upstream) -> None:
    found = {
        "ingrampartnumber": "3AR598",
        "manufacturerpartnumber": "NP940X5N",
        "productdescription": "NOTEBOOK",
        "upccode": "0887276244266",
        "haswarranty": "true",
    }
    body = {"productsearchresponse": [{"responseflag": "1", "partnumbers": [found]}]}
    upstream.reply(200, answers.enveloped(body))

    product = catalog.product_details(old_client, "3ar598")

    assert (product.vendor_part_number, product.description) == ("NP940X5N", "NOTEBOOK")
    assert (product.upc, product.indicators.has_warranty) == ("0887276244266", True)


def test_a_product_that_only_resembles_the_number_is_not_found(
    old_client: Client, upstream: Upstream
) -> None:
    body = {"productsearchresponse": [{"partnumbers": [{"ingrampartnumber": "3AR599"}]}]}
    upstream.reply(200, answers.enveloped(body))

    with pytest.raises(NotFound):
        catalog.product_details(old_client, "3AR598")


# Quotes


def test_a_quote_names_its_reseller_its_end_user_and_its_vendor(
    old_client: Client, upstream: Upstream
) -> None:
    upstream.reply(
        200,
        answers.quote(
            accountInfo={"accountName": "Counter Supply", "bcn": "20222222"},
            contactInfo={"contactName": "Jo Doe", "contactEmail": "jo@reseller.example"},
            endUser={"endUserName": "WAKE FOREST", "endUserZipCode": "27101"},
            vendorAttributes={"dealId": "41168951", "vendorName": "CISCO"},
            priceDeviationId="B-1",
        ),
    )

    quote = quotes.quote_details(old_client, "QUO-25576-C8S2W7")

    assert quote.reseller is not None
    assert (quote.reseller.company_name, quote.reseller.contact) == ("Counter Supply", "Jo Doe")
    assert quote.end_user is not None
    assert (quote.end_user.company_name, quote.end_user.postal_code) == ("WAKE FOREST", "27101")
    assert (quote.attribute("dealId"), quote.attribute("vendorName")) == ("41168951", "CISCO")
    assert quote.special_bid_number == "B-1"
    assert quote.raw["quoteDetailResponse"]["responsePreamble"]["responseStatus"] == "Passed"


def test_all_pages_of_quotes_are_walked_through_without_a_count_of_pages(
    old_client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.found_quotes("QUO-1"))
    upstream.reply(200, answers.found_quotes("QUO-2"))
    upstream.reply(200, answers.found_quotes(status="Failed", message="No records found"))

    pages = list(quotes.iter_quotes(old_client, page_size=1))

    assert [page.quotes[0].quote_number for page in pages] == ["QUO-1", "QUO-2"]
    assert [page.page_number for page in pages] == [1, 2]
