"""Reads of notifications. A person sees their own, of one account, as long as their role allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from apps.accounts.models import CustomerAccount, Membership, User
from apps.accounts.permissions import allows
from apps.notifications import registry
from apps.notifications.choices import OPEN_STATES, MailState
from apps.notifications.models import Choice, Digest, Notification
from apps.notifications.registry import NotificationKind, Ways

MOST_LATEST = 10
KEPT, UNREAD_KEPT = timedelta(days=90), timedelta(days=365)
MOST_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Unread:
    """How many a person has not read, by account and kind."""

    counts: Mapping[tuple[int, str], int]

    def of(self, account_id: int) -> int:
        return sum(count for (pk, _), count in self.counts.items() if pk == account_id)

    def has(self, kind: str) -> bool:
        """Whether one of the kind is unread in any account."""
        return any(code == kind for _, code in self.counts)


def kinds_for(role: str | None) -> list[NotificationKind]:
    """What somebody of this role may be told of. No query."""
    return [kind for kind in registry.kinds() if allows(role, kind.permission)]


def unread_of(user: User, roles: Mapping[int, str]) -> Unread:
    """In the accounts of these roles. One query, on an index of unread rows only."""
    rows = _still_new(Notification.objects.filter(person=user, account__in=list(roles)))
    counted = rows.order_by().values_list("account", "kind").annotate(count=Count("pk"))
    seen = {pk: {kind.code for kind in kinds_for(role)} for pk, role in roles.items()}
    return Unread(counts={(pk, kind): n for pk, kind, n in counted if kind in seen[pk]})


def notifications_of(
    user: User,
    account: CustomerAccount,
    role: str | None,
    *,
    only_unread: bool = False,
    kind: str = "",
) -> QuerySet[Notification]:
    """The person's in this account, the newest first."""
    codes = [known.code for known in kinds_for(role) if kind in ("", known.code)]
    rows = Notification.objects.filter(person=user, account=account, kind__in=codes, is_shown=True)
    return (_still_new(rows) if only_unread else rows).order_by("-created_at", "-pk")


def notification_for(user: User, *, notification_id: int) -> Notification:
    """One of the person's own. Raises Http404."""
    return get_object_or_404(Notification, person=user, pk=notification_id)


def ways_of(people: Sequence[int], kind: NotificationKind) -> dict[int, Ways]:
    """How those who have chosen are told of the kind; the default is for the others. One query."""
    rows = Choice.objects.filter(kind=kind.code, person__in=people)
    return {row.person_id: _ways(kind, row) for row in rows}


def choices_of(user: User, roles: Mapping[int, str]) -> list[tuple[NotificationKind, Ways]]:
    """Each kind that the person may be told of in any account, with their choice. One query."""
    chosen = {row.kind: row for row in Choice.objects.filter(person=user)}
    return [
        (kind, _ways(kind, chosen[kind.code]) if kind.code in chosen else kind.default)
        for kind in registry.kinds()
        if any(allows(role, kind.permission) for role in roles.values())
    ]


def _ways(kind: NotificationKind, row: Choice) -> Ways:
    """A choice as it counts: an older one may say what a kind no longer offers."""
    mail = next((way for way in kind.mails if way == row.mail), kind.default.mail)
    return Ways(in_portal=row.in_portal or kind.stands, mail=mail)


def members_among(accounts: Sequence[int], people: Sequence[int]) -> dict[tuple[int, int], str]:
    """The roles, by account and person, of those who are active in these accounts. One query."""
    rows = Membership.objects.filter(
        account__in=accounts, account__is_active=True, user__in=people, user__is_active=True
    )
    found = rows.values_list("account_id", "user_id", "role")
    return {(account, person): role for account, person, role in found}


def due(at: datetime) -> Iterator[Notification | Digest]:
    """What is to be handed to the mail server now, the longest waiting first. Two queries."""
    for rows in (Notification.objects.all(), Digest.objects.all()):
        waiting = rows.filter(mail_state__in=OPEN_STATES, next_try_at__lte=at)
        yield from waiting.order_by("next_try_at", "pk")[:MOST_AT_ONCE]


def waiting_for_digest() -> QuerySet[User]:
    """Those for whom something is put aside, with `first_at`: since when. One query."""
    waits = Q(notifications__mail_state=MailState.DAILY)
    return (
        User.objects.filter(waits, is_active=True)
        .annotate(first_at=Min("notifications__created_at", filter=waits))
        .order_by("pk")
    )


def expired(at: datetime) -> tuple[QuerySet[Notification], QuerySet[Digest]]:
    """What was read 90 days ago, what was never in the portal, and what nobody reads in a year.

    None whose e-mail is still to leave.
    """
    old = at - KEPT
    rows = Notification.objects.filter(
        Q(read_at__lt=old) | Q(is_shown=False) | Q(created_at__lt=at - UNREAD_KEPT),
        created_at__lt=old,
    )
    digests = Digest.objects.filter(made_at__lt=old)
    return rows.exclude(mail_state__in=OPEN_STATES), digests.exclude(mail_state__in=OPEN_STATES)


def _still_new(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    in_time = Q(until=None) | Q(until__gt=timezone.now())
    return rows.filter(in_time, is_shown=True, read_at=None)
