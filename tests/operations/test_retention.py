"""What is kept for a while only goes; all else stays."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session

from apps.connections.models import ApiCall
from apps.notifications.choices import MailState
from apps.notifications.models import Digest, Notification
from apps.operations.services import retention
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent
from tests.notifications.things import make_notification
from tests.operations.things import ago, make_call, make_event
from tests.quotes.factories import make_quote


@pytest.fixture
def quote(account):
    return make_quote(account)


def test_calls_go_after_their_days(connection, settings):
    settings.API_CALL_DAYS = 7
    make_call(connection, at=ago(days=8))
    stays = make_call(connection, at=ago(days=6))

    gone = retention.delete_expired()

    assert gone["calls"] == 1
    assert list(ApiCall.objects.all()) == [stays]


def test_more_than_one_batch_goes_at_once(connection, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        make_call(connection, at=ago(days=31))

    assert retention.delete_expired()["calls"] == 5


def test_the_body_of_an_event_goes_long_before_its_id(connection):
    make_event(connection, "young", received_at=ago(days=29))
    make_event(connection, "old", received_at=ago(days=31))
    make_event(connection, "ancient", received_at=ago(days=401))

    retention.delete_expired()

    kept = WebhookEvent.objects.order_by("event_id").values_list("event_id", "body")
    assert list(kept) == [("old", ""), ("young", "{}")]


def test_an_event_that_waits_is_kept_whole_however_old(connection):
    make_event(connection, "waits", received_at=ago(days=401), state=EventState.WAITING)

    retention.delete_expired()

    assert WebhookEvent.objects.get().body == "{}"


def test_sessions_that_are_over_go(db):
    Session.objects.create(session_key="over", session_data="", expire_date=ago(hours=1))
    Session.objects.create(session_key="good", session_data="", expire_date=ago(hours=-1))

    assert retention.delete_expired()["sessions"] == 1
    assert Session.objects.get().session_key == "good"


def test_notifications_go_when_they_were_read_long_ago(account, buyer):
    old, young, ancient = ago(days=91), ago(days=89), ago(days=366)
    for title, created_at, changes in (
        ("read long ago", old, {"read_at": old}),
        ("read lately", old, {"read_at": young}),
        ("never read", old, {}),
        ("not read in a year", ancient, {}),
        ("by mail only", old, {"is_shown": False, "mail_state": MailState.SENT}),
        ("still to be sent", ancient, {"mail_state": MailState.WAITING}),
    ):
        make_notification(account, buyer, title=title, created_at=created_at, **changes)
    Digest.objects.create(person=buyer, on="2026-01-01", made_at=old, mail_state=MailState.SENT)

    assert retention.delete_expired()["notifications"] == 4

    kept = set(Notification.objects.values_list("title", flat=True))
    assert kept == {"read lately", "never read", "still to be sent"}


def test_a_second_run_finds_nothing(connection):
    make_call(connection, at=ago(days=31))
    retention.delete_expired()

    assert set(retention.delete_expired().values()) == {0}


def test_the_document_of_a_copy_goes_and_to_whom_it_went_stays(quote, buyer, settings):
    settings.COPY_PDF_DAYS = 30
    old = _sent_copy(quote, buyer, days_ago=31)
    young = _sent_copy(quote, buyer, days_ago=29)

    gone = retention.delete_expired()

    assert gone["documents of copies"] == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert (bytes(old.pdf), old.pdf_deleted_at is not None) == (b"", True)
    assert (bytes(young.pdf), young.pdf_deleted_at) == (b"%PDF", None)
    assert old.mails.get().deliveries.get().address == "ann@customer.example"


def test_a_document_that_was_sent_again_lately_stays(quote, buyer, settings):
    settings.COPY_PDF_DAYS = 30
    copy = _sent_copy(quote, buyer, days_ago=31)
    copy.mails.create(subject="Again", sent_by=buyer, asked_at=ago(days=1), form_key="again")

    assert retention.delete_expired()["documents of copies"] == 0


def test_no_days_keep_the_documents_for_good(quote, buyer, settings):
    settings.COPY_PDF_DAYS = 0
    _sent_copy(quote, buyer, days_ago=9_000)

    assert retention.delete_expired()["documents of copies"] == 0


def _sent_copy(quote, buyer, *, days_ago):
    at = ago(days=days_ago)
    copy = quote.copies.create(
        kind="customer", pdf=b"%PDF", file_name="QUO-1.pdf", made_by=buyer, made_at=at
    )
    mail = copy.mails.create(subject="Q", sent_by=buyer, asked_at=at, form_key=f"k{days_ago}")
    mail.deliveries.create(address="ann@customer.example", state="sent", sent_at=at)
    return copy
