"""An order that is made at once (v6): its answer, its refusals, and what a webhook knows less."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.choices import EnvironmentChoice
from apps.connections.models import Address, Connection
from apps.orders.models import Order, OrderDraft
from apps.orders.services import take_order_hint
from apps.submissions import registry
from apps.submissions import services as submissions
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.maintenance import Region, Window
from apps.submissions.models import Submission
from tests.orders.own_orders import (
    OTHER,
    PLAIN,
    confirm,
    looked_up,
    make_draft,
    part,
    sent,
    summary_of,
    url,
)

POST_V6 = "/resellers/v6/orders"


@pytest.fixture
def draft(account: CustomerAccount, buyer: User, bill_to: Address) -> OrderDraft:
    return make_draft(account, buyer, (PLAIN, 3), OTHER)


def place(browser: Client, draft: OrderDraft, eager_tasks: Any, **changes: str) -> Submission:
    keys = confirm(browser, draft, **{"way": "v6"} | changes)
    with eager_tasks():
        assert browser.post(url(draft, "place"), keys).status_code == 302
    return Submission.objects.get(form_key=keys["form_key"])


def test_an_order_is_made_while_one_waits(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    submission = place(browser, draft, eager_tasks)

    (number,) = sandbox.state()["orders"]["PO-2026-001"]
    assert (submission.kind, submission.state) == ("order.create_v6", State.COMPLETED)
    assert submission.result_number == number
    assert submission.message == ""
    order = Order.objects.get()
    assert order.submission == submission
    assert order.details_at is not None
    assert order.lines.count() == 2
    assert order.get_absolute_url() in summary_of(browser, draft)


def test_what_is_sent_is_the_v6_body(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    hardware, warranty = draft.lines.all()
    warranty.entered = {"warranty_for": str(hardware.pk), "warehouse_id": "20"}
    warranty.save()

    place(
        browser,
        draft,
        eager_tasks,
        vendor_authorization_number="AUTH-1",
        requested_delivery_on="2031-02-03",
        signature_required="on",
        back_orders="refuse",
        freight_account_number="000123",
    )

    body = sent(sandbox, "v6")
    assert body["vmf"] == {"vendAuthNumber": "AUTH-1"}
    assert body["acceptBackOrder"] is False
    assert body["shipmentDetails"] == {
        "requestedDeliveryDate": "2031-02-03",
        "signatureRequired": True,
        "freightAccountNumber": "000123",
    }
    assert body["lines"][0]["warrantyInfo"] == [{"warrantyLineLink": "2"}]
    assert body["lines"][1]["warrantyInfo"] == [{"hardwareLineLink": "1"}]
    assert body["lines"][1]["additionalAttributes"] == [
        {"attributeName": "shipFromWarehouseId", "attributeValue": "20"}
    ]
    assert "additionalAttributes" not in body


def test_an_order_is_in_the_list_before_its_details_were_read(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    sandbox.fault("status", "GET", "/resellers/v6.1/orders/*", times=None, status=404)

    submission = place(browser, draft, eager_tasks)

    order = Order.objects.get()
    assert submission.state == State.COMPLETED
    assert (order.customer_order_number, order.details_at) == ("PO-2026-001", None)
    assert order.ingram_order_number in browser.get("/orders/?q=po-2026-001").content.decode()
    assert browser.get(order.get_absolute_url()).status_code == 200


def test_a_split_order_brings_all_its_numbers(
    browser: Client,
    sandbox: Any,
    account: CustomerAccount,
    buyer: User,
    bill_to: Address,
    eager_tasks: Any,
) -> None:
    direct = part(is_direct_ship=True)
    draft = make_draft(account, buyer, PLAIN, direct.part_number)

    submission = place(browser, draft, eager_tasks)

    numbers = sorted(sandbox.state()["orders"]["PO-2026-001"])
    assert len(numbers) == 2
    assert sorted(submission.result_number.split(", ")) == numbers
    assert Order.objects.filter(submission=submission).count() == 2
    assert "the distributor split it" in summary_of(browser, draft)


def test_an_order_on_hold_knows_when_it_is_voided(
    browser: Client, draft: OrderDraft, eager_tasks: Any
) -> None:
    place(browser, draft, eager_tasks, customer_hold="on")

    assert Order.objects.get().is_on_customer_hold


def test_the_hold_runs_from_the_request_that_made_the_order(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    keys = confirm(browser, draft, way="v6", customer_hold="on")
    browser.post(url(draft, "place"), keys)
    submission = Submission.objects.get()
    now = timezone.now()
    for hours, outcome in ((40, Outcome.UNKNOWN), (30, Outcome.NOT_SENT)):
        earlier = now - timedelta(hours=hours)
        submission.attempts.create(
            kind=AttemptKind.SEND, outcome=outcome, started_at=earlier, finished_at=earlier
        )

    with eager_tasks():
        submissions.send(submission_id=submission.pk)

    order = Order.objects.get()
    assert order.is_on_customer_hold
    assert order.hold_ends_at >= now + timedelta(hours=24)


@pytest.fixture
def doomed(account: CustomerAccount, buyer: User, bill_to: Address, sandbox: Any) -> OrderDraft:
    """Its second part was sold to the account when it was checked, and is no longer."""
    return make_draft(account, buyer, (PLAIN, 3), OTHER)


def refuse_second_line(draft: OrderDraft) -> None:
    """As if the catalogue had lost the part between the summary and the button."""
    submission = Submission.objects.get(order_drafts=draft)
    submission.body["lines"][1]["ingramPartNumber"] = "ZZZZ99"
    submission.save()


def test_refused_lines_are_told_on_the_submission_and_on_the_order(
    browser: Client, sandbox: Any, doomed: OrderDraft
) -> None:
    keys = confirm(browser, doomed, way="v6", takes_part="on")
    browser.post(url(doomed, "place"), keys)
    refuse_second_line(doomed)
    submission = Submission.objects.get()

    submissions.send(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert "Not all of it was ordered. Left out: line 2, ZZZZ99:" in submission.message
    order = Order.objects.get()
    for address in (submission.get_absolute_url(), order.get_absolute_url()):
        assert "Left out: line 2, ZZZZ99" in browser.get(address).content.decode()


def test_an_order_of_refused_lines_only_is_refused_line_by_line(
    browser: Client, sandbox: Any, doomed: OrderDraft
) -> None:
    keys = confirm(browser, doomed, way="v6")
    browser.post(url(doomed, "place"), keys)
    refuse_second_line(doomed)
    submission = Submission.objects.get()

    submissions.send(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.REJECTED
    assert [error["value"] for error in submission.field_errors] == ["ZZZZ99"]
    assert sandbox.orders(customer_order_number="PO-2026-001") == 0
    doomed.refresh_from_db()
    assert not doomed.is_placed


@pytest.mark.parametrize("fault", ["lose_answer", "status"])
def test_a_lost_answer_is_looked_up_and_never_sent_again(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any, fault: str
) -> None:
    """A 500 of the maintenance window is no refusal either (field notes 3)."""
    keys = confirm(browser, draft, way="v6", customer_hold="on")
    if fault == "status":
        sandbox.fault("status", "POST", POST_V6, status=500)
    else:
        sandbox.lose_answer("POST", POST_V6)
    with eager_tasks():
        browser.post(url(draft, "place"), keys)
    submission = Submission.objects.get()
    assert submission.state == State.UNKNOWN

    Submission.objects.update(next_step_at=timezone.now())
    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    made = sandbox.orders(customer_order_number="PO-2026-001")
    if made:
        assert submission.state == State.COMPLETED
        assert Order.objects.get().is_on_customer_hold
    else:
        assert submission.state == State.RECONCILING
    assert sandbox.calls(f"POST {POST_V6}") == 1
    assert made == (1 if fault == "lose_answer" else 0)


def test_proof_of_absence_lets_it_be_sent_again_once(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any, settings: Any
) -> None:
    settings.SUBMISSIONS = {"absences": 2, "settling": 0, "look_up_first": 0}
    sandbox.fault("status", "POST", POST_V6, status=500)
    submission = place(browser, draft, eager_tasks)

    for _ in range(2):
        Submission.objects.update(next_step_at=timezone.now())
        submissions.reconcile(submission_id=submission.pk)
    submissions.send(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert sandbox.orders(customer_order_number="PO-2026-001") == 1


def test_a_second_click_sends_nothing_more(
    browser: Client, sandbox: Any, draft: OrderDraft, eager_tasks: Any
) -> None:
    keys = confirm(browser, draft, way="v6")
    with eager_tasks():
        browser.post(url(draft, "place"), keys)
        browser.post(url(draft, "place"), keys)

    assert Submission.objects.count() == 1
    assert sandbox.calls(f"POST {POST_V6}") == 1


def test_an_immediate_order_in_the_maintenance_window_is_warned_of(
    browser: Client, account: CustomerAccount, draft: OrderDraft, settings: Any
) -> None:
    always = Window(weekdays=frozenset(range(7)), start=time(0), hours=24)
    settings.MAINTENANCE_WINDOWS = (
        Region(countries=frozenset({"US"}), utc_offset=timedelta(0), windows=(always,)),
    )
    Connection.objects.update(environment=EnvironmentChoice.DISTRIBUTOR_SANDBOX)
    confirm(browser, draft, way="v7")
    queued = summary_of(browser, draft)
    confirm(browser, draft, way="v6")

    immediate = summary_of(browser, draft)

    assert "closed for maintenance" in immediate
    assert "closed for maintenance" not in queued


# --- Webhooks --------------------------------------------------------------------------------


def test_a_webhook_before_the_answer_does_not_lose_what_the_answer_knows(
    browser: Client,
    sandbox: Any,
    account: CustomerAccount,
    buyer: User,
    bill_to: Address,
    monkeypatch: Any,
) -> None:
    """The event names one order of a split; the answer, which comes later, names both."""
    direct = part(is_direct_ship=True)
    draft = make_draft(account, buyer, PLAIN, direct.part_number, OTHER)
    keys = confirm(browser, draft, way="v6", takes_part="on")
    browser.post(url(draft, "place"), keys)
    submission = Submission.objects.get()
    submission.body["lines"][2]["ingramPartNumber"] = "ZZZZ99"
    submission.save()
    kind = registry.kind(submission.kind)

    def send(*args: Any) -> Any:
        answer = kind.send(*args)
        first = answer.result_number.split(", ")[0]
        take_order_hint(connection=account.connection, ingram_order_numbers=[first])
        assert Submission.objects.get().state == State.COMPLETED
        return answer

    monkeypatch.setitem(registry._kinds, kind.code, replace(kind, send=send))
    submissions.send(submission_id=submission.pk)

    submission.refresh_from_db()
    numbers = submission.result_number.split(", ")
    assert len(numbers) == 2
    assert "Left out: line 3, ZZZZ99" in submission.message
    assert Order.objects.filter(submission=submission).count() == 2


def test_the_second_part_of_a_split_that_is_told_later_joins_the_first(
    browser: Client,
    sandbox: Any,
    account: CustomerAccount,
    buyer: User,
    bill_to: Address,
) -> None:
    direct = part(is_direct_ship=True)
    draft = make_draft(account, buyer, PLAIN, direct.part_number)
    keys = confirm(browser, draft, way="v6")
    sandbox.lose_answer("POST", POST_V6)
    browser.post(url(draft, "place"), keys)
    submission = Submission.objects.get()
    submissions.send(submission_id=submission.pk)
    first, second = sandbox.state()["orders"]["PO-2026-001"]

    take_order_hint(connection=account.connection, ingram_order_numbers=[first])
    submission.refresh_from_db()
    after_first = submission.message
    take_order_hint(connection=account.connection, ingram_order_numbers=[second])

    submission.refresh_from_db()
    assert "Not all of it was ordered. Missing: 1 of" in after_first
    assert submission.message == ""
    assert sorted(submission.result_number.split(", ")) == sorted([first, second])


def test_a_draft_with_figures_of_its_own_is_sent_by_the_distributors_part_numbers(
    browser: Client,
    sandbox: Any,
    account: CustomerAccount,
    buyer: User,
    bill_to: Address,
    eager_tasks: Any,
) -> None:
    product = part()
    draft = make_draft(account, buyer, product.vendor_part_number)
    looked_up(draft, ingram_part_number=product.part_number, available=500)
    keys = confirm(browser, draft, way="v6")

    with eager_tasks():
        browser.post(url(draft, "place"), keys | {"has_seen_changes": "on"})

    assert sent(sandbox, "v6")["lines"][0]["ingramPartNumber"] == product.part_number
