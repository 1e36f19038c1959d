"""Stored e-mails are handed to the mail server: once as a rule, twice only after a crash.

Between the server's acceptance and our row a worker may die. The row's lease then runs out and
the mail is handed over once more with the same Message-ID, which mail programs show once.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from apps.core.mailing import LEASE, PAUSES, Trouble, hand_over, pause_after
from apps.notifications import message, selectors
from apps.notifications.choices import OPEN_STATES, MailState
from apps.notifications.models import Digest, Notification
from apps.notifications.services.gathering import gather

#: After a mail server that was away for longer nobody is told of what is old.
KEPT_TRYING = timedelta(days=2)
LONGEST_PAUSE = timedelta(minutes=15)

log = logging.getLogger(__name__)


def send_due(*, at: datetime | None = None) -> int:
    """Send each e-mail whose time has come, those of the morning too; how many were taken.

    Two runs side by side send each once. When the server cannot be reached the rest waits for the
    next run.
    """
    at = at or timezone.now()
    gather(at=at)
    sent = 0
    for row in selectors.due(at):
        if not _claim(row, at):
            continue
        trouble = _send(row, at)
        sent += row.mail_state == MailState.SENT
        if trouble and trouble.is_of_the_way:
            break
    return sent


def _claim(row: Notification | Digest, at: datetime) -> bool:
    # One conditional UPDATE is both test and claim: two runs cannot both win. The time of the
    # next try is the lease meanwhile.
    rows = type(row)._default_manager.filter(
        pk=row.pk, mail_state__in=OPEN_STATES, next_try_at__lte=at
    )
    claimed = rows.update(
        mail_state=MailState.SENDING, next_try_at=at + LEASE, attempts=F("attempts") + 1
    )
    if claimed:
        row.refresh_from_db()
    return bool(claimed)


def _send(row: Notification | Digest, at: datetime) -> Trouble | None:
    mail = message.message_of(row, at)
    if mail is None:
        _move(row, MailState.OVERTAKEN, said="")
        return None
    trouble = hand_over(mail)
    if trouble is None:
        _move(row, MailState.SENT, said="", sent_at=at)
        return None
    log.warning("%s %s, try %s: %s", type(row).__name__, row.pk, row.attempts, trouble.words)
    pause = _pause(row, trouble, at)
    if pause is None:
        _move(row, MailState.REFUSED, said=trouble.words)
    else:
        _move(row, MailState.WAITING, said=trouble.words, next_try_at=at + pause)
    return trouble


def _pause(row: Notification | Digest, trouble: Trouble, at: datetime) -> timedelta | None:
    """Until the next try, or None when there is none."""
    if not trouble.is_of_the_way:
        return None if trouble.is_final else pause_after(row.attempts)
    since = row.made_at if isinstance(row, Digest) else row.created_at
    if at - since > KEPT_TRYING:
        return None
    return min(pause_after(row.attempts) or PAUSES[-1], LONGEST_PAUSE)


def _move(row: Notification | Digest, state: MailState, **changes: str | datetime) -> None:
    # Only of the try that was claimed here: one that took over a lapsed lease tells for itself.
    row.mail_state = state
    type(row)._default_manager.filter(
        pk=row.pk, mail_state=MailState.SENDING, attempts=row.attempts
    ).update(mail_state=state, **changes)
