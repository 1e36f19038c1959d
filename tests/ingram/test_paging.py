"""Walking through the pages of a search."""

from __future__ import annotations

from typing import Any

import pytest

from apps.ingram import Client
from apps.ingram.operations import orders, quotes
from tests.ingram.upstream import Upstream


def page(*numbers: str, **figures: Any) -> dict[str, Any]:
    return {"orders": [{"ingramOrderNumber": number} for number in numbers], **figures}


def numbers_of(client: Client, **options: Any) -> list[list[str]]:
    return [
        [order.ingram_order_number for order in found.orders]
        for found in orders.iter_orders(client, **options)
    ]


def test_the_count_and_the_page_size_that_came_back_tell_the_last_page(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, page("A", "B", recordsFound="3", pageSize="2"))
    upstream.reply(200, page("C", recordsFound="3", pageSize="2"))

    assert numbers_of(client) == [["A", "B"], ["C"]]
    assert len(upstream.calls) == 2


def test_without_a_count_an_empty_page_is_the_end(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, page("A"))
    upstream.reply(200, page("B"))
    upstream.reply(204)

    assert numbers_of(client) == [["A"], ["B"]]


def test_a_page_that_comes_again_ends_the_walk(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, page("A"))

    assert numbers_of(client) == [["A"]]


def test_a_walk_resumes_at_a_page_and_follows_no_link(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, page("C", nextPage="/elsewhere?page=9"))
    upstream.reply(204)

    assert numbers_of(client, first_page=3) == [["C"]]

    assert [dict(call.query)["pageNumber"] for call in upstream.calls] == ["3", "4"]


def test_quotes_are_walked_in_the_same_way(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"quotes": [{"quoteNumber": "Q1"}], "recordsFound": 1, "pageSize": 100})

    found = [quote.quote_number for p in quotes.iter_quotes(client) for quote in p.quotes]

    assert found == ["Q1"]


@pytest.mark.parametrize("page", [{"page_size": 101}, {"page_size": 0}, {"page_number": 0}])
def test_a_page_that_the_distributor_does_not_have_is_not_asked_for(
    page: dict[str, int], client: Client, upstream: Upstream
) -> None:
    with pytest.raises(ValueError, match="page"):
        orders.search_orders(client, **page)

    assert upstream.seen == []
