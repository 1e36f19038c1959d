"""Deals: what can be searched, and how long they last."""

from __future__ import annotations

from datetime import date

import pytest

from apps.ingram import BadPayload, Client, NotFound
from apps.ingram.operations import deals
from apps.ingram.schemas.deals import DealDetails
from tests.ingram.upstream import Upstream


def test_a_page_is_named_with_capitals(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"recordsFound": 0})

    deals.search_deals(
        client, deal_id="D 1", vendor_name="Cisco", end_user_name="A & B", page_number=2
    )

    assert upstream.calls[0].query == [
        ("dealId", "D 1"),
        ("vendor", "Cisco"),
        ("endUser", "A & B"),
        ("Page", "2"),
        ("Size", "25"),
    ]


@pytest.mark.parametrize(("page_number", "page_size"), [(0, 25), (1, 0), (1, 101)])
def test_a_page_that_does_not_exist_is_not_asked_for(
    client: Client, upstream: Upstream, page_number: int, page_size: int
) -> None:
    with pytest.raises(ValueError):
        deals.search_deals(client, page_number=page_number, page_size=page_size)

    assert upstream.calls == []


@pytest.mark.parametrize("status", [204, 404])
def test_no_deals_are_an_empty_page(client: Client, upstream: Upstream, status: int) -> None:
    upstream.reply(status)

    assert deals.search_deals(client).deals == ()


def test_deals_are_walked_with_the_same_filters(client: Client, upstream: Upstream) -> None:
    figures = {"recordsFound": 2, "pageSize": 1}
    upstream.reply(200, {"deals": [{"dealId": "A"}], **figures})
    upstream.reply(200, {"deals": [{"dealId": "B"}], **figures})

    pages = deals.iter_deals(client, page_size=1, vendor_name="Cisco")

    assert [deal.deal_id for page in pages for deal in page.deals] == ["A", "B"]
    assert {dict(call.query)["vendor"] for call in upstream.calls} == {"Cisco"}


def test_details_name_vendor_and_application(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"dealId": "1"})

    deals.deal_details(client, "1", vendor_name="Cisco")

    (call,) = upstream.calls
    assert call.query == [("vendorName", "Cisco")]
    assert call.headers["IM-ApplicationID"] == call.headers["IM-SenderID"] == "TradeCounter"


def test_a_vendor_that_nobody_knows_is_left_out(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"dealId": "1"})

    deals.deal_details(client, "1", vendor_name="")

    assert upstream.calls[0].query == []


def test_a_deal_that_does_not_exist_is_not_found(client: Client, upstream: Upstream) -> None:
    upstream.reply(404)
    with pytest.raises(NotFound):
        deals.deal_details(client, "1", vendor_name="Cisco")


def test_an_answer_without_a_deal_id_is_no_deal(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"something": "else"})

    with pytest.raises(BadPayload):
        deals.deal_details(client, "1", vendor_name="Cisco")


def test_days_left_are_counted_from_today_whatever_the_answer_says() -> None:
    deal = DealDetails.read(
        {
            "dealExpiryDate": "2023-07-11T00:00:00",
            "products": [
                {"expirationDate": "2023-07-11T00:00:00", "daysRemaining": 181},
                {"upc": "1"},
            ],
        }
    )

    dated, undated = deal.lines
    assert deal.days_left(date(2023, 7, 1)) == dated.days_left(date(2023, 7, 1)) == 10
    assert dated.days_left(date(2023, 7, 12)) == -1
    assert undated.days_left(date(2023, 7, 1)) is None
