"""When the distributor last called us: for people, who wonder whether a webhook ever arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from apps.connections.models import Connection

# A write for each event of a burst would be for nobody.
GRAIN = timedelta(minutes=1)


def note_webhook(*, connection: Connection, at: datetime) -> None:
    """A rightly signed event of the connection arrived; one query, none within a minute."""
    known = connection.last_webhook_at
    if known and known > at - GRAIN:
        return
    is_news = Q(last_webhook_at=None) | Q(last_webhook_at__lt=at)
    Connection.objects.filter(is_news, pk=connection.pk).update(last_webhook_at=at)
