"""People are told in time that a customer hold is about to end."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import Membership, User
from apps.accounts.permissions import PERMISSIONS_OF, Permission
from apps.notifications import services as notifications
from apps.notifications.models import Notification
from apps.notifications.services import News
from apps.orders import reminders
from apps.orders.models import Order
from apps.orders.reminders import HOLD_ENDING


@transaction.atomic
def remind(*, at: datetime | None = None) -> None:
    """Write down whom to remind of the customer holds that end within hours.

    Told are the person who placed the order and the managers of its account. Each is told once for
    each of the times, and only the nearest when several have passed; a hold that is over reminds
    of itself no more.
    """
    at = at or timezone.now()
    orders = list(reminders.ending_holds(at))
    members = _members_of({order.account_id for order in orders})
    news = [_news(order, members.get(order.account_id, ()), at) for order in orders]
    if news:
        ids, keys = [order.pk for order in orders], [one.key for one in news]
        notifications.settle(HOLD_ENDING, ids, but=keys, at=at)
    notifications.notify(HOLD_ENDING, news, at=at)
    over = reminders.reminded_of_what_is_over(at)
    if over:
        notifications.settle(HOLD_ENDING, over, at=at)


def dismiss(*, order: Order, person: User) -> None:
    """Show the reminders of this order to the person no more."""
    rows = Notification.objects.filter(kind=HOLD_ENDING, about_id=order.pk, person=person)
    rows.filter(read_at=None).update(read_at=timezone.now())


def _news(order: Order, members: Iterable[Membership], at: datetime) -> News:
    return News(
        account_id=order.account_id,
        people=_people_of(order, members),
        key=reminders.key_of(order, reminders.hours_due(order, at) or 0),
        about_id=order.pk,
        title=f"Order {reminders.named(order)} is voided soon unless it is released",
        text="It waits on customer hold. Release it, change it or cancel it.",
        url=order.get_absolute_url(),
        until=order.hold_ends_at,
    )


def _members_of(account_ids: Collection[int]) -> dict[int, list[Membership]]:
    """Who may change the orders of these accounts."""
    found: dict[int, list[Membership]] = {}
    rows = Membership.objects.filter(account__in=account_ids, user__is_active=True)
    for member in rows:
        if _may(member, Permission.CHANGE_ORDERS):
            found.setdefault(member.account_id, []).append(member)
    return found


def _people_of(order: Order, members: Iterable[Membership]) -> list[int]:
    """The placer and the managers; if they are all gone, whoever may still save the order."""
    placer = order.submission.actor_id if order.submission else None
    everybody = list(members)
    told = [
        member.user_id
        for member in everybody
        if member.user_id == placer or _may(member, Permission.DECIDE_SUBMISSIONS)
    ]
    return told or [member.user_id for member in everybody]


def _may(member: Membership, permission: Permission) -> bool:
    return permission in PERMISSIONS_OF[Role(member.role)]
