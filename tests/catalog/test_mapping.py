"""The distributor's odd answers as the portal shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from apps.catalog.mapping import details_of, offer_of
from apps.catalog.offers import ProductOffer
from apps.ingram.schemas.catalog import ProductDetails
from apps.ingram.schemas.prices import ProductOffer as Answer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def offer(**answer: Any) -> ProductOffer:
    return offer_of(Answer.read({"ingramPartNumber": "6YE881", **answer}), priced_at=NOW)


def test_scripts_styles_and_links_are_taken_out_of_descriptions_and_specifications() -> None:
    evil = "<b onclick=x()>Fine</b><script>x()</script><a href=//e.vil>here</a><img src=x>"
    told = ProductDetails.read(
        {
            "ingramPartNumber": "6YE881",
            "productDetailDescription": evil,
            "technicalSpecifications": [
                {"headername": evil, "attributename": evil, "attributevalue": evil}
            ],
        }
    )

    details = details_of(told, asked_at=NOW)

    [group] = details.specifications
    [item] = group.specifications
    assert details.long_description == item.value == "<b>Fine</b>here"
    assert "<" not in item.name + group.name


def test_a_plain_text_keeps_its_signs() -> None:
    told = ProductDetails.read({"productDetailDescription": '15.6" < 16" & more'})

    assert details_of(told, asked_at=NOW).long_description == '15.6" &lt; 16" &amp; more'


def test_a_price_of_nothing_is_unknown() -> None:
    asked = offer(pricing={"customerPrice": 0, "retailPrice": "0.00", "currencyCode": "USD"})

    assert asked.customer_price is None
    assert asked.retail_price is None
    assert asked.margin_percent is None


def test_an_absent_stock_is_unknown_and_a_zero_is_none() -> None:
    assert offer().available is None
    assert not offer().has_no_stock
    assert offer(availability={"totalAvailability": "0"}).has_no_stock


def test_prices_are_read_where_one_documented_answer_nests_them() -> None:
    nested = offer(
        availability={
            "totalAvailability": 3,
            "pricing": {"customerPrice": Decimal("5.43"), "retailPrice": 10, "currencyCode": "USD"},
        }
    )

    assert (nested.customer_price, nested.currency) == (Decimal("5.43"), "USD")
    assert nested.margin_percent == Decimal("45.7")


def test_the_next_delivery_is_the_earliest_of_all_warehouses() -> None:
    asked = offer(
        availability={
            "totalAvailability": 0,
            "availabilityByWarehouse": [
                {"warehouseId": 10, "backOrderInfo": [{"quantity": 9, "etaDate": "2026-05-01"}]},
                {"warehouseId": "20", "quantityBackorderedEta": "2026-04-02"},
            ],
        }
    )

    assert asked.next_back_order is not None
    assert asked.next_back_order.expected_on == date(2026, 4, 2)
    assert [place.warehouse_id for place in asked.warehouses] == ["10", "20"]


def test_discounts_keep_their_limits() -> None:
    asked = offer(
        pricing={"currencyCode": "USD"},
        discounts=[
            {
                "specialPricing": [
                    {
                        "specialBidNumer": "B1",
                        "discountType": "Special Bid",
                        "specialPricingDiscount": Decimal("6.74"),
                        "specialPricingAvailableQuantity": 9999999,
                        "specialPricingExpirationDate": "2026-12-31",
                    }
                ],
                "quantityDiscounts": [{"quantity": 10, "amount": 4}, {"quantity": 5, "amount": 5}],
            }
        ],
    )

    [bid] = asked.discounts
    assert (bid.special_bid_number, bid.discount) == ("B1", Decimal("6.74"))
    assert bid.is_unlimited
    assert bid.expires_on == date(2026, 12, 31)
    assert [step.quantity for step in asked.quantity_breaks] == [5, 10]
    assert {step.currency for step in asked.quantity_breaks} == {"USD"}


def test_an_item_with_an_error_is_no_known_product() -> None:
    refused = offer(productStatusCode="E", productStatusMessage="Product not found")

    assert not refused.is_known
    assert refused.problem == "Product not found"
