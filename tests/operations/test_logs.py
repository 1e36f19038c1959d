"""Lines of the log as production writes them: JSON, with the id of the request they belong to."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging.config import DictConfigurator
from uuid import uuid4

import pytest
from celery import shared_task
from cryptography.fernet import Fernet
from django.test import Client
from django.urls import URLResolver, get_resolver
from django_guid import clear_guid, set_guid

from apps.core.log_lines import UtcLines, without_keys
from portal.celery import app
from portal.settings.logs import logging_config
from tests.operations.collector import Collector, make_certificate
from tests.stack import ROOT

PRODUCTION = """
import django; django.setup()
from django.test import Client
Client(headers={"host": "portal.example.com"}).post(
    "/accounts/login/?next=/quotes/secret-word", {"login": "typed-name", "password": "typed-word"},
    secure=True, headers={"x-request-id": "%s"}
)
"""


@dataclass(frozen=True)
class Production:
    """The id of a request, what the process said, and what its collector got."""

    given: str
    said: str
    collector: Collector


@shared_task(name="tests.hear")
def hear() -> None:
    """Never run: only its message is looked at."""


def test_the_answer_carries_the_id_that_the_proxy_gave(db):
    given = str(uuid4())

    answer = Client().get("/accounts/login/", headers={"x-request-id": given})

    assert answer["x-request-id"] == given


def test_an_id_that_is_none_is_replaced(db):
    answer = Client().get("/accounts/login/", headers={"x-request-id": "{evil}"})

    assert answer["x-request-id"] != "{evil}"
    assert len(answer["x-request-id"]) >= 32


def test_a_task_carries_the_id_of_the_request_that_started_it():
    asked = str(uuid4())
    set_guid(asked)
    with app.connection_for_write() as broker:
        queue = broker.SimpleQueue("test-of-ids")
        hear.apply_async(connection=broker, queue="test-of-ids", routing_key="test-of-ids")
        message = queue.get(timeout=5)
        message.ack()
        queue.close()
    clear_guid()

    assert message.headers["X-Request-Id"] == asked


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> Production:
    """A sign-in with a wrong password, as production logs it, with a collector over TLS."""
    folder, given = tmp_path_factory.mktemp("production"), str(uuid4())
    certificate = make_certificate(folder)
    with Collector(certificate=certificate) as collector:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.base",
            "VAR_DIR": str(folder),
            "SECRET_KEY": "x" * 60,
            "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "ALLOWED_HOSTS": "portal.example.com",
            "HTTPS": "on",
            "DEMO": "off",
            "LOG_LEVEL": "INFO",
            "LOG_SYSLOG": f"tls://localhost:{collector.port}",
            "SSL_CERT_FILE": str(certificate),
            "CELERY_BROKER_URL": "memory://",
        }
        for words in (
            ["manage.py", "migrate", "--verbosity=0"],
            ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
            ["-c", PRODUCTION % given],
        ):
            done = subprocess.run(
                [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
        collector.wait_for(2)
    return Production(given, done.stderr, collector)


def test_production_writes_json_with_the_id_and_without_the_query(production):
    lines = [json.loads(line) for line in production.said.splitlines()]

    line = next(line for line in lines if line["logger"] == "portal.requests")
    assert (line["path"], line["status"]) == ("/accounts/login/", 200)
    assert line["request_id"] == production.given
    assert line["duration_ms"] >= 0
    assert {datetime.fromisoformat(line["at"]).utcoffset() for line in lines} == {timedelta(0)}


def test_the_audit_and_the_requests_reach_the_collector_over_tls(production):
    lines = {line["logger"]: line for line in production.collector.lines()}

    audit, request = lines["portal.audit"], lines["portal.requests"]
    assert (audit["area"], audit["action"]) == ("sign_in", "sign_in_failed")
    assert audit["ip"] == "127.0.0.1"
    assert request["path"] == "/accounts/login/"
    assert audit["request_id"] == request["request_id"] == production.given
    assert datetime.fromisoformat(audit["at"]).utcoffset() == timedelta(0)
    assert all(frame.startswith("<110>1 20") for frame in production.collector.frames)


def test_neither_has_what_was_typed(production):
    everything = production.said + "".join(production.collector.frames)

    for word in ("typed-name", "typed-word", "secret-word"):
        assert word not in everything


@pytest.mark.parametrize(
    "address",
    [
        "/webhooks/ingram/the-key/",
        "/accounts/join/the-key",
        "/accounts/join/the-key/",
        "/accounts/confirm-email/the-key/",
        "/accounts/password/reset/key/1-the-key/",
        "/quotes/none/?q=the-key",
    ],
)
def test_what_opens_a_door_is_in_no_line(db, address):
    """Neither in ours nor in those that Django writes of what it refused."""
    lines = io.StringIO()
    config = logging_config(as_json=True, level="DEBUG")
    of = DictConfigurator(config)
    handler = logging.StreamHandler(lines)
    handler.setFormatter(of.configure_formatter(config["formatters"]["json"]))
    for name in config["handlers"]["console"]["filters"]:
        handler.addFilter(of.configure_filter(config["filters"][name]))
    loggers = [logging.getLogger(name) for name in ("django.request", "portal.requests")]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    try:
        Client().get(address)
        Client().post(address, data=b"{}", content_type="application/json")
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.setLevel(logging.NOTSET)

    assert lines.getvalue().count(address[:10]) >= 2
    assert "the-key" not in lines.getvalue()


def test_every_address_that_holds_a_key_is_known_to_the_log():
    """A new link of a mail must not stand in the log before somebody thinks of it."""
    told = [
        route
        for route in routes(get_resolver())
        if re.search(r"<(?:\w+:)?(?:token|key)>|uidb36|secret", route)
        and without_keys(f"/{re.sub('[<(].*', 'a-key/', route)}").endswith("a-key/")
    ]

    assert told == []


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        else:
            yield route


def test_lines_for_people_tell_utc_too():
    record = logging.makeLogRecord({"created": 0.25, "msecs": 250.0, "msg": "a word"})

    assert UtcLines("%(asctime)s %(message)s").format(record) == "1970-01-01T00:00:00.250Z a word"
