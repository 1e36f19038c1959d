"""A draft from a renewal or a deal: what is carried over, and what is said of the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount, User
from apps.deals.models import Deal
from apps.quotes.models import QuoteDraft
from apps.quotes.services import starting
from apps.quotes.services.create import create_quote
from apps.renewals.models import Renewal
from tests.deals.things import make_deal
from tests.deals.things import make_line as make_deal_line
from tests.renewals.things import make_line, make_renewal

END_USER = {
    "company_name": "Harbour Clinic",
    "contact": "Ada Byron",
    "address_line1": "12 Court St",
    "city": "Boston",
    "state": "MA",
    "postal_code": "02108",
    "country_code": "US",
}


@pytest.fixture
def browser(buyer: User, signed_in: Any) -> Client:
    found: Client = signed_in(buyer)
    return found


@pytest.fixture
def renewal(account: CustomerAccount) -> Renewal:
    renewal = make_renewal(
        account,
        renewal_id="R/7",
        end_user=END_USER,
        attributes=[{"name": "SerialNumber", "value": "SN-1", "starts_on": "", "expires_on": ""}],
    )
    make_line(renewal, ingram_part_number="6ye881", quantity=3)
    make_line(renewal, ingram_part_number="1A8249", quantity=None)
    make_line(renewal, ingram_part_number="", vendor_part_number="", description="Only words")
    return renewal


@pytest.fixture
def deal(account: CustomerAccount) -> Deal:
    deal = make_deal(account, deal_id="COPPER-DISC 3679", end_user=END_USER)
    make_deal_line(deal, ingram_part_number="6YE881", quantity_remaining=6)
    make_deal_line(deal, ingram_part_number="1A8249", vendor_part_number="V-2")
    return deal


def from_renewal(browser: Client, renewal: Renewal) -> Any:
    return browser.post(f"/quotes/from-renewal/{renewal.renewal_id}/", follow=True)


def lines_of(draft: QuoteDraft) -> list[tuple[str, str]]:
    return [(line.part_number, line.quantity_text) for line in draft.lines.all()]


def test_a_draft_takes_over_parts_quantities_end_user_and_references(
    browser: Client, renewal: Renewal, sandbox: Any
) -> None:
    answer = from_renewal(browser, renewal)

    draft = QuoteDraft.objects.get()
    assert lines_of(draft) == [("6YE881", "3"), ("1A8249", "1")]
    assert draft.entered["company_name"] == "Harbour Clinic"
    assert draft.entered["address_line_1"] == "12 Court St"
    for told in ("Renewal R/7", renewal.customer_order_number, "Serial number: SN-1"):
        assert told in draft.entered["customer_need"]
    page = answer.content.decode()
    assert 'href="/renewals/R/7/"' in page
    assert "Left out, as they have no part number: Only words." in page
    assert "No quantity is told, so it stands at 1: 1A8249." in page
    assert sandbox.state()["calls"] == {}


def test_where_a_draft_came_from_outlives_what_is_typed_into_it(
    browser: Client, renewal: Renewal
) -> None:
    from_renewal(browser, renewal)
    draft = QuoteDraft.objects.get()

    browser.post(f"/quotes/drafts/{draft.pk}/save/", {"name": "Another name"})
    page = browser.get(draft.get_absolute_url()).content.decode()

    assert "Another name" in page
    assert 'href="/renewals/R/7/"' in page


def test_a_thousand_serial_numbers_are_cut_at_a_line_and_that_is_said(
    browser: Client, account: CustomerAccount
) -> None:
    serial = {"name": "SerialNumber", "starts_on": "", "expires_on": ""}
    renewal = make_renewal(
        account, attributes=[{**serial, "value": f"SN-{number:06}"} for number in range(1000)]
    )

    page = from_renewal(browser, renewal).content.decode()

    need = QuoteDraft.objects.get().entered["customer_need"]
    assert len(need) <= 2_000
    assert need.splitlines()[-1].startswith("Serial number: SN-")
    assert "Not all serial numbers fit" in page


def test_a_renewal_with_more_products_than_a_draft_holds_starts_none(
    browser: Client, account: CustomerAccount
) -> None:
    renewal = make_renewal(account)
    for number in range(501):
        renewal.lines.create(position=number + 1, ingram_part_number=f"P{number}")

    answer = from_renewal(browser, renewal)

    assert not QuoteDraft.objects.exists()
    assert "at most 500 lines" in answer.content.decode()
    assert answer.request["PATH_INFO"] == renewal.get_absolute_url()


def test_chosen_products_of_a_deal_are_quoted_under_its_number(browser: Client, deal: Deal) -> None:
    answer = browser.post(
        "/quotes/from-deal/COPPER-DISC 3679/",
        {"line": ["1 6YE881"], "quantity 1 6YE881": "9", "quantity 2 1A8249": "5"},
        follow=True,
    )

    draft = QuoteDraft.objects.get()
    assert lines_of(draft) == [("6YE881", "9")]
    assert draft.entered["deal_id"] == "COPPER-DISC 3679"
    page = answer.content.decode()
    assert 'href="/deals/COPPER-DISC%203679/"' in page
    assert "The deal has 6 of 6YE881 left, and 9 are wanted." in page


def test_the_number_of_a_deal_is_sent_on_the_head_and_on_its_own_parts_only(
    deal: Deal, buyer: User
) -> None:
    chosen = {"1 6YE881": "2", "2 1A8249": "1"}
    draft = starting.start_from_deal(deal=deal, actor=buyer, chosen=chosen)
    draft.lines.create(position=9, part_number="UN1234", quantity_text="1")

    body = create_quote(draft=draft, actor=buyer, form_key=draft.form_key).body

    assert body["dealId"] == "COPPER-DISC 3679"
    bids = {line["ingramPartNumber"]: line.get("specialBid") for line in body["products"]}
    assert bids == {"6YE881": deal.deal_id, "1A8249": deal.deal_id, "UN1234": None}


def test_a_draft_whose_deal_was_changed_by_hand_names_none_on_its_lines(
    deal: Deal, buyer: User
) -> None:
    draft = starting.start_from_deal(deal=deal, actor=buyer, chosen={"1 6YE881": "2"})
    draft.entered["deal_id"] = "ANOTHER-1"
    draft.save()

    body = create_quote(draft=draft, actor=buyer, form_key=draft.form_key).body

    assert body["dealId"] == "ANOTHER-1"
    assert "specialBid" not in body["products"][0]


def test_what_is_no_quantity_stands_as_typed_in_the_draft(browser: Client, deal: Deal) -> None:
    key = "1 6YE881"

    answer = browser.post(
        f"/quotes/from-deal/{deal.deal_id}/", {"line": key, f"quantity {key}": "a few"}, follow=True
    )

    assert lines_of(QuoteDraft.objects.get()) == [("6YE881", "a few")]
    assert "A quantity is a whole number" in answer.content.decode()


def test_a_line_is_found_again_after_the_deal_was_read_anew(deal: Deal, buyer: User) -> None:
    deal.lines.all().delete()
    make_deal_line(deal, ingram_part_number="1A8249")
    make_deal_line(deal, ingram_part_number="6YE881")

    draft = starting.start_from_deal(
        deal=Deal.objects.get(), actor=buyer, chosen={"1 6YE881": "2", "7 GONE": "1"}
    )

    assert lines_of(draft) == [("6YE881", "2")]
    assert "No part of the deal any more: GONE." in draft.entered["from_notes"]


def test_a_deal_without_products_starts_a_draft_without_lines(
    browser: Client, account: CustomerAccount
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    make_deal(account, deal_id="D-1", expires_on=yesterday)

    page = browser.post("/quotes/from-deal/D-1/", follow=True).content.decode()

    assert lines_of(QuoteDraft.objects.get()) == []
    assert "without lines the distributor takes those of the deal" in page
    assert "The deal expired on" in page


def test_an_outsider_gets_404_and_a_viewer_is_refused(
    renewal: Renewal, deal: Deal, outsider: User, viewer: User, signed_in: Any
) -> None:
    paths = (f"/quotes/from-renewal/{renewal.renewal_id}/", f"/quotes/from-deal/{deal.deal_id}/")

    assert [signed_in(outsider).post(path).status_code for path in paths] == [404, 404]
    assert [signed_in(viewer).post(path).status_code for path in paths] == [403, 403]
    with pytest.raises(NotPermitted):
        starting.start_from_renewal(renewal=renewal, actor=viewer)

    assert not QuoteDraft.objects.exists()
    assert signed_in(viewer).get(paths[0]).status_code == 405
