"""Search, details, price and availability."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.data.catalogue import Catalogue, Product, catalogue
from tests.sandbox.conftest import Caller

SEARCH = "/resellers/v6/catalog"


@pytest.fixture(scope="module")
def products() -> Catalogue:
    return catalogue(20)


def _first(products: Catalogue, fits: Callable[[Product], bool]) -> Product:
    return next(product for product in products.products if fits(product))


def test_the_catalogue_is_large_plausible_and_the_same_every_time(products: Catalogue) -> None:
    again = catalogue.__wrapped__(20)

    assert again.products == products.products
    assert len(products.products) >= 2000
    assert len({product.vendor_name for product in products.products}) == 40
    assert len({product.part_number for product in products.products}) == len(products.products)
    assert all(0 < product.cost < product.list_price for product in products.products)


def test_words_narrow_a_search_and_pages_join_up(api: Caller) -> None:
    first = api.get(SEARCH, keyword=["thinkpad", "W11P"], pageSize=2).json()
    second = api.get(SEARCH, keyword="ThinkPad w11p", pageSize=2, pageNumber=2).json()

    assert first["recordsFound"] == second["recordsFound"] > 2
    numbers = [row["ingramPartNumber"] for page in (first, second) for row in page["catalog"]]
    assert len(numbers) == len(set(numbers))
    assert all("THINKPAD" in row["description"] for row in first["catalog"])
    assert first["nextPage"]
    assert second["previousPage"]


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"vendor": ["cisco", "Adobe"]}, lambda row: row["vendorName"] in ("Cisco", "Adobe")),
        ({"category": "Displays"}, lambda row: row["category"] == "Displays"),
        ({"category": "Monitors"}, lambda row: row["subCategory"] == "Monitors"),
        ({"type": "IM::digital"}, lambda row: row["type"] == "IM::Digital"),
        ({"hasDiscounts": "true"}, lambda row: row["hasDiscounts"] == "true"),
        (
            {"vendorPartNumber": "cbs350-24t-4g-na"},
            lambda row: row["ingramPartNumber"] == "6YE881",
        ),
        ({"keyword": "0889728293822"}, lambda row: row["ingramPartNumber"] == "6YE881"),
    ],
)
def test_every_filter_holds_for_every_row(
    api: Caller, query: dict[str, Any], holds: Callable[[dict[str, Any]], bool]
) -> None:
    rows = api.get(SEARCH, pageSize=100, **query).json()["catalog"]

    assert rows
    assert all(holds(row) for row in rows)


def test_booleans_of_a_search_are_words(api: Caller) -> None:
    row = api.get(SEARCH, pageSize=1).json()["catalog"][0]

    assert row["discontinued"] in ("true", "false")
    assert row["hasDiscounts"] in ("true", "")


def test_a_search_without_a_hit_is_404_with_an_error_body(api: Caller) -> None:
    answer = api.get(SEARCH, keyword="no such thing")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["message"] == "No Records Found"


@pytest.mark.parametrize("query", [{"pageSize": 101}, {"pageNumber": 0}, {"type": "IM::liquid"}])
def test_a_bad_search_is_refused(api: Caller, query: dict[str, Any]) -> None:
    assert api.get(SEARCH, **query).status_code == 400


def test_subscriptions_come_as_plans_and_in_groups(api: Caller) -> None:
    plans = api.get(SEARCH, type="IM::subscription", vendor="Adobe").json()
    groups = api.get(SEARCH, type="IM::subscription", showGroupInfo="true").json()

    plan = plans["subscriptionCatalog"][0]["plans"][0]
    assert groups["subscriptionCatalog"][0]["groupName"].startswith("NCE")
    details = api.get("/resellers/v6/catalog/details", planId=plan["planId"]).json()
    assert details["subscriptionDetails"][0]["planName"] == plan["planName"]
    assert api.get("/resellers/v6/catalog/details", planName=plan["planName"]).json() == details


def test_details_are_found_by_either_part_number_in_any_case(api: Caller) -> None:
    by_ours = api.get("/resellers/v6/catalog/details/6ye881").json()
    by_theirs = api.get("/resellers/v6/catalog/details", vendorPartNumber="CBS350-24T-4G-NA").json()

    assert by_ours == by_theirs
    assert by_ours["productAuthorized"] == "True"
    assert api.get("/resellers/v6/catalog/details/000000").status_code == 404
    assert api.get("/resellers/v6/catalog/details").status_code == 400


def test_a_discontinued_product_names_its_replacement(api: Caller, products: Catalogue) -> None:
    product = _first(products, lambda p: p.is_discontinued and bool(p.replacement))

    details = api.get(f"/resellers/v6/catalog/details/{product.part_number}").json()
    row = api.get(SEARCH, vendorPartNumber=product.vendor_part_number).json()["catalog"][0]

    assert details["indicators"]["isDiscontinuedProduct"] is True
    assert row["discontinued"] == "true"
    assert row["replacementSku"] == product.replacement


def test_prices_and_stock_come_with_warehouses(api: Caller) -> None:
    item = api.price("6YE881").json()[0]

    assert item["pricing"] == {
        "currencyCode": "USD",
        "retailPrice": 549,
        "mapPrice": 0,
        "customerPrice": 389.43,
        "specialBidPricingAvailable": False,
        "webDiscountsAvailable": False,
    }
    places = item["availability"]["availabilityByWarehouse"]
    assert len(places) == 5
    assert item["availability"]["totalAvailability"] == 80
    assert places[0]["backOrderInfo"][0]["etaDate"]


def test_a_larger_quantity_gets_its_break(api: Caller) -> None:
    few, many = (
        api.price("6YE881", quantityRequested=quantity).json()[0] for quantity in ("1", "10")
    )

    breaks = few["discounts"][0]["quantityDiscounts"]
    assert [step["quantity"] for step in breaks] == [5, 10]
    assert many["pricing"]["customerPrice"] == breaks[1]["amount"]


def test_an_unknown_product_makes_the_answer_207(api: Caller) -> None:
    answer = api.price("6YE881", "NOSUCH")

    assert answer.status_code == 207
    known, unknown = answer.json()
    assert known["availability"]["pricing"]["customerPrice"] == 389.43
    assert unknown["productStatusCode"] == "E"
    assert "pricing" not in unknown


def test_an_unauthorized_product_has_no_price(api: Caller, products: Catalogue) -> None:
    product = _first(products, lambda p: not p.is_authorized)

    item = api.price(product.part_number).json()[0]

    assert item["productAuthorized"] is False
    assert item["pricing"] is None
    assert item["availability"] is None


def test_one_warehouse_and_no_prices_can_be_asked_for(api: Caller) -> None:
    answer = api.post(
        "/resellers/v6/catalog/priceandavailability",
        {
            "products": [{"vendorPartNumber": "CBS350-24T-4G-NA"}],
            "availabilityByWarehouse": [{"availabilityByWarehouseId": "20"}],
        },
        includePricing="false",
        includeAvailability="true",
    )

    item = answer.json()[0]
    assert "pricing" not in item
    assert [p["warehouseId"] for p in item["availability"]["availabilityByWarehouse"]] == ["20"]


@pytest.mark.parametrize("count", [0, 51])
def test_from_one_to_fifty_products_are_priced_at_once(api: Caller, count: int) -> None:
    assert api.price(*["6YE881"] * count).status_code == 400


def test_each_country_has_its_currency_and_its_warehouses(
    call_as: Callable[[str, str], Caller],
) -> None:
    canada = call_as("20-333333", "CA").price("6YE881").json()[0]
    germany = call_as("20-444444", "DE").price("6YE881").json()[0]

    assert canada["pricing"]["currencyCode"] == "CAD"
    assert canada["pricing"]["customerPrice"] == 529.62
    assert germany["pricing"]["currencyCode"] == "EUR"
    assert germany["availability"]["availabilityByWarehouse"][0]["location"] == "Straubing"
