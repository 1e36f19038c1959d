"""How fresh the mirror is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.sync import registry
from apps.sync.choices import SyncStatus
from apps.sync.models import SyncState


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """What a page says of its data: "as of 14:32 · Refresh", or how far the first filling is."""

    resource: str
    label: str
    as_of: datetime | None
    state: SyncStatus
    done: int = 0
    total: int | None = None
    error: str = ""
    correlation_id: str = ""
    again_at: datetime | None = None
    is_slow: bool = False

    @property
    def noun(self) -> str:
        return self.label.lower()

    @property
    def counted(self) -> str:
        """What a slow filling counts: its label ends in it ("lines of older invoices")."""
        return self.label.split()[-1]

    @property
    def is_filled(self) -> bool:
        return self.as_of is not None

    @property
    def is_moving(self) -> bool:
        return self.state.is_moving

    @property
    def has_failed(self) -> bool:
        return self.state is SyncStatus.FAILED


@dataclass(frozen=True, kw_only=True)
class RefreshOfOne:
    """Whether one object is being read anew, and why the last reading failed."""

    is_moving: bool = False
    error: str = ""
    correlation_id: str = ""


def freshness(account: CustomerAccount, resource: str) -> Freshness:
    """The freshness of one mirrored resource of the account. One query."""
    return freshness_of(account, resource)[resource]


def freshness_of(account: CustomerAccount, *resources: str) -> dict[str, Freshness]:
    """The freshness of several resources, by their codes. One query."""
    rows = SyncState.objects.filter(account=account, resource__in=resources)
    known = {row.resource: row for row in rows}
    return {code: _freshness(code, known.get(code)) for code in resources}


def _freshness(code: str, row: SyncState | None) -> Freshness:
    resource = registry.resource(code)
    if row is None:
        return Freshness(
            resource=code,
            label=resource.label,
            as_of=None,
            state=SyncStatus.WAITING,
            is_slow=resource.is_slow,
        )
    state = status_of(row)
    return Freshness(
        resource=code,
        label=resource.label,
        is_slow=resource.is_slow,
        as_of=row.last_success_at,
        state=state,
        done=row.done,
        total=row.total,
        error=row.last_error,
        correlation_id=row.last_correlation_id,
        again_at=None if state.is_moving else row.next_step_at,
    )


def status_of(row: SyncState) -> SyncStatus:
    is_due = row.step_started_at is not None or row.next_step_at <= timezone.now()
    if row.last_error and not is_due:
        return SyncStatus.FAILED
    if row.filled_at is None:
        return SyncStatus.FILLING if row.cursor is not None else SyncStatus.WAITING
    return SyncStatus.REFRESHING if is_due else SyncStatus.FRESH


def refresh_of_one(account: CustomerAccount, resource: str, key: str) -> RefreshOfOne:
    """Where the refresh of one object stands. No query, one look into the cache."""
    found = cache.get(one_key(account.pk, resource, key))
    return found if isinstance(found, RefreshOfOne) else RefreshOfOne()


def one_key(account_id: int, resource: str, key: str) -> str:
    """The cache's name for it; numbers come from people, so they are written in hex."""
    return f"sync:{account_id}:{resource}:{key.encode().hex()}"


def due(*, limit: int) -> Sequence[int]:
    """The ids of the rows whose alarm has rung, the longest waiting first. One query."""
    rows = SyncState.objects.filter(
        next_step_at__lte=timezone.now(),
        account__is_active=True,
        account__connection__is_active=True,
    )
    return list(rows.order_by("next_step_at").values_list("pk", flat=True)[:limit])


def state_to_work_on(state_id: int) -> SyncState | None:
    rows = SyncState.objects.select_related("account__connection")
    return rows.filter(pk=state_id).first()
