"""The start page: what needs somebody today, from the mirror alone."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceStatus
from apps.orders.choices import RELEASE_ORDER, OrderStatus
from apps.orders.models import Order
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import PriceApproval
from apps.returns.choices import CaseStatus
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.sync.models import SyncState
from apps.sync.registry import resources
from sandbox.testing import SandboxServer
from tests.conftest import SignedIn
from tests.invoices.things import make_invoice
from tests.invoices.things import make_line as make_invoice_line
from tests.orders.things import make_order
from tests.quotes.factories import make_draft, make_quote
from tests.returns.things import make_case

_numbers = count(1)
#: What waits, as a manager reads it: two of each kind.
KINDS = (
    "Submissions that need a decision",
    "Orders on customer hold",
    "Late orders",
    "Orders with a slipped date",
    "Invoices past due",
    "Invoices due within 7 days",
    "Returns to send",
    "Prices to approve",
    "Quotes that expire within 14 days",
    "Quotes ready to order",
    "Drafts to finish",
)
TASK = re.compile(
    r'today__link" href="([^"]+)"><span class="today__count">([^<]+)</span> '
    r'<span class="today__label">.*?</svg> ([^<]+)</span>',
    re.DOTALL,
)


def everything_read(account: CustomerAccount) -> None:
    """The mirror holds all that the distributor holds."""
    now = timezone.now()
    SyncState.objects.bulk_create(
        SyncState(
            account=account,
            resource=resource.code,
            filled_at=now,
            last_success_at=now,
            next_step_at=now + timedelta(hours=1),
        )
        for resource in resources()
    )


def held(account: CustomerAccount, hours: int, **changes: Any) -> Order:
    ends_at = timezone.now() + timedelta(hours=hours, minutes=1)
    return make_order(account, status=OrderStatus.ON_HOLD, hold_ends_at=ends_at, **changes)


def undecided(account: CustomerAccount, actor: User) -> Submission:
    number = next(_numbers)
    return Submission.objects.create(
        kind=RELEASE_ORDER,
        key_space=RELEASE_ORDER,
        account=account,
        actor=actor,
        form_key=f"key {number}",
        business_key=f"20-R{number}",
        subject=f"20-R{number}",
        body={},
        state=State.NEEDS_ATTENTION,
    )


def two_of_each_kind(account: CustomerAccount, actor: User) -> None:
    """What waits for a manager, and beside each kind something of it that does not wait."""
    today, now = timezone.localdate(), timezone.now()
    day = timedelta(days=1)
    for _ in range(2):
        undecided(account, actor)
        held(account, 20)
        make_order(account, expected_on=today - day)
        make_order(account, has_slipped=True)
        make_invoice(account, due_on=today - day)
        make_invoice(account, due_on=today + 7 * day)
        make_case(account, status=CaseStatus.APPROVED, return_address="Dock 1", asked_at=now)
        asked = make_quote(account, status=QuoteStatus.ACTIVE, expires_on=today + 30 * day)
        PriceApproval.objects.create(quote=asked, fingerprint="f", asked_by=actor)
        make_quote(account, status=QuoteStatus.ACTIVE, expires_on=today + 14 * day)
        make_quote(account, expires_on=today + 30 * day)
        make_draft(account, actor)
    held(account, -1)
    make_order(account, status=OrderStatus.DELIVERED, has_slipped=True, expected_on=today - day)
    make_invoice(account, due_on=today - day, status=InvoiceStatus.PAID)
    make_invoice(account, due_on=today + 8 * day)
    make_case(account, status=CaseStatus.APPROVED, return_address="Dock 1", sent_back_at=now)
    make_quote(account, expires_on=today - day)
    invoices.recount(account)


def tasks_on(browser: Client, path: str = "/") -> dict[str, tuple[str, str]]:
    """What waits, in its order: the figure and the way to the list, by label."""
    page = browser.get(path).content.decode()
    return {label: (figure, html.unescape(url)) for url, figure, label in TASK.findall(page)}


def test_everything_that_waits_is_counted_and_leads_to_a_list_with_as_many(
    account: CustomerAccount, manager: User, signed_in: SignedIn
) -> None:
    two_of_each_kind(account, manager)
    browser = signed_in(manager)

    tasks = tasks_on(browser)

    assert {label: figure for label, (figure, _) in tasks.items()} == dict.fromkeys(KINDS, "2")
    for label, (_, url) in tasks.items():
        page = browser.get(url).content.decode()
        found = re.search(r'role="status">(\d+) ', page)
        rows = int(found[1]) if found else page.count("table__link") or page.count("<article")
        assert rows == 2, (label, url)


def test_what_is_urgent_comes_first(
    account: CustomerAccount, manager: User, signed_in: SignedIn
) -> None:
    make_quote(account)
    held(account, 20)
    held(account, 3)
    undecided(account, manager)

    assert list(tasks_on(signed_in(manager))) == [
        "Submissions that need a decision",
        "Orders on customer hold",
        "Quotes ready to order",
    ]


def test_where_nothing_waits_the_page_says_so_calmly(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    everything_read(account)

    page = signed_in(buyer).get("/").content.decode()

    assert "Nothing needs you today" in page
    assert "today__count" not in page
    assert "No orders were placed in the last twelve weeks" in page


def test_each_role_is_shown_what_it_may_do(
    account: CustomerAccount, manager: User, buyer: User, viewer: User, signed_in: SignedIn
) -> None:
    two_of_each_kind(account, manager)

    assert [label for label in KINDS if label not in tasks_on(signed_in(buyer))] == [
        "Submissions that need a decision",
        "Prices to approve",
    ]
    assert list(tasks_on(signed_in(viewer))) == [
        "Invoices past due",
        "Orders on customer hold",
        "Late orders",
        "Orders with a slipped date",
        "Invoices due within 7 days",
        "Quotes that expire within 14 days",
    ]


def test_a_viewer_sees_no_amount_and_nothing_to_write(
    account: CustomerAccount, viewer: User, buyer: User, signed_in: SignedIn
) -> None:
    invoice = make_invoice(account, invoiced_on=timezone.localdate())
    make_invoice_line(invoice, vendor_name="Cisco", extended_price=Decimal("98765.43"))
    invoices.recount_spend(account)
    make_quote(account, total=Decimal("98765.43"))
    make_order(account, total=Decimal("98765.43"))

    page = signed_in(viewer).get("/").content.decode()

    assert "Quote pipeline" in page
    for told in ("98,765", "Spend by vendor", "hidden</span>", "/quotes/new/", "/orders/new/"):
        assert told not in page
    assert signed_in(buyer).get("/").content.decode().count("98,765.43") > 3


def test_own_quotes_and_drafts_are_kept_in_the_address(
    account: CustomerAccount, buyer: User, colleague: User, signed_in: SignedIn
) -> None:
    make_quote(account, owner=buyer, name="Of my own")
    make_quote(account, owner=colleague, name="Of a colleague")
    make_draft(account, buyer, name="My draft")
    make_draft(account, colleague, name="Their draft")
    browser = signed_in(buyer)

    tasks = tasks_on(browser, "/?whose=mine")

    for label, own, other in (
        ("Quotes ready to order", "Of my own", "Of a colleague"),
        ("Drafts to finish", "My draft", "Their draft"),
    ):
        figure, url = tasks[label]
        assert figure == "1"
        page = browser.get(url).content.decode()
        assert own in page
        assert other not in page
        assert "made elsewhere" not in page
    start = browser.get("/?whose=mine").content.decode()
    assert 'hx-get="/?whose=mine"' in start
    assert "Of a colleague" not in start


def of(account: CustomerAccount, person: User) -> None:
    """One of each kind that can be somebody's, made, placed, asked for or sent by the person."""
    today, now = timezone.localdate(), timezone.now()
    undecided(account, person)
    held(account, 20, placed_by=person)
    make_order(account, expected_on=today - timedelta(days=1), placed_by=person)
    make_order(account, has_slipped=True, placed_by=person)
    case = {"status": CaseStatus.APPROVED, "return_address": "Dock 1", "asked_at": now}
    make_case(account, asked_by=person, **case)
    make_quote(account, owner=person, status=QuoteStatus.ACTIVE, expires_on=today)
    make_quote(account, owner=person, expires_on=today + timedelta(days=30))
    make_draft(account, person)


def test_mine_counts_what_the_person_placed_asked_for_or_sent_and_so_do_the_lists(
    account: CustomerAccount, manager: User, colleague: User, signed_in: SignedIn
) -> None:
    of(account, manager)
    for _ in range(2):
        of(account, colleague)
    make_order(account, has_slipped=True)
    make_invoice(account, due_on=timezone.localdate() - timedelta(days=1))
    invoices.recount(account)
    browser = signed_in(manager)

    tasks = tasks_on(browser, "/?whose=mine")

    everybodys = ["Invoices past due"]
    personal = [label for label in KINDS if label in tasks and label not in everybodys]
    assert len(personal) == 8
    assert {label: figure for label, (figure, _) in tasks.items()} == dict.fromkeys(tasks, "1")
    for label in personal:
        url = tasks[label][1]
        page = browser.get(url).content.decode()
        found = re.search(r'role="status">(\d+) ', page)
        rows = int(found[1]) if found else page.count("table__link") or page.count("<article")
        assert rows == 1, (label, url)
        assert "filter-chip" in page, (label, url)


def test_mine_says_what_is_nobodys(
    account: CustomerAccount, manager: User, buyer: User, signed_in: SignedIn
) -> None:
    words = "nobody&#x27;s: those of the whole account are counted"

    assert f"Invoices and prices to approve are {words}" in told(signed_in(manager))
    assert f"Invoices are {words}" in told(signed_in(buyer))
    assert "whole account" not in html.escape(signed_in(buyer).get("/").content.decode())


def told(browser: Client) -> str:
    return browser.get("/?whose=mine").content.decode().replace("'", "&#x27;")


def test_mine_shows_only_own_orders_below(
    account: CustomerAccount, buyer: User, colleague: User, signed_in: SignedIn
) -> None:
    own, other = held(account, 20, placed_by=buyer), held(account, 3, placed_by=colleague)
    sent = undecided(account, colleague)

    page = signed_in(buyer).get("/?whose=mine").content.decode()

    assert own.get_absolute_url() in page
    assert other.get_absolute_url() not in page
    assert sent.get_absolute_url() not in page


def test_what_is_ready_and_what_was_begun_is_one_click_away(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    quote = make_quote(account, name="Clinic refresh")
    draft = make_draft(account, buyer, name="Half a draft")
    order = make_order(account)

    page = signed_in(buyer).get("/").content.decode()

    for thing in (quote, draft, order):
        assert f'href="{thing.get_absolute_url()}"' in page


def test_a_quote_that_ran_out_is_not_ready(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    make_quote(account, name="Too late", expires_on=timezone.localdate() - timedelta(days=1))
    make_quote(account, name="Never ends", expires_on=None)

    page = signed_in(buyer).get("/").content.decode()

    assert "Too late" not in page
    assert "Never ends" in page


def test_held_orders_stand_there_with_the_time_left_the_most_urgent_first(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    later, soon = held(account, 20), held(account, 3)
    make_order(account, status=OrderStatus.ON_HOLD)
    held(account, -1)

    page = signed_in(buyer).get("/").content.decode()

    card = page[page.index("Orders on customer hold</h2>") : page.index("Ready to order</h2>")]
    assert card.index(str(soon)) < card.index(str(later))
    assert card.count("data-time-left") == 2
    assert "20 h" in card
    assert card.count("hold__soon") == 1


def test_another_accounts_things_are_not_shown(
    account: CustomerAccount, manager: User, outsider: User, signed_in: SignedIn
) -> None:
    two_of_each_kind(account, manager)
    make_quote(account, name="Clinic refresh")
    everything_read(CustomerAccount.objects.get(memberships__user=outsider))

    page = signed_in(outsider).get("/").content.decode()

    assert "Clinic refresh" not in page
    assert "Nothing needs you today" in page


def test_the_first_reading_is_shown_until_it_has_ended(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    page = signed_in(buyer).get("/").content.decode()

    assert "Reading quotes from the distributor" in page
    assert "Reading orders from the distributor" in page
    assert "Nothing needs you today" not in page
    assert "What needs you is not known yet" in page


def test_first_readings_that_failed_are_told_once_with_what_they_mean(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    everything_read(account)
    again = timezone.now() + timedelta(minutes=5)
    SyncState.objects.filter(account=account, resource__in=["orders", "quotes"]).update(
        last_success_at=None, last_error="The distributor is away.", next_step_at=again
    )

    page = signed_in(buyer).get("/").content.decode()

    assert page.count("could not be read yet") == 1
    assert page.count("The distributor is away.") == 1
    assert "the figures on this page are too low" in page
    assert "Nothing needs you today" not in page


@pytest.mark.parametrize("rounds", [1, 10])
def test_the_page_takes_the_same_queries_for_any_number_of_rows(
    rounds: int,
    account: CustomerAccount,
    manager: User,
    signed_in: SignedIn,
    sandbox: SandboxServer,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(rounds):
        two_of_each_kind(account, manager)
        invoice = make_invoice(account, invoiced_on=timezone.localdate())
        make_invoice_line(invoice, vendor_name="Cisco", extended_price=Decimal(10))
    invoices.recount_spend(account)
    browser = signed_in(manager)
    before = sandbox.state()["calls"]

    for path in ("/", "/?whose=mine"):
        with django_assert_num_queries(28):
            assert browser.get(path).status_code == 200

    assert sandbox.state()["calls"] == before


def test_htmx_gets_the_part_that_changes(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    answer = signed_in(buyer).get("/", headers={"HX-Request": "true"})

    assert 'id="dashboard"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
