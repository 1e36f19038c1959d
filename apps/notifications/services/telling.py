"""People are told of something, once, by the ways that each has chosen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from apps.accounts.permissions import allows
from apps.core.mailing import one_line
from apps.core.wake import wake
from apps.notifications import registry, selectors, tasks
from apps.notifications.choices import MailState, MailWay
from apps.notifications.models import Notification
from apps.notifications.registry import NotificationKind, Ways

_STATES = {
    MailWay.AT_ONCE: MailState.QUEUED,
    MailWay.DAILY: MailState.DAILY,
    MailWay.NEVER: MailState.NONE,
}
_TITLE, _TEXT = 200, 2_000


@dataclass(frozen=True, kw_only=True)
class News:
    """What some people are told: a title fit for a subject, plain text, a page of the portal.

    `people` are ids; who has no place in the account, or not the kind's permission in it, hears
    nothing. The same `key` is told to a person once. It names no amount: a role may hide them.
    """

    account_id: int
    people: Collection[int]
    key: str
    title: str
    url: str
    text: str = ""
    about_id: int | None = None
    until: datetime | None = None


@transaction.atomic
def notify(kind: str, news: Iterable[News], *, at: datetime | None = None) -> None:
    """Write down who is told of what, in the transaction of the deed; e-mails leave afterwards.

    Three statements, however much there is to tell; none for no news. Raises UnknownKind.
    """
    told, known = list(news), registry.kind(kind)
    if not any(one.people for one in told):
        return
    rows = list(_rows(known, told, at or timezone.now()))
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    if any(row.mail_state == MailState.QUEUED for row in rows):
        wake(tasks.send_due)


@transaction.atomic
def settle(
    kind: str, about_ids: Collection[int], *, but: Collection[str] = (), at: datetime | None = None
) -> None:
    """What they told of is over: they count as read, and e-mails that have not left stay here.

    Those with a key among `but` are left as they are.
    """
    rows = Notification.objects.filter(kind=kind, about_id__in=about_ids).exclude(key__in=but)
    rows.filter(read_at=None).update(read_at=at or timezone.now())
    waiting = (MailState.QUEUED, MailState.WAITING, MailState.DAILY)
    rows.filter(mail_state__in=waiting).update(mail_state=MailState.OVERTAKEN)


def _rows(kind: NotificationKind, told: list[News], at: datetime) -> Iterator[Notification]:
    people = sorted({person for one in told for person in one.people})
    roles = selectors.members_among(sorted({one.account_id for one in told}), people)
    ways = selectors.ways_of(people, kind)
    for one in told:
        for person in sorted(set(one.people)):
            way = ways.get(person, kind.default)
            is_wanted = way.in_portal or way.mail != MailWay.NEVER
            if is_wanted and allows(roles.get((one.account_id, person)), kind.permission):
                yield _row(kind, one, person, way, at)


def _row(kind: NotificationKind, news: News, person: int, way: Ways, at: datetime) -> Notification:
    return Notification(
        account_id=news.account_id,
        person_id=person,
        kind=kind.code,
        key=news.key,
        about_id=news.about_id,
        title=one_line(news.title)[:_TITLE],
        # PostgreSQL keeps no NUL.
        text=news.text.replace("\0", "").strip()[:_TEXT],
        url=news.url,
        created_at=at,
        until=news.until,
        is_shown=way.in_portal,
        mail_state=_STATES[way.mail],
        next_try_at=at,
    )
