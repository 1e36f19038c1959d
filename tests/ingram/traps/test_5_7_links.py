"""The traps of field notes 5.7: the distributor's links are hints at most."""

from __future__ import annotations

from typing import Any

import pytest

from apps.ingram import Client
from apps.ingram.operations import invoices, orders, quotes
from apps.ingram.schemas.orders import OrderPage
from tests.ingram.upstream import Upstream

BROKEN = [
    "/resellers/v6/orders/search?pageNumber=2pageSize=25",
    "/resellers/v6/orders?page=2&size=25&orderBy=x&dir=asc",
    "/resellers/v6/orders/search?[original_parameters]&pageNumber=2",
    "/bids/v1/special-bidsB2B?page=2",
    "https://elsewhere.example/steal",
]


@pytest.mark.parametrize("kind", ["GET", "Get", "get"])
@pytest.mark.parametrize(
    "link", ["/resellers/v5/orders/20-9", "/catalog/1A8249", "https://elsewhere.example/x"]
)
def test_links_of_other_versions_lead_nowhere(
    link: str, kind: str, client: Client, upstream: Upstream
) -> None:
    links = [{"topic": "orders", "href": link, "type": kind}]
    upstream.reply(200, {"orders": [{"ingramOrderNumber": "20-1", "links": links}]})
    upstream.reply(200, {"ingramOrderNumber": "20-1", "links": links})

    (found,) = orders.search_orders(client).orders
    orders.order_details(client, found.ingram_order_number)

    assert [call.path for call in upstream.calls] == [
        "/resellers/v6/orders/search",
        "/resellers/v6.1/orders/20-1",
    ]


@pytest.mark.parametrize("links", [{"topic": "invoices"}, [{"topic": "invoices"}], "", None])
def test_links_of_any_form_take_nothing_down(links: Any) -> None:
    page = OrderPage.read({"orders": [{"ingramOrderNumber": "20-1", "links": links}]})

    assert page.orders[0].ingram_order_number == "20-1"
    assert page.problems == ()


@pytest.mark.parametrize("link", BROKEN)
def test_nextpage_is_never_followed(link: str, client: Client, upstream: Upstream) -> None:
    row, rest = {"ingramOrderNumber": "20-1"}, {"ingramOrderNumber": "20-2"}
    upstream.reply(200, {"orders": [row], "recordsFound": 2, "pageSize": 1, "nextPage": link})
    upstream.reply(200, {"orders": [rest], "recordsFound": 2, "pageSize": 1, "nextPage": link})

    pages = list(orders.iter_orders(client, page_size=1))

    assert [page.orders[0].ingram_order_number for page in pages] == ["20-1", "20-2"]
    assert [dict(call.query)["pageNumber"] for call in upstream.calls] == ["1", "2"]


def test_pages_are_computed_from_the_count_and_the_page_size_that_came_back(
    client: Client, upstream: Upstream
) -> None:
    for number in ("1", "2", "3"):
        row = {"invoiceNumber": number}
        upstream.reply(200, {"invoices": [row], "recordsFound": "75", "pageSize": "25"})

    # 100 a page were asked for, 25 came.
    pages = list(invoices.iter_invoices(client, page_size=100))

    assert [page.page_count for page in pages] == [3, 3, 3]
    assert len(upstream.calls) == 3


def test_an_empty_page_is_the_end_whatever_count_and_link_promise(
    client: Client, upstream: Upstream
) -> None:
    promise = {"recordsFound": 500, "pageSize": 1, "nextPage": BROKEN[0]}
    upstream.reply(200, {"quotes": [{"quoteNumber": "QUO-1"}], **promise})
    upstream.reply(200, {"quotes": [], **promise})

    assert len(list(quotes.iter_quotes(client))) == 1
    assert len(upstream.calls) == 2
