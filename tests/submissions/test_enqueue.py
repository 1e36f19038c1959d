from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection as database

from apps.submissions import services
from apps.submissions.choices import State
from apps.submissions.exceptions import BusinessKeyInUse, FormKeyMisused
from apps.submissions.models import Submission
from tests.submissions.upstream import KIND


def test_the_same_form_gives_the_same_submission(make_submission):
    first = make_submission("PO-1", form_key="once")
    second = make_submission("PO-1", form_key="once")

    assert first == second
    assert Submission.objects.count() == 1


def test_another_form_with_the_same_number_is_told_who_has_it(make_submission):
    first = make_submission("PO-1", form_key="mine")

    with pytest.raises(BusinessKeyInUse) as refusal:
        make_submission("po-1", form_key="another")

    assert refusal.value.submission == first
    assert Submission.objects.count() == 1


def test_a_rejected_write_frees_its_number(make_submission):
    make_submission("PO-1", form_key="first", state=State.REJECTED)

    second = make_submission("PO-1", form_key="second")

    assert second.state == State.QUEUED


def test_a_form_key_is_of_no_use_to_somebody_else(make_submission, account, colleague):
    make_submission("PO-1", form_key="mine")

    with pytest.raises(FormKeyMisused):
        services.enqueue(
            kind=KIND,
            account=account,
            actor=colleague,
            form_key="mine",
            business_key="PO-2",
            body={"name": "PO-2"},
        )


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_one_form_leave_one_submission(make_submission):
    def click(_: int) -> int:
        try:
            return make_submission("PO-1", form_key="once").pk
        finally:
            database.close()

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(click, range(4)))

    assert len(set(found)) == 1
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_forms_with_one_number_leave_one_submission(make_submission):
    def click(number: int) -> bool:
        try:
            make_submission("PO-1", form_key=f"form {number}")
        except BusinessKeyInUse:
            return False
        else:
            return True
        finally:
            database.close()

    with ThreadPoolExecutor(4) as threads:
        won = list(threads.map(click, range(4)))

    assert sorted(won) == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_loses_nothing(make_submission, upstream, monkeypatch):
    def broken(*args: object, **options: object) -> None:
        raise OSError("no broker")

    monkeypatch.setattr("apps.submissions.tasks.send.apply_async", broken)

    submission = make_submission()

    assert submission.state == State.QUEUED
    services.send(submission_id=submission.pk)
    assert upstream.arrived == ["PO-1"]
