"""What is kept for a while only. Quotes, orders, invoices and the ledger are kept for good."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from apps.connections.models import ApiCall
from apps.copies.models import CopyMail, QuoteCopy
from apps.notifications import selectors as notifications
from apps.operations.services.call_totals import count_calls
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent

logger = logging.getLogger(__name__)

BATCH = 2_000
MOST_BATCHES = 500


def delete_expired() -> dict[str, int]:
    """Delete what is older than the settings allow; how many rows of each kind went.

    In batches, each a statement of its own: nobody waits for a lock, and a worker that dies in
    between leaves the rest to the next run.
    """
    now = timezone.now()
    counted = count_calls()  # a call that is not in the totals yet stays
    gone = {
        "calls": _delete(
            ApiCall.objects.filter(
                pk__lte=counted, at__lt=now - timedelta(days=settings.API_CALL_DAYS)
            )
        ),
        "webhook bodies": _empty_bodies(now - timedelta(days=settings.WEBHOOK_BODY_DAYS)),
        "webhooks": _delete(
            WebhookEvent.objects.filter(
                received_at__lt=now - timedelta(days=settings.WEBHOOK_DAYS)
            ).exclude(state=EventState.WAITING)
        ),
        "documents of copies": _empty_copies(now),
        "notifications": sum(_delete(rows) for rows in notifications.expired(now)),
        "sessions": _delete(Session.objects.filter(expire_date__lt=now)),
    }
    if any(gone.values()):
        logger.info("Deleted %s", ", ".join(f"{n} {name}" for name, n in gone.items() if n))
    return gone


def _delete(rows: QuerySet[Any]) -> int:
    everything = rows.model._default_manager
    return sum(everything.filter(pk__in=keys).delete()[0] for keys in _batches(rows))


def _empty_bodies(before: datetime) -> int:
    rows = WebhookEvent.objects.filter(received_at__lt=before).exclude(body="")
    done = rows.exclude(state=EventState.WAITING)
    return sum(WebhookEvent.objects.filter(pk__in=keys).update(body="") for keys in _batches(done))


def _empty_copies(now: datetime) -> int:
    """Only the PDFs: to whom a copy went, and when, stays. None that is still on its way."""
    if not settings.COPY_PDF_DAYS:
        return 0
    before = now - timedelta(days=settings.COPY_PDF_DAYS)
    # One that was sent again lately is looked at again.
    used = CopyMail.objects.filter(copy=OuterRef("pk"), asked_at__gte=before)
    rows = QuoteCopy.objects.filter(~Exists(used), made_at__lt=before, pdf_deleted_at=None)
    gone = {"pdf": b"", "pdf_deleted_at": now}
    return sum(QuoteCopy.objects.filter(pk__in=keys).update(**gone) for keys in _batches(rows))


def _batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """The keys of the rows that are still there, a batch at a time; the caller takes them away."""
    for _ in range(MOST_BATCHES):
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not keys:
            return
        yield keys
