"""A return is asked for once: accepted, refused, lost, sent twice, and by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.ingram.schemas.returns import ReturnAccepted
from apps.invoices.models import Invoice
from apps.returns.choices import CaseStatus
from apps.returns.models import ReturnCase, ReturnDraft
from apps.returns.services import outcome
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.services import sending as ledger
from tests.returns.things import (
    CREATE,
    OTHER_PART,
    ask_elsewhere,
    asked,
    confirm_url,
    field_of,
    filled_in,
    keys_of,
    make_return_draft,
    only_submission,
)


class Killed(BaseException):
    """The worker is gone: nothing catches it."""


def send(browser: Client, draft: ReturnDraft, eager_tasks: Any, **fields: str) -> Submission:
    keys = keys_of(browser, draft, fields)
    with eager_tasks():
        answer = browser.post(confirm_url(draft), keys)
    assert answer.status_code == 302
    return Submission.objects.get(form_key=keys["form_key"])


def test_a_return_of_two_lines_becomes_two_cases(
    browser: Client, sandbox: Any, draft: ReturnDraft, invoice: Invoice, eager_tasks: Any
) -> None:
    fields = filled_in(invoice) | {field_of(invoice, OTHER_PART): "2"}

    submission = send(browser, draft, eager_tasks, **fields)

    assert submission.state == State.COMPLETED
    assert sandbox.returns(reference_number="REF-2026-1") == 2
    cases = list(ReturnCase.objects.order_by("case_request_number"))
    assert submission.result_number == ", ".join(map(str, cases))
    assert {case.submission for case in cases} == {submission}
    assert [case.lines.get().quantity for case in cases] == [1, 2]
    assert [case.status for case in cases] == [CaseStatus.OPEN, CaseStatus.OPEN]
    assert [line.case for line in asked(submission)] == cases


def test_what_is_sent_keeps_to_what_was_typed(
    browser: Client, sandbox: Any, draft: ReturnDraft, invoice: Invoice, eager_tasks: Any
) -> None:
    send(browser, draft, eager_tasks, **filled_in(invoice, notes="Please\ncall  first"))

    (call,) = [call for call in sandbox.requests() if call["path"] == CREATE]
    (line,) = call["body"]["list"]
    assert line["invoiceNumber"] == invoice.invoice_number
    assert line["invoiceDate"] == invoice.invoiced_on.isoformat()
    assert line["primaryReason"] == "The product arrived damaged"
    assert line["secondaryReason"] == "The carton was damaged by the carrier."
    assert line["notes"] == "Please call first"
    assert line["numberOfBoxes"] == 1
    assert line["shipFromInfo"][0]["state"] == "MI"
    assert line["shipFromInfo"][0]["email"] == "dana@lakeside.example"


def test_the_summary_says_in_words_what_will_happen(
    browser: Client, draft: ReturnDraft, invoice: Invoice
) -> None:
    answer = browser.post(draft.get_absolute_url(), filled_in(invoice))

    page = browser.get(answer.url).content.decode()
    assert "Ask to return 1 piece" in page
    assert "Lakeside Medical Group, Flint" in page
    assert "REF-2026-1" in page
    assert not Submission.objects.exists()


def test_each_serial_number_is_a_piece_of_its_own(
    browser: Client, sandbox: Any, draft: ReturnDraft, invoice: Invoice, eager_tasks: Any
) -> None:
    first, second = _serials(invoice)[:2]
    fields = filled_in(invoice) | {
        field_of(invoice): "2",
        field_of(invoice, name="serials"): f"{first}\n{second.lower()}",
    }

    submission = send(browser, draft, eager_tasks, **fields)

    assert submission.state == State.COMPLETED
    assert [line.serial_number for line in asked(submission)] == [first, second]
    assert [line.reference_number for line in asked(submission)] == ["REF-2026-1", "REF-2026-1-2"]
    assert all(line.case for line in asked(submission))


def test_a_second_click_finds_the_same_submission(
    browser: Client, sandbox: Any, draft: ReturnDraft, invoice: Invoice, eager_tasks: Any
) -> None:
    keys = keys_of(browser, draft, filled_in(invoice))

    with eager_tasks():
        first = browser.post(confirm_url(draft), keys)
        second = browser.post(confirm_url(draft), keys)

    assert first.url == second.url == draft.get_absolute_url()
    assert Submission.objects.count() == 1
    assert sandbox.returns(reference_number="REF-2026-1") == 1


def test_a_lost_answer_is_looked_up_and_the_return_is_there_once(
    browser: Client,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    eager_tasks: Any,
    at_once: None,
) -> None:
    sandbox.lose_answer("POST", CREATE)
    fields = filled_in(invoice) | {field_of(invoice, OTHER_PART): "1"}
    submission = send(browser, draft, eager_tasks, **fields)
    assert submission.state == State.UNKNOWN

    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert sandbox.returns(reference_number="REF-2026-1") == 2
    assert all(line.case and line.case.details_at for line in asked(submission))


def test_a_return_that_never_arrived_is_sent_again_once_that_is_proved(
    browser: Client,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    eager_tasks: Any,
    at_once: None,
    impatient: None,
) -> None:
    sandbox.fault("drop_request", "POST", CREATE, times=1)
    submission = send(browser, draft, eager_tasks, **filled_in(invoice))
    assert submission.state == State.UNKNOWN
    submissions.reconcile(submission_id=submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.RECONCILING

    with eager_tasks():
        submissions.reconcile(submission_id=submission.pk)
        submissions.sweep()

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert sandbox.returns(reference_number="REF-2026-1") == 1


def test_a_worker_killed_while_sending_leaves_a_return_that_is_looked_up(
    browser: Client,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    at_once: None,
    eager_tasks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = keys_of(browser, draft, filled_in(invoice))
    browser.post(confirm_url(draft), keys)
    submission = only_submission()
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "_answered", _raises(Killed))
        with pytest.raises(Killed):
            submissions.send(submission_id=submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.SENDING

    Submission.objects.update(next_step_at=submission.created_at)
    with eager_tasks():
        submissions.sweep()
    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert sandbox.returns(reference_number="REF-2026-1") == 1


def _raises(error: type[BaseException]) -> Any:
    def broken(*args: object, **named: object) -> None:
        raise error

    return broken


def test_a_refusal_stands_on_its_line_and_the_form_opens_again(
    browser: Client, sandbox: Any, draft: ReturnDraft, invoice: Invoice, eager_tasks: Any
) -> None:
    # Somebody asks for all pieces elsewhere, which the mirror does not know yet.
    ask_elsewhere(invoice, quantity=5)

    submission = send(browser, draft, eager_tasks, **filled_in(invoice))

    draft.refresh_from_db()
    assert submission.state == State.REJECTED
    assert not draft.is_sent
    assert draft.form_key != submission.form_key
    page = browser.get(draft.get_absolute_url()).content.decode()
    assert "The distributor refused this return" in page
    assert "quantity cannot be more than the 0 that are left" in page
    assert "REF-2026-1" in page
    assert not ReturnCase.objects.exists()


def test_lines_without_a_claim_are_looked_up_and_then_told(
    browser: Client,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    eager_tasks: Any,
    at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The sandbox makes a claim for every line: an answer without one is left out on its way.
    whole = ReturnAccepted.read.__func__

    def cut(cls: type[ReturnAccepted], data: Any, **more: Any) -> ReturnAccepted:
        return whole(cls, {"returnsClaims": data["returnsClaims"][:1]}, **more)

    fields = filled_in(invoice) | {field_of(invoice, OTHER_PART): "2"}
    with monkeypatch.context() as patched:
        patched.setattr(ReturnAccepted, "read", classmethod(cut))
        submission = send(browser, draft, eager_tasks, **fields)
    assert submission.state == State.ACCEPTED
    first, second = asked(submission)
    assert first.case
    assert second.case is None

    with monkeypatch.context() as patched:
        patched.setattr(outcome, "_rows_with", lambda client, references: [])
        for _ in range(2):
            submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.COMPLETED
    assert f"no claim for 2 of {OTHER_PART}" in submission.message
    page = browser.get(draft.get_absolute_url()).content.decode()
    assert "No claim was made: the pieces stay with you" in page


def test_an_older_return_with_the_reference_calls_a_person(
    browser: Client,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    eager_tasks: Any,
    at_once: None,
) -> None:
    ask_elsewhere(invoice, quantity=1, reference_number="REF-2026-1")
    sandbox.advance(3 * 86_400)
    sandbox.fault("drop_request", "POST", CREATE, times=1)
    submission = send(browser, draft, eager_tasks, **filled_in(invoice))
    Submission.objects.update(created_at=sandbox_now(sandbox))

    submissions.reconcile(submission_id=submission.pk)

    submission.refresh_from_db()
    assert submission.state == State.NEEDS_ATTENTION
    assert "Only an older return carries REF-2026-1" in submission.message


def sandbox_now(sandbox: Any) -> Any:
    return datetime.fromisoformat(sandbox.state()["clock"].replace("Z", "+00:00"))


def test_a_manager_links_the_case_that_they_found(
    browser: Client,
    signed_in: Any,
    manager: User,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    eager_tasks: Any,
) -> None:
    sandbox.lose_answer("POST", CREATE)
    submission = send(browser, draft, eager_tasks, **filled_in(invoice))
    Submission.objects.update(state=State.NEEDS_ATTENTION, next_step_at=None)
    (number,) = sandbox.state()["returns"]["REF-2026-1"]
    chief = signed_in(manager)

    page = chief.get(submission.get_absolute_url()).content.decode()
    answer = chief.post(f"{submission.get_absolute_url()}link/", {"result_number": number})

    submission.refresh_from_db()
    assert "with the reference REF-2026-1" in page
    assert answer.status_code == 302
    assert submission.state == State.COMPLETED
    assert asked(submission)[0].case == ReturnCase.objects.get(case_request_number=number)


def test_an_outsider_finds_no_draft_and_sends_nothing(
    outsider: User,
    signed_in: Any,
    browser: Client,
    sandbox: Any,
    draft: ReturnDraft,
    invoice: Invoice,
    eager_tasks: Any,
) -> None:
    keys = keys_of(browser, draft, filled_in(invoice))
    stranger = signed_in(outsider)

    with eager_tasks():
        assert stranger.get(draft.get_absolute_url()).status_code == 404
        assert stranger.post(draft.get_absolute_url(), filled_in(invoice)).status_code == 404
        assert stranger.post(confirm_url(draft), keys).status_code == 404
        assert stranger.post(f"{draft.get_absolute_url()}discard/").status_code == 404
        number = invoice.invoice_number
        assert stranger.get("/returns/new/", {"invoice": number}).status_code == 404

    assert not Submission.objects.exists()
    assert sandbox.returns(reference_number="REF-2026-1") == 0


def test_a_viewer_can_neither_write_nor_send(
    viewer: User, signed_in: Any, draft: ReturnDraft, invoice: Invoice
) -> None:
    reader = signed_in(viewer)

    page = reader.get(draft.get_absolute_url())
    answer = reader.post(draft.get_absolute_url(), filled_in(invoice))

    draft.refresh_from_db()
    assert page.status_code == 403
    assert answer.status_code == 403
    assert "reason" not in draft.entered


def test_a_colleague_gets_a_draft_of_their_own(
    draft: ReturnDraft, colleague: User, invoice: Invoice
) -> None:
    assert make_return_draft(invoice, colleague) != draft
    assert make_return_draft(invoice, draft.actor) == draft


def _serials(invoice: Invoice) -> list[str]:
    return list(invoice.lines.get(ingram_part_number="6YE881").serial_numbers or ())
