"""v5 answers as they come: small ones, each with what a test is about."""

from __future__ import annotations

from typing import Any

JsonObject = dict[str, Any]


def enveloped(body: JsonObject, root: str = "serviceresponse", **preamble: str) -> JsonObject:
    told = preamble or {"responsestatus": "SUCCESS", "statuscode": "200"}
    return {root: {"responsepreamble": told, **body}}


def failed(message: str = "", body: JsonObject | None = None, **preamble: str) -> JsonObject:
    told = preamble or {"responsestatus": "FAILED", "responsemessage": message}
    return {"serviceresponse": {"responsepreamble": told, **(body or {})}}


def order(**changes: Any) -> JsonObject:
    values = {
        "ordernumber": "20-RD128",
        "ordertype": "S",
        "customerordernumber": "ZENPO",
        "orderstatus": "CREDIT HOLD",
        "entrytimestamp": "2020-04-03T08:54:39-07:00",
        "currencycode": "USD",
        "lines": [line()],
    }
    return enveloped({"orderdetailresponse": values | changes})


def line(**changes: Any) -> JsonObject:
    values = {
        "linenumber": "004",
        "globallinenumber": "002",
        "erpordernumber": "20-RD128-11",
        "partnumber": "TSXML2",
        "requestedquantity": "3",
        "confirmedquantity": "2",
        "backorderquantity": "1",
        "shipmentdetails": [shipment()],
    }
    return values | changes


def shipment(**changes: Any) -> JsonObject:
    values = {
        "quantity": 2,
        "shipfromwarehouseid": "40",
        "statusdescription": "Shipped",
        "carriercode": "RG",
        "carriername": "FEDEX GROUND",
        "packagedetails": {"trackingnumber": "T-1", "quantityinbox": "0000002"},
    }
    return values | changes


def found_orders(*rows: JsonObject, **changes: Any) -> JsonObject:
    page = {"ordersfound": str(len(rows)), "pagesize": "25", "pagenumber": "1", "orders": rows}
    return enveloped(
        {"ordesearchresponse": page | changes}, requeststatus="SUCCESS", returnmessage="Data found"
    )


def row(*sub_orders: JsonObject, **changes: Any) -> JsonObject:
    values = {
        "ordernumber": "20-RD128",
        "entrytimestamp": "2020-04-03T15:54:39Z",
        "customerordernumber": "ZENPO",
        "suborders": list(sub_orders),
    }
    return values | changes


def sub_order(number: str = "20-RD128-11", **changes: Any) -> JsonObject:
    return {"subordernumber": number, "statuscode": "4", "status": "SHIPPED"} | changes


def created(**changes: Any) -> JsonObject:
    values = {
        "globalorderid": "20-RD12J",
        "ordertype": "S",
        "ordertimestamp": "2020-04-04",
        "orderamount": 6.77,
        "numberoflineswithsuccess": "1",
        "numberoflineswitherror": "0",
        "lines": [
            {
                "linetype": "P",
                "globallinenumber": "002",
                "linenumber": "4",
                "partnumber": "TSXML3",
                "carriercode": "OT",
                "carrierdescription": "OTHER",
                "requestedquantity": 1,
                "unitproductprice": 6.77,
                "netamount": 6.77,
                "warehouseid": "10",
                "ordersuffix": "11",
            }
        ],
    }
    summary = {"customerponumber": "PO-1", "ordercreateresponse": [values | changes]}
    return enveloped(
        {"ordersummary": summary},
        responsestatus="SUCCESS",
        statuscode="WY",
        responsemessage="Note: (WY) Address fixed",
    )


def offers(*details: JsonObject, status: str = "SUCCESS") -> JsonObject:
    return enveloped({"priceandstockresponse": {"details": details}}, responsestatus=status)


def offer(part_number: str = "TB6489", **changes: Any) -> JsonObject:
    values = {
        "itemstatus": "SUCCESS",
        "statusmessage": "3000-SKU not found/replic",
        "ingrampartnumber": part_number,
        "customerprice": 640.5,
        "retailprice": 899,
        "class": "X",
        "skuauthorized": "Y",
        "backorderflag": "N",
        "warehousedetails": [
            {"warehouseid": "30", "availablequantity": 0},
            {"warehouseid": "80", "availablequantity": 690, "onorderquantity": 2},
        ],
    }
    return values | changes


def quote(**changes: Any) -> JsonObject:
    header = {"quoteNumber": "QUO-25576-C8S2W7", "status": "Active", "currencyCode": "USD"}
    return {
        "quoteDetailResponse": {
            "responsePreamble": {"responseStatus": "Passed", "statusCode": 200},
            "retrieveQuoteResponse": header | changes,
            "quoteProductList": [
                {
                    "quantity": "1.0",
                    "lineNumber": "1.0",
                    "sku": "9Y6780",
                    "price": {"quotePrice": "1401.85", "msrp": "2645.00"},
                }
            ],
            "totalQuantity": 1,
            "totalExtendedQuotePrice": "1401.85",
        }
    }


def found_quotes(*numbers: str, status: str = "Passed", message: str = "") -> JsonObject:
    return {
        "quoteSearchResponse": {
            "responsePreamble": {
                "responseStatus": status,
                "responseStatusCode": "200" if status == "Passed" else "400",
                "responseMessage": message,
            },
            "quoteList": [{"quoteNumber": number, "quoteStatus": "Active"} for number in numbers],
            "totalCount": len(numbers),
        }
    }


def invoice(*lines: JsonObject, **changes: Any) -> JsonObject:
    values = {
        "invoicenumber": "RCW67-11",
        "customerordernumber": "ZFEDRGT",
        "currencycode": "USD",
        "totalamount": "61.22",
        "totaltaxamount": "0",
        "lines": lines or [invoice_line()],
    }
    return enveloped({"invoicedetailresponse": values | changes})


def invoice_line(**changes: Any) -> JsonObject:
    values = {
        "linenumber": "1",
        "partnumber": "123511",
        "partdescription": "PARALLEL CABLE",
        "shippedquantity": "2",
        "orderedquantity": "3",
        "unitprice": "30.61",
        "extendedprice": "61.22",
    }
    return values | changes
