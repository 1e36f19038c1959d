"""What production tells a browser: names of cookies, and headers on pages and style sheets."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest
from cryptography.fernet import Fernet

from tests.stack import ROOT

ASK = """
import json
import django
django.setup()
from django.conf import settings
from django.test import Client
from django.templatetags.static import static
browser = Client()
page = browser.get("/accounts/login/", secure=True, headers={"host": "portal.example.com"})
sheet = browser.get(static("css/base.css"), secure=True, headers={"host": "portal.example.com"})

def bare(method, path, secure=True):
    answer = browser.generic(
        method, path, secure=secure, headers={"host": "portal.example.com"},
        data=b"{}", content_type="application/json",
    )
    return answer.status_code, dict(answer.headers)
EVENT = "/webhooks/ingram/nobody/"
asked = {
    "a probe": bare("GET", "/healthz"),
    "metrics": bare("GET", "/metrics"),
    "an event": bare("POST", EVENT),
    "no event": bare("POST", "/webhooks/"),
    "nothing": bare("GET", "/nothing/"),
    "an event by http": bare("POST", EVENT, secure=False),
    "a look at an event by http": bare("GET", EVENT, secure=False),
    "a form by http": bare("POST", "/theme/", secure=False),
    "a page by http": bare("GET", "/orders/?state=held", secure=False),
    "a probe by http": bare("GET", "/healthz", secure=False),
    "TRACE of a page": bare("TRACE", "/orders/"),
    "TRACE of a probe": bare("TRACE", "/healthz"),
    "TRACE of an event": bare("TRACE", EVENT),
    "a method of nobody": bare("PROPFIND", "/orders/"),
}
browser.post(
    "/theme/", {"theme": "dark"}, secure=True, headers={"host": "portal.example.com"}
)
print(json.dumps({
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    "cookies": {name: dict(kept) for name, kept in browser.cookies.items()},
    "asked": asked, "page": dict(page.headers), "sheet": dict(sheet.headers), "statuses": [
        page.status_code, sheet.status_code],
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "portal.settings.base",
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "SECRET_KEY": "x" * 60,
        "FIELD_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "ALLOWED_HOSTS": "portal.example.com",
        "HTTPS": "on",
        "DEMO": "off",
        "CELERY_BROKER_URL": "memory://",
    }
    for words in (
        ["manage.py", "migrate", "--verbosity=0"],
        ["manage.py", "collectstatic", "--noinput", "--verbosity=0"],
        ["-c", ASK],
    ):
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_cookies_belong_to_this_host_alone(told):
    assert told["names"] == ["__Host-sessionid", "__Host-csrftoken"]
    assert set(told["cookies"]) == {"__Host-csrftoken", "__Host-theme"}
    for kept in told["cookies"].values():
        assert kept["secure"] is kept["httponly"] is True
        assert (kept["path"], kept["domain"], kept["samesite"]) == ("/", "", "Lax")


@pytest.mark.parametrize("asked", ["page", "sheet"])
def test_pages_and_style_sheets_carry_the_same_rules(told, asked):
    headers = told[asked]

    assert told["statuses"] == [200, 200]
    assert "max-age=31536000; includeSubDomains" in headers["Strict-Transport-Security"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "camera=()" in headers["Permissions-Policy"]


def test_every_answer_is_taken_for_what_it_says_and_framed_by_nobody(told):
    for asked, (_status, headers) in told["asked"].items():
        assert headers["X-Content-Type-Options"] == "nosniff", asked
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], asked


def test_only_a_page_leads_from_http_to_https(told):
    status, headers = told["asked"]["a page by http"]

    assert (status, headers["Location"]) == (301, "https://portal.example.com/orders/?state=held")
    for what in ("an event", "a look at an event", "a form"):
        status, headers = told["asked"][f"{what} by http"]
        assert (status, "Location" in headers) == (403, False), what
    assert told["asked"]["an event"][0] == 404  # as over https: the key is nobody's
    assert told["asked"]["a probe by http"][0] == 200


def test_methods_that_no_page_uses_are_refused_everywhere(told):
    for asked in ("TRACE of a page", "TRACE of a probe", "TRACE of an event", "a method of nobody"):
        status, headers = told["asked"][asked]
        assert (status, headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS"), asked


def test_the_browser_keeps_no_copies_of_pages_for_going_back():
    config = re.search(
        r"name=\"htmx-config\" content='([^']+)'", (ROOT / "templates/base.html").read_text()
    )

    assert config is not None
    assert json.loads(config[1])["historyCacheSize"] == 0
