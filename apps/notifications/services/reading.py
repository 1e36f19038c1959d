"""A person has seen what they were told."""

from __future__ import annotations

from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.notifications import registry
from apps.notifications.models import Notification


def open_one(*, notification: Notification) -> None:
    """It was opened: it is read, unless it stands until it is dismissed."""
    if not notification.kind_shown.stands:
        read(notification=notification)


def read(*, notification: Notification) -> None:
    """It is read, or dismissed; a second time changes nothing."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=timezone.now())


def read_all(*, person: User, account: CustomerAccount) -> int:
    """All of the person's in the account but those that stand; how many were unread."""
    standing = [kind.code for kind in registry.kinds() if kind.stands]
    rows = Notification.objects.filter(person=person, account=account, read_at=None)
    return rows.exclude(kind__in=standing).update(read_at=timezone.now())
