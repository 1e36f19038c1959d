"""What the mirror of returns does not hold the distributor is asked for, as a person wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client as Browser

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.ingram import Client
from apps.ingram.operations import returns as api
from apps.ingram.schemas.returns import ReturnClaim, ReturnDetails
from apps.returns.models import ReturnCase
from tests.returns.things import SEARCH


@pytest.fixture
def client_of(account: CustomerAccount) -> Iterator[Client]:
    with client_for(account, purpose="test") as found:
        yield found


@pytest.fixture
def row(client_of: Client) -> ReturnClaim:
    """A return of the distributor's that has everything by which it can be asked for."""
    rows = api.search_returns(client_of, page_size=100).claims
    return next(row for row in rows if row.return_claim_id and row.reference_number)


@pytest.fixture
def told(client_of: Client, row: ReturnClaim) -> ReturnDetails:
    return api.return_details(client_of, row.case_request_number)


def ask(browser: Browser, by: str, text: str) -> str:
    answer = browser.post("/returns/ask/", {"q": text, "by": by}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_distributor_is_asked_by_each_number_that_a_row_tells(
    browser: Browser, row: ReturnClaim
) -> None:
    for by, text in (
        ("case", row.case_request_number.lower()),
        ("claim", row.return_claim_id),
        ("reference", row.reference_number),
    ):
        ReturnCase.objects.all().delete()

        page = ask(browser, by, text)

        assert "The distributor knows 1 return" in page
        assert row.case_request_number in page


def test_what_a_row_does_not_tell_is_looked_up_in_the_return(
    browser: Browser, row: ReturnClaim, told: ReturnDetails
) -> None:
    line = told.lines[0]
    for by, text in (
        ("invoice", line.invoice_number),
        ("part", line.ingram_part_number),
        ("vpn", line.vendor_part_number),
    ):
        ReturnCase.objects.all().delete()

        page = ask(browser, by, text)

        assert "The distributor knows" in page, by
        assert ReturnCase.objects.filter(terms__text=text.upper()).exists(), by


def test_rows_that_do_not_carry_the_number_are_not_taken(
    browser: Browser, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = api.search_returns(client_of, page_size=3)
    monkeypatch.setattr(api, "search_returns", lambda *_a, **_k: everything)

    page = ask(browser, "reference", "REF-NOBODY")

    assert "knows no return" in page
    assert "3 more that do not carry it" in page
    assert not ReturnCase.objects.exists()


def test_an_empty_search_offers_to_ask_by_what_the_number_looks_like(
    browser: Browser, account: CustomerAccount
) -> None:
    for text, by in (("CAS-1-2", "case"), ("20-AB12C-11", "invoice"), ("My ref", "reference")):
        page = browser.get("/returns/", {"q": text})

        assert page.context["ask"].initial == {"q": text, "by": by}
        assert "Ask the distributor" in page.content.decode()

    assert browser.get("/returns/?q=SN1&term=serial").context["ask"] is None


def test_a_number_too_long_for_anybody_is_not_sent(browser: Browser, sandbox: Any) -> None:
    assert "at most 40" in ask(browser, "reference", "R" * 41)
    assert sandbox.calls(f"GET {SEARCH}") == 0


def test_an_outage_is_told_in_words(browser: Browser, sandbox: Any, no_waiting: None) -> None:
    sandbox.fault("status", "GET", SEARCH, status=500, times=10)

    assert "could not be asked" in ask(browser, "case", "CAS-1")


def test_a_viewer_may_not_ask(viewer: User, signed_in: Any, sandbox: Any) -> None:
    answer = signed_in(viewer).post("/returns/ask/", {"q": "CAS-1", "by": "case"})

    assert answer.status_code == 403
    assert sandbox.calls(f"GET {SEARCH}") == 0
