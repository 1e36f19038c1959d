"""The bearer token of a connection, kept in one row that all processes share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.timezone import now

from apps.connections.models import AccessToken
from apps.ingram import Unavailable

# Longer than a token request may take (ClientConfig's two time-outs), so that nobody else
# fetches meanwhile; a fetcher that died is waited for no longer than this.
LEASE = timedelta(seconds=45)
PATIENCE = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.5


class SharedTokens:
    """The token store of one client (apps.ingram.TokenStore)."""

    def __init__(self, connection_id: int) -> None:
        self._connection_id = connection_id

    def get(self) -> str | None:
        row = self._rows().filter(expires_at__gt=now()).first()
        return str(row.token) if row and row.token else None

    def set(self, token: str, *, lifetime_seconds: int) -> None:
        AccessToken.objects.update_or_create(
            connection_id=self._connection_id,
            defaults={"token": token, "expires_at": now() + timedelta(seconds=lifetime_seconds)},
        )

    def clear(self) -> None:
        self._rows().update(token="", expires_at=None)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held while a token is fetched. Raises Unavailable when it can't be had in a minute."""
        lease = self._claim()
        try:
            yield
        finally:
            self._rows().filter(fetching_until=lease).update(fetching_until=None)

    def _claim(self) -> datetime:
        AccessToken.objects.get_or_create(connection_id=self._connection_id)
        deadline, pause = time.monotonic() + PATIENCE, FIRST_PAUSE
        while True:
            lease = now() + LEASE
            free = Q(fetching_until=None) | Q(fetching_until__lt=now())
            # One conditional UPDATE is both test and claim.
            if self._rows().filter(free).update(fetching_until=lease):
                return lease
            if time.monotonic() > deadline:
                raise Unavailable(detail="another process has been fetching a token for a minute")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _rows(self) -> QuerySet[AccessToken]:
        return AccessToken.objects.filter(connection_id=self._connection_id)
