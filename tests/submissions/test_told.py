"""People are told how what they sent ended, and managers where they must decide."""

from __future__ import annotations

import pytest
from django.core import mail

from apps.notifications import services as notifications
from apps.notifications.choices import MailState
from apps.notifications.models import Notification
from apps.submissions import services
from apps.submissions.choices import State


def told(person, kind):
    rows = Notification.objects.filter(person=person, kind=f"submission.{kind}")
    return list(rows.order_by("pk").values_list("title", flat=True))


@pytest.fixture
def stuck(make_submission, manager):
    submission = make_submission(state=State.UNKNOWN)
    services.needs_attention(submission=submission, message="It was never seen.")
    return submission


def test_managers_and_the_sender_are_told_where_a_decision_is_needed(
    stuck, buyer, manager, colleague, viewer
):
    notifications.send_due()

    for person in (buyer, manager):
        (title,) = told(person, "attention")
        assert title.endswith("PO-1: needs a decision")
    assert sorted(message.to[0] for message in mail.outbox) == [buyer.email, manager.email]
    assert "It was never seen." in mail.outbox[0].body
    assert stuck.get_absolute_url() in mail.outbox[0].body
    assert told(colleague, "attention") == told(viewer, "attention") == []


def test_after_a_decision_it_waits_for_nobody(stuck, buyer, manager):
    services.close(submission=stuck, actor=manager)

    rows = Notification.objects.filter(kind="submission.attention")
    assert {row.mail_state for row in rows} == {MailState.OVERTAKEN}
    assert not rows.filter(read_at=None).exists()
    assert len(told(buyer, "rejected")) == 1


def test_one_that_needs_a_second_decision_is_told_again(stuck, manager):
    services.send_again(submission=stuck, actor=manager)
    stuck.state = State.UNKNOWN
    stuck.save(update_fields=["state"])
    services.needs_attention(submission=stuck, message="Never seen again.")

    assert len(told(manager, "attention")) == 2


def test_the_sender_is_told_that_it_is_done_and_by_mail_only_if_they_wish(
    make_submission, buyer, manager
):
    submission = make_submission(state=State.ACCEPTED)

    for _ in range(2):
        services.complete(submission=submission, result_number="20-RD3QV")

    (title,) = told(buyer, "completed")
    assert title.endswith("PO-1: done (20-RD3QV)")
    assert Notification.objects.get().mail_state == MailState.NONE
    assert told(manager, "completed") == []


def test_the_sender_is_told_what_the_distributor_refused(make_submission, buyer):
    submission = make_submission(state=State.ACCEPTED)

    services.reject(submission=submission, message="The part is discontinued.")

    one = Notification.objects.get(person=buyer)
    assert one.title.endswith("PO-1: refused")
    assert one.text == "The part is discontinued."
    assert one.mail_state == MailState.QUEUED
