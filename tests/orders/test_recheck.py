"""Price and stock are asked again before the last button, and what got worse has to be seen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Address
from apps.ingram.schemas.orders import MAX_LINES
from apps.orders.models import OrderDraft, OrderDraftLine
from apps.submissions.models import Submission
from tests.factories import make_address
from tests.orders.own_orders import (
    END_USER,
    PLAIN,
    confirm,
    fill_in,
    keys_of,
    looked_up,
    make_draft,
    part,
    summary_of,
    url,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
PRICES = "POST /resellers/v6/catalog/priceandavailability"
SEEN = {"has_seen_changes": "on"}
TICK = 'name="has_seen_changes"'


@pytest.fixture
def draft(account: CustomerAccount, buyer: User, bill_to: Address) -> OrderDraft:
    """One line of a part that is in stock, with its price of now."""
    product = part(quantity_breaks=())
    draft = make_draft(account, buyer, (product.part_number, 2))
    looked_up(draft, unit_price=product.cost, available=product.available("US"))
    return draft


def placed(browser: Client, draft: OrderDraft, keys: dict[str, str]) -> int:
    return browser.post(url(draft, "place"), keys, **HTMX).status_code


def test_an_order_as_it_was_drafted_needs_no_tick(browser: Client, draft: OrderDraft) -> None:
    keys = confirm(browser, draft)

    page = summary_of(browser, draft)

    assert TICK not in page
    assert "everything is in stock" in page
    assert placed(browser, draft, keys) == 200


def test_prices_are_asked_past_the_cache(browser: Client, sandbox: Any, draft: OrderDraft) -> None:
    confirm(browser, draft)
    OrderDraft.objects.update(validated_at=timezone.now() - timedelta(seconds=30))

    summary_of(browser, draft)

    assert sandbox.calls(PRICES) == 2


def test_a_reload_does_not_ask_again(browser: Client, sandbox: Any, draft: OrderDraft) -> None:
    confirm(browser, draft)
    summary_of(browser, draft)

    assert sandbox.calls(PRICES) == 1


def test_lines_that_nobody_looked_up_are_looked_up_first(
    browser: Client, sandbox: Any, account: CustomerAccount, buyer: User, bill_to: Address
) -> None:
    product = part()
    draft = make_draft(account, buyer, product.vendor_part_number)

    keys = confirm(browser, draft)

    assert placed(browser, draft, keys) == 200
    assert Submission.objects.get().body["lines"][0]["ingramPartNumber"] == product.part_number


def test_a_price_that_went_up_is_shown_with_both_figures_and_has_to_be_seen(
    browser: Client, draft: OrderDraft
) -> None:
    line = draft.lines.get()
    now = line.unit_price
    looked_up(draft, unit_price=now - 1)
    keys = confirm(browser, draft)

    page = summary_of(browser, draft)

    assert f"Price up from {now - 1:,.2f} to {now:,.2f}." in page
    assert "Total in the draft" in page
    assert f"{now * 2:,.2f} USD</button>" in page
    assert TICK in page
    assert placed(browser, draft, keys) == 422
    assert not Submission.objects.exists()
    assert placed(browser, draft, keys | SEEN) == 200


def test_a_price_that_went_down_is_told_and_needs_no_tick(
    browser: Client, draft: OrderDraft
) -> None:
    line = draft.lines.get()
    looked_up(draft, unit_price=line.unit_price + 1)
    keys = confirm(browser, draft)

    page = summary_of(browser, draft)

    assert "Price down from" in page
    assert TICK not in page
    assert placed(browser, draft, keys) == 200


def test_a_price_that_went_up_after_the_summary_is_not_agreed_to(
    browser: Client, draft: OrderDraft
) -> None:
    keys = confirm(browser, draft)
    draft.refresh_from_db()
    (kept,) = draft.requirements["parts"].values()
    kept["unit_price"] = str(Decimal(kept["unit_price"]) + 1)  # asked by another tab
    draft.save()

    answer = browser.post(url(draft, "place"), keys | SEEN, **HTMX)

    assert answer.status_code == 422
    assert "have changed since this summary" in answer.content.decode()
    assert not Submission.objects.exists()


def test_an_old_summary_is_not_ordered_by(browser: Client, draft: OrderDraft) -> None:
    keys = confirm(browser, draft)
    OrderDraft.objects.update(validated_at=timezone.now() - timedelta(minutes=16))

    answer = browser.post(url(draft, "place"), keys, **HTMX)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "asked too long ago" in page
    assert placed(browser, draft, keys_of(page)) == 200


def test_stock_that_became_short_is_shown_with_what_is_wanted(
    browser: Client, draft: OrderDraft
) -> None:
    available = draft.lines.get().available
    wanted = available + 10
    draft.lines.update(quantity_text=str(wanted), available=wanted)
    confirm(browser, draft, back_orders="refuse")

    page = summary_of(browser, draft)

    assert f"{available:,} of {wanted:,} in stock." in page
    assert "Back-orders are not accepted" in page
    assert TICK in page


def test_stock_that_was_short_before_needs_no_tick(browser: Client, draft: OrderDraft) -> None:
    available = draft.lines.get().available
    draft.lines.update(quantity_text=str(available + 10))
    confirm(browser, draft)

    page = summary_of(browser, draft)

    assert f"{available:,} of {available + 10:,} in stock." in page
    assert TICK not in page


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"is_authorized": False}, "authorised"),
        ({"needs_end_user": True}, "has to name the end user"),
    ],
)
def test_what_cannot_be_ordered_stops_with_a_way_to_mend_it(
    browser: Client,
    account: CustomerAccount,
    buyer: User,
    bill_to: Address,
    wanted: dict[str, bool],
    words: str,
) -> None:
    draft = make_draft(account, buyer, part(**wanted).part_number)
    keys = confirm(browser, draft)

    page = summary_of(browser, draft)

    assert words in page
    assert "This cannot be ordered yet" in page
    assert keys == {}
    assert placed(browser, draft, {"form_key": draft.form_key, "agreed": "", **SEEN}) == 422
    assert not Submission.objects.exists()


def test_an_unknown_part_leads_back_to_the_lines(
    browser: Client, account: CustomerAccount, buyer: User, bill_to: Address
) -> None:
    draft = make_draft(account, buyer, "NOSUCH1")
    fill_in(browser, draft)

    page = summary_of(browser, draft)

    assert "This cannot be ordered yet" in page
    assert f'href="/orders/drafts/{draft.pk}/"' in page


@pytest.mark.parametrize("where", ["header", "line"])
def test_a_named_end_user_lets_the_part_go(
    browser: Client, account: CustomerAccount, buyer: User, bill_to: Address, where: str
) -> None:
    draft = make_draft(account, buyer, part(needs_end_user=True).part_number)
    if where == "line":
        draft.lines.update(entered={"end_user_company_name": "Northwind Clinic"})
    keys = confirm(browser, draft, **(END_USER if where == "header" else {}))

    assert placed(browser, draft, keys | SEEN) == 200


def test_a_discontinued_part_has_to_be_seen(
    browser: Client, account: CustomerAccount, buyer: User, bill_to: Address
) -> None:
    draft = make_draft(account, buyer, part(is_discontinued=True).part_number)
    keys = confirm(browser, draft)

    assert "Discontinued" in summary_of(browser, draft)
    assert placed(browser, draft, keys) == 422
    assert placed(browser, draft, keys | SEEN) == 200


def test_lines_that_are_wrong_stop_the_order(
    browser: Client, draft: OrderDraft, account: CustomerAccount
) -> None:
    draft.lines.update(quantity_text="many", entered={"requested_price": "cheap"})
    fill_in(browser, draft)

    page = summary_of(browser, draft)

    assert "Quantity:" in page
    assert "Requested price: Enter an amount" in page
    assert "Change the lines" in page


def test_an_order_without_lines_cannot_be_placed(
    browser: Client, account: CustomerAccount, buyer: User, bill_to: Address
) -> None:
    draft = make_draft(account, buyer)
    fill_in(browser, draft)

    assert "There is no line to order." in summary_of(browser, draft)


def test_a_stored_address_that_is_not_whole_stops_the_order_in_words(
    browser: Client, draft: OrderDraft, account: CustomerAccount
) -> None:
    """The form cannot know it: an administrator entered the address."""
    half = make_address(account, city="", address_id="")
    fill_in(browser, draft, ship_to=str(half.pk), way="v6")

    page = summary_of(browser, draft)

    assert "cannot be sent like this: an address is sent whole or not at all: city missing" in page
    assert placed(browser, draft, {"form_key": draft.form_key, "agreed": "", **SEEN}) == 422
    assert browser.get(url(draft, "freight"), **HTMX).status_code == 200


def test_more_lines_than_the_distributor_takes_are_not_sent(
    browser: Client, draft: OrderDraft
) -> None:
    line = draft.lines.get()
    more = [
        OrderDraftLine(
            draft=draft,
            position=position,
            part_number=line.part_number,
            ingram_part_number=line.ingram_part_number,
            looked_up_at=timezone.now(),
        )
        for position in range(2, MAX_LINES + 2)
    ]
    OrderDraftLine.objects.bulk_create(more)
    fill_in(browser, draft)

    assert f"at most {MAX_LINES} lines" in summary_of(browser, draft)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "html_maintenance"},
        {"kind": "cut_json"},
        {"kind": "latency", "seconds": 1},
    ],
)
def test_an_outage_is_told_and_lets_one_order_with_open_eyes(
    browser: Client, sandbox: Any, draft: OrderDraft, fault: dict[str, Any], impatient: None
) -> None:
    fault = dict(fault)
    sandbox.fault(fault.pop("kind"), *PRICES.split(), times=None, **fault)
    keys = confirm(browser, draft)

    page = summary_of(browser, draft)

    assert "Price and stock could not be asked now" in page
    assert "I order without a price asked now" in page
    assert "Correlation id" in page
    assert placed(browser, draft, keys) == 422
    assert placed(browser, draft, keys | SEEN) == 200


def test_an_order_that_was_sent_shows_the_prices_that_were_agreed(
    browser: Client, draft: OrderDraft
) -> None:
    now = draft.lines.get().unit_price
    looked_up(draft, unit_price=now - 1)
    keys = confirm(browser, draft)
    browser.post(url(draft, "place"), keys | SEEN)
    cache.clear()

    page = summary_of(browser, draft)

    assert f"{now * 2:,.2f}" in page
    assert "Price up" not in page


def test_the_summary_asks_as_many_queries_with_thirty_lines(
    browser: Client, draft: OrderDraft, django_assert_num_queries: Any
) -> None:
    confirm(browser, draft)
    with CaptureQueriesContext(database) as few:
        summary_of(browser, draft)
    assert len(few) <= 12
    line = draft.lines.get()
    OrderDraftLine.objects.bulk_create(
        OrderDraftLine(
            draft=draft,
            position=position,
            part_number=PLAIN,
            ingram_part_number=line.ingram_part_number,
            looked_up_at=timezone.now(),
        )
        for position in range(2, 31)
    )

    with django_assert_num_queries(len(few)):
        page = summary_of(browser, draft)

    assert "Order 30 lines" in page
