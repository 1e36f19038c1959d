from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps import ingram
from apps.submissions import services
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Submission
from apps.submissions.registry import Answer


def send(submission: Submission) -> Submission:
    services.send(submission_id=submission.pk)
    submission.refresh_from_db()
    return submission


def test_an_accepted_write_keeps_its_number_and_waits_for_the_result(make_submission, upstream):
    submission = send(make_submission())

    assert submission.state == State.ACCEPTED
    assert submission.reference == "REF-1"
    assert submission.next_step_at is not None
    assert upstream.arrived == ["PO-1"]


def test_a_completed_answer_ends_the_submission(make_submission, upstream):
    upstream.answer = Answer(state=State.COMPLETED, result_number="20-RD3QV")

    submission = send(make_submission())

    assert submission.state == State.COMPLETED
    assert submission.result_number == "20-RD3QV"
    assert submission.next_step_at is None
    assert submission.finished_at is not None


def test_sending_twice_sends_once(make_submission, upstream):
    submission = make_submission()

    send(submission)
    send(submission)

    assert upstream.arrived == ["PO-1"]
    assert submission.attempts.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_attempt_and_its_lease_are_committed_before_the_request(make_submission, upstream):
    submission = make_submission()
    seen = []
    upstream.while_sending = lambda: seen.append(
        (
            Submission.objects.get(pk=submission.pk).state,
            submission.attempts.get().correlation_id,
            submission.attempts.get().finished_at,
        )
    )

    send(submission)

    assert seen == [(State.SENDING, upstream.correlation_ids[0], None)]
    assert len(upstream.correlation_ids[0]) == 32


def test_a_worker_that_was_stopped_until_its_lease_ran_out_sends_nothing(
    make_submission, upstream, settings
):
    settings.SUBMISSIONS = {**settings.SUBMISSIONS, "lease": 0}

    submission = send(make_submission())

    assert upstream.arrived == []
    assert submission.state == State.QUEUED
    assert submission.attempts.get().outcome == Outcome.NOT_SENT


def test_the_kind_hears_of_every_change(make_submission, upstream):
    send(make_submission())

    assert upstream.changes == [State.QUEUED, State.SENDING, State.ACCEPTED]


def test_a_refusal_is_final_and_names_the_fields(make_submission, upstream):
    refusal = ingram.ValidationFailed(
        "The PO number was used before.",
        fields=(ingram.FieldError(field="customerOrderNumber", message="duplicate", value="PO-1"),),
        status=400,
        correlation_id="abc",
    )
    upstream.before = [refusal]

    submission = send(make_submission())

    assert submission.state == State.REJECTED
    assert submission.message == "The PO number was used before."
    assert submission.field_errors == [
        {"field": "customerOrderNumber", "message": "duplicate", "value": "PO-1"}
    ]
    attempt = submission.attempts.get()
    assert (attempt.outcome, attempt.status) == (Outcome.REJECTED, 400)


@pytest.mark.parametrize("error", [ingram.Unauthorized, ingram.AuthFailed, ingram.Forbidden])
def test_refused_credentials_are_told_as_such(make_submission, upstream, error):
    upstream.before = [error(status=401)]

    submission = send(make_submission())

    assert submission.state == State.REJECTED
    assert submission.message.endswith("Nothing was done.")


def test_a_connection_that_is_switched_off_sends_nothing(make_submission, upstream, connection):
    submission = make_submission()
    connection.is_active = False
    connection.save()

    send(submission)

    assert submission.state == State.REJECTED
    assert "Nothing was sent." in submission.message
    assert upstream.arrived == []


@pytest.mark.parametrize(
    "error",
    [
        ingram.OutcomeUnknown(status=500),
        ingram.BadPayload(),
        RuntimeError("a slip of ours after the request had left"),
    ],
)
def test_a_lost_answer_leaves_it_unknown_and_is_never_resent(make_submission, upstream, error):
    upstream.after = [error]

    submission = send(make_submission())
    send(submission)

    assert submission.state == State.UNKNOWN
    assert upstream.arrived == ["PO-1"]
    assert submission.attempts.get().outcome == Outcome.UNKNOWN


@pytest.mark.parametrize("error", [ingram.Unavailable(), ingram.RateLimited(retry_after=0)])
def test_what_was_not_sent_is_sent_later(make_submission, upstream, error):
    upstream.before = [error]

    submission = send(make_submission())
    assert submission.state == State.QUEUED
    send(submission)

    assert submission.state == State.ACCEPTED
    assert [a.outcome for a in submission.attempts.all()] == [Outcome.NOT_SENT, Outcome.ACCEPTED]
    assert upstream.arrived == ["PO-1"]


def test_a_used_up_allowance_is_waited_for(make_submission, upstream):
    upstream.before = [ingram.RateLimited(retry_after=50)]

    submission = send(make_submission())
    send(submission)

    assert submission.state == State.QUEUED
    assert submission.next_step_at > timezone.now() + timedelta(seconds=40)
    assert upstream.arrived == []


def test_after_the_last_try_it_was_not_sent_for_good(make_submission, upstream, settings):
    settings.SUBMISSIONS = {"most_sends": 2, "retry_first": 0}
    upstream.before = [ingram.Unavailable(), ingram.Unavailable()]
    submission = make_submission()

    send(submission)
    send(submission)

    assert submission.state == State.REJECTED
    assert submission.message.startswith("It was not sent")


def test_a_webhook_may_be_quicker_than_the_answer(make_submission, upstream):
    submission = make_submission()
    upstream.while_sending = lambda: services.complete(
        submission=Submission.objects.get(pk=submission.pk), result_number="20-RD3QV"
    )

    send(submission)

    assert submission.state == State.COMPLETED
    assert submission.result_number == "20-RD3QV"
    assert submission.reference == "REF-1"


def test_an_answer_that_comes_after_the_lease_is_still_believed(make_submission, upstream):
    def the_lease_runs_out() -> None:
        Submission.objects.update(next_step_at=timezone.now())
        services.sweep()

    upstream.while_sending = the_lease_runs_out

    submission = send(make_submission())

    assert submission.state == State.ACCEPTED
    assert State.UNKNOWN in upstream.changes


def test_two_answers_call_a_person(make_submission, upstream):
    submission = make_submission()

    def another_worker_was_quicker() -> None:
        upstream.while_sending = None
        Submission.objects.filter(pk=submission.pk).update(
            state=State.QUEUED, next_step_at=timezone.now()
        )
        services.send(submission_id=submission.pk)

    upstream.while_sending = another_worker_was_quicker

    send(submission)

    assert submission.state == State.NEEDS_ATTENTION
    assert submission.attempts.filter(kind=AttemptKind.SEND).count() == 2
