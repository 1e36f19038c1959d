"""Returns into the mirror: filled page by page, kept fresh, read one by one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from apps.accounts.models import CustomerAccount
from apps.connections.services import client_for
from apps.ingram import Client, Unavailable
from apps.ingram.schemas.returns import ReturnClaim, ReturnDetails
from apps.invoices.models import Invoice
from apps.returns import sync_resource
from apps.returns.choices import CaseStatus, MoveKind
from apps.returns.models import ReturnCase
from apps.returns.services import mirror
from tests.returns.things import DETAILS, SEARCH, ask_elsewhere, make_case, make_case_line


@pytest.fixture
def client(account: CustomerAccount) -> Iterator[Client]:
    with client_for(account, purpose="test") as found:
        yield found


def claim(**changes: Any) -> ReturnClaim:
    values = {
        "caseRequestNumber": "CAS-1",
        "returnClaimId": "",
        "createdOn": "2026-11-20T09:00:00Z",
        "modifiedOn": "2026-11-20T09:00:00Z",
        "type": "Return",
        "returnReason": "(CS ) Customer Service Discretion",
        "referenceNumber": "REF-1",
        "estimatedTotalValue": 100.5,
        "status": "OPEN",
    }
    return ReturnClaim.read(values | changes)


def test_the_filling_reads_all_pages_and_goes_on_where_it_stopped(
    client: Client,
    account: CustomerAccount,
    sandbox: Any,
    no_waiting: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sync_resource, "PAGE_SIZE", 10)
    first = sync_resource.read_page(client, account, None)
    assert first.next_cursor is not None
    sandbox.fault("status", "GET", SEARCH, status=500, times=4)
    with pytest.raises(Unavailable):
        sync_resource.read_page(client, account, first.next_cursor)
    assert ReturnCase.objects.count() == 10
    sandbox.control(faults=[])

    page = first
    while page.next_cursor is not None:
        page = sync_resource.read_page(client, account, page.next_cursor)

    assert page.done == page.total == ReturnCase.objects.filter(account=account).count()
    assert page.done > 10


def test_details_follow_by_and_by(client: Client, account: CustomerAccount, sandbox: Any) -> None:
    page = sync_resource.read_page(client, account, None)

    read = sync_resource.DETAILS.read_page(client, account, None)

    assert sandbox.calls(DETAILS) == sync_resource.DETAILS.a_run
    assert read.done == sync_resource.DETAILS.a_run
    assert read.total == page.total
    assert read.next_cursor is not None
    assert ReturnCase.objects.filter(lines__isnull=False).count() == read.done


def test_what_moves_is_read_and_its_details_asked_for_anew(
    client: Client, account: CustomerAccount, invoice: Invoice, sandbox: Any
) -> None:
    ask_elsewhere(invoice, quantity=1, reference_number="REF-7")
    (number,) = sandbox.state()["returns"]["REF-7"]
    sync_resource.read_recent(client, account)
    sync_resource.refresh_one(client, account, number)
    sandbox.advance(301)

    news = sync_resource.read_recent(client, account)

    case = ReturnCase.objects.get(case_request_number=number)
    assert news >= 1
    assert case.status == CaseStatus.APPROVED
    assert case.details_at is None
    assert [move.kind for move in case.moves.all()] == [MoveKind.STATUS, MoveKind.CREDIT]
    sync_resource.refresh_one(client, account, number)
    case.refresh_from_db()
    assert case.address_lines[1] == "7200 Depot Road"
    assert case.moves.count() == 2
    assert sync_resource.read_recent(client, account) == 0


def test_a_blank_takes_nothing_away(account: CustomerAccount) -> None:
    mirror.keep_claims(account, [claim(credit=20, status="APPROVED", returnClaimId="12-R1-34")])

    mirror.keep_claims(account, [claim(returnClaimId="", status="", referenceNumber="")])

    case = ReturnCase.objects.get()
    assert (case.return_claim_id, case.reference_number) == ("12-R1-34", "REF-1")
    assert (case.status, case.credit) == (CaseStatus.APPROVED, Decimal(20))
    assert case.reason_code == "CS"


def test_a_status_nobody_knows_is_shown_in_its_own_words(account: CustomerAccount) -> None:
    mirror.keep_claims(account, [claim(status="In Transit")])

    case = ReturnCase.objects.get()
    assert (case.state, case.status_label) == (CaseStatus.OTHER, "In Transit")


def test_an_account_sees_its_own_case_of_the_same_number(
    account: CustomerAccount, other_account: CustomerAccount
) -> None:
    mirror.keep_claims(account, [claim()])
    mirror.keep_claims(other_account, [claim(status="DENIED")])

    assert ReturnCase.objects.get(account=account).status == CaseStatus.OPEN


def test_an_older_answer_does_not_cover_a_newer_one(account: CustomerAccount) -> None:
    case = make_case(account, status=CaseStatus.APPROVED)
    make_case_line(case)
    before = case.details_at
    assert before is not None
    told = {"caseRequestNumber": case.case_request_number, "status": "Open", "products": []}

    mirror.keep_details(
        account, ReturnDetails.read(told), asked_at=before.replace(year=before.year - 1)
    )

    case.refresh_from_db()
    assert case.status == CaseStatus.APPROVED


def test_a_page_of_search_costs_the_same_with_1_and_30_rows(
    account: CustomerAccount, django_assert_max_num_queries: Any
) -> None:
    rows = [claim(caseRequestNumber=f"CAS-{number}", status="DENIED") for number in range(30)]

    with django_assert_max_num_queries(9):
        mirror.keep_claims(account, rows[:1])
    with django_assert_max_num_queries(9):
        mirror.keep_claims(account, rows)

    assert ReturnCase.objects.count() == 30


def test_an_absurd_amount_is_unknown(account: CustomerAccount) -> None:
    mirror.keep_claims(account, [claim(estimatedTotalValue="1e40", credit="NaN")])

    case = ReturnCase.objects.get()
    assert (case.estimated_total, case.credit) == (None, None)
