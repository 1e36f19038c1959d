"""The sweeper: what nobody carries on is carried on, whoever died and whatever got lost."""

from __future__ import annotations

from django.utils import timezone

from apps.core.wake import wake
from apps.submissions import selectors, tasks
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Attempt, Submission
from apps.submissions.services import moves
from apps.submissions.timing import timing

_LEASE_RAN_OUT = (
    "The worker that was sending it stopped, so it may have been carried out. "
    "It will be looked up before anything is sent again."
)


def sweep() -> None:
    """Wake every submission whose alarm has rung; a send whose lease ran out becomes UNKNOWN.

    One query for the rows (a batch, the longest waiting first) and one message each. A message
    that comes twice does nothing: the claim in send() and reconcile() decides.
    """
    for submission in selectors.due(limit=timing().batch):
        if submission.status is State.SENDING:
            _doubt(submission)
        elif submission.status is State.QUEUED:
            wake(tasks.send, submission.pk)
        else:
            wake(tasks.reconcile, submission.pk)


def _doubt(submission: Submission) -> None:
    now = timezone.now()
    doubted = moves.doubt(
        submission,
        [State.SENDING],
        message=_LEASE_RAN_OUT,
        at=now + timing().look_up_after(0),
        only_when_due=True,
    )
    if doubted:
        Attempt.objects.filter(
            submission=submission, kind=AttemptKind.SEND, finished_at=None
        ).update(finished_at=now, outcome=Outcome.UNKNOWN, message=_LEASE_RAN_OUT)
