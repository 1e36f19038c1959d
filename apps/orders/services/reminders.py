"""People are told in time that a customer hold is about to end."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import Membership, User
from apps.accounts.permissions import PERMISSIONS_OF, Permission
from apps.core.templatetags.figures import words_of_minutes
from apps.orders import reminders
from apps.orders.models import HoldReminder, Order

log = logging.getLogger(__name__)

#: A reminder that a worker began to send and did not finish is sent anew after this time.
LEASE = timedelta(minutes=5)


def remind(*, at: datetime | None = None) -> int:
    """Remind of the customer holds that end within hours; how many e-mails went out.

    Told are the person who placed the order and the managers of its account. Each is told once for
    each of the times, and only the nearest when several have passed. A row is written before
    anything is sent, so two runs side by side send once, and what a dying worker left is sent by a
    later run. Should it die between the mail server's answer and the note of it, the second e-mail
    carries the same Message-ID.
    """
    at = at or timezone.now()
    _write_down(at)
    return sum(_send(reminder_id, at) for reminder_id in reminders.unsent(at))


def dismiss(*, order: Order, person: User) -> None:
    """Show the reminders of this order to the person no more."""
    HoldReminder.objects.filter(order=order, person=person, dismissed_at=None).update(
        dismissed_at=timezone.now()
    )


def _write_down(at: datetime) -> None:
    orders = list(reminders.ending_holds(at))
    members = _members_of({order.account_id for order in orders})
    rows = [
        HoldReminder(
            order=order,
            person_id=person_id,
            hours_before=reminders.hours_due(order, at) or 0,
            hold_ends_at=order.hold_ends_at,
            next_try_at=at,
        )
        for order in orders
        if order.hold_ends_at
        for person_id in _people_of(order, members.get(order.account_id, ()))
    ]
    HoldReminder.objects.bulk_create(rows, ignore_conflicts=True)


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


def _send(reminder_id: int, at: datetime) -> bool:
    # One conditional UPDATE is both test and claim: two runs cannot both win.
    claimed = HoldReminder.objects.filter(pk=reminder_id, sent_at=None, next_try_at__lte=at).update(
        next_try_at=at + LEASE
    )
    if not claimed:
        return False
    reminder = (
        HoldReminder.objects.filter(pk=reminder_id)
        .select_related("person", "order__account", "order__submission__actor")
        .annotate(line_count=Count("order__lines", filter=Q(order__lines__quantity_ordered__gt=0)))
        .get()
    )
    if reminders.hours_due(reminder.order, at) != reminder.hours_before:
        return False  # a nearer one has taken its place
    try:
        _message(reminder, at).send()
    except OSError:  # of the mail server or of the way to it; SMTP errors are among them
        log.exception("hold reminder %s was not sent", reminder.pk)
        return False
    HoldReminder.objects.filter(pk=reminder.pk).update(sent_at=at)
    return True


def _message(reminder: HoldReminder, at: datetime) -> EmailMessage:
    """In the person's own time zone, with a link to the order."""
    order = reminder.order
    left = reminder.hold_ends_at - at
    ends_at = int(reminder.hold_ends_at.timestamp())
    context = {
        "reminder": reminder,
        "order": order,
        "left": words_of_minutes(int(left.total_seconds() // 60)),
        "is_placer": bool(order.submission and order.submission.actor_id == reminder.person_id),
        "url": f"{settings.SITE_URL}{order.get_absolute_url()}",
    }
    with timezone.override(reminder.person.zone):
        subject = render_to_string("orders/mail/hold_reminder_subject.txt", context)
        body = render_to_string("orders/mail/hold_reminder.txt", context)
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[reminder.person.email],
        headers={
            "Message-ID": f"<hold-{reminder.pk}-{ends_at}@{_host()}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def _host() -> str:
    return urlsplit(str(settings.SITE_URL)).hostname or "localhost"
