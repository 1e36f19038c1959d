"""What keeps the audit from growing for ever, the one way by which an event is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.audit.models import Event, RetentionPass, Term

BATCH = 5_000


def delete_expired() -> int:
    """Delete events older than AUDIT_KEPT_DAYS in batches; how many. 0 days keeps all."""
    if not settings.AUDIT_KEPT_DAYS:
        return 0
    until = timezone.now() - timedelta(days=settings.AUDIT_KEPT_DAYS)
    deleted = 0
    while batch := _delete_batch(until):
        deleted += batch
    return deleted


@transaction.atomic
def _delete_batch(until: datetime) -> int:
    ids = list(
        Event.objects.filter(at__lt=until).order_by("at").values_list("pk", flat=True)[:BATCH]
    )
    if not ids:
        return 0
    leave = RetentionPass.objects.create(until=until)
    Term.objects.filter(subject__in=ids).delete()
    count, _ = Event.objects.filter(pk__in=ids).delete()
    leave.delete()
    return count
