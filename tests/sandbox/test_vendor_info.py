"""What vendors want to know, asked by quote and by product."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Caller

PATH = "/resellers/v7/vendorrequiredinfo"


def asked(api: Caller, body: dict[str, Any]) -> list[dict[str, Any]]:
    answer = api.post(PATH, body)
    assert answer.status_code == 200
    return list(answer.json())


def test_a_quote_is_asked_by_its_number_and_names_what_validate_names(api: Caller) -> None:
    quote = api.ready_quote("6YE881", "TSXML3")

    cisco, tripp_lite = asked(api, {"quoteNumber": quote})

    validated = api.get("/resellers/v6/q2o/validatequote", quoteNumber=quote).json()
    header = [field["attributeName"] for field in validated["vmfAdditionalAttributes"]]
    fields = cisco["vmfAdditionalAttributes"][0]["additionalAttributes"]
    assert cisco["quoteNumber"] == quote
    assert [field["attributeName"] for field in fields] == [*header, "resellerCtacEmail"]
    assert [field["attributeRequired"] for field in fields] == ["false", "true", "true"]
    assert tripp_lite["vmfAdditionalAttributes"] == []


def test_products_are_asked_by_any_number(api: Caller) -> None:
    found = api.get("/resellers/v6/catalog", type="IM::subscription").json()
    plan = found["subscriptionCatalog"][0]["plans"][0]["planId"]

    items = asked(
        api,
        {
            "products": [
                {"ingramPartNumber": "6YE881"},
                {"vendorPartNumber": "CBS350-24T-4G-NA"},
                {"planID": plan},
            ]
        },
    )

    account = items[2]["vriAdditionalAttributes"][0]["additionalAttributes"][0]
    inner = account["choices"][0]["choices"][0]
    assert [item["ingramPartNumber"] for item in items[:2]] == ["6YE881", "6YE881"]
    assert items[2]["planId"] == plan
    assert "attributename" in inner
    assert items[2]["vmfAdditionalAttributes"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"quoteNumber": "QUO-0"},
        {"products": [{"ingramPartNumber": "NOSUCH"}]},
        {"products": []},
        {"products": [{}]},
        {"quoteNumber": 7},
        {},
    ],
)
def test_what_is_wrong_is_told_inside_the_answer(api: Caller, body: dict[str, Any]) -> None:
    [item] = asked(api, body)

    assert item["responseMessages"][0]["message"]
    assert item["vmfAdditionalAttributes"] == []


def test_the_sender_has_to_be_named(api: Caller) -> None:
    api.headers["IM-SenderID"] = None

    answer = api.post(PATH, {"quoteNumber": "QUO-0"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["fields"][0]["field"] == "IM-SenderID"
