from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.submissions import services
from apps.submissions.choices import Outcome, State
from apps.submissions.models import Submission


@pytest.fixture
def woken(monkeypatch) -> list[tuple[str, int]]:
    """The wake-up calls that went to the broker."""
    calls: list[tuple[str, int]] = []
    for name in ("send", "reconcile"):
        monkeypatch.setattr(
            f"apps.submissions.tasks.{name}.apply_async",
            lambda args, name=name, **options: calls.append((name, args[0])),
        )
    return calls


@pytest.mark.django_db(transaction=True)
def test_rows_are_found_after_the_broker_lost_its_messages(make_submission, woken):
    queued = make_submission("PO-1", state=State.QUEUED)
    unknown = make_submission("PO-2", state=State.UNKNOWN)
    accepted = make_submission("PO-3", state=State.ACCEPTED)
    make_submission("PO-4", state=State.COMPLETED)
    woken.clear()

    services.sweep()

    assert sorted(woken) == [
        ("reconcile", unknown.pk),
        ("reconcile", accepted.pk),
        ("send", queued.pk),
    ]


@pytest.mark.django_db(transaction=True)
def test_rows_that_are_not_due_are_left_alone(make_submission, woken):
    make_submission(state=State.QUEUED, next_step_at=timezone.now() + timedelta(seconds=30))
    woken.clear()

    services.sweep()

    assert woken == []


def test_a_dead_workers_row_becomes_unknown_and_is_never_simply_resent(make_submission, upstream):
    submission = make_submission()
    upstream.while_sending = lambda: (_ for _ in ()).throw(SystemExit)
    with pytest.raises(SystemExit):
        services.send(submission_id=submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.SENDING

    services.sweep()
    submission.refresh_from_db()
    assert submission.state == State.SENDING
    Submission.objects.filter(pk=submission.pk).update(next_step_at=timezone.now())
    services.sweep()
    services.send(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.UNKNOWN
    assert submission.attempts.get().outcome == Outcome.UNKNOWN


def test_a_sweep_takes_one_query_for_any_number_of_rows(
    make_submission, woken, django_assert_num_queries
):
    for number in range(30):
        make_submission(f"PO-{number}", state=State.ACCEPTED)

    with django_assert_num_queries(1):
        services.sweep()
