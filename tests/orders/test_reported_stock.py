"""Stock that a webhook reported, on the drafts that hold the product."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.catalog.services import take_reported_stock
from apps.orders.models import OrderDraft
from tests.catalog.things import make_product
from tests.orders.own_orders import PLAIN, looked_up, make_draft


@pytest.fixture
def draft(account: CustomerAccount, buyer: User) -> OrderDraft:
    """12 are wanted and were in stock when it was asked."""
    draft = make_draft(account, buyer, (PLAIN, 12))
    looked_up(draft, available=20)
    make_product(account, PLAIN, available=20)
    return draft


def test_a_draft_shows_what_was_reported_and_that_it_is_too_few(
    browser: Client, draft: OrderDraft
) -> None:
    report(draft, 7, at=timezone.now())

    page = browser.get(draft.get_absolute_url()).content.decode()

    assert '7<span class="table__sub">reported <time' in page
    assert "fewer than wanted" in page


def test_a_line_that_was_short_no_longer_is(browser: Client, draft: OrderDraft) -> None:
    looked_up(draft, available=3)
    report(draft, 30, at=timezone.now())

    page = browser.get(draft.get_absolute_url()).content.decode()

    assert '30<span class="table__sub">reported <time' in page
    assert "fewer than wanted" not in page


def test_what_was_asked_after_the_report_is_shown(browser: Client, draft: OrderDraft) -> None:
    report(draft, 7, at=timezone.now() - timedelta(minutes=1))

    page = browser.get(draft.get_absolute_url()).content.decode()

    assert "reported <time" not in page
    assert "fewer than wanted" not in page


def test_another_accounts_report_says_nothing_of_this_draft(
    browser: Client, draft: OrderDraft, other_account: CustomerAccount
) -> None:
    make_product(other_account, PLAIN, reported_available=7, reported_at=timezone.now())

    assert "reported <time" not in browser.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize("lines", [1, 30])
def test_reports_cost_no_query_for_each_line(
    browser: Client,
    account: CustomerAccount,
    buyer: User,
    lines: int,
    django_assert_max_num_queries: Any,
) -> None:
    numbers = [f"A{place:05}" for place in range(lines)]
    draft = make_draft(account, buyer, *numbers)
    looked_up(draft, available=20)
    for number in numbers:
        make_product(account, number, reported_available=1, reported_at=timezone.now())

    with django_assert_max_num_queries(9):
        page = browser.get(draft.get_absolute_url()).content.decode()

    assert page.count("reported <time") == lines


def report(draft: OrderDraft, available: int, *, at: datetime) -> None:
    take_reported_stock(
        connection=draft.account.connection, figures={PLAIN: available}, reported_at=at
    )
