"""Into the mirror: ids of all kinds, versions, missing vendors, nothing forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apps.accounts.models import CustomerAccount
from apps.connections.services import client_for
from apps.deals import services, sync_resource
from apps.deals.choices import TermKind
from apps.deals.models import Deal
from apps.ingram.schemas.deals import DealDetails, DealPage
from tests.deals.things import make_deal


def rows(*told: dict[str, Any]) -> Any:
    return DealPage.read({"deals": list(told)}).deals


def fill(account: CustomerAccount) -> None:
    cursor = None
    with client_for(account) as client:
        while True:
            cursor = sync_resource.read_page(client, account, cursor).next_cursor
            if cursor is None:
                return


def test_the_first_filling_reads_all_deals_page_by_page(
    account: CustomerAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_resource, "PAGE_SIZE", 7)

    fill(account)

    with client_for(account) as client:
        page = sync_resource.api.search_deals(client)
    assert Deal.objects.count() == page.records_found
    assert Deal.objects.filter(vendor_name="").exists()
    assert Deal.objects.filter(deal_id__contains=" ").exists()


def test_every_deal_of_the_sandbox_can_be_read_in_full(account: CustomerAccount) -> None:
    fill(account)

    with client_for(account) as client:
        for deal in Deal.objects.all()[:12]:
            services.read_deal(client, account, deal.deal_id)

    read = Deal.objects.exclude(details_at=None)
    assert read.count() == 12
    assert all(deal.lines.exists() and deal.currency == "USD" for deal in read)


@pytest.mark.parametrize("deal_id", ["TEST-RESEU DISC", "A/B 7", "50%?x#y", "Ä-1"])
def test_an_id_is_kept_as_it_is_and_leads_to_its_page(
    account: CustomerAccount, buyer: Any, signed_in: Any, deal_id: str
) -> None:
    services.save_summaries(account, rows({"dealId": deal_id, "vendor": None, "endUser": "X"}))

    deal = Deal.objects.get()
    answer = signed_in(buyer).get(deal.get_absolute_url())

    assert answer.status_code == 200
    assert answer.context["deal"].deal_id == deal_id


def test_the_later_version_counts_whichever_comes_first(account: CustomerAccount) -> None:
    news, old = (
        {"dealId": "D-1", "version": version, "endUser": f"Version {version}"}
        for version in ("10", "9")
    )

    services.save_summaries(account, rows(news, old))
    services.save_summaries(account, rows(old))

    assert Deal.objects.get().version == "10"
    assert Deal.objects.get().end_user_name == "Version 10"


def test_what_a_row_leaves_blank_is_not_forgotten_and_news_are_read_in_full(
    account: CustomerAccount,
) -> None:
    make_deal(account, deal_id="D-1", vendor_name="CISCO")

    same = services.save_summaries(account, rows({"dealId": "D-1", "vendor": None}))
    kept = Deal.objects.get()
    news = services.save_summaries(account, rows({"dealId": "D-1", "dealExpiryDate": "07/04/2031"}))

    assert (same, news) == (0, 1)
    assert kept.vendor_name == "CISCO"
    assert kept.details_at is not None
    assert Deal.objects.get().expires_on == date(2031, 7, 4)
    assert Deal.objects.get().details_at is None


def test_a_deal_that_is_told_no_more_stays(account: CustomerAccount) -> None:
    make_deal(account, deal_id="GONE-1")

    fill(account)
    with client_for(account) as client:
        sync_resource.read_recent(client, account)

    assert Deal.objects.filter(deal_id="GONE-1").exists()


def test_runs_walk_through_all_deals_by_turns(
    account: CustomerAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    with client_for(account) as client:
        total = sync_resource.api.search_deals(client, page_size=1).records_found
        assert total is not None
        monkeypatch.setattr(sync_resource, "PAGE_SIZE", -(-total // 5))
        monkeypatch.setattr(sync_resource, "WALKED_PAGES", 3)

        sync_resource.read_recent(client, account)
        after_first = Deal.objects.count()
        sync_resource.read_recent(client, account)

    assert after_first < total
    assert Deal.objects.count() == total


@pytest.mark.parametrize(
    "told",
    [
        {"products": None, "endUserInfo": None, "currencyCode": None, "vendor": None},
        {"products": {"ingramPartNumber": "US1860", "approvedQuantity": "3"}},
        {"products": [{"productDescription": "Only words"}], "extendedMsrp": "1e40"},
        {"dealExpiryDate": "never", "priceProtectionEndDate": "", "version": 6},
    ],
)
def test_details_are_read_however_little_they_tell(
    account: CustomerAccount, buyer: Any, signed_in: Any, told: dict[str, Any]
) -> None:
    deal = services.save_details(account, "D 1", DealDetails.read({"dealId": "D 1", **told}))

    answer = signed_in(buyer).get(deal.get_absolute_url())

    assert answer.status_code == 200
    assert "0.00" not in answer.content.decode()


def test_a_deal_is_found_by_its_parts_after_it_was_read(account: CustomerAccount) -> None:
    fill(account)
    deal = Deal.objects.exclude(vendor_name="").earliest("pk")
    with client_for(account) as client:
        services.read_deal(client, account, deal.deal_id)

    line = deal.lines.earliest("position")

    assert deal.terms.filter(kind=TermKind.PART, text=line.ingram_part_number).exists()


def test_rows_are_written_in_a_fixed_number_of_statements(
    account: CustomerAccount, django_assert_max_num_queries: Any
) -> None:
    many = [{"dealId": f"D-{n}", "vendor": f"V{n}", "endUser": f"E{n}"} for n in range(100)]

    with django_assert_max_num_queries(9):
        services.save_summaries(account, rows(*many))
    with django_assert_max_num_queries(4):
        assert services.save_summaries(account, rows(*many)) == 0
