"""Secrets are planted, everything that people do is done, and then they are looked for."""

from __future__ import annotations

import io
import json
import logging

import pytest
from celery.signals import before_task_publish
from cryptography.fernet import Fernet
from django.contrib.admin.models import LogEntry
from django.core import serializers
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from apps.audit.models import Event
from apps.connections.models import AccessToken, ApiCall, Connection, ConnectionTest
from apps.connections.services import client_for, run_test
from apps.ingram import wire
from tests.connections.planted import (
    BROKER,
    CLIENT_SECRET,
    PREVIOUS,
    WEBHOOK_SECRET,
    assert_unplanted,
)
from tests.connections.test_admin import connection_form, url_of
from tests.factories import make_account, make_connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def clumsy(admin, settings) -> Client:
    """An administrator's browser while DEBUG is on: an error shows all that Django knows."""
    settings.DEBUG = True
    admin.raise_request_exception = False
    return admin


def test_a_secret_of_500_characters_is_kept_exactly(admin):
    admin.post(url_of(Connection, "add"), connection_form(new_client_secret=CLIENT_SECRET))

    assert len(CLIENT_SECRET) == 500
    assert Connection.objects.get().client_secret == CLIENT_SECRET


def test_nothing_that_is_shown_kept_or_logged_tells_one(admin, planted, buyer, caplog):
    caplog.set_level(logging.DEBUG)
    account = make_account(planted)
    form = connection_form(base_url=planted.base_url, name="Renamed")
    admin.post(url_of(planted), form | {"new_client_secret": CLIENT_SECRET + "y"})
    rotated = {"new_client_secret": "", "new_webhook_secret": "planted-third-secret"}
    admin.post(url_of(planted), form | rotated)
    admin.post(reverse("admin:connections_connection_test", args=[planted.pk]))
    AccessToken.objects.update_or_create(connection=planted, defaults={"token": "planted-token"})

    pages = [
        admin.get(url, follow=True).content.decode()
        for url in (
            url_of(planted),
            url_of(planted, "changelist"),
            reverse("admin:connections_connection_history", args=[planted.pk]),
            reverse("admin:connections_connection_delete", args=[planted.pk]),
            url_of(account),
            url_of(ApiCall, "changelist"),
            reverse("admin:index"),
            reverse("first_run"),
        )
    ]

    history = " ".join(entry.change_message + str(entry) for entry in LogEntry.objects.all())
    kept = (ApiCall, ConnectionTest, Event)
    records = serializers.serialize("json", [row for model in kept for row in model.objects.all()])
    assert Connection.objects.get(pk=planted.pk).client_secret == CLIENT_SECRET + "y"
    assert LogEntry.objects.exists()
    assert Event.objects.exists()
    assert ApiCall.objects.exists()
    assert_unplanted(history, records, caplog.text, *pages)


def test_no_message_to_a_worker_carries_one(planted, buyer, signed_in):
    make_account(planted)
    said: list[str] = []

    def overhear(headers: object, body: object, **_: object) -> None:
        said.append(json.dumps([headers, body], default=str))

    before_task_publish.connect(overhear)
    try:
        from apps.sync.tasks import run_due
        from apps.webhooks.tasks import sweep

        run_due.apply_async()
        sweep.apply_async()
        signed_in(buyer).get(reverse("quotes:list"))
        signed_in(buyer).get(reverse("orders:list"))
    finally:
        before_task_publish.disconnect(overhear)

    assert said
    assert_unplanted(*said)


def test_an_export_of_the_database_holds_only_what_the_keys_open(planted):
    said = io.StringIO()
    call_command("dumpdata", "connections", "accounts", stdout=said)

    assert_unplanted(said.getvalue())
    row = next(r for r in json.loads(said.getvalue()) if r["model"] == "connections.connection")
    Connection.objects.all().delete()
    for loaded in serializers.deserialize("json", json.dumps([row])):
        loaded.save()
    assert Connection.objects.get().client_secret == CLIENT_SECRET
    assert Connection.objects.get().previous_webhook_secret == PREVIOUS


def test_a_refused_command_does_not_repeat_one():
    with pytest.raises(CommandError) as refusal:
        call_command(
            "add_connection",
            "--name=Ours",
            "--base-url=http://169.254.169.254/",
            "--client-id=id",
            f"--client-secret={CLIENT_SECRET}",
            f"--webhook-secret={WEBHOOK_SECRET}",
            "--customer-number=20-222222",
            "--country=US",
        )

    assert_unplanted(str(refusal.value))


def test_an_error_page_while_saving_hides_what_was_typed(clumsy, planted, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["no key at all", *settings.FIELD_ENCRYPTION_KEYS]

    answer = clumsy.post(
        url_of(Connection, "add"),
        connection_form(new_client_secret=CLIENT_SECRET, new_webhook_secret=WEBHOOK_SECRET),
    )

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "get_prep_value" in page
    assert "new_client_secret" in page
    assert_unplanted(page)


def test_an_error_page_while_reading_hides_what_is_stored(clumsy, planted, monkeypatch):
    def fails(self: Connection) -> str:
        credentials = {"id": self.client_id, "text": self.client_secret}
        copied = [self.webhook_secret, credentials]
        raise RuntimeError(f"{len(copied)} values at hand")

    monkeypatch.setattr(Connection, "__str__", fails)

    answer = clumsy.get(url_of(planted))

    assert answer.status_code == 500
    assert "2 values at hand" in answer.content.decode()
    assert_unplanted(answer.content.decode())


def test_an_error_page_in_the_middle_of_a_call_hides_what_travels(clumsy, planted, monkeypatch):
    make_account(planted)

    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the wire breaks")

    monkeypatch.setattr("http.client.HTTPConnection.send", breaks)

    answer = clumsy.post(reverse("admin:connections_connection_test", args=[planted.pk]))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "the wire breaks" in page
    assert "urllib3" in page
    assert_unplanted(page)


def test_an_error_page_hides_the_settings_with_credentials_in_them(clumsy, settings, monkeypatch):
    settings.CELERY_BROKER_URL = BROKER
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    connection = make_connection()
    monkeypatch.setattr(Connection, "__str__", lambda self: 1 / 0)

    page = clumsy.get(url_of(connection)).content.decode()

    assert "CELERY_BROKER_URL" in page
    assert settings.FIELD_ENCRYPTION_KEYS[0] not in page
    assert_unplanted(page)


def test_a_lost_key_is_named_without_what_it_locked(clumsy, planted, settings):
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    page = clumsy.get(url_of(planted)).content.decode()

    assert "Undecipherable" in page
    assert_unplanted(page)


def test_errors_of_a_call_hold_none(planted, buyer, caplog):
    caplog.set_level(logging.DEBUG)
    account = make_account(planted)

    test = run_test(connection=planted, actor=buyer)

    with client_for(account) as client:
        said = [repr(client.config), repr(client), repr(wire.session_for(client.config).headers)]
    assert_unplanted(caplog.text, *said, *(step.words for step in test.steps.all()))
