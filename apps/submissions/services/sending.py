"""Out to the distributor, at most once."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps import ingram
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for
from apps.submissions import registry, selectors
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Attempt, Submission
from apps.submissions.registry import Answer, SubmissionKind
from apps.submissions.services import moves
from apps.submissions.timing import timing

log = logging.getLogger(__name__)

#: From these a sent write's own answer is believed; the lease may have run out meanwhile.
_MAY_HAVE_BEEN_SENT = (State.SENDING, State.UNKNOWN, State.RECONCILING)
EARLIER_REQUEST = "{} An earlier request had no certain answer and may be there: it is looked up."
ANSWERED_TWICE = "Two requests were answered, so it may exist twice. Compare them below."


def send(*, submission_id: int) -> None:
    """Send a queued submission at most once; whoever comes second does nothing.

    A lost answer is no refusal: the row becomes UNKNOWN until reconcile() has looked its business
    key up. There is no idempotency key ([spec] POST /resellers/v7/orders). Makes one call, outside
    any transaction.
    """
    claimed = _claim(submission_id)
    if claimed is None:
        return
    submission, attempt = claimed
    kind = registry.kind(submission.kind)
    with ExitStack() as stack:
        try:
            client = stack.enter_context(
                client_for(
                    submission.account,
                    actor=submission.actor,
                    purpose=submission.purpose,
                )
            )
        except ConnectionInactive as exc:
            _refused(submission, attempt, message=f"{exc.user_message} Nothing was sent.")
            return
        except Exception as exc:
            log.exception("submission %s: no client", submission.pk)
            _not_sent(submission, attempt, exc)
            return
        if submission.next_step_at and submission.next_step_at <= timezone.now():
            # This worker was stopped so long that another may have taken over. The client looks
            # at the clock once more, just before the request goes out.
            _not_sent(submission, attempt, ingram.Unavailable(detail="the lease ran out"))
            return
        _deliver(submission, attempt, kind, client)


def _deliver(
    submission: Submission, attempt: Attempt, kind: SubmissionKind, client: ingram.Client
) -> None:
    try:
        answer = kind.send(client, submission.body, attempt.correlation_id)
    except ingram.BadPayload as exc:  # the write was answered, but with what?
        _doubtful(submission, attempt, exc)
    except (ingram.RateLimited, ingram.Unavailable) as exc:
        _not_sent(submission, attempt, exc)
    except ingram.IngramError as exc:
        if exc.nothing_was_done:
            _refused(submission, attempt, error=exc)
        else:
            _doubtful(submission, attempt, exc)
    except Exception as exc:
        log.exception("submission %s: the send broke off", submission.pk)
        _doubtful(submission, attempt, exc)
    else:
        _answered(submission, attempt, answer)


@transaction.atomic
def _claim(submission_id: int) -> tuple[Submission, Attempt] | None:
    # One conditional UPDATE is both test and claim: two workers cannot both win. The attempt and
    # its correlation id are committed with it, before the request.
    submission = selectors.submission_to_work_on(submission_id)
    claimed = submission and moves.move(
        submission,
        [State.QUEUED],
        State.SENDING,
        only_when_due=True,
        next_step_at=timezone.now() + timedelta(seconds=timing().lease),
        sends=F("sends") + 1,
    )
    if not submission or not claimed:
        return None
    attempt = moves.begin(submission, AttemptKind.SEND, correlation_id=ingram.new_correlation_id())
    return submission, attempt


@transaction.atomic
def _answered(submission: Submission, attempt: Attempt, answer: Answer) -> None:
    outcome = Outcome.COMPLETED if answer.state is State.COMPLETED else Outcome.ACCEPTED
    moves.end(attempt, outcome, received=answer.received)
    if _another_was_answered(submission, attempt):
        moves.move(submission, list(State), State.NEEDS_ATTENTION, message=ANSWERED_TWICE)
        return
    moved = moves.move(
        submission,
        # QUEUED: the look-ups had found nothing, but here is the answer after all.
        (*_MAY_HAVE_BEEN_SENT, State.QUEUED),
        answer.state,
        next_step_at=moves.first_look(answer.state),
        reference=answer.reference,
        result_number=answer.result_number,
        message=answer.message,
        look_ups=0,
    )
    if not moved:
        _complement(submission, answer)


def _complement(submission: Submission, answer: Answer) -> None:
    """A webhook was quicker, but it knows less than the answer does."""
    Submission.objects.filter(pk=submission.pk, reference="").update(reference=answer.reference)
    completed = Submission.objects.filter(pk=submission.pk, state=State.COMPLETED)
    if answer.state is State.COMPLETED and completed.update(
        result_number=answer.result_number, message=answer.message
    ):
        submission.refresh_from_db()
        registry.kind(submission.kind).on_change(submission)


def _another_was_answered(submission: Submission, attempt: Attempt) -> bool:
    return (
        submission.attempts.filter(
            kind=AttemptKind.SEND, outcome__in=[Outcome.ACCEPTED, Outcome.COMPLETED]
        )
        .exclude(pk=attempt.pk)
        .exists()
    )


@transaction.atomic
def _refused(
    submission: Submission,
    attempt: Attempt,
    *,
    error: ingram.IngramError | None = None,
    message: str = "",
) -> None:
    if error is None:
        moves.end(attempt, Outcome.REJECTED, message=message)
    else:
        moves.end_with_error(attempt, Outcome.REJECTED, error)
    _give_up(submission, attempt, message or _why(error), _field_errors(error))


def _give_up(
    submission: Submission,
    attempt: Attempt,
    message: str,
    field_errors: list[dict[str, str]] | None = None,
) -> None:
    """REJECTED, unless an earlier request may be what stands in the way: that is looked up."""
    earlier = submission.attempts.filter(kind=AttemptKind.SEND, outcome=Outcome.UNKNOWN)
    if earlier.exclude(pk=attempt.pk).exists():
        at = timezone.now() + timing().look_up_after(0)
        moves.doubt(submission, [State.SENDING], message=EARLIER_REQUEST.format(message), at=at)
    else:
        moves.move(
            submission,
            _MAY_HAVE_BEEN_SENT,
            State.REJECTED,
            message=message,
            field_errors=field_errors or [],
        )


@transaction.atomic
def _not_sent(submission: Submission, attempt: Attempt, error: Exception) -> None:
    """Back to the queue with a growing pause; after the last try it was not sent, for good."""
    limits = timing()
    moves.end_with_error(attempt, Outcome.NOT_SENT, error)
    if submission.sends >= limits.most_sends:
        message = f"It was not sent: {submission.sends} tries failed. {_why(error)}"
        _give_up(submission, attempt, message)
        return
    pause = limits.retry_after(submission.sends - 1)
    if isinstance(error, ingram.RateLimited):
        pause = max(pause, timedelta(seconds=error.retry_after))
    moves.requeue(submission, [State.SENDING], message=_why(error), at=timezone.now() + pause)


@transaction.atomic
def _doubtful(submission: Submission, attempt: Attempt, error: Exception) -> None:
    moves.end_with_error(attempt, Outcome.UNKNOWN, error)
    at = timezone.now() + timing().look_up_after(0)
    moves.doubt(submission, [State.SENDING], message=ingram.OutcomeUnknown.default_message, at=at)


def _why(error: Exception | None) -> str:
    if isinstance(error, ingram.Unauthorized | ingram.Forbidden):
        return f"{error.user_message} Nothing was done."
    if isinstance(error, ingram.IngramError):
        return error.user_message
    return "The connection could not be opened. Nothing was sent."


def _field_errors(error: ingram.IngramError | None) -> list[dict[str, str]]:
    fields = error.fields if isinstance(error, ingram.Rejected) else ()
    return [{"field": f.field, "message": f.message, "value": f.value} for f in fields]
