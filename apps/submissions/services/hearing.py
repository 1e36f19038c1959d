"""What is heard of a write by other ways than its own answer: a webhook, a mirror, a person."""

from __future__ import annotations

from django.db import transaction

from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Submission
from apps.submissions.services import moves

#: QUEUED: a row that was proved absent and then turns up must not be sent again.
_OPEN = (
    State.QUEUED,
    State.SENDING,
    State.ACCEPTED,
    State.UNKNOWN,
    State.RECONCILING,
    State.NEEDS_ATTENTION,
)


@transaction.atomic
def complete(
    *,
    submission: Submission,
    result_number: str,
    received: object = None,
    reference: str = "",
    message: str = "",
) -> bool:
    """It exists upstream; the caller has read it from the API, not from a webhook's body.

    `message` tells what is missing in it. Idempotent: False when the row was completed or rejected
    before.
    """
    moved = moves.move(
        submission,
        _OPEN,
        State.COMPLETED,
        result_number=result_number,
        reference=reference or submission.reference,
        message=message,
    )
    if moved:
        moves.note(submission, AttemptKind.NOTICE, Outcome.COMPLETED, received=received)
    return moved


def add_result(*, submission: Submission, result_number: str, message: str) -> None:
    """More of a completed write turned up: all of its numbers, and what is still missing."""
    Submission.objects.filter(pk=submission.pk, state=State.COMPLETED).update(
        result_number=result_number, message=message
    )
    submission.refresh_from_db()


@transaction.atomic
def reject(*, submission: Submission, message: str, received: object = None) -> bool:
    """It was taken and then refused; the caller has proved it from the API. Idempotent."""
    moved = moves.move(submission, _OPEN, State.REJECTED, message=message)
    if moved:
        moves.note(
            submission, AttemptKind.NOTICE, Outcome.REJECTED, message=message, received=received
        )
    return moved


@transaction.atomic
def needs_attention(*, submission: Submission, message: str, received: object = None) -> bool:
    """A person has to decide: a failure was reported and cannot be proved (field notes 10.2,
    rule 5). Idempotent; not from QUEUED, of which nothing can have been reported."""
    sources = [state for state in _OPEN if state not in {State.QUEUED, State.NEEDS_ATTENTION}]
    moved = moves.move(submission, sources, State.NEEDS_ATTENTION, message=message)
    if moved:
        moves.note(
            submission, AttemptKind.NOTICE, Outcome.UNCLEAR, message=message, received=received
        )
    return moved
