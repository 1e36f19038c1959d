"""What a manager decides where the portal cannot know. Two at once: the first one's word stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from apps import ingram
from apps.accounts import permissions
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.audit.choices import Action, Area
from apps.audit.recording import record
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.core.wake import wake
from apps.submissions import registry, tasks
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.exceptions import AlreadyDecided, NotConfirmed
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Found, LookUp, Refused, Unclear
from apps.submissions.services import moves

_UNDECIDED = (State.NEEDS_ATTENTION,)


def link(*, submission: Submission, actor: User, result_number: str = "") -> None:
    """COMPLETED: it exists, and this is its number. Looks the number up first, if the kind can.

    A change of an order needs no number: the order is read again. Raises NotPermitted,
    NotConfirmed when the distributor shows that it is not so, and AlreadyDecided. When it cannot
    be asked, the person's word is taken and the record says so.
    """
    permissions.require(actor, Permission.DECIDE_SUBMISSIONS, submission.account)
    result_number = result_number or submission.subject
    said = _confirm(submission, actor, result_number)
    with transaction.atomic():
        _decide(
            submission,
            State.COMPLETED,
            result_number=result_number,
            message=said.message,
        )
        moves.note(
            submission,
            AttemptKind.DECISION,
            Outcome.LINKED,
            actor=actor,
            message=f"{result_number}: {said.record}",
            received=said.received,
        )
        _record(submission, actor, State.COMPLETED, number=result_number)


@transaction.atomic
def send_again(*, submission: Submission, actor: User) -> None:
    """QUEUED: it does not exist and is to be sent again. Raises NotPermitted and AlreadyDecided."""
    permissions.require(actor, Permission.DECIDE_SUBMISSIONS, submission.account)
    if not moves.requeue(
        submission,
        _UNDECIDED,
        message=f"{actor} decided that it is sent again.",
        at=timezone.now(),
        sends=0,
    ):
        raise AlreadyDecided(_too_late(submission))
    moves.note(submission, AttemptKind.DECISION, Outcome.SENT_AGAIN, actor=actor)
    _record(submission, actor, State.QUEUED)
    wake(tasks.send, submission.pk)


@transaction.atomic
def close(*, submission: Submission, actor: User) -> None:
    """REJECTED: it does not exist and is not to, which frees the name or PO number.

    Raises NotPermitted and AlreadyDecided.
    """
    permissions.require(actor, Permission.DECIDE_SUBMISSIONS, submission.account)
    words = registry.kind(submission.kind).decisions
    _decide(submission, State.REJECTED, message=f"{actor} closed it: {words.closed}.")
    moves.note(submission, AttemptKind.DECISION, Outcome.CLOSED, actor=actor)
    _record(submission, actor, State.REJECTED)


def _record(submission: Submission, actor: User, to: State, *, number: str = "") -> None:
    record(
        Area.WORK,
        Action.DECIDED,
        about=submission,
        accounts=[submission.account_id],
        actor=actor,
        before={"state": State.NEEDS_ATTENTION.label},
        after={"state": to.label, "number": number},
    )


def _decide(submission: Submission, to: State, *, message: str, result_number: str = "") -> None:
    if not moves.move(submission, _UNDECIDED, to, message=message, result_number=result_number):
        raise AlreadyDecided(_too_late(submission))


def _too_late(submission: Submission) -> str:
    state = submission.get_state_display().lower()
    decisions = submission.attempts.filter(kind=AttemptKind.DECISION).select_related("actor")
    last = decisions.order_by("-started_at", "-pk").first()
    if last is None:
        return f"This was already settled: it is now {state}."
    outcome = last.get_outcome_display().lower()
    return f"{last.actor} has already decided: {outcome}. It is now {state}."


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What the distributor said to a person's word: for the record, and for the submission."""

    record: str
    message: str = ""
    received: object = None


class _NoAnswer(Exception):
    """The distributor could not be asked; the text says why."""


def _confirm(submission: Submission, actor: User, number: str) -> _Said:
    """Raises NotConfirmed."""
    try:
        result = _verify(submission, actor, number)
    except _NoAnswer as exc:
        return _Said(record=f"not confirmed. {exc}")
    match result:
        case Found():
            record = " ".join(filter(None, ("found at the distributor.", result.message)))
            return _Said(record=record, message=result.message, received=result.received)
        case Absent():
            raise NotConfirmed(f"The distributor does not know {number}. Check the number.")
        case Refused():
            raise NotConfirmed(result.message)
        case Unclear():
            raise NotConfirmed(result.reason)


def _verify(submission: Submission, actor: User, number: str) -> LookUp:
    verify = registry.kind(submission.kind).verify
    if verify is None:
        raise _NoAnswer("This kind cannot be looked up by number.")
    try:
        with client_for(submission.account, actor=actor, purpose=submission.purpose) as client:
            return verify(client, submission, number)
    except ingram.NotFound:
        return Absent()
    except (ingram.IngramError, ConnectionInactive) as exc:
        raise _NoAnswer(exc.user_message) from exc
