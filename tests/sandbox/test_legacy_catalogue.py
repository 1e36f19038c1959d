"""Prices and the catalogue of version 5: no headers, and 200 even for a failure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

PRICES = "/resellers/v5/Catalog/priceandavailability"
CATALOG = "/resellers/v5/Catalog"
ACCOUNT = {"customerNumber": "20-222222", "isoCountryCode": "US"}


@pytest.fixture
def v5(api: Caller) -> Caller:
    for name in ("CustomerNumber", "CountryCode", "CorrelationID", "SenderID", "CustomerContact"):
        api.headers[f"IM-{name}"] = None
    return api


def _ask(v5: Caller, *items: dict[str, Any], account: str = "20-222222", **asked: Any) -> Any:
    preamble = {
        "customernumber": account,
        "isocountrycode": {"20-222222": "US", "20-333333": "CA"}[account],
    }
    request = {"showwarehouseavailability": "True", "extravailabilityflag": "Y"} | asked
    body = {
        "servicerequest": {
            "requestpreamble": preamble,
            "priceandstockrequest": request | {"item": list(items)},
        }
    }
    answer = v5.post(PRICES, body)
    assert answer.status_code == 200
    return answer.json()["serviceresponse"]


def _item(number: str = "6YE881", **changes: Any) -> dict[str, Any]:
    return {"ingrampartnumber": number, "quantity": 1} | changes


def _details(answer: Any) -> list[dict[str, Any]]:
    return list(answer["priceandstockresponse"]["details"])


def test_price_and_stock_are_those_of_version_6(api: Caller, v5: Caller) -> None:
    v6 = Caller(api.sandbox).price("6YE881", quantityRequested="10").json()[0]

    answer = _ask(v5, _item(quantity=10))

    [found] = _details(answer)
    assert answer["responsepreamble"]["responsestatus"] == "SUCCESS"
    assert found["itemstatus"] == "SUCCESS"
    assert found["customerprice"] == v6["pricing"]["customerPrice"] == 373.85
    assert found["retailprice"] == v6["pricing"]["retailPrice"]
    stock = {
        place["warehouseid"]: place["availablequantity"] for place in found["warehousedetails"]
    }
    known = v6["availability"]["availabilityByWarehouse"]
    assert stock == {place["warehouseId"]: place["quantityAvailable"] for place in known}


def test_stock_that_moved_is_shown(v5: Caller) -> None:
    v5.sandbox.control(timings={"stock_update": 900})
    v5.sandbox.advance(901)
    told = v5.sandbox.state()["events"][0]["body"]["resource"][0]
    v5.sign_in()

    [found] = _details(_ask(v5, _item(told["ingramPartNumber"])))

    total = sum(place["availablequantity"] for place in found["warehousedetails"])
    assert total == int(told["totalAvailability"])


@pytest.mark.parametrize(
    "item",
    [
        {"ingrampartnumber": "6ye881"},
        {"vendorpartnumber": "CBS350-24T-4G-NA"},
        {"upc": "0889728293822"},
    ],
)
def test_a_product_is_found_by_each_of_its_numbers(v5: Caller, item: dict[str, str]) -> None:
    [found] = _details(_ask(v5, item))

    assert found["ingrampartnumber"] == "6YE881"


def test_an_unknown_product_makes_it_a_partial_success(v5: Caller) -> None:
    answer = _ask(v5, _item(), _item("NOSUCH"))

    found, missing = _details(answer)
    assert answer["responsepreamble"]["responsestatus"] == "PARTIAL SUCCESS"
    assert (found["itemstatus"], missing["itemstatus"]) == ("SUCCESS", "FAILED")
    assert missing["ingrampartnumber"] == "NOSUCH"
    assert "customerprice" not in missing


def test_nothing_but_unknown_products_is_a_failure(v5: Caller) -> None:
    answer = _ask(v5, _item("NOSUCH"))

    assert answer["responsepreamble"]["responsestatus"] == "FAILED"
    assert _details(answer)[0]["itemstatus"] == "FAILED"


def test_warehouses_are_told_only_when_asked_for(v5: Caller) -> None:
    [without] = _details(_ask(v5, _item(), showwarehouseavailability="False"))
    [one] = _details(_ask(v5, _item(warehouseidlist=["20"])))
    [plain] = _details(_ask(v5, _item(), extravailabilityflag="N"))

    assert "warehousedetails" not in without
    assert [place["warehouseid"] for place in one["warehousedetails"]] == ["20"]
    assert not any("etadate" in place for place in plain["warehousedetails"])


def test_a_long_description_goes_on_in_a_second_one(v5: Caller) -> None:
    [found] = _details(_ask(v5, _item("YN6231")))

    assert len(found["partdescription1"]) <= 35
    whole = f"{found['partdescription1']} {found['partdescription2']}"
    assert whole.replace(" ", "") == "CATALYST9200L24PORTPOE+4X1GNETWORKESSENTIALS"


def test_each_account_has_its_currency(v5: Caller) -> None:
    [dollars] = _details(_ask(v5, _item()))
    [canadian] = _details(_ask(v5, _item(), account="20-333333"))

    assert canadian["customerprice"] == pytest.approx(dollars["customerprice"] * 1.36, abs=0.01)
    assert canadian["warehousedetails"][0]["warehouseid"] == "50"


@pytest.mark.parametrize(
    "items",
    [
        [],
        [_item()] * 51,
        [_item(quantity=0)],
        [_item(quantity="many")],
        [_item(warehouseidlist="20")],
        [{"ingrampartnumber": 5}],
    ],
)
def test_a_bad_request_fails_as_a_whole(v5: Caller, items: list[dict[str, Any]]) -> None:
    answer = _ask(v5, *items)

    assert answer["responsepreamble"]["responsestatus"] == "FAILED"
    assert answer["responsepreamble"]["responsemessage"]
    assert "priceandstockresponse" not in answer


def test_fifty_products_are_priced_at_once(v5: Caller) -> None:
    assert len(_details(_ask(v5, *[_item()] * 50))) == 50


@pytest.mark.parametrize(
    "change",
    [{"requestpreamble": None}, {"priceandstockrequest": None}, {"priceandstockrequest": []}],
)
def test_an_incomplete_body_fails(v5: Caller, change: dict[str, Any]) -> None:
    preamble = {"customernumber": "20-222222", "isocountrycode": "US"}
    body = {"requestpreamble": preamble, "priceandstockrequest": {"item": [_item()]}}

    answer = v5.post(PRICES, {"servicerequest": body | change})

    assert answer.json()["serviceresponse"]["responsepreamble"]["responsestatus"] == "FAILED"


@pytest.mark.parametrize("number", ["6YE881", "cbs350-24t-4g-na", "0889728293822"])
def test_the_catalogue_knows_a_product_by_any_number(v5: Caller, number: str) -> None:
    answer = v5.get(CATALOG, partNumber=number, **ACCOUNT).json()["serviceresponse"]

    [found] = answer["productsearchresponse"][0]["partnumbers"]
    assert answer["responsepreamble"]["requeststatus"] == "SUCCESS"
    assert found["ingrampartnumber"] == "6YE881"
    assert found["currency"] == "USD"
    assert found["haswarranty"] == "true"


@pytest.mark.parametrize("query", [{"partNumber": "NOSUCH"}, {"partNumber": ""}, {}])
def test_what_the_catalogue_does_not_know_is_a_failure(v5: Caller, query: dict[str, str]) -> None:
    answer = v5.get(CATALOG, **ACCOUNT, **query)

    assert answer.status_code == 200
    preamble = answer.json()["serviceresponse"]["responsepreamble"]
    assert preamble["requeststatus"] == "FAILED"
    assert preamble["returnmessage"]


def test_another_accounts_country_is_refused(
    v5: Caller, call_as: Callable[[str, str], Caller]
) -> None:
    answer = v5.get(CATALOG, customerNumber="20-222222", isoCountryCode="CA", partNumber="6YE881")

    preamble = answer.json()["serviceresponse"]["responsepreamble"]
    assert preamble["requeststatus"] == "FAILED"
