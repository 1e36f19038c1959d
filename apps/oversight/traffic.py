"""Calls a minute of the last hour, by operation, beside what the distributor allows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.connections.models import ApiCall

MINUTES = 60
#: The distributor's own (field notes 3), unless CALL_ALLOWANCE replaces it.
ALLOWED_A_MINUTE = 60
#: More than the allowance lets through in an hour; a burst above it is cut off and said so.
MOST_CALLS = 20_000
#: The picture: so wide is a minute, so high is the allowance.
STEP, GAP, HEIGHT = 10, 2, 100


@dataclass(frozen=True, kw_only=True)
class Minute:
    """One bar; `errors` is the part of it that went wrong."""

    at: datetime
    calls: int
    errors: int
    x: int
    y: int
    height: int
    error_y: int
    error_height: int


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An operation in the last hour. A median and the 95th of 100, both in milliseconds."""

    operation: str
    minutes: tuple[Minute, ...]
    calls: int
    peak: int
    errors: int
    median_ms: int
    slow_ms: int
    #: Where the line of the allowance stands: at the top unless a minute went above it.
    allowed_y: int | None


@dataclass(frozen=True, kw_only=True)
class Traffic:
    since: datetime
    until: datetime
    allowance: int
    whole: Endpoint
    endpoints: tuple[Endpoint, ...]
    is_cut_off: bool


_Call = tuple[str, datetime, int | None, int]


def allowance() -> int:
    """Calls of one operation that a connection may make in a minute."""
    return int(getattr(settings, "CALL_ALLOWANCE", {}).get("per_minute", ALLOWED_A_MINUTE))


def traffic_of(user: User, account: CustomerAccount) -> Traffic:
    """The last hour of the account's connection, as the allowance is the connection's.

    Counts only: what other accounts of the connection asked for is not told. Two queries; raises
    NotPermitted.
    """
    permissions.require(user, Permission.READ_CALLS, account)
    until = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    since = until - timedelta(minutes=MINUTES)
    made = ApiCall.objects.filter(connection=account.connection_id, at__gte=since, at__lt=until)
    calls: list[_Call] = list(
        made.order_by("-at").values_list("operation", "at", "status", "duration_ms")[:MOST_CALLS]
    )
    by_operation: dict[str, list[_Call]] = defaultdict(list)
    for call in calls:
        by_operation[call[0]].append(call)
    endpoints = [_endpoint(name, since, made) for name, made in by_operation.items()]
    return Traffic(
        since=since,
        until=until,
        allowance=allowance(),
        whole=_endpoint("", since, calls),
        endpoints=tuple(sorted(endpoints, key=lambda one: (-one.calls, one.operation))),
        is_cut_off=len(calls) == MOST_CALLS,
    )


def _endpoint(operation: str, since: datetime, calls: list[_Call]) -> Endpoint:
    counts, wrong = [0] * MINUTES, [0] * MINUTES
    for _, at, status, _ in calls:
        place = int((at - since).total_seconds() // 60)
        counts[place] += 1
        wrong[place] += status is None or status >= 400
    # The allowance is that of an operation: all of them together have none.
    highest = max(allowance() if operation else 1, *counts)
    durations = sorted(duration for *_, duration in calls)
    return Endpoint(
        operation=operation,
        minutes=tuple(
            _minute(since, place, counts[place], wrong[place], highest) for place in range(MINUTES)
        ),
        calls=len(calls),
        peak=max(counts),
        errors=sum(wrong),
        median_ms=_share(durations, 50),
        slow_ms=_share(durations, 95),
        allowed_y=max(1, HEIGHT - _high(allowance(), highest)) if operation else None,
    )


def _minute(since: datetime, place: int, calls: int, errors: int, highest: int) -> Minute:
    height, error_height = _high(calls, highest), _high(errors, highest)
    return Minute(
        at=since + timedelta(minutes=place),
        calls=calls,
        errors=errors,
        x=place * STEP,
        y=HEIGHT - height,
        height=height,
        error_y=HEIGHT - error_height,
        error_height=error_height,
    )


def _high(count: int, highest: int) -> int:
    """At least a line where there is anything."""
    return max(2, round(count * HEIGHT / highest)) if count else 0


def _share(ordered: list[int], percent: int) -> int:
    if not ordered:
        return 0
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
