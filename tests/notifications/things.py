"""Notifications for tests: as a domain app raises them, without the domain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any

from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.core.choices import Tone
from apps.notifications import services
from apps.notifications.choices import MailWay
from apps.notifications.models import Notification
from apps.notifications.registry import NotificationKind, Ways
from apps.notifications.services import News

AT_ONCE = NotificationKind(
    code="test.at_once",
    group="Tests",
    label="Told at once",
    help="For tests.",
    icon="bell",
    default=Ways(mail=MailWay.AT_ONCE),
)
DAILY = NotificationKind(
    code="test.daily",
    group="Tests",
    label="Told once a day",
    help="For tests.",
    icon="bell",
    default=Ways(mail=MailWay.DAILY),
)
QUIET = NotificationKind(
    code="test.quiet", group="Tests", label="Told here only", help="For tests.", icon="bell"
)
STANDING = NotificationKind(
    code="test.standing",
    group="Tests",
    label="Stands until dismissed",
    help="For tests.",
    icon="bell",
    tone=Tone.WARN,
    stands=True,
    mails=(MailWay.AT_ONCE, MailWay.NEVER),
    default=Ways(mail=MailWay.AT_ONCE),
)
FOR_MANAGERS = NotificationKind(
    code="test.managers",
    group="Tests",
    label="For managers",
    help="For tests.",
    icon="bell",
    permission=Permission.DECIDE_SUBMISSIONS,
    default=Ways(mail=MailWay.AT_ONCE),
)
KINDS = (AT_ONCE, DAILY, QUIET, STANDING, FOR_MANAGERS)

_keys = count(1)


def tell(
    kind: NotificationKind,
    account: CustomerAccount,
    *people: User,
    at: datetime | None = None,
    **changes: Any,
) -> None:
    """Tell these people of one thing; `changes` are parts of the news."""
    values: dict[str, Any] = {
        "key": f"key {next(_keys)}",
        "title": "Order 20-RD3QV was voided",
        "url": "/orders/",
    }
    news = News(account_id=account.pk, people=_ids(people), **values | changes)
    services.notify(kind.code, [news], at=at)


def told(person: User) -> list[str]:
    """The titles of what the person was told, the oldest first."""
    rows = Notification.objects.filter(person=person).order_by("created_at", "pk")
    return list(rows.values_list("title", flat=True))


def _ids(people: Iterable[User]) -> list[int]:
    return [person.pk for person in people]


def make_notification(account: CustomerAccount, person: User, **changes: Any) -> Notification:
    """One that the person has not read, of a kind that everybody may be told of."""
    values = {
        "kind": "submission.completed",
        "key": f"key {next(_keys)}",
        "title": "Place order PO-1: done (20-RD3QV)",
        "url": "/orders/20-RD3QV/",
    }
    return Notification.objects.create(account=account, person=person, **values | changes)
