"""`manage.py doctor` finds what is wrong with a set-up, and says no secret."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection as database
from django.test import override_settings
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import SecondFactorRule
from apps.connections.choices import EnvironmentChoice
from apps.connections.models import Connection
from apps.operations.doctor import Level, examine, plain_lines
from apps.operations.models import Pulse
from apps.operations.services import pulses
from tests.factories import make_account, make_connection, make_user

pytestmark = pytest.mark.django_db


def wrong_about(about: str) -> str:
    """The words of what is wrong with one part; empty when nothing is."""
    found = [f.words for f in examine() if f.about == about and f.level is Level.WRONG]
    return " ".join(found)


def test_the_short_keys_and_the_silent_processes_of_a_test_are_found():
    said = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("doctor", stdout=said, no_color=True)

    assert end.value.code == 1
    assert "wrong  keys         SECRET_KEY is shorter than 40 characters" in said.getvalue()
    assert "wrong  beat         No beat has been seen yet. Start it." in said.getvalue()


@pytest.mark.parametrize(
    ("about", "setting", "value", "words"),
    [
        ("keys", "SECRET_KEY", "short", "shorter than 40"),
        ("keys", "FIELD_ENCRYPTION_KEYS", ["no key"], "no key"),
        ("hosts", "ALLOWED_HOSTS", [], "empty"),
        ("hosts", "ALLOWED_HOSTS", ["*"], "forged"),
        ("hosts", "SITE_URL", "https://elsewhere.example", "elsewhere.example"),
        ("hosts", "DEBUG", True, "DEBUG is on"),
        ("mail", "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend", "refused"),
        ("storage", "VAR_DIR", "/nowhere", "No such file"),
    ],
)
def test_each_mistake_is_named(settings, about, setting, value, words):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    setattr(settings, setting, value)

    assert words in wrong_about(about)


def test_without_https_it_is_wrong_unless_it_is_a_demo(settings):
    assert "unencrypted" not in wrong_about("hosts")
    settings.DEMO = False

    assert "unencrypted" in wrong_about("hosts")


@pytest.mark.parametrize(
    ("https", "proxies", "is_minded"), [(True, 0, True), (True, 1, False), (False, 0, False)]
)
def test_proxies_that_nobody_counted_are_minded_where_there_is_tls(
    settings, https, proxies, is_minded
):
    settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = https, proxies

    found = [finding for finding in examine() if finding.about == "proxies"]

    assert [finding.level for finding in found] == [Level.MIND] * is_minded


@pytest.mark.parametrize(
    ("setting", "plain", "safe"),
    [
        ("LIMITER_URL", "redis://redis.example.com/2", "rediss://redis.example.com/2"),
        ("CELERY_BROKER_URL", "amqp://queue.example.com//", "amqps://queue.example.com//"),
        ("CELERY_BROKER_URL", "redis://redis.example.com/0", "redis://localhost/0"),
        ("EMAIL_HOST", "mail.example.com", "127.0.0.1"),
    ],
)
def test_what_leads_to_another_machine_in_the_clear_is_minded(setting, plain, safe):
    def minded(value: object) -> list[str]:
        mail = "django.core.mail.backends.smtp.EmailBackend"
        told = {"EMAIL_BACKEND": mail, "EMAIL_HOST": "localhost", setting: value}
        with override_settings(**told):
            return [found.words for found in plain_lines()]

    (words,) = minded(plain)
    assert words.endswith("leads to another machine without TLS.")
    assert minded(safe) == []


def test_so_is_a_database_that_need_not_show_who_it_is(settings, monkeypatch):
    database_there = settings.DATABASES["default"]
    monkeypatch.setitem(database_there, "HOST", "db.example.com")
    for mode, is_minded in (("require", True), ("verify-full", False)):
        monkeypatch.setitem(database_there, "OPTIONS", {"sslmode": mode})
        told = " ".join(found.words for found in plain_lines())
        assert ("DATABASE_URL leads to another machine" in told) is is_minded


def test_a_cache_of_each_process_is_wrong():
    assert "Each process" in wrong_about("cache")


def test_missing_migrations_are_counted_and_nothing_else_is_asked_of_the_database():
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations'")

    found = examine()

    assert "run manage.py migrate" in wrong_about("database")
    assert "beat" not in {finding.about for finding in found}


def test_processes_that_fell_silent_are_told_from_those_that_run():
    pulses.pulse(pulses.BEAT)
    pulses.pulse(pulses.WORKER)
    Pulse.objects.filter(name="worker").update(at=timezone.now() - timedelta(hours=1))

    assert wrong_about("database") == ""
    assert wrong_about("beat") == ""
    assert "No worker has been seen since" in wrong_about("worker")


def test_a_key_that_was_removed_too_early_is_found(connection, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["A" * 43 + "="]

    assert "put the old key back" in wrong_about("keys")


def test_a_word_that_is_no_key_does_not_end_the_examination(connection, settings):
    settings.FIELD_ENCRYPTION_KEYS = ["no key"]

    assert "no key" in wrong_about("keys")


def test_a_demo_beside_production_is_wrong(connection, settings):
    Connection.objects.update(environment=EnvironmentChoice.PRODUCTION)

    assert "production" in wrong_about("demo")


def test_people_of_the_demo_are_found_in_a_real_installation(settings):
    person = make_user("rep")
    person.set_password("demo-counter")
    person.save()
    settings.DEMO = False

    assert "password of rep" in wrong_about("demo")


def test_no_secret_is_said(connection):
    secrets = (connection.client_secret, connection.webhook_secret)
    said = StringIO()

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said)

    assert all(secrets)
    assert not [secret for secret in secrets if secret in said.getvalue()]


def test_roles_for_which_a_password_is_enough_are_minded(settings):
    settings.DEMO = False
    SecondFactorRule.objects.all().delete()
    SecondFactorRule.objects.create(role=Role.ADMINISTRATOR)
    SecondFactorRule.objects.create(role=Role.VIEWER, account=make_account(make_connection()))

    (found,) = [finding for finding in examine() if finding.about == "sign-in"]

    assert found.level is Level.MIND
    assert "viewer, sales rep, manager, whoever may open the admin site, unless" in found.words
    assert "administrator" not in found.words


def test_where_everybody_needs_a_second_step_nothing_is_said_of_sign_in(settings):
    settings.DEMO = False
    for role in (*Role, SecondFactorRule.STAFF):
        SecondFactorRule.objects.get_or_create(role=role, account=None)

    assert not [finding for finding in examine() if finding.about == "sign-in"]
