"""Secrets are planted, and looked for in all that leaves the portal or lies in its files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount
from apps.audit.models import Event
from apps.connections.models import AccessToken, Connection
from apps.copies.choices import CopyKind
from apps.copies.services import send_copy
from apps.notifications import registry
from apps.notifications import services as notifications
from tests.connections.planted import (
    BROKER,
    CLIENT_SECRET,
    assert_unplanted,
)
from tests.connections.test_admin import connection_form, url_of
from tests.copies.things import letter, make_priced_quote
from tests.factories import make_account, make_membership, make_user
from tests.invoices.things import make_invoice
from tests.notifications.things import AT_ONCE, tell
from tests.orders.things import make_order
from tests.stack import ROOT

pytestmark = pytest.mark.django_db

#: An administrator's morning in a process of its own, with the settings and files of a demo.
MORNING = """
import sys
import django; django.setup()
from django.test import Client
from django.urls import reverse
from apps.connections.models import Connection
from apps.ingram.webhooks import signature
from tests.connections.planted import CLIENT_SECRET, PREVIOUS, WEBHOOK_SECRET
from tests.connections.test_admin import connection_form, url_of
from tests.factories import make_account, make_membership, make_user
from tests.webhooks.conftest import quote_event
import json

to_portal = {"headers": {"host": "portal.example.com"}, "raise_request_exception": False}
person = make_user("root", is_staff=True, is_superuser=True)
browser = Client(**to_portal)
browser.force_login(person)

def post(address, data):
    return browser.post(address, data, secure=True, headers={"referer": "https://portal.example.com"})

form = connection_form(base_url=sys.argv[1], environment="local_sandbox")
secrets = {"new_client_secret": CLIENT_SECRET, "new_webhook_secret": PREVIOUS}
answer = post(url_of(Connection, "add"), form | secrets)
assert answer.status_code == 302
connection = Connection.objects.get()
rotated = {"new_client_secret": "", "new_webhook_secret": WEBHOOK_SECRET}
assert post(url_of(connection), form | rotated).status_code == 302
make_membership(person, make_account(connection))
post(reverse("admin:connections_connection_test", args=[connection.pk]), {})
for name in ("quotes:list", "orders:list", "first_run"):
    assert browser.get(reverse(name), secure=True).status_code == 200

event = quote_event()
for secret, status in ((WEBHOOK_SECRET, 200), ("planted-guess", 404)):
    answer = Client(**to_portal).post(
        reverse("webhooks:ingram", args=[connection.key]),
        json.dumps(event), content_type="application/json", secure=True,
        headers={"x-hub-signature": signature(secret, event["eventId"])},
    )
    assert answer.status_code == status
typed = {"login": "root", "password": "planted-password"}
Client(**to_portal).post(reverse("account_login"), typed, secure=True)

Connection.__str__ = lambda self: 1 / len(self.client_secret[:0])
page = browser.get(url_of(connection), secure=True)
assert page.status_code == 500
print(page.content.decode())
"""


@pytest.fixture
def account(planted: Connection) -> CustomerAccount:
    AccessToken.objects.create(connection=planted, token="planted-token")
    return make_account(planted)


def parts_of(content: bytes) -> Iterator[str]:
    """The text of a file; of a workbook that of each of its members."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        yield content.decode()
        return
    with zipfile.ZipFile(io.BytesIO(content)) as workbook:
        yield from (workbook.read(name).decode("latin-1") for name in workbook.namelist())


@pytest.mark.parametrize("kind", ["", "_xlsx"])
def test_no_file_that_people_take_away_tells_one(admin, account, planted, signed_in, kind):
    person = make_user("administrator")
    make_membership(person, account, Role.ADMINISTRATOR)
    rotated = {"new_client_secret": CLIENT_SECRET + "y", "new_webhook_secret": "planted-third"}
    admin.post(url_of(planted), connection_form(base_url=planted.base_url) | rotated)
    quote, order, invoice = make_priced_quote(account), make_order(account), make_invoice(account)
    browser = signed_in(person)

    told = {
        name: "".join(parts_of(browser.get(reverse(f"{name}{kind}")).getvalue()))
        for name in ("quotes:export", "orders:export", "invoices:export", "oversight:audit_export")
    }

    assert Event.objects.filter(object_kind="connection").exists()
    assert quote.quote_number in told["quotes:export"]
    assert order.ingram_order_number in told["orders:export"]
    assert invoice.invoice_number in told["invoices:export"]
    assert "webhook_secret" in told["oversight:audit_export"]
    assert_unplanted(*told.values())


def test_no_mail_tells_one(account, buyer, eager_tasks, monkeypatch):
    monkeypatch.setitem(registry._kinds, AT_ONCE.code, AT_ONCE)
    quote = make_priced_quote(account)
    administrator = make_user("administrator")
    make_membership(administrator, account, Role.ADMINISTRATOR)

    with eager_tasks():
        for kind, to in (
            (CopyKind.CUSTOMER, "x@customer.example"),
            (CopyKind.INTERNAL, buyer.email),
        ):
            send_copy(quote=quote, kind=kind, actor=buyer, letter=letter(to), form_key=kind)
        invitations.invite(
            account=account, email="new@reseller.example", role=Role.REP, actor=administrator
        )
        tell(AT_ONCE, account, buyer)
    notifications.send_due(at=timezone.now() + timedelta(hours=1))

    told = [message.message().as_bytes().decode("latin-1") for message in mail.outbox]
    assert len(told) == 4
    assert_unplanted(*told)


def test_the_doctor_and_the_probes_tell_none(account, settings):
    settings.CELERY_BROKER_URL = BROKER
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": "redis://:planted-password@127.0.0.1:9/1",
        }
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "planted-password"
    settings.SECRET_KEY, settings.METRICS_TOKEN = "planted-short", "planted-metrics"
    settings.FIELD_ENCRYPTION_KEYS = ["planted-no-key", *settings.FIELD_ENCRYPTION_KEYS]
    said = io.StringIO()

    with pytest.raises(SystemExit):
        call_command("doctor", stdout=said, stderr=said)
    probes = [Client().get(address).content.decode() for address in ("/readyz", "/metrics")]

    assert "that is no key" in said.getvalue()
    assert "The server refused" in said.getvalue()
    assert_unplanted(said.getvalue(), *probes)


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_page_of_a_person_tells_none(
    account, buyer, signed_in, settings, monkeypatch, debug
):
    settings.DEBUG = debug
    browser = signed_in(buyer)
    browser.raise_request_exception = False

    def fails(self: Connection) -> str:
        known = [self.client_secret, *self.webhook_secrets, self.token.token]
        raise RuntimeError(f"{len(known)} secrets at hand")

    monkeypatch.setattr(Connection, "get_environment_display", fails)

    answer = browser.get(reverse("quotes:list"))

    assert answer.status_code == 500
    assert ("4 secrets at hand" in answer.content.decode()) is debug
    assert_unplanted(answer.content.decode())


def test_no_line_of_the_log_and_no_file_of_the_embedded_default_holds_one(sandbox, tmp_path):
    files, static = tmp_path / "var", tmp_path / "static"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "VAR_DIR": str(files),
        "STATIC_ROOT": str(static),
        "SECRET_KEY": "s" * 60,
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "portal.example.com",
        "HTTPS": "on",
        "DEMO": "on",
        "LOG_JSON": "on",
        "LOG_LEVEL": "DEBUG",
        "CELERY_BROKER_URL": "",
    }
    for words in (
        ["manage.py", "migrate", "--verbosity=0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ["-c", MORNING, sandbox.base_url],
    ):
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-3000:]

    kept = {path: path.read_bytes() for path in files.rglob("*") if path.is_file()}
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert any("ZeroDivisionError" in line.get("exc_info", "") for line in lines)
    assert any(path.suffix == ".msg" for path in kept)
    assert (files / "portal.sqlite3") in kept
    assert_unplanted(done.stdout, done.stderr)
    assert_unplanted(*(content.decode("latin-1") for content in kept.values()))
