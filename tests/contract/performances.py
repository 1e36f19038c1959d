"""What the distributor's own client is made to do, an operation each, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xi.sdk.resellers import models

from tests.contract.drives import ADDRESS, HELD, PART
from tests.contract.official_sdk import OfficialSdk

Performance = Callable[[OfficialSdk], None]
PERFORMANCES: dict[str, Performance] = {}
OTHER_PART = "TSXML3"


def performs(operation: str) -> Callable[[Performance], Performance]:
    def register(performance: Performance) -> Performance:
        PERFORMANCES[operation] = performance
        return performance

    return register


def order_lines(*part_numbers: str) -> list[dict[str, Any]]:
    return [
        {"customerLineNumber": str(index), "ingramPartNumber": number, "quantity": 2}
        for index, number in enumerate(part_numbers, start=1)
    ]


def place(sdk: OfficialSdk, number: str = "SDK-1", **changes: Any) -> Any:
    body = {"customerOrderNumber": number, "lines": order_lines(PART), **changes}
    request = models.OrderCreateRequest.from_dict(body)
    return sdk.call("OrdersApi.post_createorder_v6", order_create_request=request)


def placed(sdk: OfficialSdk, number: str = "SDK-1", **changes: Any) -> str:
    return str(place(sdk, number, **changes)["orders"][0]["ingramOrderNumber"])


def details(sdk: OfficialSdk, ingram_order_number: str) -> Any:
    return sdk.call("OrdersApi.get_orderdetails_v6_1", ordernumber=ingram_order_number)


@performs("AccesstokenApi.get_accesstoken")
def a_token_lets_it_in(sdk: OfficialSdk) -> None:
    token = sdk.sign_in()

    assert token["token_type"] == "Bearer"
    assert int(token["expires_in"]) > 0
    assert sdk.sandbox.state()["tokens_issued"] == 2
    assert sdk.call("OrdersApi.get_resellers_v6_ordersearch")["orders"]


@performs("ProductCatalogApi.get_reseller_v6_productsearch")
def a_search_finds_products_by_keyword_and_in_pages(sdk: OfficialSdk) -> None:
    search = "ProductCatalogApi.get_reseller_v6_productsearch"

    page = sdk.call(search, keyword=["laptop"], page_size=2, page_number=2)

    assert page["recordsFound"] > 4
    assert (page["pageNumber"], len(page["catalog"])) == (2, 2)
    assert all("LAPTOP" in row["description"].upper() for row in page["catalog"])
    first = sdk.call(search, keyword=["laptop"], page_size=2)["catalog"]
    numbers = {row["ingramPartNumber"] for row in first + page["catalog"]}
    assert len(numbers) == 4


@performs("ProductCatalogApi.get_reseller_v6_productdetail")
def a_product_is_told_by_its_part_number(sdk: OfficialSdk) -> None:
    product = sdk.call("ProductCatalogApi.get_reseller_v6_productdetail", ingram_part_number=PART)

    assert product["ingramPartNumber"] == PART
    assert product["vendorName"] == "Cisco"


@performs("ProductCatalogApi.get_reseller_v6_productdetailcmp")
def a_product_is_told_by_its_vendors_part_number(sdk: OfficialSdk) -> None:
    known = sdk.call("ProductCatalogApi.get_reseller_v6_productdetail", ingram_part_number=PART)

    product = sdk.call(
        "ProductCatalogApi.get_reseller_v6_productdetailcmp",
        vendor_part_number=known["vendorPartNumber"],
    )

    assert product["ingramPartNumber"] == PART


@performs("ProductCatalogApi.post_priceandavailability")
def products_are_priced_and_an_unknown_one_is_named(sdk: OfficialSdk) -> None:
    (known,) = _offers(sdk, PART)
    _, unknown = _offers(sdk, PART, "NOSUCH")

    assert 0 < known["pricing"]["customerPrice"] <= known["pricing"]["retailPrice"]
    assert known["availability"]["availabilityByWarehouse"]
    assert (unknown["ingramPartNumber"], unknown["productStatusCode"]) == ("NOSUCH", "E")


def _offers(sdk: OfficialSdk, *part_numbers: str) -> Any:
    products = [{"ingramPartNumber": number} for number in part_numbers]
    return sdk.call(
        "ProductCatalogApi.post_priceandavailability",
        include_availability=True,
        include_pricing=True,
        price_and_availability_request=models.PriceAndAvailabilityRequest.from_dict(
            {"products": products}
        ),
    )


def _quote(sdk: OfficialSdk) -> Any:
    page = sdk.call("QuotesApi.get_quotessearch_v6", status="Ready To Order")
    return page["quotes"][0]


@performs("QuotesApi.get_quotessearch_v6")
def a_search_finds_quotes_by_their_name(sdk: OfficialSdk) -> None:
    row = _quote(sdk)

    found = sdk.call("QuotesApi.get_quotessearch_v6", quote_name=row["quoteName"])

    assert row["quoteNumber"] in [quote["quoteNumber"] for quote in found["quotes"]]
    assert {quote["quoteName"] for quote in found["quotes"]} == {row["quoteName"]}


@performs("QuotesApi.get_resellers_v6_quotes")
def a_quote_is_told_with_its_products(sdk: OfficialSdk) -> None:
    row = _quote(sdk)

    quote = sdk.call("QuotesApi.get_resellers_v6_quotes", quote_number=row["quoteNumber"])

    assert quote["quoteNumber"] == row["quoteNumber"]
    assert quote["products"]
    assert all(product["quantity"] > 0 for product in quote["products"])


@performs("QuotesApi.get_reseller_v6_validate_quote")
def a_quote_that_is_ready_can_be_ordered(sdk: OfficialSdk) -> None:
    number = _quote(sdk)["quoteNumber"]
    quote = sdk.call("QuotesApi.get_resellers_v6_quotes", quote_number=number)

    validation = sdk.call("QuotesApi.get_reseller_v6_validate_quote", quote_number=number)

    assert validation["quoteNumber"] == number
    parts = [line["ingramPartNumber"] for line in validation["lines"]]
    assert parts == [product["ingramPartNumber"] for product in quote["products"]]


@performs("OrdersApi.post_createorder_v6")
def an_order_is_placed_at_once(sdk: OfficialSdk) -> None:
    answer = place(sdk)

    (order,) = answer["orders"]
    assert answer["customerOrderNumber"] == "SDK-1"
    assert sdk.sandbox.state()["orders"]["SDK-1"] == [order["ingramOrderNumber"]]
    assert details(sdk, order["ingramOrderNumber"])["lines"][0]["ingramPartNumber"] == PART


@performs("OrdersApi.post_createorder_v7")
def an_order_is_accepted_and_made_later(sdk: OfficialSdk) -> None:
    body = {"customerOrderNumber": "SDK-7", "lines": order_lines(PART)}
    request = models.OrderCreateV7Request.from_dict(body)

    answer = sdk.call("OrdersApi.post_createorder_v7", order_create_v7_request=request)

    assert answer["confirmationNumber"]
    sdk.sandbox.advance(5)
    (number,) = sdk.sandbox.state()["orders"]["SDK-7"]
    assert details(sdk, number)["customerOrderNumber"] == "SDK-7"


@performs("OrdersApi.get_orderdetails_v6_1")
def an_order_is_told_with_its_lines(sdk: OfficialSdk) -> None:
    number = placed(sdk, lines=order_lines(PART, OTHER_PART))

    order = details(sdk, number)

    assert order["ingramOrderNumber"] == number
    assert {line["ingramPartNumber"] for line in order["lines"]} == {PART, OTHER_PART}
    assert order["orderTotal"] > 0


@performs("OrdersApi.get_resellers_v6_ordersearch")
def a_search_finds_an_order_by_the_resellers_number(sdk: OfficialSdk) -> None:
    number = placed(sdk)

    page = sdk.call("OrdersApi.get_resellers_v6_ordersearch", customer_order_number="SDK-1")

    assert [order["ingramOrderNumber"] for order in page["orders"]] == [number]
    assert page["recordsFound"] == 1


@performs("OrdersApi.put_ordermodify")
def a_held_order_is_changed_and_then_released(sdk: OfficialSdk) -> None:
    number = placed(sdk, additionalAttributes=HELD)
    line = details(sdk, number)["lines"][0]
    change = {
        "ingramLineNumber": line["ingramOrderLineNumber"],
        "ingramPartNumber": PART,
        "quantity": 7,
        "addUpdateDeleteLine": "UPDATE",
    }

    modify(sdk, number, {"lines": [change]})

    assert details(sdk, number)["lines"][0]["quantityOrdered"] == 7
    assert details(sdk, number)["orderStatus"] == "On Hold"
    modify(sdk, number, {}, action_code="release")
    assert details(sdk, number)["orderStatus"] == "Processing"


def modify(sdk: OfficialSdk, number: str, body: Any, **query: str) -> Any:
    request = models.OrderModifyRequest.from_dict(body)
    operation = "OrdersApi.put_ordermodify"
    return sdk.call(operation, order_number=number, order_modify_request=request, **query)


@performs("OrdersApi.delete_ordercancel")
def a_held_order_is_cancelled_once(sdk: OfficialSdk) -> None:
    number = placed(sdk, additionalAttributes=HELD)

    sdk.call("OrdersApi.delete_ordercancel", order_number=number)

    assert details(sdk, number)["orderStatus"] == "Canceled"
    status, body = sdk.refusal("OrdersApi.delete_ordercancel", order_number=number)
    assert (status, bool(body["errors"])) == (405, True)


@performs("OrdersApi.vendor_required_info")
def what_the_vendors_want_to_know_is_told(sdk: OfficialSdk) -> None:
    number = _quote(sdk)["quoteNumber"]
    request = models.VendorRequiredInfoRequest.from_dict({"quoteNumber": number})

    answer = sdk.call("OrdersApi.vendor_required_info", vendor_required_info_request=request)

    assert answer
    assert {row["quoteNumber"] for row in answer} == {number}


@performs("DealsApi.get_resellers_v6_dealssearch")
def a_search_finds_deals_by_their_vendor(sdk: OfficialSdk) -> None:
    everything = sdk.call("DealsApi.get_resellers_v6_dealssearch", size=100)
    vendor = everything["deals"][0]["vendor"]

    found = sdk.call("DealsApi.get_resellers_v6_dealssearch", vendor=vendor, size=100)

    assert 0 < found["recordsFound"] < everything["recordsFound"]
    assert {deal["vendor"] for deal in found["deals"]} == {vendor}


@performs("DealsApi.get_resellers_v6_dealsdetails")
def a_deal_is_told_with_its_products(sdk: OfficialSdk) -> None:
    row = sdk.call("DealsApi.get_resellers_v6_dealssearch")["deals"][0]

    deal = sdk.call(
        "DealsApi.get_resellers_v6_dealsdetails", deal_id=row["dealId"], vendor_name=row["vendor"]
    )

    assert (deal["dealId"], deal["vendor"]) == (row["dealId"], row["vendor"])
    assert deal["products"]


@performs("RenewalsApi.post_renewalssearch")
def a_search_finds_the_open_renewals(sdk: OfficialSdk) -> None:
    status = {"OpporutinyStatus": {"value": "Open"}}
    request = models.RenewalsSearchRequest.from_dict({"status": status})
    search = "RenewalsApi.post_renewalssearch"

    found = sdk.call(search, renewals_search_request=request, size="100")

    everything = sdk.call(search, renewals_search_request=models.RenewalsSearchRequest())
    assert 0 < found["recordsFound"] < everything["recordsFound"]


@performs("RenewalsApi.get_resellers_v6_renewalsdetails")
def a_renewal_is_told_with_its_products(sdk: OfficialSdk) -> None:
    request = models.RenewalsSearchRequest()
    page = sdk.call("RenewalsApi.post_renewalssearch", renewals_search_request=request)
    row = page["renewals"][0]

    renewal = sdk.call(
        "RenewalsApi.get_resellers_v6_renewalsdetails", renewal_id=str(row["renewalId"])
    )

    assert str(renewal["renewalId"]) == str(row["renewalId"])
    assert renewal["products"]


def _invoice(sdk: OfficialSdk) -> Any:
    return sdk.call("InvoicesApi.get_resellers_v6_invoicesearch")["invoices"][0]


@performs("InvoicesApi.get_resellers_v6_invoicesearch")
def a_search_finds_the_invoices_of_an_order(sdk: OfficialSdk) -> None:
    row = _invoice(sdk)

    found = sdk.call(
        "InvoicesApi.get_resellers_v6_invoicesearch",
        customer_order_number=row["customerOrderNumber"],
    )

    assert row["invoiceNumber"] in [invoice["invoiceNumber"] for invoice in found["invoices"]]
    numbers = {invoice["customerOrderNumber"] for invoice in found["invoices"]}
    assert numbers == {row["customerOrderNumber"]}


@performs("InvoicesApi.get_invoicedetails_v6_1")
def an_invoice_is_told_with_its_lines(sdk: OfficialSdk) -> None:
    row = _invoice(sdk)

    invoice = sdk.call(
        "InvoicesApi.get_invoicedetails_v6_1",
        invoice_number=row["invoiceNumber"],
        include_serial_numbers=True,
    )

    # The search leaves the dashes out.
    assert invoice["invoiceNumber"].replace("-", "") == row["invoiceNumber"].replace("-", "")
    assert invoice["customerOrderNumber"] == row["customerOrderNumber"]
    assert invoice["lines"]


@performs("ReturnsApi.post_returnscreate")
def a_return_is_asked_for(sdk: OfficialSdk) -> None:
    claim = ask_for_return(sdk)

    assert claim["referenceNumber"] == "SDK-R1"
    assert claim["caseRequestNumber"]
    found = sdk.call("ReturnsApi.get_resellers_v6_returnssearch", reference_number="SDK-R1")
    cases = [row["caseRequestNumber"] for row in found["returnsClaims"]]
    assert cases == [claim["caseRequestNumber"]]


def ask_for_return(sdk: OfficialSdk) -> Any:
    row = _fresh_invoice(sdk)
    invoice = sdk.call("InvoicesApi.get_invoicedetails_v6_1", invoice_number=row["invoiceNumber"])
    element = {
        "invoiceNumber": invoice["invoiceNumber"],
        "invoiceDate": invoice["invoiceDate"],
        "customerOrderNumber": invoice["customerOrderNumber"],
        "ingramPartNumber": invoice["lines"][0]["ingramPartNumber"],
        "quantity": 1,
        "primaryReason": "I have not received part or all of my order",
        "secondaryReason": "Received only partial shipment.",
        "referenceNumber": "SDK-R1",
        "shipFromInfo": [ADDRESS],
        "numberOfBoxes": 1,
    }
    request = models.ReturnsCreateRequest.from_dict({"list": [element]})
    answer = sdk.call("ReturnsApi.post_returnscreate", returns_create_request=request)
    return answer["returnsClaims"][0]


def _fresh_invoice(sdk: OfficialSdk) -> Any:
    placed(sdk, "SDK-R")
    sdk.sandbox.advance(3 * 24 * 3600)
    sdk.sign_in()
    search = "InvoicesApi.get_resellers_v6_invoicesearch"
    return sdk.call(search, customer_order_number="SDK-R")["invoices"][0]


@performs("ReturnsApi.get_resellers_v6_returnssearch")
def a_search_finds_returns_in_pages(sdk: OfficialSdk) -> None:
    page = sdk.call("ReturnsApi.get_resellers_v6_returnssearch", page="2", size="5")

    assert len(page["returnsClaims"]) == 5
    first = sdk.call("ReturnsApi.get_resellers_v6_returnssearch", page="1", size="5")
    rows = first["returnsClaims"] + page["returnsClaims"]
    assert len({row["caseRequestNumber"] for row in rows}) == 10


@performs("ReturnsApi.get_resellers_v6_returnsdetails")
def a_return_is_told_with_its_products(sdk: OfficialSdk) -> None:
    number = ask_for_return(sdk)["caseRequestNumber"]

    case = sdk.call("ReturnsApi.get_resellers_v6_returnsdetails", case_request_number=number)

    assert case["caseRequestNumber"] == number
    assert case["referenceNumber"] == "SDK-R1"
    assert [product["quantity"] for product in case["products"]] == [1]


@performs("FreightEstimateApi.post_freightestimate")
def freight_is_estimated_by_carrier(sdk: OfficialSdk) -> None:
    line = {"customerLineNumber": "1", "ingramPartNumber": PART, "quantity": "2"}
    body = {"shipToAddress": ADDRESS, "lines": [line]}
    request = models.FreightRequest.from_dict(body)

    answer = sdk.call("FreightEstimateApi.post_freightestimate", freight_request=request)

    estimate = answer["freightEstimateResponse"]
    assert estimate["totalFreightAmount"] > 0
    carriers = [carrier for part in estimate["distribution"] for carrier in part["carrierList"]]
    assert all(float(carrier["estimatedFreightCharge"]) > 0 for carrier in carriers)
    assert carriers
