"""Fill the mirror, keep it fresh, refresh it when somebody asks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from apps import ingram
from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.core.wake import wake
from apps.ingram import Priority
from apps.sync import notification_kinds, registry, selectors, tasks
from apps.sync.exceptions import BeingRead
from apps.sync.models import SyncState
from apps.sync.selectors import RefreshOfOne, one_key

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than a step takes, waiting for the call allowance included."""
COALESCE = timedelta(seconds=10)
"""A list that was read so lately is not read again because somebody asks."""
BATCH = 100
ONE_LEASE = 60
ONE_ERROR_KEPT = 120
_MOST_ROWS = 2**31 - 1
_FIRST_PAUSE, _LONGEST_PAUSE = 15, 1800


def start_back_fill(
    *, account: CustomerAccount, resource: str | None = None, actor: User | None = None
) -> None:
    """Fill the mirror of an account from the start: of one resource, or of all.

    A filling under way begins anew. With an actor, raises NotPermitted.
    """
    if actor is not None:
        permissions.require(actor, Permission.REFRESH, account)
    codes = [resource] if resource else [r.code for r in registry.resources()]
    for code in codes:
        registry.resource(code)
        SyncState.objects.update_or_create(
            account=account,
            resource=code,
            defaults={
                "cursor": None,
                "done": 0,
                "total": None,
                "filled_at": None,
                "next_step_at": timezone.now(),
                "step_started_at": None,
            },
        )
    wake(tasks.run_due)


def run_due() -> None:
    """Begin with accounts that are new, and wake every row whose alarm has rung."""
    _welcome_new_accounts()
    for state_id in selectors.due(limit=BATCH):
        wake(tasks.step, state_id)


def step(*, state_id: int, priority: Priority = Priority.BACKGROUND) -> None:
    """Read one page of a back-fill, or what changed lately; whoever comes second does nothing.

    A back-fill wakes its own next step. A failure is kept with its words and correlation id, and
    tried again after a growing pause. The calls are made outside any transaction.
    """
    row = _claim(state_id)
    if row is None:
        return
    try:
        resource = registry.resource(row.resource)
        with client_for(row.account, priority=priority, purpose=f"mirror {row.resource}") as client:
            if row.filled_at is None:
                page = resource.read_page(client, row.account, row.cursor)
                _turned(row, page, resource.interval)
            else:
                news = resource.read_recent(client, row.account)
                _refreshed(row, _next_pause(row, resource, news))
            if row.last_error:
                notification_kinds.is_accepted(row.account)
    except ingram.IngramError as exc:
        _not_read(row, exc, priority)
    except ConnectionInactive as exc:
        _failed(row, exc.user_message)
    except Exception as exc:
        log.exception("mirror %s: the step broke off", row)
        _failed(row, f"The reading broke off: {type(exc).__name__}.")


def refresh_list(*, account: CustomerAccount, resource: str, actor: User) -> bool:
    """Read what changed lately, now; False when it is being read or was just read.

    Raises NotPermitted and UnknownResource. Many people who ask at once cause one reading.
    """
    permissions.require(actor, Permission.REFRESH, account)
    registry.resource(resource)
    now = timezone.now()
    row, created = SyncState.objects.get_or_create(account=account, resource=resource)
    asked = created or bool(
        SyncState.objects.filter(pk=row.pk, next_step_at__gt=now, step_started_at=None)
        .filter(
            Q(last_success_at=None) | Q(last_success_at__lte=now - COALESCE) | ~Q(last_error="")
        )
        .update(next_step_at=now)
    )
    if asked:
        wake(tasks.step, row.pk, Priority.INTERACTIVE.value)
    return asked


def refresh_one(
    *,
    account: CustomerAccount,
    resource: str,
    key: str,
    actor: User | None = None,
    priority: Priority = Priority.INTERACTIVE,
) -> bool:
    """Have one object read anew by a worker; False when that is already under way.

    What has just failed is tried again because a person asks, not because its page is looked at:
    the page says why it failed. `selectors.refresh_of_one` tells where it stands. Raises
    UnknownResource.
    """
    registry.resource(resource)
    name = one_key(account.pk, resource, key)
    if selectors.refresh_of_one(account, resource, key).error:
        if actor is None:
            return False
        cache.delete(name)
    if not cache.add(name, RefreshOfOne(is_moving=True), ONE_LEASE):
        return False
    actor_id = actor.pk if actor else None
    wake(tasks.read_one, account.pk, resource, key, actor_id, priority.value)
    return True


def read_one(
    *, account_id: int, resource: str, key: str, actor_id: int | None, priority: Priority
) -> None:
    """Read one object into the mirror; a failure is kept for the page that asked."""
    account = CustomerAccount.objects.select_related("connection").get(pk=account_id)
    actor = User.objects.filter(pk=actor_id).first() if actor_id else None
    with (
        suppress(ingram.IngramError, ConnectionInactive),
        _told(one_key(account_id, resource, key)),
        client_for(
            account, actor=actor, priority=priority, purpose=f"{resource} {key}"[:80]
        ) as client,
    ):
        registry.resource(resource).refresh_one(client, account, key)


@contextmanager
def reading(*, account: CustomerAccount, resource: str, key: str) -> Iterator[None]:
    """Read one object here and now: its page says so, and afterwards why it could not be read.

    Raises BeingRead when somebody is at it; the errors of the reading pass.
    """
    name = one_key(account.pk, resource, key)
    if selectors.refresh_of_one(account, resource, key).error:
        cache.delete(name)
    if not cache.add(name, RefreshOfOne(is_moving=True), ONE_LEASE):
        raise BeingRead(key)
    with _told(name):
        yield


@contextmanager
def _told(name: str) -> Iterator[None]:
    """At the end the cache holds nothing under the name, or why the reading failed."""
    try:
        yield
    except ingram.IngramError as exc:
        failed = RefreshOfOne(error=exc.user_message, correlation_id=exc.correlation_id)
        cache.set(name, failed, ONE_ERROR_KEPT)
        raise
    except ConnectionInactive as exc:
        cache.set(name, RefreshOfOne(error=exc.user_message), ONE_ERROR_KEPT)
        raise
    except Exception:
        cache.set(name, RefreshOfOne(error="The reading broke off."), ONE_ERROR_KEPT)
        raise
    else:
        cache.delete(name)


def _welcome_new_accounts() -> None:
    accounts = CustomerAccount.objects.filter(is_active=True, connection__is_active=True)
    known = set(SyncState.objects.values_list("account_id", "resource"))
    SyncState.objects.bulk_create(
        [
            SyncState(account_id=account_id, resource=resource.code)
            for account_id in accounts.values_list("pk", flat=True)
            for resource in registry.resources()
            if (account_id, resource.code) not in known
        ],
        ignore_conflicts=True,
    )


def _claim(state_id: int) -> SyncState | None:
    # One conditional UPDATE is both test and claim, as in the submission ledger.
    now = timezone.now()
    claimed = SyncState.objects.filter(pk=state_id, next_step_at__lte=now).update(
        next_step_at=now + LEASE, step_started_at=now
    )
    return selectors.state_to_work_on(state_id) if claimed else None


@transaction.atomic
def _turned(row: SyncState, page: registry.Page, interval: timedelta) -> None:
    now = timezone.now()
    is_filled = page.next_cursor is None
    saved = _save(
        row,
        cursor=page.next_cursor,
        done=page.done,
        total=_counted(page.total),
        filled_at=now if is_filled else None,
        last_success_at=now if is_filled else row.last_success_at,
        next_step_at=now + (interval if is_filled else page.pause),
    )
    if saved and not is_filled and not page.pause:
        wake(tasks.step, row.pk)


def _counted(total: int | None) -> int | None:
    """What the distributor counts, or None when it is no count: its schema sets no bounds."""
    return total if total is not None and 0 <= total <= _MOST_ROWS else None


def _next_pause(row: SyncState, resource: registry.Resource, news: int) -> timedelta:
    """The interval; while nothing changes it doubles. Once filled, `cursor` remembers it."""
    if news or resource.longest_interval is None:
        return resource.interval
    before = row.cursor.get("pause", 0) if isinstance(row.cursor, dict) else 0
    doubled = max(resource.interval, 2 * timedelta(seconds=before))
    return min(doubled, resource.longest_interval)


def _refreshed(row: SyncState, pause: timedelta) -> None:
    now = timezone.now()
    cursor = {"pause": pause.total_seconds()}
    _save(row, cursor=cursor, last_success_at=now, next_step_at=now + pause)


def _not_read(row: SyncState, error: ingram.IngramError, priority: Priority) -> None:
    if isinstance(error, ingram.RateLimited) and priority is Priority.BACKGROUND:
        _postponed(row, error.retry_after)
        return
    _failed(row, error.user_message, error.correlation_id)
    if isinstance(error, ingram.Unauthorized):
        notification_kinds.tell_of_refusal(row.account, error)


def _postponed(row: SyncState, retry_after: float) -> None:
    # The allowance belongs to people first. Waiting for it is no failure and must hold no thread:
    # a worker whose threads all wait sends nothing.
    pause = timedelta(seconds=max(retry_after, _FIRST_PAUSE))
    _save(row, next_step_at=timezone.now() + pause)


def _failed(row: SyncState, error: str, correlation_id: str = "") -> None:
    pause = min(_FIRST_PAUSE * 2 ** min(row.failures, 10), _LONGEST_PAUSE)
    _save(
        row,
        failures=row.failures + 1,
        last_error=error,
        last_correlation_id=correlation_id,
        next_step_at=timezone.now() + timedelta(seconds=pause),
    )


def _save(row: SyncState, **changes: object) -> bool:
    """End the step, unless its lease ran out and somebody else has taken it meanwhile."""
    fresh = {"failures": 0, "last_error": "", "last_correlation_id": "", "step_started_at": None}
    mine = SyncState.objects.filter(pk=row.pk, step_started_at=row.step_started_at)
    return bool(mine.update(**{**fresh, **changes}))
