"""A stored mail handed to the mail server: once as a rule, twice only after a crash.

Between the server's acceptance and our row a worker may die. The row's lease then runs out and
the mail is handed over once more with the same Message-ID, which mail programs show once.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from apps.copies import selectors, tasks
from apps.copies.choices import OPEN_STATES, DeliveryState
from apps.copies.message import message_of
from apps.copies.models import Delivery
from apps.core.mailing import LEASE, hand_over, pause_after
from apps.core.wake import wake

log = logging.getLogger(__name__)


def deliver(*, delivery_id: int) -> None:
    """Hand one mail to the server and keep what it said. Nothing happens before its time."""
    now = timezone.now()
    # One conditional UPDATE is both test and claim: two workers cannot both win. The time of the
    # next try is the lease meanwhile.
    claimed = Delivery.objects.filter(
        pk=delivery_id, state__in=OPEN_STATES, next_try_at__lte=now
    ).update(state=DeliveryState.SENDING, next_try_at=now + LEASE, attempts=F("attempts") + 1)
    if not claimed:
        return
    delivery = Delivery.objects.select_related(
        "mail__sent_by", "mail__copy__quote__account__branding"
    ).get(pk=delivery_id)
    trouble = hand_over(message_of(delivery))
    if trouble is None:
        _move(delivery, DeliveryState.SENT, said="", sent_at=timezone.now())
        return
    log.warning("delivery %s, try %s: %s", delivery.pk, delivery.attempts, trouble.words)
    pause = None if trouble.is_final else pause_after(delivery.attempts)
    if pause is None:
        said = trouble.words if trouble.is_final else f"{trouble.words} (the last of many tries)"
        _move(delivery, DeliveryState.REFUSED, said=said)
    else:
        _move(
            delivery,
            DeliveryState.WAITING,
            said=trouble.words,
            next_try_at=timezone.now() + pause,
        )


def sweep() -> None:
    """Wake each mail whose time has come: new tries, what the broker lost, what a worker left."""
    for delivery_id in selectors.due(timezone.now()):
        wake(tasks.deliver, delivery_id)


def _move(delivery: Delivery, state: DeliveryState, **changes: str | datetime) -> None:
    # Only of the try that was claimed here: one that took over a lapsed lease tells for itself.
    Delivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.SENDING, attempts=delivery.attempts
    ).update(state=state, **changes)
