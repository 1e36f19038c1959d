"""Administrators are told that the distributor refuses the connection."""

from __future__ import annotations

from apps import ingram
from apps.accounts.choices import Role
from apps.notifications.models import Notification
from apps.sync import services
from apps.sync.models import SyncState
from tests.factories import make_membership, make_user
from tests.sync.test_mirror import make_due, step


def test_an_administrator_is_told_once_a_day_until_it_is_mended(account, buyer, shelf):
    administrator = make_user("administrator")
    make_membership(administrator, account, Role.ADMINISTRATOR)
    refusal = ingram.Unauthorized(correlation_id="0123456789abcdef")
    shelf.failures = [refusal, refusal]
    services.run_due()

    for _ in range(2):
        make_due(account)
        step(account)
    told = Notification.objects.get()
    make_due(account)
    step(account)

    assert told.person == administrator
    assert str(account.connection) in told.title
    assert "0123456789abcdef" in told.text
    assert told.read_at is None
    assert SyncState.objects.get().last_error == ""
    assert Notification.objects.get().read_at is not None


def test_another_failure_is_told_to_nobody(account, manager, shelf):
    make_membership(make_user("administrator"), account, Role.ADMINISTRATOR)
    shelf.failures = [ingram.Unavailable()]
    services.run_due()

    step(account)

    assert not Notification.objects.exists()
