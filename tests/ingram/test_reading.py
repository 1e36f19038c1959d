"""The traps of field notes 5, each by its name."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.ingram.answers import parse
from apps.ingram.schemas.catalog import ProductDetails, ProductPage, ProductSummary
from apps.ingram.schemas.orders import OrderDetails, OrderPage
from apps.ingram.schemas.prices import PriceAnswer, ProductOffer
from apps.ingram.schemas.quotes import QuoteDetails, QuotePage, QuoteValidation
from apps.ingram.schemas.reading import (
    read_currency,
    read_day,
    read_flag,
    read_link,
    read_moment,
    read_number,
    read_status,
    read_text,
    read_whole_number,
)


@pytest.mark.parametrize(
    ("given_", "number"),
    [
        (Decimal("12.30"), Decimal("12.30")),
        ("12.30", Decimal("12.30")),
        ("1,234.50", Decimal("1234.50")),
        (" 7 ", Decimal(7)),
        (0, Decimal(0)),
        ("", None),
        (None, None),
    ],
)
def test_a_number_may_be_a_text(given_: Any, number: Decimal | None) -> None:
    assert read_number(given_) == number


@pytest.mark.parametrize("word", ["decimal", "boolean", "NaN", "Infinity", {}, []])
def test_a_word_is_no_number(word: Any) -> None:
    with pytest.raises(ValueError, match="is not"):
        read_number(word)


def test_whole_numbers_may_be_written_as_fractions() -> None:
    assert read_whole_number("1.0") == 1
    with pytest.raises(ValueError, match="whole"):
        read_whole_number("1.5")


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ((True, "true", "True", "Y", "Yes", 1, "1"), True),
        ((False, "false", "FALSE", "N", "No", 0, "0"), False),
        (("", None), None),
    ],
)
def test_a_flag_has_many_spellings(words: tuple[Any, ...], flag: bool | None) -> None:
    assert {read_flag(word) for word in words} == {flag}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019-10-04T18:17:28Z", datetime(2019, 10, 4, 18, 17, 28, tzinfo=UTC)),
        ("2020-05-13T00:38:52-07:00", datetime(2020, 5, 13, 7, 38, 52, tzinfo=UTC)),
        ("2020-01-01T00:00:00", datetime(2020, 1, 1, tzinfo=UTC)),
        ("2024-04-23T15:03:11.1234567Z", datetime(2024, 4, 23, 15, 3, 11, 123456, tzinfo=UTC)),
        ("2020-01-10", datetime(2020, 1, 10, tzinfo=UTC)),
        ("03/09/2027", datetime(2027, 3, 9, tzinfo=UTC)),
        ("3/9/2027", datetime(2027, 3, 9, tzinfo=UTC)),
        ("3/9/2027 12:00:00 AM", datetime(2027, 3, 9, tzinfo=UTC)),
        ("20270309", datetime(2027, 3, 9, tzinfo=UTC)),
        ("0001-01-01", None),
        ("0001-01-01T00:00:00", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_has_many_forms(text: str | None, moment: datetime | None) -> None:
    assert read_moment(text) == moment


def test_an_offset_does_not_move_a_day() -> None:
    assert read_day("2020-04-03T23:54:39-07:00") == date(2020, 4, 3)
    assert read_day("2020-04-03T01:00:00+05:30") == date(2020, 4, 3)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("im::order_shipped", "ORDER SHIPPED"),
        ("IM::shipped", "SHIPPED"),
        ("Canceled", "CANCELLED"),
        ("Ready to  Order", "READY TO ORDER"),
        ("ON HOLD", "ON HOLD"),
        ("Something New", "SOMETHING NEW"),
        (None, ""),
    ],
)
def test_a_status_is_upper_case_words(text: str | None, status: str) -> None:
    assert read_status(text) == status


def test_a_currency_is_found_in_a_corrupt_echo() -> None:
    assert read_currency("USD USD") == "USD"
    assert read_currency("20-RFKKT : USD") == "USD"
    assert read_currency(None) == ""


def test_only_web_addresses_are_links() -> None:
    assert read_link("string") == ""
    assert read_link("javascript:alert(1)") == ""
    assert read_link("https://carrier.example/1") == "https://carrier.example/1"


def test_padding_is_stripped() -> None:
    assert read_text("ACME" + " " * 100) == "ACME"


def test_money_is_exact_from_the_first_byte() -> None:
    assert parse('{"a": 0.1, "b": 1e2, "c": 12345678901234567.89}') == {
        "a": Decimal("0.1"),
        "b": Decimal("1E+2"),
        "c": Decimal("12345678901234567.89"),
    }


def test_nul_characters_do_not_reach_the_database() -> None:
    assert parse('{"a\\u0000": ["b\\u0000"]}') == {"a": ["b"]}


def test_one_unreadable_field_is_reported_and_takes_nothing_else_down() -> None:
    quote = QuoteDetails.read(
        {
            "quoteNumber": "QUO-1",
            "totalQuoteAmount": "decimal",
            "ingramQuoteDate": "yesterday",
            "products": [{"quantity": "two", "ingramPartNumber": "A"}, "rubbish", None],
        }
    )

    assert quote.quote_number == "QUO-1"
    assert quote.total is None
    assert [line.ingram_part_number for line in quote.lines] == ["A", ""]
    assert quote.problems == (
        "created_at is not a date: 'yesterday'",
        "total is not a number: 'decimal'",
        "lines[0].quantity is not a number: 'two'",
        "lines[1] is not an object: 'rubbish'",
    )


def test_what_is_unknown_is_kept_in_raw() -> None:
    quote = QuoteDetails.read({"quoteNumber": "QUO-1", "brandNew": {"a": 1}})

    assert quote.raw["brandNew"] == {"a": 1}


def test_an_answer_survives_a_cache() -> None:
    quote = QuoteDetails.read({"quoteNumber": "QUO-1", "quantityTotal": "x"}, correlation_id="c")

    again = pickle.loads(pickle.dumps(quote))

    assert (again, again.raw, again.problems) == (quote, quote.raw, quote.problems)


def test_keys_are_found_in_any_case_but_the_documented_spelling_comes_first() -> None:
    assert QuoteDetails.read({"QUOTENUMBER": "A"}).quote_number == "A"
    assert QuoteDetails.read({"quotenumber": "A", "quoteNumber": "B"}).quote_number == "B"
    assert QuoteDetails.read({"quoteNumber": None, "quotenumber": "A"}).quote_number == "A"


@pytest.mark.parametrize("root", [None, "", [], {}, "text", 7, [[]], [None]])
def test_any_root_can_be_read(root: Any) -> None:
    assert QuoteDetails.read(root).quote_number == ""


def test_one_or_many_is_a_list() -> None:
    one = OrderPage.read({"orders": {"ingramOrderNumber": "20-1", "subOrders": {"links": {}}}})

    assert [order.ingram_order_number for order in one.orders] == ["20-1"]
    assert one.orders[0].sub_orders == ()


def test_page_figures_may_be_texts() -> None:
    page = OrderPage.read({"recordsFound": "123", "pageSize": "25", "pageNumber": "1"})

    assert page.page_count == 5


def test_carrier_details_may_be_an_object_and_dates_stand_on_either_level() -> None:
    shipment = {"shippedDate": "2022-10-06", "carrierDetails": {"shippedDate": "2022-10-07"}}

    order = OrderDetails.read({"lines": [{"shipmentDetails": shipment}]})

    read = order.lines[0].shipments[0]
    assert read.shipped_on == date(2022, 10, 6)
    assert read.carriers[0].shipped_on == date(2022, 10, 7)


@pytest.mark.parametrize("key", ["requestedDeliverydate", "requestedDeliveryDate"])
def test_the_requested_day_is_spelt_in_two_ways(key: str) -> None:
    order = OrderDetails.read({"lines": [{key: "2027-03-09"}]})

    assert order.lines[0].requested_delivery_on == date(2027, 3, 9)


def test_a_line_number_may_be_a_guid_and_the_quantity_a_text() -> None:
    quote = QuoteDetails.read({"products": {"lineNumber": "2a2fb5df-46a6", "quantity": "3"}})

    assert (quote.lines[0].line_number, quote.lines[0].quantity) == ("2a2fb5df-46a6", 3)


def test_the_status_of_a_quote_has_two_keys() -> None:
    assert QuoteDetails.read({"status": "Ready To Order"}).is_orderable
    assert QuotePage.read({"quotes": [{"quoteStatus": "Active"}]}).quotes[0].status == "ACTIVE"


@pytest.mark.parametrize("key", ["specialBidId", "specialBidNumber", "dealId"])
def test_the_bid_has_many_keys(key: str) -> None:
    assert QuoteDetails.read({key: "B-1"}).special_bid_number == "B-1"


def test_misspelt_quantities_of_discounts_are_read() -> None:
    quote = QuoteDetails.read(
        {"products": [{"price": {"extrafees": "1.50", "discounts": {"avaliableQunatity": 9}}}]}
    )

    price = quote.lines[0].price
    assert price.extra_fees == Decimal("1.50")
    assert price.discounts[0].quantity_available == 9


@pytest.mark.parametrize("key", ["vmfAdditionalAttributesLines", "linesVendorMandatoryAttributes"])
def test_line_fields_have_two_keys_and_blank_names_are_fillers(key: str) -> None:
    field = {"attributeName": "resellerCtacEmail", "attributeValue": "String"}
    filler = {"attributeName": "", "attributeValue": ""}

    answer = QuoteValidation.read({"lines": [{"quantity": "1", key: [field, filler]}]})

    assert [f.name for f in answer.lines[0].vendor_mandatory_fields] == ["resellerCtacEmail"]


def test_an_empty_list_under_one_key_does_not_hide_the_other() -> None:
    field = {"attributeName": "A"}

    answer = QuoteValidation.read(
        {
            "lines": [
                {
                    "vmfAdditionalAttributesLines": [],
                    "linesVendorMandatoryAttributes": [field],
                }
            ]
        }
    )

    assert [f.name for f in answer.lines[0].vendor_mandatory_fields] == ["A"]


@pytest.mark.parametrize(
    ("name", "description", "label"),
    [
        ("VEND_AUTH_NBR_FLG", "Authorization Number", "Authorization Number"),
        ("x", "resellerContactEmailFlag", "Reseller contact email"),
        ("VEND_AUTH_NBR_FLG", "", "Vend auth nbr"),
    ],
)
def test_a_flag_name_becomes_a_label_for_people(name: str, description: str, label: str) -> None:
    answer = QuoteValidation.read(
        {"vmfAdditionalAttributes": [{"attributeName": name, "attributeDescription": description}]}
    )

    assert answer.vendor_mandatory_fields[0].label == label


def test_a_price_may_be_nested_in_the_availability() -> None:
    offer = ProductOffer.read({"availability": {"pricing": {"customerPrice": "5.43"}}})

    assert offer.customer_price == Decimal("5.43")


def test_a_price_that_was_not_told_is_unknown_never_zero() -> None:
    offer = ProductOffer.read({"pricing": {"customerPrice": ""}, "availability": None})

    assert offer.customer_price is None
    assert offer.availability.total is None


def test_a_part_that_was_not_found_is_an_error_of_its_row() -> None:
    bad = {"productStatusCode": "E", "productStatusMessage": "Not found", "ingramPartNumber": "X"}

    offers = PriceAnswer.read({"offers": [bad, {"ingramPartNumber": "Y"}]}).offers

    assert [offer.error for offer in offers] == ["Not found", ""]


@pytest.mark.parametrize("key", ["specialBidNumer", "specialBidNumber"])
def test_the_special_bid_of_a_price_is_misspelt(key: str) -> None:
    offer = ProductOffer.read(
        {
            "discounts": [
                {"specialPricing": [{key: "B", "specialPricingAvailableQuantity": 9999999}]}
            ]
        }
    )

    assert offer.special_prices[0].special_bid_number == "B"
    assert offer.special_prices[0].is_unlimited


def test_a_number_in_place_of_an_identifier_is_flagged() -> None:
    offer = ProductOffer.read({"availability": {"availabilityByWarehouse": [{"warehouseId": 5}]}})

    assert offer.availability.warehouses[0].warehouse_id == "5"
    assert offer.problems == (
        "availability.warehouses[0].warehouse_id is given as a number; leading zeros may be lost",
    )


def test_a_upc_keeps_its_leading_zero_under_either_key() -> None:
    assert ProductSummary.read({"upcCode": "0619659134587"}).upc == "0619659134587"
    assert ProductSummary.read({"upc": "0619659134587"}).upc == "0619659134587"


def test_the_kind_of_a_product_knows_no_case() -> None:
    assert ProductSummary.read({"type": "IM::Physical"}).kind == "physical"


def test_indicators_are_spelt_as_in_the_schema_or_as_in_the_data() -> None:
    for spelling in ({"HasReturnLimits": True}, {"hasReturnLimits": "true"}):
        assert ProductDetails.read({"indicators": spelling}).indicators.has_return_limits is True
    for spelling in ({"isRefurbishedProduct": True}, {"isRefurbished": True}):
        assert ProductDetails.read({"indicators": spelling}).indicators.is_refurbished is True


def test_the_flag_of_authorization_may_be_a_word() -> None:
    assert ProductDetails.read({"productAuthorized": "True"}).is_authorized is True


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "quoteNumber",
                    "products",
                    "price",
                    "lines",
                    "orders",
                    "catalog",
                    "subOrders",
                    "quantity",
                    "shipmentDetails",
                    "carrierDetails",
                    "endUserInfo",
                    "indicators",
                    "ingramQuoteDate",
                    "discounts",
                    "availability",
                    "vmfAdditionalAttributes",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(
    deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(_JSON)
def test_no_json_whatsoever_raises(data: Any) -> None:
    for model in (
        QuoteDetails,
        QuotePage,
        QuoteValidation,
        OrderDetails,
        OrderPage,
        ProductPage,
        ProductDetails,
        ProductOffer,
    ):
        answer = model.read(data)
        assert isinstance(answer.problems, tuple)
