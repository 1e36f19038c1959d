"""Asking for a return, once: what may go back is checked under a lock of the account."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.audit.choices import Action, Area
from apps.audit.recording import record
from apps.ingram.schemas.invoices import comparable_number
from apps.invoices.models import Invoice
from apps.returns import mapping, returnable, selectors
from apps.returns.choices import CREATE_RETURN, Origin
from apps.returns.entry import AskedLine, ReturnEntry, TypedLine
from apps.returns.exceptions import LinesRefused, ReferenceInUse, ReturnSent, SummaryOutdated
from apps.returns.models import RequestLine, ReturnDraft
from apps.returns.returnable import MOST_LINES, Returnable
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.submissions.exceptions import BusinessKeyInUse
from apps.submissions.models import Submission

#: The reference is told apart by part: where one repeats, a figure is added to it.
LONGEST_REFERENCE = 35
_MEND = "Nothing was sent. Mend what is marked, then go on."


def check(*, draft: ReturnDraft, entry: ReturnEntry, actor: User) -> list[AskedLine]:
    """The lines as they would be sent now, from what the mirror and the ledger know.

    Raises LinesRefused, which says for each field what to do, and ReferenceInUse. No call.
    """
    found = returnable.find(draft.account, Origin(draft.origin), draft.origin_number).by_key
    problems = _problems_of_all(draft, found, entry.lines, entry.late_reason, actor)
    if not entry.lines:
        problems[""] = "Enter how many pieces go back, on one line at least."
    if problems:
        raise LinesRefused(_MEND, fields=problems)
    elements = mapping.asked_elements(entry, found)
    if len(elements) > MOST_LINES:
        words = f"A return holds at most {MOST_LINES} lines; these are {len(elements)}. Make two."
        raise LinesRefused(_MEND, fields={"": words})
    _check_reference(draft, entry, elements)
    return elements


def line_problems(
    *, draft: ReturnDraft, lines: Sequence[TypedLine], late_reason: str, actor: User
) -> dict[str, str]:
    """What speaks against each line, by field, while the rest is not ready to be checked."""
    found = returnable.find(draft.account, Origin(draft.origin), draft.origin_number).by_key
    return _problems_of_all(draft, found, lines, late_reason, actor)


def _problems_of_all(
    draft: ReturnDraft,
    found: Mapping[str, Returnable],
    lines: Sequence[TypedLine],
    late_reason: str,
    actor: User,
) -> dict[str, str]:
    problems: dict[str, str] = {}
    for typed in lines:
        problems |= _problems_of(draft.account, found, typed)
    late = [typed for typed in lines if typed.key in found and not found[typed.key].time.is_open]
    may_be_late = permissions.allowed(actor, Permission.RETURN_LATE, draft.account)
    return problems | _problems_of_late(late, late_reason, may_be_late=may_be_late)


def _problems_of(
    account: CustomerAccount, found: Mapping[str, Returnable], typed: TypedLine
) -> dict[str, str]:
    quantity, serials = f"quantity-{typed.key}", f"serials-{typed.key}"
    line = found.get(typed.key)
    if line is None:
        return {"": "A line is not on the invoice any more. Open the return anew."}
    if line.why_not:
        return {quantity: line.why_not}
    if typed.quantity > line.quantity_left:
        left = line.quantity_left
        rest = "the 1 that is" if left == 1 else f"the {left} that are"
        return {quantity: f"{typed.quantity} is more than {rest} left. Enter at most {left}."}
    if typed.serial_numbers and len(typed.serial_numbers) != typed.quantity:
        named, pieces = len(typed.serial_numbers), typed.quantity
        return {serials: f"{named} of {pieces} serial numbers. Give one for each piece, or none."}
    for serial, times in Counter(typed.serial_numbers).items():
        if times > 1:
            return {serials: f"{serial} stands here twice."}
        wrong = _problem_of_part(found, line, serial) or _problem_of_serial(account, line, serial)
        if wrong:
            return {serials: wrong}
    return {}


def _problem_of_part(found: Mapping[str, Returnable], line: Returnable, serial: str) -> str:
    """Whether the piece is of another part of the same invoice; "" where it is not known to be."""
    for other in found.values():
        is_beside = other.invoice_number == line.invoice_number and other.key != line.key
        if is_beside and serial in other.serial_numbers - line.serial_numbers:
            return f"{serial} is one of {other.part_number}, not of {line.part_number}."
    return ""


def _problem_of_serial(account: CustomerAccount, line: Returnable, serial: str) -> str:
    """Why this piece is not of this line; "" where nothing known speaks against it."""
    if serial not in line.serial_numbers:
        own = comparable_number(line.invoice_number)
        elsewhere = returnable.invoice_of_serial(account, serial) - {own}
        if elsewhere:
            rows = Invoice.objects.filter(account=account, comparable_number__in=elsewhere)
            numbers = sorted(rows.values_list("invoice_number", flat=True)) or sorted(elsewhere)
            return f"{serial} is on invoice {', '.join(numbers)}, not on {line.invoice_number}."
        if line.knows_all_serials:
            return f"{serial} is not on this line of invoice {line.invoice_number}."
    asked = RequestLine.objects.filter(account=account, serial_number__iexact=serial)
    asked = asked.exclude(submission__state=State.REJECTED).select_related("case", "submission")
    held = [a for a in asked if a.case is None or not a.case.is_refused]
    for earlier in held:
        if earlier.case is not None:
            return f"{serial} was asked back for already, with return {earlier.case}."
        if earlier.submission.state != State.COMPLETED:
            return f"{serial} is on its way already, with {earlier.reference_number}."
    return ""


def _problems_of_late(
    late: Sequence[TypedLine], late_reason: str, *, may_be_late: bool
) -> dict[str, str]:
    if not late or (may_be_late and late_reason):
        return {}
    if may_be_late:
        return {"late_reason": "Say why this goes back though its return window is over."}
    words = "The return window is over. A manager of the account may send it, with a reason."
    return {f"quantity-{typed.key}": words for typed in late}


def _check_reference(draft: ReturnDraft, entry: ReturnEntry, elements: Sequence[AskedLine]) -> None:
    longest = max(len(element.reference_number) for element in elements)
    if longest > LONGEST_REFERENCE:
        most = LONGEST_REFERENCE - (longest - len(entry.reference_number))
        words = f"Parts repeat, so a figure is added: use at most {most} characters here."
        raise LinesRefused(_MEND, fields={"reference_number": words})
    for number in {element.reference_number for element in elements}:
        if earlier := selectors.earlier_use(draft.account, number, form_key=draft.form_key):
            words = f"{number} was used before, by {earlier.where}. Give this return another one."
            raise ReferenceInUse(words, url=earlier.url)


def agreement(entry: ReturnEntry, elements: Sequence[AskedLine]) -> str:
    """The fingerprint of what a summary shows: all that would be sent."""
    return mapping.fingerprint(_body(entry, elements))


def _body(entry: ReturnEntry, elements: Sequence[AskedLine]) -> dict[str, object]:
    late = entry.late_reason if any(element.is_late for element in elements) else ""
    return {"request": mapping.to_request(entry, elements).body(), "lateReason": late}


def send_return(
    *, draft: ReturnDraft, entry: ReturnEntry, actor: User, form_key: str, agreed: str
) -> Submission:
    """Queue a return to be sent once; the same form_key returns the same submission.

    `agreed` is the fingerprint of the summary that the person confirmed. The account is locked
    while it is counted what is left, so that two people cannot send the same piece back. Raises
    NotPermitted, LinesRefused, ReferenceInUse, SummaryOutdated and ReturnSent; nothing is queued
    then. [spec] POST /resellers/v6/returns/create
    """
    permissions.require(actor, Permission.CREATE_RETURNS, draft.account)
    if sent := _sent(draft, form_key):
        return sent
    with transaction.atomic():
        # No key is locked, so that nothing else of the account has to wait.
        CustomerAccount.objects.select_for_update(no_key=True).get(pk=draft.account_id)
        if sent := _sent(draft, form_key):
            return sent
        elements = check(draft=draft, entry=entry, actor=actor)
        body = _body(entry, elements)
        if not agreed or agreed != mapping.fingerprint(body):
            raise SummaryOutdated(
                "The lines or the form have changed since this summary was made. "
                "Nothing was sent; read it again, then send."
            )
        return _queue(draft, entry, elements, actor, form_key, body)


def _queue(
    draft: ReturnDraft,
    entry: ReturnEntry,
    elements: Sequence[AskedLine],
    actor: User,
    form_key: str,
    body: dict[str, object],
) -> Submission:
    rows = ReturnDraft.objects.filter(pk=draft.pk, form_key=form_key, is_sent=False)
    if not rows.update(is_sent=True, updated_at=timezone.now()):
        raise ReturnSent("This form was replaced by a newer one. Nothing was sent.")
    try:
        submission = submissions.enqueue(
            kind=CREATE_RETURN,
            account=draft.account,
            actor=actor,
            form_key=form_key,
            business_key=entry.reference_number,
            body=body,
        )
    except BusinessKeyInUse as exc:
        raise ReferenceInUse(
            f"{entry.reference_number} was used a moment ago. Give this return another one.",
            url=exc.submission.get_absolute_url(),
        ) from exc
    RequestLine.objects.bulk_create(
        _request_line(submission, position, element)
        for position, element in enumerate(elements, start=1)
    )
    ReturnDraft.objects.filter(pk=draft.pk).update(submission=submission)
    _record_late(submission, entry, elements)
    return submission


def _record_late(submission: Submission, entry: ReturnEntry, elements: Sequence[AskedLine]) -> None:
    """That a manager lets pieces go back after their time, and why."""
    late = [element for element in elements if element.is_late]
    if not late:
        return
    record(
        Area.WORK,
        Action.APPROVED,
        about=submission,
        accounts=[submission.account_id],
        actor=submission.actor,
        after={
            "late_reason": entry.late_reason,
            "late_lines": [
                f"{line.quantity} of {line.ingram_part_number or line.vendor_part_number}, "
                f"invoice {line.invoice_number} of {line.invoiced_on}"
                for line in late
            ],
        },
    )


def _request_line(submission: Submission, position: int, element: AskedLine) -> RequestLine:
    return RequestLine(
        submission=submission,
        account_id=submission.account_id,
        position=position,
        invoice_number=element.invoice_number,
        invoice_key=comparable_number(element.invoice_number),
        part_key=mapping.part_key(element.ingram_part_number, element.vendor_part_number),
        ingram_part_number=element.ingram_part_number,
        vendor_part_number=element.vendor_part_number,
        description=element.description,
        invoiced_on=element.invoiced_on,
        quantity=element.quantity,
        serial_number=element.serial_number,
        box_count=element.box_count,
        reference_number=element.reference_number,
        is_late=element.is_late,
    )


def _sent(draft: ReturnDraft, form_key: str) -> Submission | None:
    return Submission.objects.filter(form_key=form_key, account=draft.account_id).first()
