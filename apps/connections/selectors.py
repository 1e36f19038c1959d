from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import ClassVar

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.timezone import localtime, now

from apps.accounts.models import CustomerAccount
from apps.connections.models import AccessToken, Address, ApiCall, Connection, ConnectionTest
from apps.core.encryption import decrypt


def addresses_for(account: CustomerAccount, kind: str) -> QuerySet[Address]:
    """The account's addresses of a kind (AddressKind), the default one first."""
    return Address.objects.filter(account=account, kind=kind)


@dataclass(frozen=True)
class WebhookPartner:
    """Whose webhook address it is, every secret that signs for them, and these as they are stored.

    `is_still` finds the row as long as nothing of it has changed.
    """

    connection_id: int
    secrets: tuple[str, ...] = field(repr=False)
    stored: tuple[str, ...] = field(repr=False)

    IS_STILL: ClassVar[str] = (
        f"{Connection._meta.db_table} WHERE id = %s AND is_active"  # noqa: SLF001
        " AND webhook_secret = %s AND previous_webhook_secret = %s"
    )

    @property
    def is_still(self) -> tuple[int | str, ...]:
        """The parameters of IS_STILL."""
        return (self.connection_id, *self.stored)


def webhook_partner(key: str) -> WebhookPartner | None:
    """Of the active connection whose webhook address has this key. One query."""
    as_stored = {
        f"stored_{name}": Cast(name, TextField())
        for name in ("webhook_secret", "previous_webhook_secret")
    }
    rows = Connection.objects.filter(key=key, is_active=True).annotate(**as_stored)
    found = rows.values_list("pk", *as_stored).order_by().first()
    if found is None:
        return None
    connection_id, *stored = found
    secrets = tuple(decrypt(token) for token in stored if token)
    return WebhookPartner(connection_id, secrets, tuple(stored))


def calls_with(correlation_ids: Collection[str]) -> QuerySet[ApiCall]:
    """The recorded calls with one of these correlation ids, the latest first."""
    return ApiCall.objects.filter(correlation_id__in=correlation_ids).select_related("actor")


def latest_test(connection_id: int) -> ConnectionTest | None:
    """The last test of the connection with its steps. Two queries."""
    tests = ConnectionTest.objects.filter(connection=connection_id)
    tests = tests.select_related("account", "actor")
    return tests.prefetch_related("steps").first()


def token_state(connection: Connection) -> str:
    """Of the shared access token only whether it is there and until when, in the reader's zone.

    One query.
    """
    rows = AccessToken.objects.filter(connection=connection)
    found = rows.values_list("expires_at", "fetching_until").first()
    expires_at, fetching_until = found or (None, None)
    if fetching_until and fetching_until > now():
        return "Being fetched."
    if expires_at is None:
        return "None yet. The next call fetches one."
    if expires_at <= now():
        return f"Ended: {localtime(expires_at):%Y-%m-%d %H:%M %Z}. The next call fetches another."
    return f"Valid until {localtime(expires_at):%Y-%m-%d %H:%M %Z}."
