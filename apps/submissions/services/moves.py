"""The one way by which a submission changes state, and the record of each step."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.ingram import IngramError
from apps.submissions import notification_kinds, registry
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.mapping import presentable
from apps.submissions.models import Attempt, Submission
from apps.submissions.timing import timing

_NEW_START: Mapping[str, Any] = {"look_ups": 0, "absences": 0, "absent_since": None}


@transaction.atomic
def move(
    submission: Submission,
    sources: Collection[State],
    to: State,
    *,
    next_step_at: datetime | None = None,
    only_when_due: bool = False,
    **changes: object,
) -> bool:
    """Change the state by one conditional UPDATE and tell the kind.

    False when the row was no longer in `sources`, or not due. It is read again either way.
    """
    now = timezone.now()
    rows = Submission.objects.filter(pk=submission.pk, state__in=sources)
    if only_when_due:
        rows = rows.filter(next_step_at__lte=now)
    standard = {"state_since": now, "finished_at": now if to.is_final else None}
    moved = rows.update(
        **{**standard, **changes}, state=to, next_step_at=next_step_at, updated_at=now
    )
    submission.refresh_from_db()
    if moved:
        registry.kind(submission.kind).on_change(submission)
        _tell(submission, sources)
    return bool(moved)


def _tell(submission: Submission, sources: Collection[State]) -> None:
    if State.NEEDS_ATTENTION in sources and submission.status is not State.NEEDS_ATTENTION:
        notification_kinds.no_longer_waits(submission)
    notification_kinds.tell(submission)


def doubt(
    submission: Submission,
    sources: Collection[State],
    *,
    message: str,
    at: datetime,
    only_when_due: bool = False,
) -> bool:
    """To UNKNOWN: the write may have happened; look-ups begin anew at `at`."""
    return move(
        submission,
        sources,
        State.UNKNOWN,
        next_step_at=at,
        only_when_due=only_when_due,
        message=message,
        **_NEW_START,
    )


def requeue(
    submission: Submission,
    sources: Collection[State],
    *,
    message: str,
    at: datetime,
    **changes: object,
) -> bool:
    """To QUEUED: it is certain that the write has not happened."""
    return move(
        submission,
        sources,
        State.QUEUED,
        next_step_at=at,
        message=message,
        **{**_NEW_START, **changes},
    )


def first_look(state: State) -> datetime | None:
    """When an accepted write that stays silent is looked up for the first time."""
    return None if state.is_final else timezone.now() + timing().accepted_after(0)


def begin(submission: Submission, kind: AttemptKind, *, correlation_id: str) -> Attempt:
    """Record an attempt before its request goes out."""
    return Attempt.objects.create(
        submission=submission, kind=kind, correlation_id=correlation_id, started_at=timezone.now()
    )


def end(attempt: Attempt, outcome: Outcome, *, message: str = "", received: object = None) -> None:
    attempt.finished_at = timezone.now()
    attempt.outcome = outcome
    attempt.message = message
    attempt.received = presentable(received)
    attempt.save()


def end_with_error(attempt: Attempt, outcome: Outcome, error: Exception) -> None:
    """Record how a call failed; an error that is not the client's leaves only its kind."""
    if isinstance(error, IngramError):
        attempt.status = error.status
        attempt.correlation_id = error.correlation_id or attempt.correlation_id
        end(attempt, outcome, message=error.user_message)
    else:
        end(attempt, outcome, message=f"Unexpected: {type(error).__name__}")


def note(
    submission: Submission,
    kind: AttemptKind,
    outcome: Outcome,
    *,
    actor: User | None = None,
    message: str = "",
    received: object = None,
) -> None:
    """Record something that was no call of ours: a notice, a person's decision."""
    now = timezone.now()
    Attempt.objects.create(
        submission=submission,
        kind=kind,
        actor=actor,
        started_at=now,
        finished_at=now,
        outcome=outcome,
        message=message,
        received=presentable(received),
    )
