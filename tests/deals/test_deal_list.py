"""The list and the page of deals: filters in the URL, no upstream call, pinned queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.deals import services, sync_resource
from apps.deals.finding import find
from apps.deals.models import Deal
from apps.sync.models import SyncState
from tests.deals.things import make_deal, make_line

HTMX = {"HTTP_HX_REQUEST": "true"}


def ids_in(answer: Any) -> list[str]:
    return [deal.deal_id for deal in answer.context["page"]]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def test_the_list_asks_the_same_number_of_queries_for_1_and_for_30_rows(
    browser: Client, account: CustomerAccount, sandbox: Any
) -> None:
    make_deal(account)
    browser.get("/deals/")
    with CaptureQueriesContext(database) as for_one:
        browser.get("/deals/?size=50")

    for _ in range(29):
        make_deal(account)
    with CaptureQueriesContext(database) as for_thirty:
        assert len(ids_in(browser.get("/deals/?size=50"))) == 30

    assert len(for_thirty) == len(for_one) == 10
    assert sandbox.state()["calls"] == {}


@pytest.mark.parametrize(
    "query",
    ["q=copper", "q=disc+36", "q=3679&term=deal", "q=harbour", "q=cisco&term=vendor", "q=6YE8",
     "vendor=CISCO", "tab=ending", "tab=current", "expires_from={soon}&expires_to={soon}",
     "tab=current&vendor=CISCO&q=copper"],
)  # fmt: skip
def test_filters_in_the_url_find_the_deal_and_hide_the_other(
    browser: Client, account: CustomerAccount, query: str
) -> None:
    wanted = make_deal(account, deal_id="COPPER-RESEU DISC 3679", expires_on=in_days(9))
    make_line(wanted)
    make_deal(
        account, vendor_name="HP INC", end_user_name="School", expires_on=in_days(-5), deal_id="9"
    )

    answer = browser.get(f"/deals/?{query.format(soon=in_days(9))}")

    assert ids_in(answer) == [wanted.deal_id]


def test_tabs_count_what_lasts_and_what_is_over(browser: Client, account: CustomerAccount) -> None:
    for days in (-1, 0, 30, 31):
        make_deal(account, expires_on=in_days(days))
    make_deal(account, expires_on=None)

    answer = browser.get("/deals/")

    counts = {tab.label: tab.count for tab in answer.context["tabs"]}
    assert counts == {"All": 5, "Current": 4, "Next 30 days": 2, "Expired": 1}
    from_long_ago = ids_in(browser.get("/deals/?expires_from=2020-01-01"))
    assert from_long_ago == ids_in(browser.get(f"/deals/?expires_to={in_days(40)}"))[::-1]


def test_the_list_opens_with_what_lasts_the_next_to_end_first(
    browser: Client, account: CustomerAccount
) -> None:
    later = make_deal(account, expires_on=in_days(90))
    sooner = make_deal(account, expires_on=in_days(9))
    over = make_deal(account, expires_on=in_days(-1))
    both = [sooner.deal_id, later.deal_id]

    page = browser.get("/deals/")

    assert ids_in(page) == ids_in(browser.get("/deals/?vendor=CISCO")) == both
    assert [tab.label for tab in page.context["tabs"] if tab.is_current] == ["Current"]
    (everything,) = (tab.href for tab in page.context["tabs"] if tab.label == "All")
    assert ids_in(browser.get(f"/deals/{everything}")) == [*both[::-1], over.deal_id]
    assert ids_in(browser.get(f"/deals/?q={over.deal_id}")) == [over.deal_id]


@pytest.mark.parametrize("sort", ["number", "end_user", "vendor", "expires"])
def test_every_head_sorts_both_ways(browser: Client, account: CustomerAccount, sort: str) -> None:
    for number in range(3):
        make_deal(
            account,
            deal_id=f"D-{number}",
            end_user_name=f"E{number}",
            vendor_name=f"V{number}",
            expires_on=in_days(number),
        )

    rising = ids_in(browser.get(f"/deals/?sort={sort}"))

    assert rising == ["D-0", "D-1", "D-2"]
    assert ids_in(browser.get(f"/deals/?sort=-{sort}")) == rising[::-1]


def test_the_whole_page_and_the_fragment_hold_the_same_list(
    browser: Client, account: CustomerAccount
) -> None:
    deal = make_deal(account)

    page = browser.get("/deals/").content.decode()
    fragment = browser.get("/deals/", **HTMX).content.decode()

    assert all('<div id="deals"' in text and deal.deal_id in text for text in (page, fragment))
    assert "<html" not in fragment


def test_list_page_and_files_hold_the_deals_of_the_own_account_only(
    browser: Client, account: CustomerAccount, other_account: CustomerAccount
) -> None:
    mine, theirs = make_deal(account), make_deal(other_account)

    text = b"".join(browser.get("/deals/export.csv")).decode()

    assert ids_in(browser.get("/deals/")) == [mine.deal_id]
    assert mine.deal_id in text
    assert theirs.deal_id not in text
    assert browser.get(theirs.get_absolute_url()).status_code == 404


def test_files_by_product_run_no_formula(browser: Client, account: CustomerAccount) -> None:
    make_line(make_deal(account), comments="=1+1", quantity_remaining=None)

    text = b"".join(browser.get("/deals/export.csv?rows=lines")).decode()

    assert "'=1+1" in text
    assert b"".join(browser.get("/deals/export.xlsx?rows=lines")).startswith(b"PK")


def test_the_page_tells_quantities_conditions_and_protection(
    browser: Client, account: CustomerAccount
) -> None:
    deal = make_deal(account, price_protection_ends_on=in_days(12))
    make_line(deal, special_conditions="For the named end user only")
    make_line(deal, ingram_part_number="1A8249", quantity_remaining=0)
    make_line(deal, ingram_part_number="", vendor_part_number="", quantity_approved=None)

    page = browser.get(deal.get_absolute_url()).content.decode()

    for told in ("12 days left", "For the named end user only", "Used up", "No part number"):
        assert told in page
    assert page.count("checked") == 1


def test_a_currency_that_is_not_told_is_not_made_up(
    browser: Client, account: CustomerAccount
) -> None:
    deal = make_deal(account, currency="", extended_retail_price=Decimal(10))

    page = browser.get(deal.get_absolute_url()).content.decode()

    assert "its currency is not told" in page
    assert "USD" not in page.split("MSRP, extended")[1].split("Account")[0]


def test_a_vendor_that_is_missing_can_be_named_and_is_asked_with(
    browser: Client, account: CustomerAccount, sandbox: Any, eager_tasks: Any
) -> None:
    with client_for(account) as client:
        sync_resource.read_page(client, account, None)
        deal = Deal.objects.filter(vendor_name="").earliest("pk")
        known = sync_resource.api.deal_details(client, deal.deal_id, vendor_name="")
    assert known.vendor_name == ""

    with eager_tasks():
        browser.post(f"{deal.get_absolute_url()}vendor/", {"vendor_name": "  Nobody  Inc "})
    refused = browser.get(deal.get_absolute_url()).content.decode()

    deal.refresh_from_db()
    assert deal.named_vendor == "Nobody Inc"
    assert ["vendorName", "Nobody Inc"] in sandbox.requests()[-1]["query"]
    assert "Deal not found for this vendor" in refused
    assert 'value="Nobody Inc"' in refused


def test_the_page_takes_the_same_queries_for_1_and_for_30_products(
    browser: Client, account: CustomerAccount, django_assert_num_queries: Any
) -> None:
    one, many = make_deal(account), make_deal(account)
    make_line(one)
    for _ in range(30):
        make_line(many)
    browser.get(one.get_absolute_url())

    for deal in (one, many):
        with django_assert_num_queries(8):
            browser.get(deal.get_absolute_url())


def test_an_outsider_gets_404_and_a_viewer_changes_nothing(
    account: CustomerAccount, outsider: User, viewer: User, signed_in: Any
) -> None:
    deal = make_deal(account, vendor_name="")
    url = deal.get_absolute_url()

    assert signed_in(outsider).get(url).status_code == 404
    assert signed_in(outsider).post(f"{url}vendor/", {"vendor_name": "X"}).status_code == 404
    page = signed_in(viewer).get(url).content.decode()
    with pytest.raises(NotPermitted):
        services.name_vendor(deal=deal, actor=viewer, vendor_name="X")

    assert "Start a quote" not in page
    assert 'name="vendor_name"' not in page
    deal.refresh_from_db()
    assert deal.named_vendor == ""


@pytest.mark.parametrize("words", ["COPPER-DISC 3679", "3679", "harbour", "6YE881", "cisco"])
def test_the_one_search_finds_a_deal_in_three_queries(
    account: CustomerAccount,
    other_account: CustomerAccount,
    django_assert_max_num_queries: Any,
    words: str,
) -> None:
    for owner in (account, other_account):
        make_line(make_deal(owner, deal_id="COPPER-DISC 3679"))
    make_deal(account, vendor_name="HP INC", end_user_name="School")

    with django_assert_max_num_queries(3):
        hits = find(account, words, 5)

    assert [hit.url for hit in hits] == ["/deals/COPPER-DISC%203679/"]


def test_a_deal_whose_vendor_nobody_knows_is_not_asked_for(
    browser: Client, account: CustomerAccount, sandbox: Any, eager_tasks: Any
) -> None:
    deal = make_deal(account, vendor_name="", details_at=None)

    with eager_tasks():
        page = browser.get(deal.get_absolute_url()).content.decode()

    assert "They can be read when the vendor is named above" in page
    assert sandbox.requests() == []


def test_the_list_shows_how_far_the_reading_of_details_is(
    browser: Client, account: CustomerAccount
) -> None:
    make_deal(account)
    SyncState.objects.update_or_create(
        account=account, resource="deal-details", defaults={"cursor": {}, "done": 2, "total": 5}
    )

    page = browser.get("/deals/").content.decode()

    assert "2 of 5 deals" in page
