"""An algorithm is exchanged as a key is: put in front, write anew, take the old one away."""

from __future__ import annotations

import base64
import io
import os

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection as database

from apps.connections.models import Connection
from apps.core.ciphers import CannotOpen, GcmCipher, cipher_of, derived
from apps.core.encryption import Undecipherable, decrypt, encrypt, is_token
from tests.factories import make_connection

FERNET = Fernet.generate_key().decode()
GCM = "aes256gcm:" + base64.urlsafe_b64encode(os.urandom(32)).decode()
BEGINS = {FERNET: "gAAAA", GCM: "aes256gcm."}


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), [(FERNET, GCM), (GCM, FERNET)], ids=["on", "back"])
def test_all_secrets_change_their_algorithm(settings, before, after):
    settings.FIELD_ENCRYPTION_KEYS = [before]
    make_connection(client_secret="planted", webhook_secret="")

    settings.FIELD_ENCRYPTION_KEYS = [after, before]
    call_command("rotate_keys", stdout=io.StringIO())
    settings.FIELD_ENCRYPTION_KEYS = [after]

    assert Connection.objects.get().client_secret == "planted"
    with database.cursor() as cursor:
        cursor.execute("SELECT client_secret FROM connections_connection")
        assert cursor.fetchone()[0].startswith(BEGINS[after])


@pytest.mark.parametrize("key", [FERNET, GCM], ids=["Fernet", "GCM"])
def test_what_was_changed_is_not_opened(settings, key):
    settings.FIELD_ENCRYPTION_KEYS = [key]
    token = encrypt("planted")
    changed = token[:-6] + ("A" if token[-6] != "A" else "B") + token[-5:]

    assert is_token(token)
    assert decrypt(token) == "planted"
    for wrong in (changed, token[:20], BEGINS[key], "", "no token at all"):
        with pytest.raises(Undecipherable):
            decrypt(wrong)


def test_the_same_word_is_never_encrypted_alike():
    assert len({cipher_of(GCM).encrypt(b"word") for _ in range(100)}) == 100


def test_a_key_for_one_purpose_opens_nothing_of_another():
    sealed = derived(GCM, "cache").seal(b"word", b"cache")

    assert derived(GCM, "cache").open(sealed, b"cache") == b"word"
    for key, words in (("cache", b"mail"), ("mail", b"cache")):
        with pytest.raises(CannotOpen):
            derived(GCM, key).open(sealed, words)


@pytest.mark.parametrize("key", ["aes256gcm:c2hvcnQ=", "no-key", "aes512:" + "A" * 44])
def test_a_word_that_is_no_key_is_refused(key):
    with pytest.raises(ValueError):
        cipher_of(key)


def test_a_key_of_the_newer_algorithm_is_told_by_its_beginning():
    assert isinstance(cipher_of(GCM), GcmCipher)
