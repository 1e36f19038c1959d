"""Managers are told, in the daily e-mail, what was not paid in time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.invoices.choices import InvoiceStatus
from apps.invoices.services.telling import tell_of_past_due
from apps.notifications.choices import MailState
from apps.notifications.models import Notification
from tests.invoices.things import make_invoice


def due(account, days_ago, **changes):
    return make_invoice(account, due_on=timezone.localdate() - timedelta(days=days_ago), **changes)


def test_a_manager_is_told_once_from_the_day_after(account, buyer, manager):
    yesterday, *_ = [due(account, days) for days in (1, 0, 8)]

    for _ in range(2):
        tell_of_past_due()

    one = Notification.objects.get()
    assert (one.person, one.url) == (manager, yesterday.get_absolute_url())
    assert (one.is_shown, one.mail_state) == (False, MailState.DAILY)
    assert "1204" not in one.title + one.text


@pytest.mark.parametrize(
    "changes",
    [
        {"status": InvoiceStatus.PAID},
        {"amount_due": Decimal(0)},
        {"amount_due": Decimal("-50")},
    ],
)
def test_what_is_not_owed_is_not_told(account, manager, changes):
    due(account, 1, **changes)

    tell_of_past_due()

    assert not Notification.objects.exists()
