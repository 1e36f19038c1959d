"""Stock that a webhook reported, on the draft quotes that hold the product."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.quotes.models import QuoteDraft
from tests.catalog.things import make_product
from tests.quotes.factories import make_draft


@pytest.mark.parametrize("lines", [1, 30])
def test_a_draft_shows_what_was_reported_with_a_fixed_number_of_queries(
    buyer: User,
    account: CustomerAccount,
    signed_in: Any,
    lines: int,
    django_assert_max_num_queries: Any,
) -> None:
    draft = asked(account, buyer, [f"A{place:05}" for place in range(lines)])
    for line in draft.lines.all():
        make_product(
            account,
            line.ingram_part_number,
            reported_available=1,
            reported_at=timezone.now(),
        )
    browser: Client = signed_in(buyer)

    with django_assert_max_num_queries(11):
        page = browser.get(draft.get_absolute_url()).content.decode()

    assert page.count('1<span class="table__sub">reported <time') == lines
    assert page.count("fewer than wanted") == lines
    assert "Live prices; stock as reported" in page


def test_what_was_asked_after_the_report_is_shown(
    buyer: User, account: CustomerAccount, signed_in: Any
) -> None:
    draft = asked(account, buyer, ["6YE881"])
    earlier = timezone.now() - timedelta(minutes=1)
    make_product(account, "6YE881", reported_available=1, reported_at=earlier)

    page = signed_in(buyer).get(draft.get_absolute_url()).content.decode()

    assert "reported <time" not in page
    assert "Live price and stock" in page


def asked(account: CustomerAccount, owner: User, parts: list[str]) -> QuoteDraft:
    """Two of each part are wanted; the catalogue said a moment ago that there are 20."""
    draft = make_draft(account, owner, *[(part, "2") for part in parts])
    for line in draft.lines.all():
        line.ingram_part_number = line.part_number
        line.available = 20
        line.looked_up_at = timezone.now()
        line.save()
    return draft
