from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection as database

from apps import ingram
from apps.accounts.exceptions import NotPermitted
from apps.submissions import registry, services
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.exceptions import AlreadyDecided, NotConfirmed
from apps.submissions.models import Submission


@pytest.fixture
def stuck(make_submission) -> Submission:
    return make_submission(state=State.NEEDS_ATTENTION, next_step_at=None)


def test_a_manager_links_what_exists(stuck, upstream, manager):
    upstream.arrived = ["20-RD3QV"]

    services.link(submission=stuck, actor=manager, result_number="20-RD3QV")

    stuck.refresh_from_db()
    assert stuck.state == State.COMPLETED
    assert stuck.result_number == "20-RD3QV"
    decision = stuck.attempts.get(kind=AttemptKind.DECISION)
    assert (decision.actor, decision.outcome) == (manager, Outcome.LINKED)


def test_a_number_that_the_distributor_does_not_know_is_not_linked(stuck, manager):
    with pytest.raises(NotConfirmed):
        services.link(submission=stuck, actor=manager, result_number="20-WRONG")

    stuck.refresh_from_db()
    assert stuck.state == State.NEEDS_ATTENTION


def test_in_an_outage_the_managers_word_is_taken_and_recorded_as_such(
    stuck, upstream, manager, monkeypatch
):
    def no_answer(*args: object) -> None:
        raise ingram.Unavailable

    monkeypatch.setattr(upstream, "verify", no_answer)
    monkeypatch.setitem(registry._kinds, stuck.kind, upstream.kind())

    services.link(submission=stuck, actor=manager, result_number="20-RD3QV")

    decision = stuck.attempts.get(kind=AttemptKind.DECISION)
    assert "not confirmed" in decision.message


def test_a_manager_has_it_sent_again(stuck, upstream, manager):
    services.send_again(submission=stuck, actor=manager)
    services.send(submission_id=stuck.pk)

    stuck.refresh_from_db()
    assert stuck.state == State.ACCEPTED
    assert upstream.arrived == ["PO-1"]


def test_a_manager_closes_it_and_frees_its_number(stuck, make_submission, manager):
    services.close(submission=stuck, actor=manager)

    assert stuck.state == State.REJECTED
    assert make_submission("PO-1", form_key="a new form").state == State.QUEUED


def test_of_two_managers_the_first_decides(stuck, upstream, manager):
    other = Submission.objects.get(pk=stuck.pk)
    services.close(submission=stuck, actor=manager)

    with pytest.raises(AlreadyDecided):
        services.send_again(submission=other, actor=manager)

    assert Submission.objects.get(pk=stuck.pk).state == State.REJECTED
    assert upstream.arrived == []


@pytest.mark.django_db(transaction=True)
def test_of_managers_who_decide_at_the_same_moment_one_is_heard(stuck, manager):
    start = threading.Barrier(4)
    refused: list[AlreadyDecided] = []

    def decide(deed: Callable[..., None]) -> None:
        mine = Submission.objects.get(pk=stuck.pk)
        try:
            start.wait()
            deed(submission=mine, actor=manager)
        except AlreadyDecided as exc:
            refused.append(exc)
        finally:
            database.close()

    deeds = [services.close, services.send_again] * 2
    threads = [threading.Thread(target=decide, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    stuck.refresh_from_db()
    assert len(refused) == 3
    (decision,) = stuck.attempts.filter(kind=AttemptKind.DECISION)
    to = {Outcome.CLOSED: State.REJECTED, Outcome.SENT_AGAIN: State.QUEUED}
    assert stuck.state == to[Outcome(decision.outcome)]
    assert all("has already decided" in str(exc) for exc in refused)


@pytest.mark.parametrize("deed", [services.send_again, services.close])
def test_a_rep_decides_nothing(stuck, buyer, deed):
    with pytest.raises(NotPermitted):
        deed(submission=stuck, actor=buyer)

    stuck.refresh_from_db()
    assert stuck.state == State.NEEDS_ATTENTION


def test_a_late_webhook_completes_even_what_waits_for_a_person(stuck):
    assert services.complete(submission=stuck, result_number="20-RD3QV")
    assert not services.complete(submission=stuck, result_number="20-RD3QV")

    assert stuck.state == State.COMPLETED


def test_a_reported_failure_that_cannot_be_proved_calls_a_person(make_submission):
    submission = make_submission(state=State.ACCEPTED)

    services.needs_attention(submission=submission, message="It was reported as failed.")

    assert submission.state == State.NEEDS_ATTENTION


def test_a_proved_failure_rejects(make_submission):
    submission = make_submission(state=State.ACCEPTED)

    services.reject(submission=submission, message="Part 6YE881 does not exist.")

    assert submission.state == State.REJECTED
    assert submission.message == "Part 6YE881 does not exist."
