"""Whatever the distributor does, a page says what happened and what is known."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount
from apps.connections.models import Connection
from sandbox.testing import SandboxServer
from tests.catalog.conftest import HTMX

SEARCH = "/resellers/v6/catalog"
PRICES = "/resellers/v6/catalog/priceandavailability"
DETAILS = "/resellers/v6/catalog/details/*"
TROUBLES = [
    {"kind": "status", "status": 500},
    {"kind": "html_maintenance"},
    {"kind": "broken_json"},
    {"kind": "cut_json"},
    {"kind": "drop_request"},
    {"kind": "rate_limited", "seconds": 30},
    {"kind": "unauthorized"},
    {"kind": "status", "status": 403},
]
CORRELATION_ID = re.compile(r'data-copy="[0-9a-f]{32}"')

pytestmark = pytest.mark.usefixtures("no_waiting")
every_trouble = pytest.mark.parametrize(
    "trouble", TROUBLES, ids=lambda trouble: f"{trouble['kind']} {trouble.get('status', '')}"
)


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def trouble_at(sandbox: SandboxServer, path: str, trouble: dict[str, Any]) -> None:
    sandbox.fault(path=path, times=None, **trouble)


@every_trouble
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_search_without_an_answer_shows_what_was_seen_before(
    browser: Client,
    sandbox: SandboxServer,
    trouble: dict[str, Any],
    headers: dict[str, str],
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    browser.get("/catalog/prices/", {"part": "6YE881"})
    trouble_at(sandbox, SEARCH, trouble)

    response = browser.get("/catalog/", {"q": "cbs350 managed"}, headers=headers)

    page = text_of(response)
    assert response.status_code == 200
    assert "The catalogue could not be searched" in page
    assert CORRELATION_ID.search(page)
    assert 'href="/catalog/6YE881/"' in page
    assert "389.43&nbsp;" in page
    assert "as of <time" in page


@every_trouble
def test_rows_without_prices_keep_the_last_known_or_say_unknown(
    browser: Client, sandbox: SandboxServer, trouble: dict[str, Any]
) -> None:
    browser.get("/catalog/prices/", {"part": "6YE881"})
    trouble_at(sandbox, PRICES, trouble)

    response = browser.get("/catalog/prices/", {"part": ["6YE881", "TSXML3"]}, headers=HTMX)

    cells = text_of(response)
    assert response.status_code == 200
    assert "Price and stock could not be asked" in cells
    assert CORRELATION_ID.search(cells)
    assert "389.43&nbsp;" in cells
    assert cells.count(">unknown<") == 2
    assert "0.00" not in cells


@every_trouble
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_an_offer_without_an_answer_is_the_last_known_one(
    browser: Client,
    sandbox: SandboxServer,
    trouble: dict[str, Any],
    headers: dict[str, str],
    account: CustomerAccount,
) -> None:
    trouble_at(sandbox, PRICES, trouble)

    response = browser.get("/catalog/6YE881/offer/", headers=headers)

    assert response.status_code == 200
    assert "Price and stock could not be asked" in text_of(response)
    assert "unknown" in text_of(response)
    assert "0.00" not in text_of(response)


@every_trouble
def test_a_product_that_cannot_be_read_shows_what_a_search_told(
    browser: Client, sandbox: SandboxServer, trouble: dict[str, Any]
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    trouble_at(sandbox, DETAILS, trouble)

    for number in ("6YE881", "TSXML3"):
        response = browser.get(f"/catalog/{number}/")

        assert response.status_code == 200
        assert CORRELATION_ID.search(text_of(response))
    assert "details could not be read" in text_of(response)


def test_a_pasted_list_without_an_answer_says_so(browser: Client, sandbox: SandboxServer) -> None:
    trouble_at(sandbox, PRICES, {"kind": "status", "status": 500})

    response = browser.get("/catalog/", {"q": "6YE881 TSXML3"})

    assert response.status_code == 200
    assert "The catalogue could not be searched" in text_of(response)


def test_a_plan_that_cannot_be_read_says_so(browser: Client, sandbox: SandboxServer) -> None:
    trouble_at(sandbox, "/resellers/v6/catalog/details", {"kind": "status", "status": 500})

    response = browser.get("/catalog/plans/471490/")

    assert response.status_code == 200
    assert "Plan 471490" in text_of(response)


def test_wrong_credentials_are_named_as_the_cause(browser: Client, connection: Connection) -> None:
    connection.client_secret = "wrong"
    connection.save()

    response = browser.get("/catalog/", {"q": "monitor"})

    assert response.status_code == 200
    assert "credentials" in text_of(response)
    assert "wrong" not in text_of(response)


def test_a_connection_that_is_switched_off_is_named_as_the_cause(
    browser: Client, connection: Connection, sandbox: SandboxServer
) -> None:
    connection.is_active = False
    connection.save()

    response = browser.get("/catalog/", {"q": "monitor"})

    assert response.status_code == 200
    assert "switched off" in text_of(response)
    assert sandbox.requests() == []


def test_a_used_up_allowance_says_when_calls_are_taken_again(
    browser: Client, sandbox: SandboxServer
) -> None:
    trouble_at(sandbox, SEARCH, {"kind": "rate_limited", "seconds": 30})

    response = browser.get("/catalog/", {"q": "monitor"})

    assert re.search(r"again in about \d+ seconds", text_of(response))


def test_a_token_that_ended_is_renewed_without_a_word(
    browser: Client, sandbox: SandboxServer
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    sandbox.control(revoke_tokens=True)

    response = browser.get("/catalog/", {"q": "monitor"})

    assert "could not be searched" not in text_of(response)
    assert sandbox.state()["tokens_issued"] == 2


def test_trouble_is_not_remembered(browser: Client, sandbox: SandboxServer) -> None:
    trouble_at(sandbox, SEARCH, {"kind": "status", "status": 500})
    browser.get("/catalog/", {"q": "monitor"})
    sandbox.control(faults=[])

    response = browser.get("/catalog/", {"q": "monitor"})

    assert "could not be searched" not in text_of(response)
