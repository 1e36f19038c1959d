"""What a webhook tells of a quote is a hint: the truth is fetched from the API."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from apps.accounts.models import CustomerAccount
from apps.catalog.part_numbers import normalised
from apps.connections.models import Connection
from apps.ingram import Rejected
from apps.quotes.choices import UNFINISHED_STATUSES, QuoteStatus
from apps.quotes.mapping import says_absent
from apps.quotes.models import Quote, QuoteDraftLine
from apps.quotes.services import mirror
from apps.submissions import services as submissions
from apps.submissions.models import Submission

KIND = "quote.create"
REFUSED_PART = "The distributor refused this part in the last try."
_MADE = frozenset({QuoteStatus.READY, QuoteStatus.ACTIVE, QuoteStatus.ORDERED})


def take_quote_hint(
    *,
    connection: Connection,
    quote_number: str,
    failure: str = "",
    rejected_part_numbers: Sequence[str] = (),
) -> None:
    """Read the quote again, mirror it and finish the submission that waits for it.

    A reported failure is believed only when the API shows no usable quote (field notes 10.2).
    Quotes that were never made here are mirrored too. One call for each account that may own it.
    Raises IngramError when the API could not be asked, so that the event is tried again.
    """
    quote = _read(connection, quote_number)
    submission = _submission_of(connection, quote_number)
    if submission is None or not failure or (quote is not None and quote.state in _MADE):
        return
    if quote is not None and quote.state in UNFINISHED_STATUSES:
        # The body of an event is not signed: what the API still works on has not failed yet.
        submissions.needs_attention(
            submission=submission, message=f"A failure was reported, but not proved: {failure}"
        )
        return
    _refuse(submission, failure, rejected_part_numbers)


def _read(connection: Connection, quote_number: str) -> Quote | None:
    for account in _accounts(connection, quote_number):
        try:
            return mirror.refresh_in_background(account=account, quote_number=quote_number)
        except Rejected as exc:
            if not says_absent(exc):
                raise
    return None


def _accounts(connection: Connection, quote_number: str) -> Iterable[CustomerAccount]:
    """Who may own the quote: who is known to, else every account of the connection."""
    accounts = connection.accounts.filter(is_active=True).select_related("connection")
    owners = accounts.filter(quotes__quote_number=quote_number) or accounts.filter(
        submissions__kind=KIND, submissions__reference=quote_number
    )
    return owners or accounts


def _submission_of(connection: Connection, quote_number: str) -> Submission | None:
    return Submission.objects.filter(
        account__connection=connection, kind=KIND, reference=quote_number
    ).first()


@transaction.atomic
def _refuse(submission: Submission, failure: str, part_numbers: Sequence[str]) -> None:
    submissions.reject(
        submission=submission,
        message=failure,
        received={"rejectedPartNumbers": list(part_numbers)},
    )
    mark_refused_lines(submission, part_numbers)


def mark_refused_lines(submission: Submission, part_numbers: Sequence[str]) -> None:
    """Say on each line of the draft that the distributor refused its part."""
    refused = {normalised(number) for number in part_numbers}
    lines = QuoteDraftLine.objects.filter(draft__submission=submission)
    hit = [
        line
        for line in lines
        if refused & {line.part_number, line.ingram_part_number or line.part_number}
    ]
    QuoteDraftLine.objects.filter(pk__in=[line.pk for line in hit]).update(refusal=REFUSED_PART)
