"""The ten rules of field notes 5.0, which every answer is read by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client
from apps.ingram.answers import parse
from apps.ingram.operations import orders
from apps.ingram.schemas.orders import OrderDetails, OrderPage
from apps.ingram.schemas.prices import ProductOffer
from apps.ingram.schemas.quotes import QuoteDetails, QuotePage, QuoteValidation
from apps.ingram.schemas.reading import (
    Answer,
    Many,
    Maybe,
    Number,
    Text,
    as_list,
    as_object_or_none,
    read_currency,
    read_day,
    read_flag,
    read_link,
    read_moment,
    read_number,
    read_status,
    read_text,
    read_whole_number,
    spelt,
)
from tests.ingram.upstream import Upstream


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (Decimal("12.30"), Decimal("12.30")),
        ("12.30", Decimal("12.30")),
        ("1,234.50", Decimal("1234.50")),
        (" 7 ", Decimal(7)),
        (7, Decimal(7)),
        (0, Decimal(0)),
        ("", None),
        (None, None),
    ],
)
def test_rule_1_a_number_may_be_a_text(given: Any, number: Decimal | None) -> None:
    read = read_number(given)

    assert read == number
    assert str(read) == str(number)


@pytest.mark.parametrize("word", ["decimal", "boolean", "NaN", "Infinity", True, {}, []])
def test_rule_1_a_word_is_no_number(word: Any) -> None:
    with pytest.raises(ValueError, match="is not"):
        read_number(word)


@pytest.mark.parametrize("word", ["decimal", "n/a"])
def test_rule_1_an_unreadable_amount_is_unknown_and_never_zero(word: str) -> None:
    offer = ProductOffer.read({"pricing": {"customerPrice": word}})

    assert offer.customer_price is None
    assert offer.problems == (f"listed_pricing.customer_price is not a number: {word!r}",)


def test_rule_1_money_is_exact_from_the_first_byte() -> None:
    assert parse('{"a": 0.1, "b": 1e2, "c": 12345678901234567.89}') == {
        "a": Decimal("0.1"),
        "b": Decimal("1E+2"),
        "c": Decimal("12345678901234567.89"),
    }


def test_rule_1_a_whole_number_may_be_written_as_a_fraction() -> None:
    assert [read_whole_number(given) for given in ("1.0", Decimal("2.00"), 3)] == [1, 2, 3]
    for wrong in ("1.5", 2**31, 10**30):
        with pytest.raises(ValueError, match="whole"):
            read_whole_number(wrong)


@pytest.mark.parametrize(
    ("words", "flag"),
    [
        ((True, "true", "True", "Y", "y", "Yes", 1, "1"), True),
        ((False, "false", "FALSE", "N", "n", "No", 0, "0"), False),
        (("", None, " "), None),
    ],
)
def test_rule_2_a_flag_has_many_spellings(words: tuple[Any, ...], flag: bool | None) -> None:
    assert {read_flag(word) for word in words} == {flag}


@pytest.mark.parametrize("word", ["boolean", "maybe", 2, {}])
def test_rule_2_another_word_is_neither_yes_nor_no(word: Any) -> None:
    with pytest.raises(ValueError, match="is n"):
        read_flag(word)


@pytest.mark.parametrize(
    ("given", "members"),
    [(None, []), ("", []), ([], []), ({"a": 1}, [{"a": 1}]), ([{"a": 1}, None], [{"a": 1}])],
)
def test_rule_3_one_or_many_is_a_list(given: Any, members: list[Any]) -> None:
    assert as_list(given) == members


@pytest.mark.parametrize(
    ("given", "one"),
    [([{"a": 1}, {"a": 2}], {"a": 1}), ("", None), ([], None), (None, None), ({"a": 1}, {"a": 1})],
)
def test_rule_3_a_list_in_place_of_an_object_is_its_first_member(given: Any, one: Any) -> None:
    assert as_object_or_none(given) == one


def test_rule_3_an_object_in_place_of_a_list_is_a_list_of_one() -> None:
    one = OrderPage.read({"orders": {"ingramOrderNumber": "20-1", "subOrders": {"links": {}}}})

    assert [order.ingram_order_number for order in one.orders] == ["20-1"]
    assert one.orders[0].sub_orders == ()


@pytest.mark.parametrize("root", [None, "", [], {}, "text", 7, [[]], [None]])
def test_rule_3_any_root_can_be_read(root: Any) -> None:
    assert QuoteDetails.read(root).quote_number == ""


def test_rule_4_keys_are_found_in_any_case_but_the_documented_spelling_comes_first() -> None:
    assert QuoteDetails.read({"QUOTENUMBER": "A"}).quote_number == "A"
    assert QuoteDetails.read({"quotenumber": "A", "quoteNumber": "B"}).quote_number == "B"
    assert QuoteDetails.read({"quoteNumber": None, "quotenumber": "A"}).quote_number == "A"


def test_rule_4_of_two_keys_that_differ_in_case_the_first_that_is_told_is_taken() -> None:
    class Line(Answer):
        tax: Number = spelt("TaxPercentage", default=None)

    assert Line.read({"TaxPercentage": None, "taxPercentage": 19}).tax == 19
    assert Line.read({"taxPercentage": 19, "TaxPercentage": 7}).tax == 7


def test_rule_4_an_empty_list_under_one_key_does_not_hide_the_other() -> None:
    answer = QuoteValidation.read(
        {
            "lines": [
                {
                    "vmfAdditionalAttributesLines": [],
                    "linesVendorMandatoryAttributes": [{"attributeName": "A"}],
                }
            ]
        }
    )

    assert [f.name for f in answer.lines[0].vendor_mandatory_fields] == ["A"]


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
def test_rule_5_a_date_has_many_forms(text: str | None, moment: datetime | None) -> None:
    assert read_moment(text) == moment
    assert read_day(text) == (moment and moment.date())


def test_rule_5_an_offset_does_not_move_a_day() -> None:
    assert read_day("2020-04-03T23:54:39-07:00") == date(2020, 4, 3)
    assert read_day("2020-04-03T01:00:00+05:30") == date(2020, 4, 3)


def test_rule_5_the_original_text_is_kept() -> None:
    order = OrderDetails.read({"ingramOrderDate": "yesterday"})

    assert (order.ordered_at, order.ordered_on) == (None, None)
    assert order.raw["ingramOrderDate"] == "yesterday"
    assert "ordered_at is not a date: 'yesterday'" in order.problems


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
def test_rule_6_a_status_is_upper_case_words(text: str | None, status: str) -> None:
    assert read_status(text) == status


def test_rule_6_an_unknown_status_is_shown_as_it_came() -> None:
    (quote,) = QuotePage.read({"quotes": [{"quoteStatus": "Half-way there"}]}).quotes

    assert (quote.status, quote.status_text) == ("HALF-WAY THERE", "Half-way there")


def test_rule_7_texts_are_stripped() -> None:
    assert read_text("ACME" + " " * 100) == "ACME"
    assert read_text("\t ACME \n") == "ACME"


def test_rule_7_a_currency_is_found_in_a_corrupt_echo() -> None:
    assert read_currency("USD USD") == "USD"
    assert read_currency("20-RFKKT : USD") == "USD"
    assert read_currency(None) == ""


def test_rule_7_no_text_passes_for_a_link_that_is_none() -> None:
    assert read_link("string") == ""
    assert read_link("javascript:alert(1)") == ""
    assert read_link("https://carrier.example/1") == "https://carrier.example/1"


def test_rule_8_identifiers_keep_their_leading_zeros() -> None:
    order = OrderDetails.read({"lines": [{"ingramOrderLineNumber": "007", "upcCode": "0619"}]})

    assert (order.lines[0].ingram_line_number, order.lines[0].upc) == ("007", "0619")


def test_rule_8_a_number_in_place_of_an_identifier_is_flagged() -> None:
    offer = ProductOffer.read({"availability": {"availabilityByWarehouse": [{"warehouseId": 5}]}})

    assert offer.availability.warehouses[0].warehouse_id == "5"
    assert offer.problems == (
        "availability.warehouses[0].warehouse_id is given as a number; leading zeros may be lost",
    )


def test_rule_9_addresses_are_built_from_identifiers(client: Client, upstream: Upstream) -> None:
    link = {"topic": "orders", "href": "/resellers/v5/orders/20-9", "type": "Get"}
    upstream.reply(200, {"orders": [{"ingramOrderNumber": "20-1", "links": link}]})
    upstream.reply(200, {"ingramOrderNumber": "20-1"})

    (found,) = orders.search_orders(client).orders
    orders.order_details(client, found.ingram_order_number)

    assert upstream.calls[-1].path == "/resellers/v6.1/orders/20-1"


def test_rule_10_unknown_keys_are_ignored_and_kept() -> None:
    quote = QuoteDetails.read({"quoteNumber": "QUO-1", "brandNew": {"a": 1}})

    assert (quote.quote_number, quote.problems) == ("QUO-1", ())
    assert quote.raw["brandNew"] == {"a": 1}


def test_rule_10_missing_keys_never_raise() -> None:
    class Row(Answer):
        name: Text = ""
        amount: Number = None
        parts: Many[Text] = ()
        inner: Maybe[OrderDetails] = None

    row = Row.read({})

    assert (row.name, row.amount, row.parts, row.inner) == ("", None, (), None)
    assert (row.problems, row.is_told) == ((), False)
