"""An order without a quote: its form, its summary, and the queued way."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Address
from apps.orders import services
from apps.orders.models import Order, OrderDraft
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.orders.own_orders import (
    END_USER,
    OTHER,
    PLAIN,
    confirm,
    fill_in,
    header,
    keys_of,
    make_draft,
    part,
    sent,
    summary_of,
    url,
)
from tests.orders.things import make_order

HTMX = {"HTTP_HX_REQUEST": "true"}
POST_V7 = "/resellers/v7/orders"


@pytest.fixture
def draft(account: CustomerAccount, buyer: User, bill_to: Address) -> OrderDraft:
    return make_draft(account, buyer, (PLAIN, 3), OTHER)


@pytest.fixture
def confirmed(browser: Client, draft: OrderDraft) -> dict[str, str]:
    return confirm(browser, draft)


def test_a_filled_in_form_leads_to_a_summary_of_what_will_be_ordered(
    browser: Client, draft: OrderDraft
) -> None:
    fill_in(browser, draft, shipping_instructions="Ring  twice", carrier_code="ug")

    page = summary_of(browser, draft)

    assert "Order 2 lines" in page
    assert "PO-2026-001" in page
    assert "Flint, MI 48502" in page
    assert "Ring twice" in page
    assert "UG" in page
    assert "Local sandbox" in page


def test_the_last_button_queues_one_order_and_shows_it_in_flight(
    browser: Client, draft: OrderDraft, confirmed: dict[str, str]
) -> None:
    answer = browser.post(url(draft, "place"), confirmed, **HTMX)

    submission = Submission.objects.get()
    assert (submission.kind, submission.business_key) == ("order.create_v7", "PO-2026-001")
    assert answer.status_code == 200
    assert f'id="submission-{submission.pk}"'.encode() in answer.content
    assert b"<html" not in answer.content
    draft.refresh_from_db()
    assert draft.is_placed


def test_without_a_script_the_last_button_leads_back_to_the_summary(
    browser: Client, draft: OrderDraft, confirmed: dict[str, str]
) -> None:
    assert browser.post(url(draft, "place"), confirmed).url == url(draft, "summary")
    assert b"<html" in browser.get(url(draft, "summary")).content
    assert browser.get(url(draft, "details")).url == url(draft, "summary")


def test_what_is_sent_holds_lines_from_one_on_and_no_permission_to_duplicate(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    line = draft.lines.first()
    assert line is not None
    line.entered = {"requested_price": "12.50", "notes": "fragile", "special_bid_number": "BID-9"}
    line.save()
    keys = confirm(
        browser, draft, customer_hold="on", takes_part="on", special_bid_number="BID-1", **END_USER
    )

    with eager_tasks():
        browser.post(url(draft, "place"), keys)

    body = sent(sandbox)
    assert [
        (x["customerLineNumber"], x["ingramPartNumber"], x["quantity"]) for x in body["lines"]
    ] == [
        ("1", PLAIN, 3),
        ("2", OTHER, 1),
    ]
    assert body["lines"][0]["unitPrice"] == 12.5
    assert body["lines"][0]["specialBidNumber"] == "BID-9"
    assert body["lines"][0]["notes"] == "fragile"
    assert body["specialBidNumber"] == "BID-1"
    assert body["endUserInfo"]["companyName"] == "Northwind Clinic"
    assert {a["attributeName"]: a["attributeValue"] for a in body["additionalAttributes"]} == {
        "allowOrderOnCustomerHold": "true",
        "allowPartialOrder": "true",
    }
    assert "quoteNumber" not in body


def test_the_order_is_found_and_tied_to_its_draft(
    browser: Client, sandbox: Any, draft: OrderDraft, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    with eager_tasks():
        browser.post(url(draft, "place"), confirmed)
    sandbox.advance(60)
    Submission.objects.update(next_step_at=timezone.now())

    submissions.reconcile(submission_id=Submission.objects.get().pk)

    submission = Submission.objects.get()
    assert submission.state == State.COMPLETED
    order = Order.objects.get()
    assert order.submission == submission
    assert order.quote_number == ""
    assert order.ingram_order_number in summary_of(browser, draft)


def test_an_order_on_hold_knows_when_it_is_voided(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    keys = confirm(browser, draft, customer_hold="on")
    with eager_tasks():
        browser.post(url(draft, "place"), keys)
    sandbox.advance(60)
    Submission.objects.update(next_step_at=timezone.now())

    submissions.reconcile(submission_id=Submission.objects.get().pk)

    assert Order.objects.get().is_on_customer_hold


def test_a_second_click_sends_nothing_more(
    browser: Client, sandbox: Any, draft: OrderDraft, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    with eager_tasks():
        browser.post(url(draft, "place"), confirmed)
        browser.post(url(draft, "place"), confirmed, **HTMX)

    assert Submission.objects.count() == 1
    assert sandbox.calls(f"POST {POST_V7}") == 1


def test_a_lost_answer_is_looked_up_and_found_by_its_lines(
    browser: Client, sandbox: Any, draft: OrderDraft, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    sandbox.lose_answer("POST", POST_V7)
    with eager_tasks():
        browser.post(url(draft, "place"), confirmed)
    submission = Submission.objects.get()
    assert submission.state == State.UNKNOWN
    sandbox.advance(60)

    Submission.objects.update(next_step_at=timezone.now())
    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert submission.message == ""
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


def test_a_refused_order_opens_the_form_again_with_all_that_was_typed(
    browser: Client, sandbox: Any, draft: OrderDraft, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    make_draft(draft.account, draft.actor, OTHER)  # another open one must survive
    sandbox.fault("status", "POST", POST_V7, status=400)
    with eager_tasks():
        browser.post(url(draft, "place"), confirmed)
    assert Submission.objects.get().state == State.REJECTED

    page = browser.get(url(draft, "details")).content.decode()

    assert "Nothing was ordered" in page
    assert 'value="PO-2026-001"' in page
    assert OrderDraft.objects.filter(is_placed=False).count() == 2
    with eager_tasks():
        browser.post(url(draft, "place"), keys_of(summary_of(browser, draft)))
    sandbox.advance(60)
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


BAD_INPUT = [
    ("customer_order_number", "", "Enter your purchase order number."),
    ("customer_order_number", "P" * 19, "Use at most 18 characters; these are 19."),
    ("end_customer_order_number", "E" * 19, "Use at most 18 characters"),
    ("special_bid_number", "B" * 37, "Use at most 36 characters"),
    ("vendor_authorization_number", "<b>", "Leave out the signs"),
    ("carrier_code", "C" * 11, "Use at most 10 characters"),
    ("shipping_instructions", "i" * 133, "Use at most 132 characters"),
    ("notes", "n" * 133, "Use at most 132 characters"),
    ("company_name", "", "Enter the company"),
    ("state", "Michigan", "as two letters"),
    ("requested_delivery_on", "2020-01-01", "Choose a day after today."),
    ("bill_to", "999", "Choose one of the bill-to addresses"),
    ("ship_to", "", "Choose where the goods go."),
    ("way", "", "Choose how the order is placed."),
    ("end_user-company_name", "", "Enter the end user"),
    ("end_user-postal_code", "", "Enter the postal code."),
]


@pytest.mark.parametrize(("field", "typed", "message"), BAD_INPUT)
def test_bad_input_gets_a_message_beside_its_field_and_stays(
    browser: Client, draft: OrderDraft, field: str, typed: str, message: str
) -> None:
    answer = browser.post(url(draft, "details"), header(**END_USER | {field: typed}))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert 'value="410 Shore Drive"' in page
    draft.refresh_from_db()
    assert draft.entered[field] == typed


def test_what_was_typed_stands_in_the_form_again(browser: Client, draft: OrderDraft) -> None:
    fill_in(browser, draft, back_orders="refuse", way="v6", customer_hold="on", **END_USER)

    page = browser.get(url(draft, "details")).content.decode()

    assert 'value="Northwind Clinic"' in page
    assert '<option value="refuse" selected>' in page
    held = re.search(r'<input[^>]*name="customer_hold"[^>]*>', page)
    assert held is not None
    assert "checked" in held[0]


def test_the_form_begins_with_the_way_of_the_account(
    browser: Client, account: CustomerAccount, draft: OrderDraft
) -> None:
    account.order_way = "v6"
    account.save()

    page = browser.get(url(draft, "details")).content.decode()

    assert 'value="v6" required id="id_way_1" checked' in page


def test_a_warranty_makes_the_order_immediate(browser: Client, draft: OrderDraft) -> None:
    hardware, warranty = draft.lines.all()
    warranty.entered = {"warranty_for": str(hardware.pk)}
    warranty.save()

    page = browser.get(url(draft, "details")).content.decode()
    refused = browser.post(url(draft, "details"), header(way="v7"))

    assert "can only be ordered immediately" in page
    assert 'value="v7"' not in page
    assert refused.status_code == 422


def test_the_summary_shows_what_is_said_of_each_line(browser: Client, draft: OrderDraft) -> None:
    hardware, warranty = draft.lines.all()
    hardware.entered = {"requested_price": "12.50", "warehouse_id": "20", "notes": "fragile"}
    hardware.save()
    warranty.entered = {"warranty_for": str(hardware.pk)}
    warranty.save()
    fill_in(browser, draft, way="v6")

    page = summary_of(browser, draft)

    assert "Requested" in page
    assert "12.50" in page
    assert "From warehouse 20" in page
    assert "fragile" in page
    assert "A warranty for line 1" in page


def test_a_number_is_checked_while_it_is_typed(
    browser: Client, sandbox: Any, account: CustomerAccount, draft: OrderDraft
) -> None:
    order = make_order(account, customer_order_number="PO-USED")

    used = browser.get(url(draft, "number"), {"customer_order_number": " po-used "}, **HTMX)
    free = browser.get(url(draft, "number"), {"customer_order_number": "PO-NEW"}, **HTMX)

    assert order.get_absolute_url() in used.content.decode()
    assert "Not used yet." in free.content.decode()
    assert sandbox.state()["calls"] == {}


def test_a_number_used_between_summary_and_button_is_refused_on_the_summary(
    browser: Client, account: CustomerAccount, draft: OrderDraft, confirmed: dict[str, str]
) -> None:
    make_order(account, customer_order_number="po-2026-001")

    answer = browser.post(url(draft, "place"), confirmed, **HTMX)

    assert answer.status_code == 422
    assert "was used before" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_form_that_changed_in_another_tab_is_not_ordered_as_it_was(
    browser: Client, draft: OrderDraft, confirmed: dict[str, str]
) -> None:
    fill_in(browser, draft, notes="ring twice")

    answer = browser.post(url(draft, "place"), confirmed, **HTMX)

    assert answer.status_code == 422
    assert "have changed since this summary" in answer.content.decode()
    assert not Submission.objects.exists()


def test_lines_that_changed_in_another_tab_are_not_ordered_as_they_were(
    browser: Client, draft: OrderDraft, confirmed: dict[str, str]
) -> None:
    draft.lines.filter(part_number=PLAIN).update(quantity_text="99")

    answer = browser.post(url(draft, "place"), confirmed, **HTMX)

    assert answer.status_code == 422
    assert not Submission.objects.exists()


def test_a_long_address_line_is_warned_of(browser: Client, draft: OrderDraft) -> None:
    fill_in(browser, draft, address_line_1="4100 Very Long Shore Drive North, Building Nine")

    assert "a label may cut it" in summary_of(browser, draft)


def test_an_outsider_finds_no_draft(outsider: User, signed_in: Any, draft: OrderDraft) -> None:
    stranger = signed_in(outsider)

    for step in ("details", "summary", "freight", "number"):
        assert stranger.get(url(draft, step)).status_code == 404
    assert stranger.post(url(draft, "details"), header()).status_code == 404
    assert stranger.post(url(draft, "place"), {}).status_code == 404
    assert stranger.post(url(draft, "freight"), {"choice": "split:UG"}).status_code == 404
    draft.refresh_from_db()
    assert draft.entered == {}


def test_a_viewer_may_not_order(viewer: User, signed_in: Any, draft: OrderDraft) -> None:
    browser = signed_in(viewer)

    for step in ("details", "summary", "freight"):
        assert browser.get(url(draft, step)).status_code == 403
    assert browser.post(url(draft, "details"), header()).status_code == 403
    assert browser.post(url(draft, "place"), {}).status_code == 403


def test_a_summary_without_a_good_form_leads_to_its_mistakes(
    browser: Client, draft: OrderDraft
) -> None:
    assert browser.get(url(draft, "summary")).url == url(draft, "details")
    browser.post(url(draft, "details"), header(city=""))

    page = browser.get(url(draft, "summary"), follow=True).content.decode()

    assert "Enter the city." in page


# --- Found again by its lines ----------------------------------------------------------------


@pytest.fixture
def unknown(
    browser: Client, sandbox: Any, draft: OrderDraft, confirmed: dict[str, str], eager_tasks: Any
) -> Submission:
    """Its request never arrived, and the answer never came."""
    sandbox.lose_answer("POST", POST_V7)
    with eager_tasks():
        browser.post(url(draft, "place"), confirmed)
    sandbox.advance(60)
    return Submission.objects.get()


def looked_up_again(submission: Submission) -> Submission:
    Submission.objects.update(next_step_at=timezone.now())
    submissions.reconcile(submission_id=submission.pk)
    submission.refresh_from_db()
    return submission


def test_an_order_of_other_lines_with_the_same_number_calls_a_person(unknown: Submission) -> None:
    unknown.body["lines"][0]["ingramPartNumber"] = part().part_number
    unknown.save()

    found = looked_up_again(unknown)

    assert found.state == State.NEEDS_ATTENTION
    assert "lines that were not sent" in found.message


def test_an_order_of_more_pieces_than_were_sent_calls_a_person(unknown: Submission) -> None:
    unknown.body["lines"][0]["quantity"] = 2
    unknown.save()

    assert looked_up_again(unknown).state == State.NEEDS_ATTENTION


def test_an_order_that_lacks_a_line_is_ours_and_says_what_is_missing(unknown: Submission) -> None:
    unknown.body["lines"][0]["quantity"] = 5
    unknown.save()

    found = looked_up_again(unknown)

    assert found.state == State.COMPLETED
    assert found.message == f"Not all of it was ordered. Missing: 2 of {PLAIN}."


# --- One number, two ways --------------------------------------------------------------------


def test_the_same_number_is_not_taken_by_the_other_way(
    browser: Client, account: CustomerAccount, buyer: User, bill_to: Address, draft: OrderDraft
) -> None:
    other = make_draft(account, buyer, OTHER)
    keys = confirm(browser, draft, way="v7")
    others_keys = confirm(browser, other, way="v6", customer_order_number="po-2026-001")
    browser.post(url(draft, "place"), keys)

    answer = browser.post(url(other, "place"), others_keys, **HTMX)

    assert answer.status_code == 422
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_ways_at_the_same_moment_leave_one_order(
    account: CustomerAccount, buyer: User, bill_to: Address, signed_in: Any, monkeypatch: Any
) -> None:
    """Not even when both have looked for an earlier use before either is written."""
    drafts = {way: make_draft(account, buyer, PLAIN) for way in ("v7", "v6")}
    keys = {way: confirm(signed_in(buyer), drafts[way], way=way) for way in drafts}
    monkeypatch.setattr(services.place, "check_purchase_order_number", lambda **_: None)

    def click(way: str) -> int:
        try:
            return int(signed_in(buyer).post(url(drafts[way], "place"), keys[way]).status_code)
        finally:
            database.close()

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(click, drafts))

    assert sorted(answers) == [302, 422]
    assert Submission.objects.count() == 1
    assert OrderDraft.objects.filter(is_placed=True).count() == 1
