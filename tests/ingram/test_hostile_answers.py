"""JSON that is well-formed and still meant for no reader: found with random answers."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from apps.ingram import BadPayload, Client
from apps.ingram.answers import Unreadable, parse
from apps.ingram.operations.catalog import price_and_availability
from apps.ingram.schemas.orders import OrderPage
from apps.ingram.schemas.prices import PriceRequest
from apps.ingram.schemas.values import read_number, read_whole_number
from tests.ingram.upstream import Upstream


def test_a_number_beyond_all_exponents_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        parse('{"orderTotal": 1e99999999999999999999}')


@pytest.mark.parametrize("text", ["1e999999999", "-1e999999999", "1e40"])
def test_a_number_that_nothing_can_be_reckoned_with_is_a_problem(text: str) -> None:
    for read in (read_number, read_whole_number):
        for value in (text, Decimal(text)):
            with pytest.raises(ValueError, match="number"):
                read(value)


def test_a_count_that_is_too_large_is_named_and_left_out() -> None:
    page = OrderPage.read({"recordsFound": "1e999999999", "orders": []})

    assert page.records_found is None
    assert "records_found" in page.problems[0]


def test_half_of_a_character_does_not_keep_an_answer_from_being_stored() -> None:
    data = parse(r'{"no\ud800te": ["a\udfffb", "\ud83d\ude00"]}')

    assert data == {"no?te": ["a?b", "\N{GRINNING FACE}"]}


def test_a_nul_at_any_depth_is_left_out_or_the_answer_unreadable() -> None:
    assert parse(r'{"a": "b\u0000c"}') == {"a": "bc"}
    for depth in (300, 450, 600, 900):
        try:
            data = parse('{"a":' * depth + r'"\u0000"' + "}" * depth)
        except Unreadable:
            continue
        assert "\\u0000" not in json.dumps(data)


def test_prices_that_are_an_object_of_something_else_are_no_offer(
    client: Client, upstream: Upstream
) -> None:
    request = PriceRequest.model_validate({"products": [{"ingram_part_number": "6YE881"}]})
    upstream.reply(200, {"orders": [{"ingramOrderNumber": "20-RD3QV"}]})

    with pytest.raises(BadPayload):
        price_and_availability(client, request)
