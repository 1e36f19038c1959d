"""Secrets are encrypted at rest, survive a change of key, and turn up nowhere else."""

from __future__ import annotations

import logging

import pytest
from cryptography.fernet import Fernet
from django.core import serializers
from django.db import connection as database

from apps.connections.models import AccessToken, ApiCall, Connection
from apps.connections.services import ConnectionSetup, client_for, store_connection
from apps.core.encryption import Undecipherable
from apps.ingram import AuthFailed
from apps.ingram.operations.quotes import search_quotes
from tests.factories import make_account, make_connection

pytestmark = pytest.mark.django_db

SECRET = "planted-client-secret"


def stored_text() -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM connections_connection")
        return str(cursor.fetchall()[0][0])


def test_secrets_are_unreadable_in_the_database():
    make_connection(client_secret=SECRET)

    assert stored_text()
    assert SECRET not in stored_text()
    assert Connection.objects.get().client_secret == SECRET


def test_a_new_key_in_front_reads_what_the_old_one_wrote(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [old]
    connection = make_connection(client_secret=SECRET)
    before = stored_text()

    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    read = Connection.objects.get().client_secret
    store_connection(connection=connection)
    settings.FIELD_ENCRYPTION_KEYS = [new]

    assert read == SECRET
    assert stored_text() != before
    assert Connection.objects.get().client_secret == SECRET


def test_a_key_removed_too_early_is_named_as_such(settings):
    make_connection(client_secret=SECRET)

    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]

    with pytest.raises(Undecipherable):
        Connection.objects.get()


def test_secrets_are_in_no_name_or_representation():
    connection = make_connection(client_secret=SECRET)
    setup = ConnectionSetup(
        name="x",
        base_url="x",
        client_id="x",
        client_secret=SECRET,
        webhook_secret=SECRET,
        customer_number="x",
        country_code="US",
    )

    with client_for(make_account(connection)) as client:
        said = [repr(connection), str(connection), repr(setup), repr(client.config), repr(client)]

    assert SECRET not in "".join(said)


def test_secrets_and_tokens_are_in_no_log_and_no_record(sandbox, caplog):
    caplog.set_level(logging.DEBUG)
    good = make_account(make_connection(sandbox))
    refused = make_account(make_connection(sandbox, client_secret=SECRET))

    with client_for(good) as client:
        search_quotes(client)
    with client_for(refused) as client, pytest.raises(AuthFailed) as failure:
        search_quotes(client)

    token = AccessToken.objects.get(connection=good.connection).token
    records = serializers.serialize("json", ApiCall.objects.all())
    said = caplog.text + records + str(failure.value) + repr(failure.value)
    assert ApiCall.objects.filter(operation="token").count() == 2
    for planted in (SECRET, good.connection.client_secret, token):
        assert planted not in said
