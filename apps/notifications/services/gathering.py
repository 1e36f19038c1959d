"""The daily e-mail: at eight in the morning of each person, when there is something to tell."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db import transaction
from django.db.models import Q

from apps.accounts.models import User
from apps.notifications import selectors
from apps.notifications.choices import MailState
from apps.notifications.models import Digest, Notification

EIGHT = time(8)


def gather(*, at: datetime) -> None:
    """Put what waits for a person's morning into one e-mail; one a day, whoever runs this.

    What came after eight waits for the next morning. What was read meanwhile, or is over, is left
    out. One query while nobody's morning has come.
    """
    for person in selectors.waiting_for_digest():
        morning = _morning(person, at)
        if person.first_at < morning <= at:  # type: ignore[attr-defined]
            _gather_for(person, morning, at)


def _morning(person: User, at: datetime) -> datetime:
    """Eight o'clock of the person's present day."""
    zone = person.zone or UTC
    return datetime.combine(at.astimezone(zone).date(), EIGHT, tzinfo=zone)


@transaction.atomic
def _gather_for(person: User, morning: datetime, at: datetime) -> None:
    rows = Notification.objects.filter(
        person=person, mail_state=MailState.DAILY, created_at__lt=morning
    )
    rows.filter(Q(read_at__isnull=False) | Q(until__lte=at)).update(mail_state=MailState.OVERTAKEN)
    if not rows.exists():
        return
    digest, is_first = Digest.objects.get_or_create(
        person=person,
        on=morning.date(),
        defaults={"mail_state": MailState.QUEUED, "next_try_at": at, "made_at": at},
    )
    if is_first:
        rows.update(mail_state=MailState.GATHERED, digest=digest)
