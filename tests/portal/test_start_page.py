"""The start page: what needs somebody today, from the mirror alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.orders.choices import OrderStatus
from apps.quotes.choices import QuoteStatus
from tests.orders.things import make_order
from tests.quotes.factories import make_draft, make_quote


def test_what_is_ready_and_what_was_begun_is_one_click_away(account, buyer, signed_in):
    quote = make_quote(account, name="Clinic refresh")
    draft = make_draft(account, buyer, name="Half a draft")
    order = make_order(account)

    page = signed_in(buyer).get("/").content.decode()

    for thing in (quote, draft, order):
        assert f'href="{thing.get_absolute_url()}"' in page


def test_a_quote_that_ran_out_is_not_ready(account, buyer, signed_in):
    make_quote(account, name="Too late", expires_on=timezone.localdate() - timedelta(days=1))
    make_quote(account, name="Never ends", expires_on=None)

    page = signed_in(buyer).get("/").content.decode()

    assert "Too late" not in page
    assert "Never ends" in page


def held(account, hours, **changes):
    ends_at = timezone.now() + timedelta(hours=hours, minutes=1)
    return make_order(account, status=OrderStatus.ON_HOLD, hold_ends_at=ends_at, **changes)


def test_held_orders_stand_there_with_the_time_left_the_most_urgent_first(
    account, buyer, signed_in
):
    later, soon = held(account, 20), held(account, 3)
    make_order(account, status=OrderStatus.ON_HOLD)
    held(account, -1)

    page = signed_in(buyer).get("/").content.decode()

    card = page[page.index("Orders on customer hold</h2>") : page.index("Ready to order</h2>")]
    assert card.index(str(soon)) < card.index(str(later))
    assert card.count("data-time-left") == 2
    assert "20 h" in card
    assert card.count("hold__soon") == 1


def test_the_held_orders_are_one_click_away(account, buyer, signed_in):
    order, other = held(account, 20), make_order(account, status=OrderStatus.ON_HOLD)

    page = signed_in(buyer).get("/orders/?attention=held&sort=ordered").content.decode()

    assert str(order) in page
    assert str(other) not in page
    assert "20 h</time> left" in page


def test_another_accounts_things_are_not_shown(account, buyer, outsider, signed_in):
    make_quote(account, name="Clinic refresh")

    assert "Clinic refresh" not in signed_in(outsider).get("/").content.decode()


def test_the_first_reading_is_shown_until_it_has_ended(account, buyer, signed_in):
    page = signed_in(buyer).get("/").content.decode()

    assert "Reading quotes from the distributor" in page
    assert "Reading orders from the distributor" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_takes_the_same_queries_for_any_number_of_rows(
    rows, account, buyer, signed_in, sandbox, django_assert_num_queries
):
    for _ in range(rows):
        make_quote(account, status=QuoteStatus.READY)
        make_draft(account, buyer, ("6YE881", "1"))
        make_order(account)
        held(account, 3)
    browser = signed_in(buyer)
    before = sandbox.state()["calls"]

    with django_assert_num_queries(15):
        assert browser.get("/").status_code == 200

    assert sandbox.state()["calls"] == before


def test_htmx_gets_the_part_that_changes(account, buyer, signed_in):
    answer = signed_in(buyer).get("/", headers={"HX-Request": "true"})

    assert 'id="dashboard"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
