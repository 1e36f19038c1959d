"""The write "create a quote", as the ledger of submissions sends and looks it up."""

from __future__ import annotations

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from apps.ingram import Client, Rejected
from apps.ingram.operations import quotes as operations
from apps.ingram.schemas.quotes import QuoteCreateRequest, QuoteDetails
from apps.quotes.choices import UNFINISHED_STATUSES, QuoteStatus
from apps.quotes.draft_prices import rule_of
from apps.quotes.mapping import says_absent, status_of, was_made_after
from apps.quotes.models import Quote, QuoteDraft, SellRule, new_form_key
from apps.quotes.services.create import KIND
from apps.quotes.services.hints import mark_refused_lines
from apps.quotes.services.mirror import have_read
from apps.quotes.words import keep_header_terms
from apps.submissions import registry
from apps.submissions.choices import State
from apps.submissions.models import Submission
from apps.submissions.registry import Absent, Answer, Body, Found, LookUp, Refused, Unclear

_WORD = re.compile(r"[\w#/.:+=-]*\d[\w#/.:+=-]*")
# Clocks differ: a quote stamped a little before we sent it may still be ours.
SKEW = timedelta(minutes=10)


def send(client: Client, body: Body, correlation_id: str) -> Answer:
    """One call; the answer promises a quote and names its number."""
    accepted = operations.create_quote(
        client, QuoteCreateRequest.model_validate(body), correlation_id=correlation_id
    )
    return Answer(state=State.ACCEPTED, reference=accepted.quote_number, received=accepted.raw)


def look_up(client: Client, submission: Submission) -> LookUp:
    """By its number when one was promised, else by its name among the quotes made since."""
    if submission.reference:
        return _by_number(client, submission.reference)
    made_on = submission.created_at.date()
    page = operations.search_quotes(
        client,
        quote_name=submission.business_key,
        created_between=(made_on - timedelta(days=1), timezone.now().date() + timedelta(days=1)),
        page_size=100,
    )
    wanted = submission.business_key.strip().casefold()
    numbers = [
        row.quote_number
        for row in page.quotes
        if row.quote_name.strip().casefold() == wanted
        and was_made_after(row, submission.created_at)
    ]
    ours = [
        found
        for number in numbers
        if (found := operations.quote_details(client, number)) and _is_ours(found, submission)
    ]
    if not ours:
        return Absent(received={"quotes": len(page.quotes)})
    if len(ours) > 1:
        return Unclear(
            reason=f"{len(ours)} quotes have this name.",
            is_contradiction=True,
            received={"quoteNumbers": numbers},
        )
    return _found(ours[0])


def verify(client: Client, submission: Submission, number: str) -> LookUp:
    """Whether the number that a person typed is this quote."""
    found = _by_number(client, number)
    return Unclear(reason="No such quote.") if isinstance(found, Absent) else found


def on_change(submission: Submission) -> None:
    """Keep draft and mirror in step with the ledger; inside its transaction, without calls."""
    QuoteDraft.objects.filter(account=submission.account, form_key=submission.form_key).update(
        submission=submission
    )
    if submission.state == State.REJECTED:
        _open_draft_again(submission)
    elif submission.reference or submission.result_number:
        _show_in_list(submission)


def _by_number(client: Client, number: str) -> LookUp:
    try:
        details = operations.quote_details(client, number)
    except Rejected as exc:
        if says_absent(exc):
            return Absent()
        raise
    return _found(details)


def _found(details: QuoteDetails) -> Found | Refused:
    status = status_of(details.status)
    if status is QuoteStatus.FAILED:
        return Refused(
            message=details.status_reason or "The distributor could not make this quote.",
            received=details.raw,
        )
    number = details.quote_number
    is_complete = status not in UNFINISHED_STATUSES
    return Found(
        is_complete=is_complete,
        reference=number,
        result_number=number if is_complete else "",
        received={"quoteNumber": number, "status": details.status_text},
    )


def _is_ours(details: QuoteDetails, submission: Submission) -> bool:
    made_at = details.created_at
    return made_at is None or made_at >= submission.created_at - SKEW


def _open_draft_again(submission: Submission) -> None:
    """A mended draft is a new try: it needs a new form key."""
    QuoteDraft.objects.filter(submission=submission, form_key=submission.form_key).update(
        form_key=new_form_key()
    )
    values = [str(error.get("value", "")) for error in submission.field_errors]
    # The reason names part numbers in a sentence: "Part number(s) not found: ABC1, ABC2".
    mark_refused_lines(submission, [*values, *_WORD.findall(submission.message)])
    Quote.objects.filter(submission=submission, status__in=UNFINISHED_STATUSES).update(
        status=QuoteStatus.FAILED, status_text="", status_reason=submission.message
    )


def _show_in_list(submission: Submission) -> None:
    """The promised quote stands in the list at once; its details follow."""
    body = submission.body
    number = submission.result_number or submission.reference
    quote, is_new = Quote.objects.get_or_create(
        account=submission.account,
        quote_number=number,
        defaults={
            "name": str(body.get("quoteName", "")),
            "status": QuoteStatus.IN_PROGRESS,
            "created_at": submission.created_at,
            "end_user_name": str((body.get("endUserInfo") or {}).get("companyName", "")),
            "line_count": len(body.get("products") or ()),
            "synced_at": timezone.now(),
        },
    )
    if is_new:
        keep_header_terms([quote])
    if quote.submission_id is None:
        Quote.objects.filter(pk=quote.pk, submission=None).update(
            submission=submission, owner=submission.actor
        )
        _take_over_sell_price(quote, submission)
    if submission.state == State.COMPLETED and quote.is_being_made:
        # A look-up found it ready; its lines are read by a worker after the commit.
        have_read(quote=quote)


def _take_over_sell_price(quote: Quote, submission: Submission) -> None:
    """What was to be earned by the draft is to be earned by its quote, until somebody says else."""
    draft = QuoteDraft.objects.filter(submission=submission).first()
    rule = rule_of(draft, quote) if draft else None
    if rule is not None:
        SellRule.objects.bulk_create([rule], ignore_conflicts=True)


def _result_url(submission: Submission) -> str:
    number = submission.result_number or submission.reference
    return reverse("quotes:detail", args=[number]) if number else ""


def _origin_url(submission: Submission) -> str:
    draft = QuoteDraft.objects.filter(submission=submission).first()
    return draft.get_absolute_url() if draft else ""


registry.register(
    registry.SubmissionKind(
        code=KIND,
        label="Create quote",
        send=send,
        look_up=look_up,
        verify=verify,
        result_url=_result_url,
        origin_url=_origin_url,
        on_change=on_change,
    )
)
