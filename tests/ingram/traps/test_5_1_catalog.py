"""The traps of field notes 5.1: catalogue, price and availability, product details."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from apps.catalog.mapping import details_of
from apps.ingram import Client
from apps.ingram.operations import catalog
from apps.ingram.operations.many_prices import price_many
from apps.ingram.schemas.catalog import ProductDetails, ProductPage, ProductSummary
from apps.ingram.schemas.prices import PriceRequest, ProductOffer, ProductQuery, SubscriptionPrice
from tests.ingram.upstream import Upstream

NOT_FOUND = {
    "productStatusCode": "E",
    "productStatusMessage": "Not found",
    "ingramPartNumber": "X",
}


def products(*part_numbers: str) -> tuple[ProductQuery, ...]:
    return tuple(ProductQuery(ingram_part_number=number) for number in part_numbers)


def asked(*part_numbers: str) -> PriceRequest:
    return PriceRequest(products=products(*part_numbers))


def flag_of(key: str, value: Any) -> Any:
    """A product row of which only this one flag is told."""
    return ProductSummary.read({key: value})


def test_p_a_root_is_a_bare_list_in_any_order(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, [{"ingramPartNumber": "B", "index": 2}, {"ingramPartNumber": "A"}])

    priced = price_many(client, products("A", "B"))

    assert [one.offers[0].ingram_part_number for one in priced] == ["A", "B"]


@pytest.mark.parametrize("status", [200, 207])
def test_not_found_sku_is_an_error_of_its_row(
    status: int, client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, [NOT_FOUND, {"ingramPartNumber": "Y"}])

    offers = catalog.price_and_availability(client, asked("X", "Y"))

    assert [offer.error for offer in offers] == ["Not found", ""]
    assert offers[0].customer_price is None


@pytest.mark.parametrize(
    "offer",
    [
        {"pricing": {"customerPrice": "5.43"}},
        {"availability": {"pricing": {"customerPrice": "5.43"}}},
    ],
)
def test_pricing_position_is_beside_the_availability_or_within_it(offer: Any) -> None:
    assert ProductOffer.read(offer).customer_price == Decimal("5.43")


@pytest.mark.parametrize("key", ["specialBidNumer", "specialBidNumber"])
def test_specialbidnumer_is_a_misspelling_and_both_are_read(key: str) -> None:
    offer = ProductOffer.read({"discounts": [{"specialPricing": [{key: "B"}]}]})

    assert offer.special_prices[0].special_bid_number == "B"


@pytest.mark.parametrize("key", ["planID", "planId", "planUId"])
def test_planid_planid_planuid_are_all_read(key: str) -> None:
    assert SubscriptionPrice.read({key: "438308"}).plan_id == "438308"


def test_planid_planid_planuid_are_sent_as_each_operation_wants(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(404, "")
    catalog.search_products(client, plan_id="438308")
    upstream.answers.clear()
    upstream.reply(200, {"subscriptionDetails": [{"planId": "438308"}]})
    catalog.product_details_by_vendor_part(client, plan_id="438308")

    assert ("planID", "438308") in upstream.calls[0].query
    assert ("planId", "438308") in upstream.calls[1].query
    assert ProductQuery(plan_id="438308").body() == {"planID": "438308"}


def test_quantity_key_is_sent_as_documented_and_as_a_text() -> None:
    query = ProductQuery(ingram_part_number="A", quantity_requested=3)

    assert query.body() == {"ingramPartNumber": "A", "quantityRequested": "3"}


@pytest.mark.parametrize("given", ["05", 5])
def test_warehouseid_is_a_text_and_an_absent_quantity_is_unknown(given: Any) -> None:
    offer = ProductOffer.read(
        {"availability": {"availabilityByWarehouse": [{"warehouseId": given}]}}
    )

    (warehouse,) = offer.availability.warehouses
    assert warehouse.warehouse_id == str(given)
    assert (warehouse.location, warehouse.quantity_available) == ("", None)


def test_availabilitybywarehouse_of_an_answer_holds_stock_and_of_a_request_is_not_sent() -> None:
    told = {"warehouseId": "10", "quantityAvailable": "7"}

    offer = ProductOffer.read({"availability": {"availabilityByWarehouse": told}})

    assert offer.availability.warehouses[0].quantity_available == 7
    assert "availabilityByWarehouse" not in asked("A").body()


def test_bundlepartindicator_servicefees_amount_may_be_the_words_of_their_types() -> None:
    offer = ProductOffer.read(
        {"bundlePartIndicator": "boolean", "serviceFees": [{"amount": "decimal"}]}
    )

    assert offer.is_bundle_part is None
    assert offer.service_fees[0].amount is None
    assert len(offer.problems) == 2


def test_discounts_hold_special_prices_and_quantity_breaks_of_which_some_are_unlimited() -> None:
    special = {"specialPricingAvailableQuantity": 9999999}
    step = {"quantity": "5", "amount": "4.5"}

    offer = ProductOffer.read(
        {"discounts": [{"specialPricing": [special], "quantityDiscounts": [step]}]}
    )

    assert offer.special_prices[0].is_unlimited
    assert (offer.quantity_breaks[0].quantity, offer.quantity_breaks[0].amount) == (
        5,
        Decimal("4.5"),
    )


def test_effectivedate_expirydate_are_written_in_small_letters() -> None:
    reserved = {"effectivedate": "2026-01-02", "expirydate": "2026-03-04"}

    (stock,) = ProductOffer.read({"reserveInventoryDetails": [reserved]}).reserved_stock

    assert (stock.effective_on, stock.expires_on) == (date(2026, 1, 2), date(2026, 3, 4))


def test_subscription_only_query_has_no_goods_and_goods_have_no_subscription() -> None:
    plan = ProductOffer.read(
        {"ingramPartNumber": None, "availability": None, "subscriptionPrice": [{"planId": "4"}]}
    )
    goods = ProductOffer.read({"ingramPartNumber": "A", "subscriptionPrice": None})

    assert plan.subscription_prices[0].plan_id == "4"
    assert (plan.ingram_part_number, plan.availability.total) == ("", None)
    assert goods.subscription_prices == ()


@pytest.mark.parametrize(("text", "flag"), [("true", True), ("false", False), ("", None)])
def test_search_booleans_are_texts(text: str, flag: bool | None) -> None:
    keys = {
        "endUserRequired": "is_end_user_required",
        "hasDiscounts": "has_discounts",
        "discontinued": "is_discontinued",
        "newProduct": "is_new",
        "directShip": "is_direct_ship",
        "hasWarranty": "has_warranty",
        "authorizedToPurchase": "is_authorized",
    }

    assert {getattr(flag_of(key, text), name) for key, name in keys.items()} == {flag}


@pytest.mark.parametrize("kind", ["IM::Physical", "IM::physical", "im::PHYSICAL"])
def test_type_knows_no_case(kind: str, client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"catalog": [{"type": kind}]})

    page = catalog.search_products(client, kind="physical")

    assert page.products[0].kind == "physical"
    assert ("type", "IM::physical") in upstream.calls[0].query


@pytest.mark.parametrize("key", ["upcCode", "upc"])
@pytest.mark.parametrize("model", [ProductSummary, ProductDetails, ProductOffer])
def test_upc_has_two_keys_and_keeps_its_leading_zero(model: Any, key: str) -> None:
    assert model.read({key: "0619659134587"}).upc == "0619659134587"


@pytest.mark.parametrize("model", [ProductSummary, ProductDetails])
@pytest.mark.parametrize(
    "keys", [("category", "subCategory"), ("productCategory", "productSubcategory")]
)
def test_category_has_two_keys(model: Any, keys: tuple[str, str]) -> None:
    product = model.read(dict(zip(keys, ("Computers", "Portable"), strict=True)))

    assert (product.category, product.sub_category) == ("Computers", "Portable")


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (("HasReturnLimits", "hasReturnLimits"), "has_return_limits"),
        (("IsBackOrderAllowed", "isBackOrderAllowed"), "is_back_order_allowed"),
        (("isRefurbishedProduct", "isRefurbished"), "is_refurbished"),
        (("hasAcopWebDiscount",), "has_acop_web_discount"),
    ],
)
def test_details_flags_are_spelt_as_in_the_schema_or_as_in_the_data(
    spellings: tuple[str, ...], name: str
) -> None:
    for spelling in spellings:
        for value in (True, "true"):
            product = ProductDetails.read({"indicators": {spelling: value}})
            assert getattr(product.indicators, name) is True


def test_productauthorized_is_a_flag_or_a_word() -> None:
    assert ProductOffer.read({"productAuthorized": True}).is_authorized is True
    assert ProductDetails.read({"productAuthorized": "True"}).is_authorized is True


def test_technicalspecifications_hold_html_that_is_made_harmless_before_it_is_shown() -> None:
    fact = {
        "headername": "General",
        "attributename": "Ports",
        "attributevalue": "<b>24</b><script>alert(1)</script>",
        "attributedisplay": "Ports: 24",
    }

    product = ProductDetails.read(
        {"technicalSpecifications": [fact], "productDetailDescription": "<img src=x>Good"}
    )
    shown = details_of(product, asked_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert product.specifications[0].value == fact["attributevalue"]
    assert shown.specifications[0].specifications[0].value == "<b>24</b>"
    assert shown.long_description == "Good"


@pytest.mark.parametrize("part_number", ["5348387", "CD98075", "A300-123456"])
def test_sku_length_is_not_that_of_the_document(
    part_number: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"ingramPartNumber": part_number})

    found = catalog.product_details(client, part_number)

    assert found.ingram_part_number == part_number
    assert asked(part_number).body()["products"] == [{"ingramPartNumber": part_number}]


def test_404_of_a_search_is_an_empty_page(client: Client, upstream: Upstream) -> None:
    upstream.reply(404, {"errors": [{"id": 123, "message": "No Records Found"}]})

    page = catalog.search_products(client, keywords=["nothing"])

    assert isinstance(page, ProductPage)
    assert (page.products, page.subscriptions) == ((), ())


@pytest.mark.parametrize("letter", ["A", "P", "?"])
def test_productclass_may_be_a_letter_that_nobody_lists(letter: str) -> None:
    assert ProductOffer.read({"productClass": letter}).product_class == letter


def test_a_price_that_was_not_told_is_unknown_never_zero() -> None:
    offer = ProductOffer.read({"pricing": {"customerPrice": ""}, "availability": None})

    assert offer.customer_price is None
    assert offer.availability.total is None
