"""What /metrics tells, read from the database: each process on each machine tells the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.utils import timezone

from apps.connections.models import ApiCall
from apps.operations.models import CallTotal, CountedCalls, Pulse
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent

LATENCIES = (100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
"""Milliseconds: the bounds of the histogram of call latency."""
LATEST_EVENTS = 200
RECENT = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Calls of one operation with one status (0: no answer came)."""

    operation: str
    status: int
    calls: int
    milliseconds: int
    within: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookFigures:
    waiting: int
    oldest_seconds: float
    delays: tuple[float, ...]


def figures_of(calls: QuerySet[ApiCall]) -> list[Figures]:
    """The calls added up by operation and status: one query."""
    bounds = {f"within_{ms}": Count("pk", filter=Q(duration_ms__lte=ms)) for ms in LATENCIES}
    rows: Iterable[Mapping[str, Any]] = (
        calls.order_by()
        .values("operation", "status")
        .annotate(calls=Count("pk"), milliseconds=Sum("duration_ms"), **bounds)
    )
    return [
        Figures(
            operation=row["operation"],
            status=row["status"] or 0,
            calls=row["calls"],
            milliseconds=row["milliseconds"],
            within=tuple(row[name] for name in bounds),
        )
        for row in rows
    ]


def calls_so_far() -> list[Figures]:
    """Every call since the portal was set up: three queries, whatever their number."""
    counted = CountedCalls.objects.filter(pk=1).first()
    parts: dict[tuple[str, int], list[Figures]] = defaultdict(list)
    for total in CallTotal.objects.all():
        parts[total.operation, total.status].append(
            Figures(
                operation=total.operation,
                status=total.status,
                calls=total.calls,
                milliseconds=total.milliseconds,
                within=tuple(total.within),
            )
        )
    for figures in figures_of(ApiCall.objects.filter(pk__gt=counted.up_to if counted else 0)):
        parts[figures.operation, figures.status].append(figures)
    return [_sum(parts[key]) for key in sorted(parts)]


def submissions_by_state() -> dict[str, int]:
    """How many rows of the ledger are in each state; those without any are 0."""
    rows = Submission.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(rows)


def overdue_seconds() -> float:
    """For how long the longest waiting step of the ledger has been due."""
    due = Submission.objects.filter(next_step_at__lte=timezone.now())
    return _age(due.aggregate(first=Min("next_step_at"))["first"])


def webhook_figures() -> WebhookFigures:
    """What waits, and how long the latest events took from their arrival to their end."""
    waiting = WebhookEvent.objects.filter(state=EventState.WAITING).aggregate(
        count=Count("pk"), first=Min("received_at")
    )
    latest = WebhookEvent.objects.filter(
        received_at__gt=timezone.now() - RECENT, processed_at__isnull=False
    ).values_list("received_at", "processed_at")[:LATEST_EVENTS]
    return WebhookFigures(
        waiting=waiting["count"],
        oldest_seconds=_age(waiting["first"]),
        delays=tuple((done - came).total_seconds() for came, done in latest if done),
    )


def pulses() -> dict[str, datetime]:
    """When each kind of process last gave a sign of life."""
    return dict(Pulse.objects.values_list("name", "at"))


def _sum(parts: list[Figures]) -> Figures:
    return Figures(
        operation=parts[0].operation,
        status=parts[0].status,
        calls=sum(part.calls for part in parts),
        milliseconds=sum(part.milliseconds for part in parts),
        within=tuple(map(sum, zip(*(part.within for part in parts), strict=True))),
    )


def _age(since: datetime | None) -> float:
    return (timezone.now() - since).total_seconds() if since else 0.0
