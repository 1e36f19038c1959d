"""Tokens, headers and limits: who is let in, and how the others are told."""

from __future__ import annotations

import pytest
import requests

from sandbox.testing import SandboxServer
from tests.sandbox.conftest import Caller

CREDENTIALS = {
    "grant_type": "client_credentials",
    "client_id": "sandbox",
    "client_secret": "sandbox-secret",
}


@pytest.mark.parametrize("path", ["/oauth/oauth20/token", "/oauth/oauth30/token"])
def test_a_token_is_given_for_a_form_and_for_a_query(sandbox: SandboxServer, path: str) -> None:
    posted = requests.post(sandbox.base_url + path, data=CREDENTIALS)
    asked = requests.get(sandbox.base_url + path, params=CREDENTIALS)

    for answer in (posted, asked):
        assert answer.status_code == 200
        assert answer.json()["token_type"] == "Bearer"
        assert answer.json()["expires_in"] == "86400"
    assert sandbox.state()["tokens_issued"] == 2


@pytest.mark.parametrize(
    "change", [{"client_secret": "wrong"}, {"client_id": "nobody"}, {"grant_type": "password"}]
)
def test_wrong_credentials_get_no_token(sandbox: SandboxServer, change: dict[str, str]) -> None:
    answer = requests.post(sandbox.base_url + "/oauth/oauth20/token", data=CREDENTIALS | change)

    assert answer.status_code == 400
    assert "message" in answer.json()


def test_no_call_passes_without_a_token_or_with_an_old_one(api: Caller) -> None:
    assert api.get("/resellers/v6/catalog").status_code == 200

    api.sandbox.advance(86_401)
    assert api.get("/resellers/v6/catalog").status_code == 401

    api.headers["Authorization"] = None
    assert api.get("/resellers/v6/catalog").status_code == 401


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("IM-CustomerNumber", None),
        ("IM-CustomerNumber", "20222222"),
        ("IM-CountryCode", None),
        ("IM-CountryCode", "USA"),
        ("IM-CountryCode", "DE"),
        ("IM-CorrelationID", None),
        ("IM-CorrelationID", "d" * 33),
        ("IM-SenderID", "s" * 33),
        ("IM-CustomerContact", None),
        ("IM-CustomerContact", "c" * 65),
    ],
)
def test_a_bad_header_is_named(api: Caller, header: str, value: str | None) -> None:
    api.headers[header] = value

    answer = api.get("/resellers/v6/quotes/search")

    assert answer.status_code == 400
    assert [field["field"] for field in answer.json()["errors"][0]["fields"]] == [header]


def test_the_newer_operations_say_traceid_instead_of_id(api: Caller) -> None:
    api.headers["IM-CorrelationID"] = None

    older = api.get("/resellers/v6/quotes/search").json()["errors"][0]
    newer = api.get("/resellers/v6/q2o/validatequote").json()["errors"][0]

    assert "id" in older
    assert "traceid" in newer


def test_an_unregistered_customer_number_gets_the_gateways_fault(api: Caller) -> None:
    api.headers["IM-CustomerNumber"] = "20-999999"

    answer = api.get("/resellers/v6/catalog")

    assert answer.status_code == 403
    assert answer.json()["faultcode"] == "Server"


def test_the_sixty_first_get_of_an_endpoint_in_a_minute_is_refused(api: Caller) -> None:
    api.sandbox.control(limits={"get": 2})
    last = [api.get("/resellers/v6/catalog/details/6YE881") for _ in range(3)]

    # A minute may turn between two of the calls; the allowance then starts again.
    if len({answer.headers["X-RateLimit-Reset"] for answer in last}) == 1:
        assert [answer.status_code for answer in last] == [200, 200, 429]
        assert last[0].headers["X-RateLimit-Remaining"] == "1"
        assert last[2].json() == {"errors": [{"field": None, "message": "too many requests"}]}
    assert api.get("/resellers/v6/catalog").status_code == 200


def test_each_app_has_its_own_allowance(api: Caller) -> None:
    api.sandbox.control(limits={"get": 0})
    assert api.get("/resellers/v6/catalog").status_code == 429

    api.sandbox.control(limits={"get": None})
    assert api.get("/resellers/v6/catalog").status_code == 200

    api.sign_in("sandbox-2", "sandbox-2-secret")
    assert api.get("/resellers/v6/catalog").status_code == 200


def test_an_answer_echoes_the_correlation_id(api: Caller) -> None:
    answer = api.get("/resellers/v6/catalog")

    assert answer.headers["IM-CorrelationID"] == api.headers["IM-CorrelationID"]


def test_the_journal_keeps_requests_without_their_secrets(api: Caller) -> None:
    api.get("/resellers/v6/catalog", keyword="dock")

    kept = api.sandbox.requests()

    assert kept[-1]["query"] == [["keyword", "dock"]]
    assert "sandbox-secret" not in str(kept)
    assert "Bearer" not in str(kept)
