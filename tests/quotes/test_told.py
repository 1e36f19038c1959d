"""Who created a quote is told, once, that it is about to expire."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.notifications.models import Notification
from apps.quotes import services
from apps.quotes.choices import QuoteStatus
from tests.quotes.factories import make_quote


def told() -> list[tuple[str, str]]:
    rows = Notification.objects.filter(kind="quote.expiring").select_related("person")
    return sorted((row.person.username, row.url) for row in rows)


def expiring(account, days, **changes):
    return make_quote(account, expires_on=timezone.localdate() + timedelta(days=days), **changes)


def test_a_quote_that_expires_within_three_days_is_told_once(account, buyer, colleague, manager):
    quotes = [expiring(account, days, owner=buyer) for days in (-1, 0, 3, 4)]

    for _ in range(2):
        services.tell_of_expiring()

    assert told() == sorted(("buyer", quote.get_absolute_url()) for quote in quotes[1:3])


def test_managers_are_told_of_a_quote_that_nobody_made_here(account, buyer, manager):
    quote = expiring(account, 2)

    services.tell_of_expiring()

    assert told() == [("manager", quote.get_absolute_url())]


def test_a_quote_that_was_extended_is_told_again(account, buyer):
    quote = expiring(account, 1, owner=buyer)
    services.tell_of_expiring()
    quote.expires_on += timedelta(days=1)
    quote.save()

    services.tell_of_expiring()

    assert len(told()) == 2


@pytest.mark.parametrize("status", [QuoteStatus.CLOSED, QuoteStatus.EXPIRED])
def test_a_quote_that_is_no_longer_open_is_not_told(account, buyer, status):
    expiring(account, 1, owner=buyer, status=status)

    services.tell_of_expiring()

    assert told() == []


def test_many_quotes_take_the_same_queries(account, buyer, manager, django_assert_num_queries):
    for days in (1, 2):
        for _ in range(10):
            expiring(account, days, owner=buyer)
            expiring(account, days)

    # quotes, managers, roles, choices, rows; a savepoint
    with django_assert_num_queries(7):
        services.tell_of_expiring()
