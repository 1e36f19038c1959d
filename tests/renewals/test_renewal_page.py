"""The page of one renewal, and asking the distributor for what the mirror does not hold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.renewals import services, sync_resource
from apps.renewals.choices import DayKind, TermKind
from apps.renewals.finding import find
from apps.renewals.models import Renewal
from apps.renewals.services import Question
from apps.sync.exceptions import DistributorNotAsked
from tests.renewals.things import make_line, make_renewal


def fill(account: CustomerAccount) -> None:
    with client_for(account) as client:
        sync_resource.read_page(client, account, None)


def test_the_page_shows_products_numbers_days_and_value(
    browser: Client, account: CustomerAccount
) -> None:
    today = timezone.localdate()
    renewal = make_renewal(
        account,
        expires_on=today + timedelta(days=12),
        starts_from=today - timedelta(days=400),
        starts_to=today - timedelta(days=370),
        attributes=[{"name": "SerialNumber", "value": "SN-77", "starts_on": "", "expires_on": ""}],
    )
    make_line(renewal, quantity=3, unit_price=Decimal("10.10"))

    page = browser.get(renewal.get_absolute_url()).content.decode()

    for told in ("12 days left", "381.50", "30.30", "SN-77", "Serial number", "between"):
        assert told in page
    assert f"/quotes/from-renewal/{renewal.renewal_id}/" in page


def test_a_stale_page_is_shown_at_once_and_read_by_a_worker(
    browser: Client, account: CustomerAccount, eager_tasks: Any, sandbox: Any
) -> None:
    fill(account)
    renewal = Renewal.objects.filter(state="open").earliest("pk")
    calls = len(sandbox.requests())

    with eager_tasks():
        first = browser.get(renewal.get_absolute_url())
        assert len(sandbox.requests()) == calls
    second = browser.get(f"{renewal.get_absolute_url()}fresh/", HTTP_HX_REQUEST="true")

    assert "reading it again" in first.content.decode()
    assert 'id="renewal"' in second.content.decode()
    assert renewal.lines.exists()


def test_why_it_could_not_be_read_stands_on_the_page(
    browser: Client, account: CustomerAccount, eager_tasks: Any
) -> None:
    renewal = make_renewal(account, renewal_id="UNKNOWN-1", details_at=None)

    with eager_tasks():
        browser.post(f"{renewal.get_absolute_url()}fresh/")
    page = browser.get(f"{renewal.get_absolute_url()}fresh/", HTTP_HX_REQUEST="true")

    assert "could not be read again" in page.content.decode()


def test_an_outsider_gets_404_and_a_viewer_no_button(
    account: CustomerAccount, outsider: User, viewer: User, signed_in: Any
) -> None:
    renewal = make_renewal(account)

    for path in ("", "fresh/"):
        answer = signed_in(outsider).get(f"{renewal.get_absolute_url()}{path}")
        assert answer.status_code == 404
    page = signed_in(viewer).get(renewal.get_absolute_url()).content.decode()

    assert "Start a quote" not in page
    assert "Refresh" not in page


def test_the_page_takes_the_same_queries_for_1_and_for_30_products(
    browser: Client, account: CustomerAccount, django_assert_num_queries: Any
) -> None:
    one, many = make_renewal(account), make_renewal(account)
    make_line(one)
    for _ in range(30):
        make_line(many)
    browser.get(one.get_absolute_url())

    with django_assert_num_queries(8):
        browser.get(one.get_absolute_url())
    with django_assert_num_queries(8):
        browser.get(many.get_absolute_url())


def test_the_distributor_finds_by_a_serial_number_what_was_never_read_in_full(
    account: CustomerAccount, buyer: User, browser: Client
) -> None:
    fill(account)
    renewal = Renewal.objects.filter(state="closed").latest("pk")
    with client_for(account) as client:
        details = sync_resource.api.renewal_details(client, renewal.renewal_id)
    serial = next(a.value for a in details.attributes if a.name == "SerialNumber")
    query = f"q={serial}&term=serial"
    assert list(browser.get(f"/renewals/?{query}").context["page"]) == []

    answer = browser.post("/renewals/ask/", {"query": query}, follow=True)

    assert [r.renewal_id for r in answer.context["page"]] == [renewal.renewal_id]
    assert "The distributor knows 1 such renewal" in answer.content.decode()


def test_by_the_day_of_the_invoice_only_the_distributor_finds(
    account: CustomerAccount, browser: Client
) -> None:
    fill(account)
    with client_for(account) as client:
        known = Renewal.objects.latest("pk").renewal_id
        attributes = sync_resource.api.renewal_details(client, known).attributes
    started = next(a.starts_on for a in attributes if a.starts_on)
    first, last = started.isoformat(), (started + timedelta(days=4)).isoformat()
    query = f"invoiced_from={first}&invoiced_to={last}"
    page = browser.get(f"/renewals/?{query}")
    assert list(page.context["page"]) == []
    assert "Ask the distributor" in page.content.decode()

    answer = browser.post("/renewals/ask/", {"query": query}, follow=True)

    found = list(answer.context["page"])
    assert found
    assert all(str(r.invoiced_from) == first and str(r.invoiced_to) == last for r in found)
    assert Renewal.objects.filter(invoiced_from=None).exists()


def test_nothing_is_learnt_when_the_distributor_passes_the_days_over(
    account: CustomerAccount, buyer: User
) -> None:
    fill(account)
    today = timezone.localdate()
    everything = (today - timedelta(days=9_000), today + timedelta(days=9_000))

    with pytest.raises(DistributorNotAsked, match="pass over"):
        services.ask_distributor(
            account=account, actor=buyer, question=Question(spans={DayKind.INVOICED: everything})
        )

    assert not Renewal.objects.exclude(invoiced_from=None).exists()


def test_trouble_upstream_is_told_and_the_list_stays(
    account: CustomerAccount, browser: Client, sandbox: Any
) -> None:
    make_renewal(account)
    sandbox.fault("status", "POST", "*/renewals/search", status=400)

    answer = browser.post("/renewals/ask/", {"query": "q=PO-1&term=po"}, follow=True)

    assert answer.status_code == 200
    assert "The distributor could not be asked" in answer.content.decode()


def test_what_the_search_has_no_filter_for_is_not_asked(
    account: CustomerAccount, buyer: User, sandbox: Any
) -> None:
    with pytest.raises(DistributorNotAsked):
        services.ask_distributor(
            account=account, actor=buyer, question=Question(text="5XC432", term=TermKind.PART)
        )

    assert sandbox.calls("POST /resellers/v6/renewals/search") == 0


def test_a_viewer_may_not_ask_the_distributor(
    account: CustomerAccount, viewer: User, signed_in: Any, sandbox: Any
) -> None:
    with pytest.raises(NotPermitted):
        services.ask_distributor(
            account=account, actor=viewer, question=Question(text="S", term=TermKind.SERIAL)
        )
    answer = signed_in(viewer).post("/renewals/ask/", {"query": "q=S&term=serial"})

    assert answer.status_code == 403
    assert sandbox.state()["calls"] == {}


@pytest.mark.parametrize("words", ["R-FOUND", "ntf-9", "my-po", "SN-77", "5XC432", "harbour clin"])
def test_the_one_search_finds_a_renewal_by_any_number_in_three_queries(
    account: CustomerAccount,
    other_account: CustomerAccount,
    django_assert_max_num_queries: Any,
    words: str,
) -> None:
    for owner in (account, other_account):
        renewal = make_renewal(
            owner,
            renewal_id="R-FOUND",
            reference_number="NTF-9",
            customer_order_number="My-PO",
            attributes=[{"name": "S", "value": "SN-77", "starts_on": "", "expires_on": ""}],
        )
        make_line(renewal, ingram_part_number="5XC432")
    make_renewal(account, end_user_name="School")

    with django_assert_max_num_queries(3):
        hits = find(account, words, 5)

    assert [hit.title for hit in hits] == ["R-FOUND"]
    assert hits[0].url == "/renewals/R-FOUND/"
