"""What became of a write: look it up until it is certain, or call a person."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps import ingram
from apps.connections.choices import EnvironmentChoice
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.submissions import registry, selectors
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.maintenance import open_again_for
from apps.submissions.models import Attempt, Submission
from apps.submissions.registry import Absent, Found, LookUp, Refused, Unclear
from apps.submissions.services import moves
from apps.submissions.timing import timing

log = logging.getLogger(__name__)

_LOOKED_UP = (State.ACCEPTED, State.UNKNOWN, State.RECONCILING)
_NEVER_SEEN = "It is not known whether it happened: no look-up gave a certain answer in {hours} h."
_SILENT = "It was accepted as {reference}, but nothing more was heard of it in {hours} h."
_AGAIN_UNKNOWN = (
    "{sends} requests had no certain answer, and none of them can be found. "
    "Ask the distributor with the correlation ids below."
)
_REFUSED_AND_ABSENT = "{refusal} No look-up finds it. Ask the distributor before it is sent again."
_PROVED_ABSENT = "The look-ups found nothing, so it is sent again."


@dataclass(frozen=True, kw_only=True)
class _PutOff:
    """No look-up was made: that proves nothing, and takes nothing from what was proved before."""

    reason: str


def reconcile(*, submission_id: int) -> None:
    """Take one look-up for a submission that is accepted or unknown, and act on what it shows.

    Only proof of absence lets a write be sent again: several look-ups in a row that worked, over
    a settling period, none of them in a maintenance window (field notes 6.6). A contradiction, or
    silence beyond patience, calls a person. Whoever comes second does nothing.
    """
    claimed = _claim(submission_id)
    if claimed is None:
        return
    submission, attempt = claimed
    _act(submission, attempt, _look_up(submission, attempt))


@transaction.atomic
def _claim(submission_id: int) -> tuple[Submission, Attempt] | None:
    submission = selectors.submission_to_work_on(submission_id)
    if submission is None or submission.status not in _LOOKED_UP:
        return None
    now = timezone.now()
    claimed = Submission.objects.filter(
        pk=submission_id, state=submission.state, next_step_at__lte=now
    ).update(next_step_at=now + timedelta(seconds=timing().lease), look_ups=F("look_ups") + 1)
    if not claimed:
        return None
    if submission.status is State.UNKNOWN:
        moves.move(
            submission,
            [State.UNKNOWN],
            State.RECONCILING,
            next_step_at=now + timedelta(seconds=timing().lease),
            state_since=submission.state_since,
        )
    submission.refresh_from_db()
    return submission, moves.begin(submission, AttemptKind.LOOK_UP, correlation_id="")


def _look_up(submission: Submission, attempt: Attempt) -> LookUp | _PutOff:
    kind = registry.kind(submission.kind)
    try:
        # Not in the background: there a back-fill may use up the allowance for minutes.
        with client_for(submission.account, purpose=submission.purpose) as client:
            found = kind.look_up(client, submission)
    except ingram.RateLimited as exc:
        return _PutOff(reason=exc.user_message)
    except ingram.IngramError as exc:
        attempt.correlation_id, attempt.status = exc.correlation_id, exc.status
        return Unclear(reason=exc.user_message)
    except ConnectionInactive as exc:
        return Unclear(reason=exc.user_message)
    except Exception as exc:
        log.exception("submission %s: the look-up broke off", submission.pk)
        return Unclear(reason=f"The look-up broke off: {type(exc).__name__}")
    attempt.correlation_id = selectors.last_correlation_id(submission, since=attempt.started_at)
    return found


@transaction.atomic
def _act(submission: Submission, attempt: Attempt, result: LookUp | _PutOff) -> None:
    match result:
        case Found():
            moves.end(attempt, Outcome.FOUND, received=result.received)
            _found(submission, result)
        case Refused():
            moves.end(attempt, Outcome.REJECTED, message=result.message, received=result.received)
            moves.move(submission, _LOOKED_UP, State.REJECTED, message=result.message)
        case Absent():
            moves.end(attempt, Outcome.ABSENT, received=result.received)
            _absent(submission)
        case Unclear():
            moves.end(attempt, Outcome.UNCLEAR, message=result.reason, received=result.received)
            _unclear(submission, result)
        case _PutOff():
            moves.end(attempt, Outcome.UNCLEAR, message=result.reason)
            _wait(submission)


def _found(submission: Submission, found: Found) -> None:
    reference = found.reference or submission.reference
    if found.is_complete:
        moves.move(
            submission,
            _LOOKED_UP,
            State.COMPLETED,
            reference=reference,
            result_number=found.result_number or submission.result_number,
            message=found.message,
        )
    elif submission.status is State.ACCEPTED:
        _wait(submission)
    else:  # it did arrive: now it is an accepted write like any other
        moves.move(
            submission,
            _LOOKED_UP,
            State.ACCEPTED,
            next_step_at=moves.first_look(State.ACCEPTED),
            reference=reference,
            message="",
            look_ups=0,
        )


def _absent(submission: Submission) -> None:
    """An accepted write that cannot be seen yet is still being made: only wait for it."""
    now = timezone.now()
    if submission.status is State.ACCEPTED:
        _wait(submission)
    elif reopens := _reopens_at(submission, now):
        _forget_absences(submission)
        _wait(submission, not_before=reopens)
    else:
        Submission.objects.filter(pk=submission.pk).update(
            absences=F("absences") + 1, absent_since=submission.absent_since or now
        )
        submission.refresh_from_db()
        _prove_absence(submission, now)


def _prove_absence(submission: Submission, now: datetime) -> None:
    limits = timing()
    settled = now - (submission.absent_since or now) >= timedelta(seconds=limits.settling)
    if submission.absences < limits.absences or not settled:
        _wait(submission)
        return
    doubtful = submission.attempts.filter(kind=AttemptKind.SEND, outcome=Outcome.UNKNOWN).count()
    if doubtful >= limits.most_unknown:
        message = _AGAIN_UNKNOWN.format(sends=doubtful)
        moves.move(submission, _LOOKED_UP, State.NEEDS_ATTENTION, message=message)
        return
    if _resend_failed(submission):
        # The distributor refused the second request and shows nothing of the first.
        message = _REFUSED_AND_ABSENT.format(refusal=submission.message)
        moves.move(submission, _LOOKED_UP, State.NEEDS_ATTENTION, message=message)
        return
    moves.requeue(submission, _LOOKED_UP, message=_PROVED_ABSENT, at=now)


def _resend_failed(submission: Submission) -> bool:
    sends = submission.attempts.filter(kind=AttemptKind.SEND).order_by("-started_at", "-pk")
    last = sends.values_list("outcome", flat=True).first()
    return last in {Outcome.REJECTED, Outcome.NOT_SENT}


def _unclear(submission: Submission, result: Unclear) -> None:
    _forget_absences(submission)
    if result.is_contradiction:
        moves.move(submission, _LOOKED_UP, State.NEEDS_ATTENTION, message=result.reason)
    else:
        _wait(submission)


def _forget_absences(submission: Submission) -> None:
    Submission.objects.filter(pk=submission.pk).update(absences=0, absent_since=None)


def _wait(submission: Submission, *, not_before: datetime | None = None) -> None:
    """Until the next look-up; beyond patience a person is called."""
    limits = timing()
    now = timezone.now()
    if submission.status is State.ACCEPTED:
        patience, words = limits.accepted_patience, _SILENT
        pause = limits.accepted_after(submission.look_ups)
    else:
        patience, words = limits.unknown_patience, _NEVER_SEEN
        pause = limits.look_up_after(submission.look_ups)
    if now - submission.state_since >= timedelta(seconds=patience):
        message = words.format(reference=submission.reference, hours=round(patience / 3600))
        moves.move(submission, _LOOKED_UP, State.NEEDS_ATTENTION, message=message)
        return
    Submission.objects.filter(pk=submission.pk, state=submission.state).update(
        next_step_at=max(now + pause, not_before or now)
    )


def _reopens_at(submission: Submission, now: datetime) -> datetime | None:
    """Our own sandbox has no maintenance windows."""
    account = submission.account
    if account.connection.environment == EnvironmentChoice.LOCAL_SANDBOX:
        return None
    return open_again_for(account, now)
