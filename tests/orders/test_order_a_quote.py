from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.orders.models import Order, OrderDraft
from apps.orders.services import take_order_hint
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.orders.things import (
    EXAMPLE_QUOTE,
    FORM,
    PLACE,
    SUMMARY,
    filled_in,
    make_order,
    summary_keys,
)

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def confirmed(browser: Client, quote: Quote) -> dict[str, str]:
    """The form is filled in; what the last button will post."""
    browser.get(FORM)
    assert browser.post(FORM, filled_in()).url == SUMMARY
    return summary_keys(browser)


def sent_body(sandbox: Any) -> dict[str, Any]:
    calls = [c for c in sandbox.requests() if c["path"] == "/resellers/v7/orders"]
    body = calls[-1]["body"]
    return dict(json.loads(body) if isinstance(body, str) else body)


def test_the_form_is_built_from_what_the_vendor_demands(browser: Client, quote: Quote) -> None:
    page = browser.get(FORM).content.decode()

    assert "Authorization Number" in page
    assert "Reseller company name" in page
    assert "ResellerCompanyName" in page
    assert "Reseller contact email" in page
    assert "ABC1234" not in page
    assert 'name="line-1-0"' in page
    assert 'name="line-1-1"' not in page


def test_a_filled_in_form_leads_to_a_summary_of_what_will_be_ordered(
    browser: Client, quote: Quote, confirmed: dict[str, str]
) -> None:
    page = browser.get(SUMMARY).content.decode()

    assert "Order 2 lines, 4,947.10 USD" in page
    assert "PO-2026-001" in page
    assert "AUTH-77" in page
    assert "410 Shore Drive" in page
    assert "Flint, MI 48502" in page
    assert "Local sandbox" in page


def test_the_last_button_queues_one_order_and_shows_it_in_flight(
    browser: Client, confirmed: dict[str, str]
) -> None:
    answer = browser.post(PLACE, confirmed, **HTMX)

    submission = Submission.objects.get()
    assert submission.business_key == "PO-2026-001"
    assert submission.state == State.QUEUED
    assert answer.status_code == 200
    assert f'id="submission-{submission.pk}"'.encode() in answer.content
    assert b"<html" not in answer.content


def test_without_a_script_the_last_button_leads_back_to_the_summary(
    browser: Client, confirmed: dict[str, str]
) -> None:
    assert browser.post(PLACE, confirmed).url == SUMMARY
    assert b"<html" in browser.get(SUMMARY).content
    assert browser.get(FORM).url == SUMMARY


def test_what_is_sent_holds_the_quote_its_demands_and_no_permission_to_duplicate(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    with eager_tasks():
        browser.post(PLACE, confirmed)

    body = sent_body(sandbox)
    assert body["quoteNumber"] == EXAMPLE_QUOTE
    assert body["billToAddressId"] == "000"
    assert body["shipToInfo"] == {
        "companyName": "Lakeside Medical Group",
        "contact": "Lakeside Medical Group",
        "addressLine1": "410 Shore Drive",
        "city": "Flint",
        "state": "MI",
        "postalCode": "48502",
        "countryCode": "US",
        "phoneNumber": "18105550144",
    }
    assert {"attributeName": "VEND_AUTH_NBR_FLG", "attributeValue": "AUTH-77"} in body[
        "vmfAdditionalAttributes"
    ]
    assert [line["customerLineNumber"] for line in body["lines"]] == ["11", "12"]
    assert "allowDuplicate" not in json.dumps(body)


def test_a_stored_address_goes_by_its_id(
    browser: Client, sandbox: Any, quote: Quote, ship_to: Any, eager_tasks: Any
) -> None:
    browser.get(FORM)
    browser.post(FORM, filled_in(ship_to=str(ship_to.pk), state="rubbish", company_name="<b>"))

    with eager_tasks():
        browser.post(PLACE, summary_keys(browser))

    assert sent_body(sandbox)["shipToInfo"] == {"addressId": "200"}


def test_the_order_number_comes_back_and_is_tied_to_submission_and_quote(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    with eager_tasks():
        browser.post(PLACE, confirmed)
    sandbox.advance(60)
    submission = Submission.objects.get()
    Submission.objects.update(next_step_at=timezone.now())

    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    order = Order.objects.get()
    assert submission.state == State.COMPLETED
    assert submission.result_number == order.ingram_order_number
    assert order.submission == submission
    assert order.quote_number == EXAMPLE_QUOTE
    assert order.lines.count() == 2
    assert order.ingram_order_number in browser.get(SUMMARY).content.decode()


def test_a_double_click_a_reload_and_a_second_tab_leave_one_order(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    second_tab = summary_keys(browser)

    with eager_tasks():
        browser.post(PLACE, confirmed)
        browser.post(PLACE, confirmed, **HTMX)
        browser.post(PLACE, second_tab)

    sandbox.advance(60)
    assert second_tab == confirmed
    assert Submission.objects.count() == 1
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


def test_a_lost_answer_leaves_exactly_one_order(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    sandbox.lose_answer("POST", "/resellers/v7/orders")
    with eager_tasks():
        browser.post(PLACE, confirmed)
    submission = Submission.objects.get()
    assert submission.state == State.UNKNOWN
    sandbox.advance(60)

    Submission.objects.update(next_step_at=timezone.now())
    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


def test_an_order_that_shows_up_after_its_resend_was_refused_is_not_called_rejected(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any, settings: Any
) -> None:
    settings.SUBMISSIONS = {"absences": 1, "settling": 0, "look_up_first": 0}
    sandbox.control(timings={"order_created": 3600})
    sandbox.lose_answer("POST", "/resellers/v7/orders")
    with eager_tasks():
        browser.post(PLACE, confirmed)
    submission = Submission.objects.get()

    submissions.reconcile(submission_id=submission.pk)
    submissions.send(submission_id=submission.pk)  # the PO number is in use: by the first one
    submission.refresh_from_db()
    refused = submission.state
    sandbox.advance(3600)
    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert refused == State.UNKNOWN
    assert submission.state == State.COMPLETED
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


def test_two_colleagues_cannot_order_the_same_quote(
    browser: Client, signed_in: Any, colleague: User, quote: Quote, confirmed: dict[str, str]
) -> None:
    other = signed_in(colleague)
    other.get(FORM)
    other.post(FORM, filled_in(customer_order_number="PO-OTHER"))
    others_keys = summary_keys(other)
    browser.post(PLACE, confirmed)

    answer = other.post(PLACE, others_keys, follow=True)

    assert Submission.objects.count() == 1
    assert b"PO-2026-001" in answer.content


def test_a_refused_order_opens_the_form_again_with_all_that_was_typed(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any
) -> None:
    sandbox.fault("status", "POST", "/resellers/v7/orders", status=400)
    with eager_tasks():
        browser.post(PLACE, confirmed)
    assert Submission.objects.get().state == State.REJECTED

    page = browser.get(FORM).content.decode()

    assert "Nothing was ordered" in page
    assert 'value="PO-2026-001"' in page
    assert 'value="AUTH-77"' in page
    with eager_tasks():
        browser.post(FORM, filled_in())
        browser.post(PLACE, summary_keys(browser))
    sandbox.advance(60)
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


def test_a_quote_may_be_ordered_on_hold_with_a_carrier_and_instructions(
    browser: Client, quote: Quote, sandbox: Any, eager_tasks: Any
) -> None:
    browser.get(FORM)
    wishes = {
        "customer_hold": "on",
        "carrier_code": "ug",
        "freight_account_number": "000123",
        "shipping_instructions": "Ring twice",
    }
    browser.post(FORM, filled_in(**wishes))
    page = browser.get(SUMMARY).content.decode()

    with eager_tasks():
        browser.post(PLACE, summary_keys(browser))

    assert "voided after 24 hours" in page
    body = sent_body(sandbox)
    assert body["shipmentDetails"] == {
        "carrierCode": "UG",
        "freightAccountNumber": "000123",
        "shippingInstructions": "Ring twice",
    }
    assert body["additionalAttributes"] == [
        {"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}
    ]


BAD_INPUT = [
    ("customer_order_number", "", "Enter your purchase order number."),
    ("customer_order_number", "P" * 19, "Use at most 18 characters; these are 19."),
    ("customer_order_number", "<b>PO</b>", "Leave out the signs"),
    ("customer_order_number", "PO-\u00e9", "Use letters A to Z"),
    ("end_customer_order_number", "E" * 19, "Use at most 18 characters"),
    ("header-0", "", "The vendor demands this: enter Authorization Number."),
    ("line-1-0", "<script>alert(1)</script>", "Leave out the signs"),
    ("company_name", "", "Enter the company"),
    ("company_name", "C" * 41, "Use at most 40 characters"),
    ("state", "Michigan", "as two letters"),
    ("state", "", "two letters"),
    ("country_code", "USA", "Use at most 2 characters"),
    ("phone_number", "call me", "digits"),
    ("email", "nobody", "Enter an e-mail address"),
    ("postal_code", "", "Enter the postal code."),
    ("requested_delivery_on", "2020-01-01", "Choose a day after today."),
    ("requested_delivery_on", "soon", "Enter a date"),
    ("bill_to", "999", "Choose one of the bill-to addresses"),
    ("ship_to", "", "Choose where the goods go."),
    ("ship_to", "999999", "Choose one of the ship-to addresses"),
    ("notes", "n" * 133, "Use at most 132 characters"),
]


@pytest.mark.parametrize(("field", "typed", "message"), BAD_INPUT)
def test_bad_input_gets_a_message_beside_its_field_and_stays(
    browser: Client, quote: Quote, field: str, typed: str, message: str
) -> None:
    answer = browser.post(FORM, filled_in(**{field: typed}))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert message in page
    assert 'value="AUTH-77"' in page or field == "header-0"
    assert "<script>alert" not in page
    assert OrderDraft.objects.get().entered[field] == typed
    assert not Submission.objects.exists()


@pytest.mark.parametrize("typed", ["PO-USED", "po-used", "  Po-Used "])
def test_a_purchase_order_number_used_before_names_the_earlier_order(
    browser: Client, quote: Quote, account: CustomerAccount, typed: str
) -> None:
    earlier = make_order(account, customer_order_number="Po-UsEd")

    answer = browser.post(FORM, filled_in(customer_order_number=typed))

    assert answer.status_code == 422
    assert f"order {earlier.ingram_order_number}" in answer.content.decode()


def test_a_purchase_order_number_is_checked_while_it_is_typed(
    browser: Client, quote: Quote, account: CustomerAccount
) -> None:
    make_order(account, customer_order_number="PO-USED")
    page = browser.get(FORM).content.decode()
    found = re.search(r'hx-get="(/orders/drafts/\d+/number/)"', page)
    assert found is not None

    answer = browser.get(found[1], {"customer_order_number": "po-used"}, **HTMX)

    assert "was used before" in answer.content.decode()


def test_a_number_used_between_summary_and_button_is_refused_on_the_summary(
    browser: Client, account: CustomerAccount, confirmed: dict[str, str]
) -> None:
    make_order(account, customer_order_number="po-2026-001")

    answer = browser.post(PLACE, confirmed, **HTMX)

    assert answer.status_code == 422
    assert "was used before" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_quote_that_changed_since_the_summary_is_not_ordered(
    browser: Client, quote: Quote, confirmed: dict[str, str]
) -> None:
    quote.lines.update(quantity=99)

    answer = browser.post(PLACE, confirmed, **HTMX)

    assert answer.status_code == 422
    assert "has changed since this summary" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_form_that_changed_in_another_tab_is_not_ordered_as_it_was(
    browser: Client, confirmed: dict[str, str]
) -> None:
    browser.post(FORM, filled_in(notes="ring twice"))

    answer = browser.post(PLACE, confirmed, **HTMX)

    assert answer.status_code == 422
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"expires_on": "2020-01-01"}, "expired on 1 January 2020"),
        ({"status": QuoteStatus.ORDERED}, "was ordered already"),
        ({"status": QuoteStatus.CLOSED}, "cannot be ordered"),
    ],
)
def test_a_quote_that_cannot_be_ordered_says_why(
    browser: Client, quote: Quote, changes: dict[str, Any], words: str
) -> None:
    Quote.objects.update(**changes)

    answer = browser.get(FORM)

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert b"customer_order_number" not in answer.content


def test_a_quote_that_became_an_order_leads_to_it(
    browser: Client, quote: Quote, account: CustomerAccount
) -> None:
    order = make_order(account, quote_number=EXAMPLE_QUOTE)

    assert order.get_absolute_url() in browser.get(FORM).content.decode()


def test_an_outsider_finds_no_quote_to_order(outsider: User, signed_in: Any, quote: Quote) -> None:
    browser = signed_in(outsider)

    assert browser.get(FORM).status_code == 404
    assert browser.post(FORM, filled_in()).status_code == 404
    assert browser.get(SUMMARY).status_code == 404
    assert browser.post(PLACE, {}).status_code == 404
    assert not OrderDraft.objects.exists()


def test_a_viewer_may_not_order(viewer: User, signed_in: Any, quote: Quote) -> None:
    browser = signed_in(viewer)

    assert browser.get(FORM).status_code == 403
    assert browser.post(PLACE, {}).status_code == 403


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "html_maintenance"},
        {"kind": "cut_json"},
        {"kind": "rate_limited"},
        {"kind": "lose_answer"},
        {"kind": "latency", "seconds": 1},
    ],
)
def test_upstream_trouble_while_validating_is_told_and_loses_nothing(
    browser: Client, sandbox: Any, quote: Quote, fault: dict[str, Any], impatient: None
) -> None:
    browser.get(FORM)
    OrderDraft.objects.update(validated_at=None)
    sandbox.fault(fault.pop("kind"), "GET", "/resellers/v6/q2o/validatequote", times=None, **fault)

    answer = browser.post(FORM, filled_in())

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Nothing was ordered" in page
    assert "Correlation id" in page
    sandbox.control(faults=[])
    assert 'value="PO-2026-001"' in browser.get(FORM).content.decode()


def test_a_token_that_ended_is_renewed_once(browser: Client, sandbox: Any, quote: Quote) -> None:
    sandbox.control(revoke_tokens=True)

    assert "Purchase order number" in browser.get(FORM).content.decode()


# --- Webhooks --------------------------------------------------------------------------------


@pytest.fixture
def accepted(
    browser: Client, sandbox: Any, confirmed: dict[str, str], eager_tasks: Any
) -> Submission:
    """Taken by the distributor, and made only when a test moves the clock."""
    sandbox.control(timings={"order_created": 30})
    with eager_tasks():
        browser.post(PLACE, confirmed)
    submission = Submission.objects.get()
    assert submission.state == State.ACCEPTED
    return submission


def created_number(sandbox: Any) -> str:
    sandbox.advance(60)
    return str(sandbox.state()["orders"]["PO-2026-001"][0])


def test_a_hint_completes_the_submission_from_what_the_api_says(
    sandbox: Any, accepted: Submission, account: CustomerAccount
) -> None:
    number = created_number(sandbox)

    take_order_hint(
        connection=account.connection,
        ingram_order_numbers=[number],
        customer_order_number="po-2026-001",
    )

    accepted.refresh_from_db()
    assert accepted.state == State.COMPLETED
    assert accepted.result_number == number
    assert Order.objects.get().submission == accepted


def test_a_hint_that_names_a_strangers_order_completes_nothing(
    sandbox: Any, accepted: Submission, account: CustomerAccount
) -> None:
    take_order_hint(
        connection=account.connection,
        ingram_order_numbers=["20-RD3QV"],
        customer_order_number="PO-2026-001",
    )

    accepted.refresh_from_db()
    assert accepted.state == State.ACCEPTED
    assert Order.objects.get().ingram_order_number == "20-RD3QV"


def test_a_hint_without_number_is_looked_up(
    sandbox: Any, accepted: Submission, account: CustomerAccount
) -> None:
    number = created_number(sandbox)

    take_order_hint(
        connection=account.connection, ingram_order_numbers=[], customer_order_number="PO-2026-001"
    )

    accepted.refresh_from_db()
    assert accepted.result_number == number


def test_a_reported_failure_is_verified_and_left_to_a_person(
    accepted: Submission, account: CustomerAccount
) -> None:
    take_order_hint(
        connection=account.connection,
        ingram_order_numbers=[],
        customer_order_number="PO-2026-001",
        failure="Vendor mandatory fields are missing",
    )

    accepted.refresh_from_db()
    assert accepted.state == State.NEEDS_ATTENTION
    assert "reported that the order failed: Vendor mandatory fields are missing" in accepted.message


def test_a_reported_failure_of_an_order_that_exists_is_not_believed(
    sandbox: Any, accepted: Submission, account: CustomerAccount
) -> None:
    created_number(sandbox)

    take_order_hint(
        connection=account.connection,
        ingram_order_numbers=[],
        customer_order_number="PO-2026-001",
        failure="It failed",
    )

    accepted.refresh_from_db()
    assert accepted.state == State.COMPLETED


def test_an_unknown_order_is_mirrored_for_the_account_that_has_it(
    sandbox: Any, account: CustomerAccount, other_account: CustomerAccount
) -> None:
    take_order_hint(connection=account.connection, ingram_order_numbers=["20-RD3QV", "20-XXXXX"])

    assert Order.objects.get().account == account


def test_a_part_of_a_split_order_that_is_told_later_is_tied_to_the_same_submission(
    sandbox: Any, accepted: Submission, account: CustomerAccount
) -> None:
    number = created_number(sandbox)
    submissions.complete(submission=accepted, result_number="20-FIRST")

    take_order_hint(connection=account.connection, ingram_order_numbers=[number])

    order = Order.objects.get()
    assert (order.submission, order.quote_number) == (accepted, EXAMPLE_QUOTE)
