"""Attempts to go where one may not stand in the log under names that do not change."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from apps.accounts.choices import Role
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog) -> Callable[[], list[str]]:
    cache.clear()
    caplog.set_level(logging.WARNING, "portal.security")
    return lambda: [
        record.__dict__["event"] for record in caplog.records if record.name == "portal.security"
    ]


def test_what_a_role_does_not_allow(told, signed_in, caplog):
    viewer = make_user("viewer")
    make_membership(viewer, make_account(), Role.VIEWER)

    assert signed_in(viewer).get("/accounts/people/").status_code == 403

    assert told() == ["permission_refused"]
    record = next(one for one in caplog.records if one.name == "portal.security")
    assert (record.__dict__["person"], record.__dict__["ip"]) == (viewer.pk, "127.0.0.1")


def test_a_form_that_another_site_sent(told):
    browser = Client(enforce_csrf_checks=True)

    assert browser.post("/accounts/login/", {"login": "a", "password": "b"}).status_code == 403

    assert told() == ["permission_refused"]


def test_a_forged_webhook_without_its_key(told, caplog):
    answer = Client().post("/webhooks/ingram/a-guessed-key/", "{}", "application/json")

    assert answer.status_code == 404
    assert told() == ["webhook_refused"]
    lines = [record.getMessage() for record in caplog.records if record.name == "portal.security"]
    assert lines == ["webhook_refused POST /webhooks/"]


def test_a_page_that_is_not_there_is_none(told):
    assert Client().get("/nowhere/").status_code == 404

    assert told() == []
