"""What becomes of a return that was sent: found upstream, mirrored, tied to its submission."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.ingram import Client, Priority
from apps.ingram.operations import returns as api
from apps.ingram.schemas.returns import ReturnAccepted, ReturnClaim
from apps.returns import mapping
from apps.returns.models import (
    RequestLine,
    ReturnCase,
    ReturnCaseLine,
    ReturnDraft,
    new_form_key,
)
from apps.returns.services import mirror
from apps.submissions.choices import AttemptKind, Outcome, State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Found, LookUp, Unclear
from apps.submissions.timing import timing
from apps.sync import services as sync

SEPARATOR = ", "
#: More numbers than these are counted: the ledger's column holds so many.
_NUMBERS_TOLD = 8
#: The day of a case may be told without a zone.
_A_DAY = timedelta(days=1)
_PLACE = re.compile(r"list\[(\d+)\]", re.IGNORECASE)


def look_up(client: Client, submission: Submission) -> LookUp:
    """Look a sent return up by the references of its lines, and mirror what is found.

    A case counts when it is no older than the submission and is of a line that was sent. One
    call for each reference, mostly one, and one for each case found.
    """
    sent = list(submission.return_lines.order_by("position"))
    rows = _rows_with(client, {line.reference_number for line in sent})
    known = {line.case_id for line in sent if line.case_id}
    fresh = [row for row in rows if _is_fresh(row, submission)]
    if rows and not fresh:
        numbers = SEPARATOR.join(row.case_request_number for row in rows)
        return Unclear(
            reason=f"Only an older return carries {submission.business_key}: {numbers}.",
            is_contradiction=True,
            received=[row.raw for row in rows],
        )
    if not fresh and not known:
        return Absent(received={"returnsFound": 0})
    for row in fresh:
        mirror.read_case(client, submission.account, row.case_request_number)
    return judge(submission, [row.case_request_number for row in fresh], received=rows)


def _rows_with(client: Client, references: Iterable[str]) -> list[ReturnClaim]:
    found = []
    for reference in sorted(references):
        page = api.search_returns(client, reference_number=reference, page_size=100)
        # The distributor ignores filters that it does not know.
        found += [
            row
            for row in page.claims
            if row.case_request_number and row.reference_number.upper() == reference.upper()
        ]
    return found


def _is_fresh(row: ReturnClaim, submission: Submission) -> bool:
    return row.created_at is None or row.created_at >= submission.created_at - _A_DAY


def judge(
    submission: Submission, numbers: Sequence[str], *, received: Sequence[ReturnClaim] = ()
) -> LookUp:
    """Whether mirrored cases that carry the references are what was asked for; ties them.

    Lines of which no case is found are waited for, over the settling period: then none was made.
    """
    raw = [row.raw for row in received]
    cases = _cases(submission, numbers)
    own = [case for case in cases if case.submission_id == submission.pk]
    fit = mapping.fit_of(
        submission.return_lines.order_by("position"), [c for c in cases if c not in own]
    )
    if fit.strange:
        reason = (
            f"{SEPARATOR.join(map(str, fit.strange))} carries {submission.business_key}, but its "
            "parts are not those that were sent."
        )
        return Unclear(reason=reason, is_contradiction=True, received=raw)
    tie(submission, fit.pairs)
    left = list(submission.return_lines.filter(case=None))
    all_cases = list(submission.return_cases.all())
    return Found(
        is_complete=not left or _has_settled(submission),
        reference=min((str(case) for case in all_cases), default=""),
        result_number=numbers_of(all_cases),
        message=mapping.words_for_unclaimed(left),
        received=raw,
    )


def _cases(submission: Submission, numbers: Iterable[str]) -> list[ReturnCase]:
    rows = ReturnCase.objects.filter(
        account=submission.account_id, case_request_number__in=list(numbers)
    )
    return list(rows.prefetch_related("lines").order_by("case_request_number"))


def _has_settled(submission: Submission) -> bool:
    """Whether claims that are still missing can be taken for never made."""
    limits = timing()
    waited = timezone.now() - submission.state_since
    return (
        submission.status is State.ACCEPTED
        and submission.look_ups >= limits.absences
        and waited >= timedelta(seconds=limits.settling)
    )


def verify(client: Client, submission: Submission, case_request_number: str) -> LookUp:
    """Look up a case number that a person typed: it must be of a line that was sent."""
    case = mirror.read_case(client, submission.account, case_request_number.strip())
    mine = {line.reference_number.upper() for line in submission.return_lines.all()}
    if case.reference_number.upper() not in mine:
        carried = case.reference_number or "no reference"
        return Unclear(reason=f"Return {case} carries {carried}, not {submission.business_key}.")
    return judge(submission, [case.case_request_number])


def numbers_of(cases: Iterable[ReturnCase]) -> str:
    """The case numbers, as far as they fit; one return has a case for each of its lines."""
    return told_numbers(sorted(case.case_request_number for case in cases))


def told_numbers(numbers: Sequence[str]) -> str:
    more = len(numbers) - _NUMBERS_TOLD
    told = [*numbers[:_NUMBERS_TOLD], *([f"and {more} more"] if more > 0 else [])]
    return SEPARATOR.join(told)


@transaction.atomic
def settle(submission: Submission) -> None:
    """At each change of state: tie the cases of its own answer; open the form of a refused one."""
    if submission.state in (State.ACCEPTED, State.COMPLETED):
        _take_answer(submission)
    elif submission.state == State.REJECTED:
        _mark_refused_lines(submission)
        _reopen_draft(submission)


def _take_answer(submission: Submission) -> None:
    """Into the mirror: the claims that the distributor's answer to the request names."""
    answered = submission.attempts.filter(
        kind=AttemptKind.SEND, outcome__in=(Outcome.ACCEPTED, Outcome.COMPLETED)
    )
    received = answered.order_by("-started_at").values_list("received", flat=True).first()
    if not isinstance(received, Mapping):
        return
    claims = [c for c in ReturnAccepted.read(received).claims if c.case_request_number]
    account = submission.account
    mirror.keep_claims(account, claims)
    lines = list(submission.return_lines.filter(case=None).order_by("position"))
    told = {claim.case_request_number: claim for claim in claims}
    pairs = []
    for case in _cases(submission, told):
        claim = told[case.case_request_number]
        if line := next((line for line in lines if _answers(claim, line)), None):
            lines.remove(line)
            pairs.append((line, case))
    tie(submission, pairs)


def _answers(claim: ReturnClaim, line: RequestLine) -> bool:
    if claim.reference_number.upper() != line.reference_number.upper():
        return False
    if claim.ingram_part_number and line.ingram_part_number:
        return claim.ingram_part_number.upper() == line.ingram_part_number.upper()
    return claim.vendor_part_number.upper() == line.vendor_part_number.upper()


def tie(submission: Submission, pairs: Iterable[tuple[RequestLine, ReturnCase]]) -> None:
    """Remember which case became of which line, and have each read in full."""
    late_reason = str(submission.body.get("lateReason", ""))
    for line, case in pairs:
        RequestLine.objects.filter(pk=line.pk).update(case=case)
        case.submission, case.asked_by = submission, submission.actor
        case.late_reason = late_reason if line.is_late else ""
        case.invoice_number = case.invoice_number or line.invoice_number
        case.reference_number = case.reference_number or line.reference_number
        if case.details_at is None:
            # A claim's day has no time, and midnight may be before it was asked for.
            case.asked_at = submission.created_at
        case.save()
        lines = list(case.lines.all()) or [_line_of(case, line)]
        mirror.rewrite_terms(case, lines)
        if case.details_at is None:
            sync.refresh_one(
                account=submission.account,
                resource=mirror.RESOURCE,
                key=case.case_request_number,
                priority=Priority.BACKGROUND,
            )


def _line_of(case: ReturnCase, line: RequestLine) -> ReturnCaseLine:
    """The case's line as it was asked for, until its details are read: it holds its pieces."""
    return ReturnCaseLine.objects.create(
        case=case,
        account_id=case.account_id,
        position=1,
        ingram_part_number=line.ingram_part_number,
        vendor_part_number=line.vendor_part_number,
        description=line.description,
        invoice_number=line.invoice_number,
        invoice_key=line.invoice_key,
        part_key=line.part_key,
        invoiced_on=line.invoiced_on,
        quantity=line.quantity,
        status=case.status,
        status_text=case.status_text,
    )


def _mark_refused_lines(submission: Submission) -> None:
    """Say on each line what the distributor said of it."""
    lines = list(submission.return_lines.order_by("position"))
    for error in submission.field_errors:
        place = _PLACE.search(error.get("field", ""))
        if place and int(place[1]) < len(lines) and error.get("message"):
            line = lines[int(place[1])]
            line.problem = " ".join(filter(None, (line.problem, error["message"])))
    RequestLine.objects.bulk_update(lines, ["problem"])


def _reopen_draft(submission: Submission) -> None:
    """A refused return may be mended and sent anew: its form opens again, with another key."""
    for draft in ReturnDraft.objects.filter(submission=submission, is_sent=True):
        ReturnDraft.objects.filter(
            account=draft.account_id,
            actor=draft.actor_id,
            origin=draft.origin,
            origin_number=draft.origin_number,
            is_sent=False,
        ).delete()
        draft.form_key = new_form_key()
        draft.is_sent = False
        draft.save(update_fields=["form_key", "is_sent", "updated_at"])
