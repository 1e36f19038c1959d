"""The list of returns, a return's page, its labels, and where a return starts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.core.templatetags.figures import grouped
from apps.invoices.models import Invoice
from apps.orders.services.mirror import read_order
from apps.returns.choices import CaseKind, CaseStatus, MoveKind
from apps.returns.finding import find
from apps.returns.models import Move, ReturnCase, ReturnDraft
from apps.returns.selectors import returns_to_send
from apps.returns.services.mirror import read_case
from apps.returns.timeline import steps_of
from tests.returns.things import (
    DETAILS,
    OTHER_PART,
    PART,
    ask_elsewhere,
    field_of,
    make_case,
    make_case_line,
    make_return_draft,
)

HTMX = {"HTTP_HX_REQUEST": "true"}
ADDRESS = "Returns Centre (ref RMA#)\n7200 Depot Road\nMillington, TN 38053\n"


def approved(account: CustomerAccount, **changes: Any) -> ReturnCase:
    values = {"status": CaseStatus.APPROVED, "status_text": "Approved", "return_address": ADDRESS}
    return make_case(account, **values | changes)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CAS-LATE", "late"),
        ("q=12-rlate", "late"),
        ("q=ref-late", "late"),
        ("q=40LATE11", "late"),
        ("q=40-LATE-11", "late"),
        ("q=V-LATE&term=part", "late"),
        ("status=denied", "late"),
        ("tab=refused", "late"),
        ("case_kind=claim", "late"),
        ("reason=SS", "late"),
        ("asked_from=2026-11-22&asked_to=2026-11-22", "late"),
        ("moved_from=2026-11-23", "late"),
        ("asked_to=2026-11-20", "early"),
        ("tab=open", "early"),
        ("q=nothing", ""),
    ],
)
def test_returns_are_found_by_every_filter_of_the_api(
    browser: Client, account: CustomerAccount, query: str, found: str
) -> None:
    early = make_case(account, case_request_number="CAS-EARLY")
    make_case_line(early)
    late = make_case(
        account,
        case_request_number="CAS-LATE",
        return_claim_id="12-RLATE-1",
        reference_number="REF-LATE",
        status=CaseStatus.DENIED,
        kind=CaseKind.CLAIM,
        reason_code="SS",
        asked_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
        modified_at=datetime(2026, 11, 23, 8, tzinfo=UTC),
    )
    make_case_line(late, invoice_number="40-LATE-11", vendor_part_number="V-LATE")

    page = browser.get(f"/returns/?{query}")

    assert [str(case) for case in page.context["page"]] == (
        [f"CAS-{found.upper()}"] if found else []
    )


@pytest.mark.parametrize("sort", ["number", "reference", "status", "asked", "moved", "total"])
def test_the_list_is_sorted_both_ways(browser: Client, account: CustomerAccount, sort: str) -> None:
    make_case(account, estimated_total=None)
    make_case(
        account,
        status=CaseStatus.VOIDED,
        asked_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
        estimated_total=Decimal("1.00"),
    )

    up = [str(case) for case in browser.get(f"/returns/?sort={sort}").context["page"]]
    down = [str(case) for case in browser.get(f"/returns/?sort=-{sort}").context["page"]]

    assert up == down[::-1]
    assert up == sorted(up)


def test_a_span_of_days_that_is_turned_round_is_told(browser: Client, account: Any) -> None:
    page = browser.get("/returns/?asked_from=2026-11-22&asked_to=2026-11-01")

    assert page.status_code == 200
    assert "Turn the two round" in page.content.decode()


def test_an_outsider_sees_no_return(
    outsider: User, signed_in: Any, account: CustomerAccount
) -> None:
    case = approved(account)
    stranger = signed_in(outsider)

    assert case.case_request_number not in stranger.get("/returns/").content.decode()
    for path in ("", "fresh/", "labels/"):
        assert stranger.get(f"{case.get_absolute_url()}{path}").status_code == 404
    assert stranger.post(f"{case.get_absolute_url()}sent/").status_code == 404
    case.refresh_from_db()
    assert case.sent_back_at is None


def test_the_list_costs_the_same_with_1_and_30_rows(
    browser: Client, account: CustomerAccount
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            browser.get("/returns/")
        return len(captured)

    make_case_line(make_case(account))
    queries()
    for_one = queries()
    for _ in range(29):
        make_case_line(make_case(account))

    assert queries() == for_one


def test_a_page_costs_the_same_with_1_and_30_lines(
    browser: Client, account: CustomerAccount
) -> None:
    case = make_case(account)
    make_case_line(case)

    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            browser.get(case.get_absolute_url())
        return len(captured)

    queries()
    for_one = queries()
    for _ in range(29):
        make_case_line(case)

    assert queries() == for_one


def test_the_form_costs_the_same_with_1_and_30_lines(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            browser.get(draft.get_absolute_url())
        return len(captured)

    queries()
    for_two = queries()
    for place in range(28):
        invoice.lines.create(position=10 + place, ingram_part_number=f"P{place}", quantity=1)

    assert queries() == for_two


def test_the_list_answers_htmx_with_its_fragment(browser: Client, account: CustomerAccount) -> None:
    make_case(account)

    page = browser.get("/returns/", **HTMX).content.decode()

    assert 'id="returns"' in page
    assert "<html" not in page


@pytest.mark.parametrize("rows", ["", "lines"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported(
    browser: Client, account: CustomerAccount, kind: str, rows: str
) -> None:
    case = make_case(account, reason_text="=SUM(A1)")
    make_case_line(case, description="=cmd|'/c calc'!A1")

    answer = browser.get(f"/returns/export.{kind}?rows={rows}")

    body = b"".join(answer.streaming_content)
    assert body
    if kind == "csv":
        text = body.decode("utf-8-sig")
        assert case.case_request_number in text
        assert ",=" not in text


def test_the_page_tells_claim_lines_amounts_and_links(
    browser: Client, account: CustomerAccount, invoice: Invoice, sandbox: Any
) -> None:
    ask_elsewhere(invoice, quantity=2, reference_number="REF-9")
    sandbox.advance(86_400)
    (number,) = sandbox.state()["returns"]["REF-9"]
    with client_for(account) as client:
        read_order(client, account, sandbox.state()["orders"]["PO-RETURN"][0])
        case = read_case(client, account, number)

    page = browser.get(case.get_absolute_url()).content.decode()

    for text in (
        number,
        case.return_claim_id,
        "REF-9",
        "(DM) Damaged from Carrier",
        "Approved",
        PART,
        grouped(case.estimated_total, 2),
        "7200 Depot Road",
        invoice.get_absolute_url(),
        sandbox.state()["orders"]["PO-RETURN"][0],
    ):
        assert text in page


def test_in_an_outage_the_mirror_is_shown_with_the_reason(
    browser: Client, account: CustomerAccount, sandbox: Any, eager_tasks: Any, no_waiting: None
) -> None:
    case = make_case(account)
    make_case_line(case)
    sandbox.fault("html_maintenance", "GET", "/resellers/v6/returns/*", times=None)
    with eager_tasks():
        browser.post(f"{case.get_absolute_url()}fresh/")

    page = browser.get(case.get_absolute_url()).content.decode()

    assert "could not be read again" in page
    assert "Correlation id" in page
    assert PART in page


def test_a_fresh_return_is_shown_without_any_call(
    browser: Client, account: CustomerAccount, sandbox: Any
) -> None:
    case = make_case(account)
    before = sandbox.state()["calls"]

    page = browser.get(case.get_absolute_url()).content.decode()

    assert sandbox.state()["calls"] == before
    assert "every 1500ms" not in page


def test_a_stale_return_is_read_again_in_the_background(
    browser: Client, account: CustomerAccount, invoice: Invoice, sandbox: Any, eager_tasks: Any
) -> None:
    ask_elsewhere(invoice, quantity=1, reference_number="REF-8")
    (number,) = sandbox.state()["returns"]["REF-8"]
    old = timezone.now() - timedelta(hours=2)
    case = make_case(account, case_request_number=number, details_at=old)

    with eager_tasks():
        browser.get(case.get_absolute_url())

    case.refresh_from_db()
    assert case.details_at > old
    assert case.lines.get().ingram_part_number == PART
    assert sandbox.calls(DETAILS) == 1


@pytest.mark.parametrize(("typed", "count"), [("", 1), ("3", 3), ("0", 1), ("x", 1), ("9999", 1)])
def test_a_label_for_each_box_has_address_case_and_claim(
    browser: Client, account: CustomerAccount, typed: str, count: int
) -> None:
    case = approved(account)

    page = browser.get(f"{case.get_absolute_url()}labels/?boxes={typed}").content.decode()

    assert page.count('class="return-label"') == count
    assert f"Box {count} of {count}" in page
    for text in ("7200 Depot Road", case.case_request_number, case.return_claim_id):
        assert page.count(text) >= count


def test_there_is_no_label_before_the_approval(browser: Client, account: CustomerAccount) -> None:
    page = browser.get(f"{make_case(account).get_absolute_url()}labels/").content.decode()

    assert "There is no label yet" in page


def test_goods_that_are_noted_as_sent_wait_no_longer(
    browser: Client, buyer: User, account: CustomerAccount
) -> None:
    case = approved(account, asked_at=timezone.now())
    assert list(returns_to_send(account)) == [case]

    browser.post(f"{case.get_absolute_url()}sent/")

    case.refresh_from_db()
    assert case.sent_back_by == buyer
    assert not returns_to_send(account)
    assert "Goods sent" in browser.get(case.get_absolute_url()).content.decode()

    browser.post(f"{case.get_absolute_url()}sent/", {"undo": "1"})
    assert list(returns_to_send(account)) == [case]


def test_goods_that_nobody_waits_for_cannot_be_noted_as_sent(
    browser: Client, account: CustomerAccount
) -> None:
    case = make_case(account)

    page = browser.post(f"{case.get_absolute_url()}sent/", follow=True).content.decode()

    case.refresh_from_db()
    assert case.sent_back_at is None
    assert "does not wait for goods of this return" in page


def test_a_viewer_notes_nothing(viewer: User, signed_in: Any, account: CustomerAccount) -> None:
    case = approved(account)

    assert signed_in(viewer).post(f"{case.get_absolute_url()}sent/").status_code == 403

    case.refresh_from_db()
    assert case.sent_back_at is None


def test_moves_stand_on_the_timeline(account: CustomerAccount) -> None:
    case = approved(account, credit=Decimal("120.00"))
    now = timezone.now()
    Move.objects.create(case=case, kind=MoveKind.STATUS, status=CaseStatus.APPROVED, noticed_at=now)
    Move.objects.create(case=case, kind=MoveKind.CREDIT, credit=Decimal(120), noticed_at=now)

    labels = [step.label for step in steps_of(case)]

    assert labels == ["Asked for", "Approved", "Credit of 120.00 USD", "Send the goods"]


@pytest.mark.parametrize("what", ["number", "claim", "reference", "invoice", "part"])
def test_the_one_search_finds_returns(account: CustomerAccount, what: str) -> None:
    case = make_case(account)
    make_case_line(case)
    words = {
        "number": case.case_request_number,
        "claim": case.return_claim_id,
        "reference": case.reference_number,
        "invoice": "40-10000-11",
        "part": PART.lower(),
    }[what]

    (hit,) = find(account, words, 5)

    assert (hit.title, hit.url) == (case.case_request_number, case.get_absolute_url())
    assert hit.is_exact


def test_a_return_starts_from_any_number(browser: Client, invoice: Invoice, sandbox: Any) -> None:
    order = sandbox.state()["orders"]["PO-RETURN"][0]
    serial = invoice.lines.get(ingram_part_number=PART).serial_numbers[0]

    for typed in (invoice.invoice_number, invoice.comparable_number.lower(), order, serial):
        answer = browser.get("/returns/new/", {"q": typed})
        assert answer.status_code == 302, typed
        assert browser.get(answer.url).context["form"].rows

    assert ReturnDraft.objects.count() == 3


def test_a_serial_number_chooses_its_piece(browser: Client, invoice: Invoice) -> None:
    serial = invoice.lines.get(ingram_part_number=PART).serial_numbers[0]

    page = browser.get("/returns/new/", {"serial": serial}, follow=True)

    form = page.context["form"]
    assert form[field_of(invoice)].value() == "1"
    assert form[field_of(invoice, name="serials")].value() == serial


def test_a_serial_number_of_a_line_that_is_gone_chooses_no_other_line(
    browser: Client, account: CustomerAccount, invoice: Invoice
) -> None:
    serial = invoice.lines.get(ingram_part_number=PART).serial_numbers[0]
    invoice.lines.filter(ingram_part_number=OTHER_PART).update(serial_numbers=[])
    case = make_case(account)
    key = invoice.comparable_number
    make_case_line(case, invoice_number=invoice.invoice_number, invoice_key=key, quantity=5)

    page = browser.get("/returns/new/", {"serial": serial}, follow=True)

    form = page.context["form"]
    assert not form[field_of(invoice, OTHER_PART)].value()
    assert "All pieces were asked back for already." in page.content.decode()


def test_an_unknown_number_says_what_to_do(browser: Client, invoice: Invoice) -> None:
    page = browser.get("/returns/new/", {"q": "NO-SUCH"})

    assert page.status_code == 422
    assert "No invoice, order or serial number “NO-SUCH” is known here." in page.content.decode()
    assert browser.get("/returns/new/", {"invoice": "NO-SUCH"}).status_code == 404


def test_a_draft_bears_the_number_as_the_distributor_writes_it(
    browser: Client, buyer: User, draft: ReturnDraft, invoice: Invoice
) -> None:
    title = f"Return of invoice {invoice.invoice_number}"

    assert "-" in invoice.invoice_number
    assert str(draft) == title
    assert title in browser.get("/returns/").content.decode()

    ReturnDraft.objects.update(origin_name=invoice.comparable_number)
    assert str(make_return_draft(invoice, buyer)) == title


def test_a_draft_can_be_discarded(browser: Client, draft: ReturnDraft) -> None:
    url = f"{draft.get_absolute_url()}discard/"

    assert "Discard the draft" in browser.get(url).content.decode()
    browser.post(url)

    assert not ReturnDraft.objects.exists()


def test_html_of_the_distributor_is_text(browser: Client, account: CustomerAccount) -> None:
    case = approved(account, return_address="<script>alert(1)</script>", notes="<b>x</b>")
    make_case_line(case, description="<img src=x onerror=alert(1)>")

    for path in ("", "labels/"):
        page = browser.get(f"{case.get_absolute_url()}{path}").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
