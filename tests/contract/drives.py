"""Calls of every operation of the sandbox that bring out each answer it is documented to give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sandbox.conftest import Caller

Drive = Callable[[Caller], None]
DRIVES: dict[str, Drive] = {}
PART = "6YE881"
UNKNOWN = "20-ZZZZZ"
HELD = [{"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}]
PARTIAL = [{"attributeName": "allowPartialOrder", "attributeValue": "true"}]
TOO_LONG = "x" * 40
ADDRESS = {
    "companyName": "Acme",
    "contact": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Irvine",
    "state": "CA",
    "postalCode": "92612",
    "countryCode": "US",
    "email": "jo@acme.example",
}
ACCOUNT = {"customerNumber": "20-222222", "isoCountryCode": "US"}
SMALL_ACCOUNT = {"customernumber": "20-222222", "isocountrycode": "US"}


def drives(*endpoints: str) -> Callable[[Drive], Drive]:
    def register(drive: Drive) -> Drive:
        DRIVES.update(dict.fromkeys(endpoints, drive))
        return drive

    return register


@drives(
    "GET /oauth/oauth20/token",
    "POST /oauth/oauth20/token",
    "GET /oauth/oauth30/token",
    "POST /oauth/oauth30/token",
)
def tokens(api: Caller) -> None:
    good = {"client_id": "sandbox", "client_secret": "sandbox-secret"}
    for path in ("/oauth/oauth20/token", "/oauth/oauth30/token"):
        for secrets in (good, {**good, "client_secret": "wrong"}):
            for grant in ("client_credentials", "password"):
                form = {"grant_type": grant, **secrets}
                api.send("GET", path, params=form)
                api.send("POST", path, data=form)


@drives("GET /resellers/v6/catalog")
def products(api: Caller) -> None:
    api.get("/resellers/v6/catalog", keyword="laptop", showGroupInfo="true")
    api.get("/resellers/v6/catalog", type="IM::subscription", pageSize="2", pageNumber="2")
    api.get("/resellers/v6/catalog", keyword="no such thing at all")
    api.get("/resellers/v6/catalog", pageSize="1000")


@drives("GET /resellers/v6/catalog/details/{ingramPartNumber}")
def product(api: Caller) -> None:
    for row in api.get("/resellers/v6/catalog", pageSize="40").json()["catalog"]:
        api.get(f"/resellers/v6/catalog/details/{row['ingramPartNumber'] or PART}")
    api.get("/resellers/v6/catalog/details/NOSUCH")
    api.get(f"/resellers/v6/catalog/details/{TOO_LONG}")


@drives("GET /resellers/v6/catalog/details")
def product_by_vendor(api: Caller) -> None:
    details = "/resellers/v6/catalog/details"
    for row in api.get("/resellers/v6/catalog", pageSize="10").json()["catalog"]:
        api.get(details, vendorPartNumber=row["vendorPartNumber"])
    found = api.get("/resellers/v6/catalog", type="IM::subscription").json()
    for row in found["subscriptionCatalog"][0]["plans"]:
        api.get(details, planId=row["planId"])
        api.get(details, planName=row["planName"])
    api.get(details, vendorPartNumber="NOSUCH")
    api.get(details)


@drives("POST /resellers/v6/catalog/priceandavailability")
def prices(api: Caller) -> None:
    rows = api.get("/resellers/v6/catalog", pageSize="30").json()["catalog"]
    api.price(*(row["ingramPartNumber"] for row in rows if row["ingramPartNumber"]))
    api.price(PART, quantityRequested="3", additionalAttributes=[])
    api.price(PART, "NOSUCH")
    api.price(*[PART] * 51)


@drives("POST /resellers/v6/quotes/create")
def new_quote(api: Caller) -> None:
    api.create_quote(PART)
    api.create_quote(PART, quoteExpiryDate="yesterday")


@drives("GET /resellers/v6/quotes/search")
def quotes(api: Caller) -> None:
    api.get("/resellers/v6/quotes/search", pageSize="100")
    api.get("/resellers/v6/quotes/search", quoteNumber="NOSUCH")
    api.get("/resellers/v6/quotes/search", pageSize="none")


@drives("GET /resellers/v6/quotes/{quoteNumber}", "GET /resellers/v6/q2o/validatequote")
def quote(api: Caller) -> None:
    for row in api.get("/resellers/v6/quotes/search", pageSize="100").json()["quotes"]:
        api.get(f"/resellers/v6/quotes/{row['quoteNumber']}")
        api.get("/resellers/v6/q2o/validatequote", quoteNumber=row["quoteNumber"])
    api.get("/resellers/v6/quotes/NOSUCH")
    api.get("/resellers/v6/q2o/validatequote", quoteNumber="NOSUCH")


@drives("POST /resellers/v7/vendorrequiredinfo")
def vendor_information(api: Caller) -> None:
    path = "/resellers/v7/vendorrequiredinfo"
    for row in api.get("/resellers/v6/quotes/search", pageSize="100").json()["quotes"]:
        api.post(path, {"quoteNumber": row["quoteNumber"]})
    api.post(path, {"products": [{"ingramPartNumber": PART}, {"ingramPartNumber": "NOSUCH"}]})
    api.post(path, {"quoteNumber": "NOSUCH"})
    api.post(path, {})


@drives("POST /resellers/v7/orders")
def new_order(api: Caller) -> None:
    api.order(PART)
    api.order(PART, customerOrderNumber=TOO_LONG)


@drives("POST /resellers/v6/orders")
def new_order_v6(api: Caller) -> None:
    for number, part, more in (
        ("PO-1", PART, {}),
        ("PO-2", "TSXML1", {}),
        ("PO-3", "TSXML2", {"endUserInfo": ADDRESS, "shipToInfo": ADDRESS}),
        ("PO-4", "NOSUCH", {"additionalAttributes": PARTIAL}),
        ("PO-5", "NOSUCH", {}),
        ("PO-1", PART, {}),
    ):
        _order_v6(api, number, PART, part, **more)


def _order_v6(api: Caller, number: str, *parts: str, **more: Any) -> Any:
    lines = [
        {"customerLineNumber": str(place), "ingramPartNumber": part, "quantity": 1}
        for place, part in enumerate(parts, start=1)
    ]
    body = {"customerOrderNumber": number, "lines": lines, **more}
    return api.post("/resellers/v6/orders", body).json()


def _held(api: Caller, number: str = "PO-1") -> str:
    order = _order_v6(api, number, PART, additionalAttributes=HELD)
    return str(order["orders"][0]["ingramOrderNumber"])


@drives("PUT /resellers/v6/orders/{orderNumber}")
def changes(api: Caller) -> None:
    path = f"/resellers/v6/orders/{_held(api)}"
    add = {"addUpdateDeleteLine": "ADD", "ingramPartNumber": "TSXML3", "quantity": 1}
    bad = {**add, "ingramPartNumber": "NOSUCH"}
    wrong_address = {**ADDRESS, "countryCode": "??"}
    for body in (
        {"lines": [add]},
        {"lines": [bad]},
        {"lines": [add, bad]},
        {"lines": [add], "shipToInfo": wrong_address},
        {"notes": "n" * 200},
    ):
        api.send("PUT", path, json=body)
    for _ in range(2):
        api.send("PUT", path, json={}, params={"actionCode": "release"})
    api.send("PUT", f"/resellers/v6/orders/{UNKNOWN}", json={"lines": [add]})


@drives("DELETE /resellers/v6/orders/{OrderNumber}")
def cancellation(api: Caller) -> None:
    path = f"/resellers/v6/orders/{_held(api)}"
    api.send("DELETE", path)
    api.send("DELETE", path)
    api.send("DELETE", f"/resellers/v6/orders/{UNKNOWN}")
    api.send("DELETE", "/resellers/v6/orders/no-number-at-all")


@drives("GET /resellers/v6/orders/search")
def orders(api: Caller) -> None:
    api.get("/resellers/v6/orders/search", pageSize="100")
    api.get("/resellers/v6/orders/search", customerOrderNumber="NOSUCH")
    api.get("/resellers/v6/orders/search", pageSize="none")


@drives(
    "GET /resellers/v6.1/orders/{ordernumber}",
    "GET /resellers/v6/orders/{ordernumber}",
    "GET /resellers/v5/Orders/{ordernumber}",
)
def order(api: Caller) -> None:
    numbers = [row["ingramOrderNumber"] for row in _orders(api)[::4]]
    for number in (*numbers, UNKNOWN, "no-number-at-all"):
        api.get(f"/resellers/v6.1/orders/{number}")
        api.get(f"/resellers/v6/orders/{number}")
        api.get(f"/resellers/v5/Orders/{number}", **SMALL_ACCOUNT)


def _orders(api: Caller) -> Any:
    return api.get("/resellers/v6/orders/search", pageSize="100").json()["orders"]


@drives("GET /resellers/v6/invoices", "GET /resellers/v6/invoices/")
def invoices(api: Caller) -> None:
    for path in ("/resellers/v6/invoices", "/resellers/v6/invoices/"):
        api.get(path, pageSize="100")
        api.get(path, invoiceNumber="NOSUCH")
        api.get(path, pageSize="none")


@drives(
    "GET /resellers/v6.1/invoices/{invoiceNumber}",
    "GET /resellers/v6/invoices/{invoicenumber}",
    "GET /resellers/v5/invoices/{invoiceNumber}",
)
def invoice(api: Caller) -> None:
    rows = api.get("/resellers/v6/invoices", pageSize="100").json()["invoices"]
    for number in (*(row["invoiceNumber"] for row in rows[::4]), "20ZZZZZ11", TOO_LONG):
        api.get(f"/resellers/v6.1/invoices/{number}", includeSerialNumbers="true")
        api.get(f"/resellers/v6/invoices/{number}", includeSerialNumbers="true")
        api.get(f"/resellers/v5/invoices/{number}", **ACCOUNT)


@drives("GET /resellers/v6/deals/search")
def deals(api: Caller) -> None:
    api.get("/resellers/v6/deals/search", Size="100")
    api.get("/resellers/v6/deals/search", dealId="NOSUCH")
    api.get("/resellers/v6/deals/search", Size="none")


@drives("GET /resellers/v6/deals/{dealId}")
def deal(api: Caller) -> None:
    for row in api.get("/resellers/v6/deals/search", Size="100").json()["deals"]:
        api.get(f"/resellers/v6/deals/{row['dealId']}", vendorName=row["vendor"])
    api.get("/resellers/v6/deals/NOSUCH", vendorName="Cisco")


@drives("POST /resellers/v6/renewals/search")
def renewals(api: Caller) -> None:
    status = {"OpporutinyStatus": {"value": "Open"}}
    api.post("/resellers/v6/renewals/search", {"status": status}, size="100")
    api.post("/resellers/v6/renewals/search", {}, size="none")


@drives("GET /resellers/v6/renewals/{renewalId}")
def renewal(api: Caller) -> None:
    found = api.post("/resellers/v6/renewals/search", {}, size="100").json()
    for row in found["renewals"]:
        api.get(f"/resellers/v6/renewals/{row['renewalId']}")
    api.get("/resellers/v6/renewals/1")


@drives("GET /resellers/v6/returns/search")
def returns(api: Caller) -> None:
    api.get("/resellers/v6/returns/search", size="100")
    api.get("/resellers/v6/returns/search", size="none")


@drives("GET /resellers/v6/returns/{caseRequestNumber}")
def return_case(api: Caller) -> None:
    for row in api.get("/resellers/v6/returns/search", size="100").json()["returnsClaims"]:
        api.get(f"/resellers/v6/returns/{row['caseRequestNumber']}")
    api.get("/resellers/v6/returns/CAS-00000-A0A0A0-1")


@drives("POST /resellers/v6/returns/create")
def new_return(api: Caller) -> None:
    api.placed_order(PART)
    api.sandbox.advance(3 * 24 * 3600)
    api.sign_in()
    query = {"customerOrderNumber": "PO-1"}
    row = api.get("/resellers/v6/invoices", **query).json()["invoices"][0]
    element = {
        "invoiceNumber": row["invoiceNumber"],
        "invoiceDate": row["invoiceDate"],
        "ingramPartNumber": PART,
        "quantity": 1,
        "primaryReason": "I have not received part or all of my order",
        "secondaryReason": "Received only partial shipment.",
        "shipFromInfo": [ADDRESS],
        "numberOfBoxes": 1,
    }
    api.post("/resellers/v6/returns/create", {"list": [element]})
    api.post("/resellers/v6/returns/create", {"list": [{**element, "quantity": 99}]})


@drives("POST /resellers/v6/freightestimate")
def freight(api: Caller) -> None:
    line = {"customerLineNumber": "1", "ingramPartNumber": PART, "quantity": "2"}
    body = {"shipToAddress": ADDRESS, "lines": [line]}
    api.post("/resellers/v6/freightestimate", body)
    api.post("/resellers/v6/freightestimate", {**body, "lines": []})


@drives("POST /resellers/v5/Catalog/priceandavailability")
def prices_v5(api: Caller) -> None:
    for number in (PART, "NOSUCH"):
        item = [{"ingrampartnumber": number, "quantity": 1}]
        request = {"showwarehouseavailability": "True", "item": item}
        asked = {
            "requestpreamble": SMALL_ACCOUNT,
            "priceandstockrequest": {**request, "item": item},
        }
        api.post("/resellers/v5/Catalog/priceandavailability", {"servicerequest": asked})


@drives("GET /resellers/v5/Catalog")
def products_v5(api: Caller) -> None:
    for number in (PART, "NOSUCH"):
        api.get("/resellers/v5/Catalog", **ACCOUNT, partNumber=number)


@drives("POST /resellers/v5/Orders")
def new_order_v5(api: Caller) -> None:
    for part in (PART, "NOSUCH"):
        _order_v5(api, part)


def _order_v5(api: Caller, part: str, *extended: dict[str, str]) -> Any:
    line = {"linetype": "P", "linenumber": "1", "quantity": "2", "ingrampartnumber": part}
    address = {
        "attention": "Jo Doe",
        "addressline1": "1 Main Street",
        "city": "Irvine",
        "state": "CA",
        "postalcode": "92612",
        "countrycode": "US",
    }
    details = {
        "customerponumber": "PO-5",
        "ordertype": "Standard",
        "shiptoaddress": address,
        "lines": [line],
        "extendedspecs": list(extended),
    }
    request = {"requestpreamble": SMALL_ACCOUNT, "ordercreatedetails": details}
    return api.post("/resellers/v5/Orders", {"ordercreaterequest": request}).json()


@drives("GET /resellers/v5/Orders/search")
def orders_v5(api: Caller) -> None:
    account = {"customerNumber": "20-222222", "isocountrycode": "US"}
    api.get("/resellers/v5/Orders/search", **account)
    api.get("/resellers/v5/Orders/search", **account, ordernumber=UNKNOWN)


@drives("DELETE /resellers/v5/Orders/{ordernumber}")
def cancellation_v5(api: Caller) -> None:
    hold = {"attributename": "placeoncustomerhold", "attributevalue": "true"}
    summary = _order_v5(api, PART, hold)["serviceresponse"]["ordersummary"]
    number = summary["ordercreateresponse"][0]["globalorderid"]
    today = api.order_details(number)["ingramOrderDate"][:10]
    for wanted in (number, number, UNKNOWN):
        query = {**ACCOUNT, "entryDate": today}
        api.send("DELETE", f"/resellers/v5/Orders/{wanted}", params=query)


@drives("POST /resellers/v5/quote/search", "GET /resellers/v5/quote/{quoteNumber}")
def quotes_v5(api: Caller) -> None:
    preamble = {**ACCOUNT, "customerContact": "rep@harborpoint.example"}
    for name in ("", "NOSUCH"):
        asked = {"requestPreamble": preamble, "retrieveQuoteRequest": {"endUserName": name}}
        found = api.post("/resellers/v5/quote/search", {"quoteSearchRequest": asked}).json()
        for row in found["quoteSearchResponse"].get("quoteList", ()):
            api.get(f"/resellers/v5/quote/{row['quoteNumber']}", **ACCOUNT)
    api.get("/resellers/v5/quote/NOSUCH", **ACCOUNT)
