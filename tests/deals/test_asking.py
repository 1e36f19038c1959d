"""What the mirror of deals does not hold the distributor is asked for, as a person wants it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client as Browser

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.deals.models import Deal
from apps.ingram import Client
from apps.ingram.operations import deals as api

SEARCH = "GET /resellers/v6/deals/search"


@pytest.fixture
def client_of(account: CustomerAccount) -> Iterator[Client]:
    with client_for(account, purpose="test") as found:
        yield found


def ask(browser: Browser, by: str, text: str) -> str:
    answer = browser.post("/deals/ask/", {"q": text, "by": by}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_distributor_is_asked_by_deal_end_user_and_vendor(
    browser: Browser, client_of: Client
) -> None:
    row = next(row for row in api.search_deals(client_of, page_size=100).deals if row.vendor_name)
    for by, text in (
        ("deal", row.deal_id.lower()),
        ("end_user", row.end_user_name),
        ("vendor", row.vendor_name.lower()),
    ):
        Deal.objects.all().delete()

        page = ask(browser, by, text)

        assert "The distributor knows" in page, by
        assert Deal.objects.filter(deal_id=row.deal_id).exists(), by
        assert row.deal_id in page


def test_rows_that_do_not_carry_it_are_not_taken(
    browser: Browser, client_of: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = api.search_deals(client_of, page_size=3)
    monkeypatch.setattr(api, "search_deals", lambda *_a, **_k: everything)

    page = ask(browser, "deal", "NOBODY 1")

    assert "knows no deal" in page
    assert "3 more that do not carry it" in page
    assert not Deal.objects.exists()


def test_an_empty_search_offers_to_ask(browser: Browser, account: CustomerAccount) -> None:
    for text, by in (("Copper 36", "deal"), ("Clinic", "end_user")):
        page = browser.get("/deals/", {"q": text})

        assert page.context["ask"].initial == {"q": text, "by": by}
        assert "Ask the distributor" in page.content.decode()

    assert browser.get("/deals/?q=6YE881&term=part").context["ask"] is None


def test_an_outage_is_told_in_words(browser: Browser, sandbox: Any) -> None:
    sandbox.fault("status", "GET", "/resellers/v6/deals/search", status=400, times=10)

    assert "could not be asked" in ask(browser, "deal", "1")


def test_a_viewer_may_not_ask(viewer: User, signed_in: Any, sandbox: Any) -> None:
    assert signed_in(viewer).post("/deals/ask/", {"q": "1", "by": "deal"}).status_code == 403
    assert sandbox.calls(SEARCH) == 0
