"""What of an invoice may go back, and what the form says of bad input."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.audit.choices import Action
from apps.audit.models import Event
from apps.connections.services import client_for
from apps.ingram.operations.invoices import search_invoices
from apps.ingram.operations.returns import search_returns
from apps.invoices.models import Invoice, ReturnWindow
from apps.invoices.services.mirror import read_invoice
from apps.returns import returnable
from apps.returns.choices import CaseStatus, Origin
from apps.returns.exceptions import LinesRefused, ReturnError
from apps.returns.models import ReturnCase, ReturnDraft
from apps.returns.services import agreement, check, send_return
from apps.returns.views.drafted import read_draft
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.returns.conftest import invoiced
from tests.returns.things import (
    OTHER_PART,
    PART,
    confirm_url,
    field_of,
    filled_in,
    keys_of,
    make_case,
    make_case_line,
    make_return_draft,
)


def left(invoice: Invoice, part: str = PART) -> int:
    found = returnable.find(invoice.account, Origin.INVOICE, invoice.invoice_number)
    (line,) = [line for line in found.returnables if line.part_number == part]
    return line.quantity_left


def refused(browser: Client, draft: ReturnDraft, fields: dict[str, str]) -> str:
    answer = browser.post(draft.get_absolute_url(), fields)
    assert answer.status_code == 422
    assert not Submission.objects.exists()
    return str(answer.content.decode())


def earlier_return(invoice: Invoice, quantity: int, **changes: Any) -> ReturnCase:
    case = make_case(invoice.account, **changes)
    key = invoice.comparable_number
    make_case_line(case, invoice_number=invoice.invoice_number, invoice_key=key, quantity=quantity)
    return case


def test_what_was_asked_for_already_is_not_left(invoice: Invoice) -> None:
    earlier_return(invoice, 3)

    assert left(invoice) == 2
    assert left(invoice, OTHER_PART) == 5


@pytest.mark.parametrize("status", [CaseStatus.DENIED, CaseStatus.VOIDED])
def test_what_was_refused_may_be_asked_for_again(invoice: Invoice, status: str) -> None:
    earlier_return(invoice, 3, status=status)

    assert left(invoice) == 5


def test_what_is_on_its_way_to_the_distributor_is_not_left(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    fields = filled_in(invoice) | {field_of(invoice): "4"}
    browser.post(confirm_url(draft), keys_of(browser, draft, fields))

    assert Submission.objects.get().state == State.QUEUED
    assert left(invoice) == 1

    Submission.objects.update(state=State.REJECTED)
    assert left(invoice) == 5


def test_three_cannot_go_back_where_two_are_left(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    earlier_return(invoice, 3)

    page = refused(browser, draft, filled_in(invoice) | {field_of(invoice): "3"})

    assert "3 is more than the 2 that are left. Enter at most 2." in page
    assert 'value="REF-2026-1"' in page


@pytest.mark.parametrize(
    "typed", ["0", "-1", "two", "1.5", "1e3", "99999999999", "\N{ARABIC-INDIC DIGIT ONE}"]
)
def test_a_quantity_is_a_whole_number(
    browser: Client, draft: ReturnDraft, invoice: Invoice, typed: str
) -> None:
    page = refused(browser, draft, filled_in(invoice) | {field_of(invoice): typed})

    assert "Enter a whole number, 1 or more." in page
    assert f'value="{typed}"' in page


def test_a_line_is_told_what_is_wrong_though_a_reason_is_missing_too(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    typed = filled_in(invoice) | {field_of(invoice): "9", "reason": ""}

    page = refused(browser, draft, typed)

    assert "Choose why the goods go back." in page
    assert "9 is more than the 5 that are left" in page


def test_at_least_one_line_goes_back(browser: Client, draft: ReturnDraft, invoice: Invoice) -> None:
    page = refused(browser, draft, filled_in(invoice) | {field_of(invoice): ""})

    assert "Enter how many pieces go back, on one line at least." in page


def test_a_serial_number_of_another_invoice_is_named_with_its_invoice(
    browser: Client, draft: ReturnDraft, invoice: Invoice, account: CustomerAccount, sandbox: Any
) -> None:
    other = invoiced(account, sandbox, "PO-OTHER", PART)
    serial = other.lines.get().serial_numbers[0]

    page = refused(browser, draft, filled_in(invoice) | {field_of(invoice, name="serials"): serial})

    assert f"{serial} is on invoice {other.invoice_number}, not on {invoice}." in page


def test_a_serial_number_of_another_line_is_named_with_its_part(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    serial = invoice.lines.get(ingram_part_number=PART).serial_numbers[0]
    invoice.lines.filter(ingram_part_number=OTHER_PART).update(serial_numbers=[])
    typed = filled_in(invoice) | {
        field_of(invoice): "",
        field_of(invoice, OTHER_PART): "1",
        field_of(invoice, OTHER_PART, "serials"): serial,
    }

    page = refused(browser, draft, typed)

    assert f"{serial} is one of {PART}, not of {OTHER_PART}." in page


def test_an_unknown_serial_number_is_refused_where_all_are_known(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    fields = filled_in(invoice) | {field_of(invoice, name="serials"): "NOBODYS-1"}

    assert "NOBODYS-1 is not on this line of invoice" in refused(browser, draft, fields)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("A B", "2 of 1 serial numbers"), ("B B", "2 of 1 serial numbers"), ("ä", "no serial number")],
)
def test_serial_numbers_fit_the_pieces(
    browser: Client, draft: ReturnDraft, invoice: Invoice, typed: str, said: str
) -> None:
    serials = list(invoice.lines.get(ingram_part_number=PART).serial_numbers)
    typed = typed.replace("A", serials[0]).replace("B", serials[1])

    fields = filled_in(invoice) | {field_of(invoice, name="serials"): typed}

    assert said in refused(browser, draft, fields)


@pytest.fixture
def late_invoice(account: CustomerAccount, sandbox: Any) -> Invoice:
    """One of the sandbox's history, past the window of 30 days, of which nothing went back."""
    ReturnWindow.objects.create(days=30)
    today = timezone.localdate()
    with client_for(account) as client:
        span = (today - timedelta(days=300), today - timedelta(days=40))
        page = search_invoices(client, invoiced_between=span, page_size=100)
        for row in page.invoices:
            if not search_returns(client, invoice_number=row.invoice_number).claims:
                return read_invoice(client, account, row.invoice_number)
    raise AssertionError("the history of the sandbox has no such invoice")


def test_a_late_line_is_for_a_manager_with_a_reason(
    browser: Client,
    buyer: User,
    late_invoice: Invoice,
    manager: User,
    signed_in: Any,
    eager_tasks: Any,
) -> None:
    draft = make_return_draft(late_invoice, buyer)
    part = late_invoice.lines.first().ingram_part_number
    fields = filled_in(late_invoice) | {field_of(late_invoice, part): "1"}
    page = refused(browser, draft, fields)
    assert "A manager of the account may send it, with a reason." in page
    assert "Ended on" in page

    chief = signed_in(manager)
    page = refused(chief, draft, fields)
    assert "Say why this goes back though its return window is over." in page

    keys = keys_of(chief, draft, fields | {"late_reason": "The vendor agreed by e-mail"})
    with eager_tasks():
        chief.post(confirm_url(draft), keys)

    submission = Submission.objects.get()
    assert submission.state == State.COMPLETED
    assert submission.actor == manager
    assert submission.body["lateReason"] == "The vendor agreed by e-mail"
    assert ReturnCase.objects.get().late_reason == "The vendor agreed by e-mail"
    told = Event.objects.get(action=Action.APPROVED)
    assert (told.actor, told.account) == (manager, submission.account)
    assert told.object_id == str(submission.pk)
    assert told.after["late_reason"] == "The vendor agreed by e-mail"
    assert told.after["late_lines"] == [
        f"1 of {part}, invoice {late_invoice.invoice_number} of {late_invoice.invoiced_on}"
    ]


def test_a_rep_cannot_send_a_late_line_by_hand(
    browser: Client, buyer: User, draft: ReturnDraft, invoice: Invoice
) -> None:
    keys = keys_of(browser, draft, filled_in(invoice, late_reason="Because"))
    ReturnWindow.objects.create(is_returnable=False)

    answer = browser.post(confirm_url(draft), keys)

    assert answer.url == f"{draft.get_absolute_url()}?check=1"
    assert not Submission.objects.exists()
    assert "return window is over" in browser.get(answer.url).content.decode()


def test_what_never_goes_back_says_so(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    ReturnWindow.objects.create(is_returnable=False, note="Sold as it is")

    page = browser.get(draft.get_absolute_url()).content.decode()

    assert "Cannot go back" in page
    assert "Sold as it is" in page


def test_days_that_are_left_stand_on_the_line(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    assert invoice.invoiced_on is not None
    days = (timezone.localdate() - invoice.invoiced_on).days + 12
    ReturnWindow.objects.create(days=days)

    assert "12 days left" in browser.get(draft.get_absolute_url()).content.decode()


def test_a_summary_of_what_has_changed_since_sends_nothing(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    keys = keys_of(browser, draft, filled_in(invoice))
    keys_of(browser, draft, filled_in(invoice) | {field_of(invoice): "2"})

    answer = browser.post(confirm_url(draft), keys)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "have changed since this summary was made" in page
    assert "Ask to return 2 pieces" in page
    assert not Submission.objects.exists()


def test_a_reference_is_used_once(browser: Client, draft: ReturnDraft, invoice: Invoice) -> None:
    case = make_case(invoice.account, reference_number="Ref-2026-1")

    page = refused(browser, draft, filled_in(invoice))

    assert f"REF-2026-1 was used before, by return {case}." in page
    assert case.get_absolute_url() in page


def test_a_blank_reference_becomes_one_of_ours(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    browser.post(draft.get_absolute_url(), filled_in(invoice, reference_number=" "))

    draft.refresh_from_db()
    assert draft.entered["reference_number"].startswith("RET-")
    assert len(draft.entered["reference_number"]) <= 31


def test_what_is_wrong_everywhere_is_told_beside_its_field(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    wrong = {"reason": "", "email": "nobody", "state": "", "notes": "x" * 1001}

    page = refused(browser, draft, filled_in(invoice, **wrong))

    for said in (
        "Choose why the goods go back.",
        "Enter an e-mail address such as name@company.com.",
        "Use at most 1000 characters; these are 1001.",
        "Enter the state",
    ):
        assert said in page


def test_two_people_cannot_ask_for_the_same_piece_one_after_the_other(
    browser: Client,
    buyer: User,
    colleague: User,
    signed_in: Any,
    invoice: Invoice,
) -> None:
    mine, theirs = make_return_draft(invoice, buyer), make_return_draft(invoice, colleague)
    other = signed_in(colleague)
    keys = keys_of(browser, mine, filled_in(invoice) | {field_of(invoice): "5"})
    other_fields = filled_in(invoice, reference_number="REF-2") | {field_of(invoice): "1"}
    other_keys = keys_of(other, theirs, other_fields)

    browser.post(confirm_url(mine), keys)
    answer = other.post(confirm_url(theirs), other_keys)

    assert answer.url == f"{theirs.get_absolute_url()}?check=1"
    assert Submission.objects.count() == 1
    assert not other.get(answer.url).context["form"].is_valid()


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_cannot_ask_for_the_same_pieces(
    buyer: User, colleague: User, invoice: Invoice
) -> None:
    drafts = []
    for person, reference in ((buyer, "REF-A"), (colleague, "REF-B")):
        draft = make_return_draft(invoice, person)
        fields = filled_in(invoice, reference_number=reference) | {field_of(invoice): "3"}
        draft.entered = fields
        draft.save()
        drafts.append((draft, person))
    gate = threading.Barrier(len(drafts), timeout=20)
    said: list[object] = []

    def ask(draft: ReturnDraft, person: User) -> None:
        try:
            _, form = read_draft(draft, is_bound=True)
            assert form.is_valid()
            entry = form.entry()
            agreed = agreement(entry, check(draft=draft, entry=entry, actor=person))
            gate.wait()
            send_return(
                draft=draft, entry=entry, actor=person, form_key=draft.form_key, agreed=agreed
            )
            said.append("sent")
        except ReturnError as exc:
            said.append(exc)
        finally:
            close_old_connections()
            connection.close()

    threads = [threading.Thread(target=ask, args=pair) for pair in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(said) == 2
    (refusal,) = [one for one in said if one != "sent"]
    assert isinstance(refusal, LinesRefused)
    assert "3 is more than the 2 that are left" in next(iter(refusal.fields.values()))
    assert Submission.objects.count() == 1
