"""The mirror of quotes: what the API told is kept, what it did not tell is not forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.connections.services import client_for
from apps.ingram import Client, Priority
from apps.ingram.operations import quotes as operations
from apps.ingram.schemas.quotes import QuoteDetails, QuoteSummary
from apps.quotes.choices import UNFINISHED_STATUSES, QuoteStatus
from apps.quotes.mapping import details_values, line_rows, summary_values
from apps.quotes.models import Quote, QuoteLine, QuoteTerm
from apps.quotes.words import all_terms, keep_header_terms
from apps.submissions import services as submissions
from apps.submissions.choices import State
from apps.sync import services as sync

RESOURCE = "quotes"
_SUMMARY_COLUMNS = (
    "name",
    "revision",
    "status",
    "status_text",
    "created_at",
    "modified_at",
    "expires_on",
    "currency",
    "total",
    "vendor_name",
    "special_bid_number",
    "created_by",
    "end_user_name",
    "synced_at",
)


def have_read(*, quote: Quote, actor: User | None = None) -> None:
    """Have a worker read the quote anew, once however many ask.

    With an actor it is their wish: raises NotPermitted. Without, the page asks for itself.
    """
    if actor is not None:
        permissions.require(actor, Permission.REFRESH, quote.account)
    sync.refresh_one(account=quote.account, resource=RESOURCE, key=quote.quote_number, actor=actor)


def refresh_in_background(*, account: CustomerAccount, quote_number: str) -> Quote:
    """As `refresh_quote`, after the calls that people wait for."""
    with client_for(
        account, priority=Priority.BACKGROUND, purpose=f"quote {quote_number}"
    ) as client:
        return read_quote(client, account, quote_number)


def read_quote(client: Client, account: CustomerAccount, quote_number: str) -> Quote:
    """Read one quote's details into the mirror and finish the submission that waits for it."""
    details = operations.quote_details(client, quote_number)
    quote = keep_details(account, quote_number, details)
    settle(quote)
    return quote


@transaction.atomic
def keep_details(account: CustomerAccount, quote_number: str, details: QuoteDetails) -> Quote:
    """Write one quote with its lines and words. As many statements, however few lines it has."""
    now = timezone.now()
    quote, _ = Quote.objects.update_or_create(
        account=account,
        quote_number=quote_number,
        defaults={**details_values(details), "synced_at": now, "details_at": now},
    )
    quote.lines.all().delete()
    lines = QuoteLine.objects.bulk_create(line_rows(quote, details.lines), batch_size=200)
    quote.terms.all().delete()
    QuoteTerm.objects.bulk_create(all_terms(quote, lines), ignore_conflicts=True, batch_size=500)
    return quote


def keep_summaries(account: CustomerAccount, rows: Sequence[QuoteSummary]) -> int:
    """Write rows of a search; gives how many were new or different. Three statements.

    A quote whose name changed is found by the former too, until its details are read.
    """
    told = {row.quote_number: summary_values(row) for row in rows if row.quote_number}
    known = {
        quote.quote_number: quote
        for quote in Quote.objects.filter(account=account, quote_number__in=told)
    }
    now = timezone.now()
    changed = []
    for number, values in told.items():
        quote = known.get(number) or Quote(account=account, quote_number=number)
        # Search tells days where details told the time (field notes 5.5): keep the better.
        news = {name: new for name, new in values.items() if _differs(getattr(quote, name), new)}
        if quote.pk is None or news:
            for name, value in news.items():
                setattr(quote, name, value)
            quote.synced_at = now
            changed.append(quote)
    Quote.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["account", "quote_number"],
        update_fields=_SUMMARY_COLUMNS,
    )
    keep_header_terms(changed)
    return len(changed)


def settle(quote: Quote) -> None:
    """Finish the submission that waits for this quote, once the API shows how it ended."""
    submission = quote.submission
    if submission is None or submission.state in {State.COMPLETED, State.REJECTED}:
        return
    if quote.state is QuoteStatus.FAILED:
        submissions.reject(
            submission=submission,
            message=quote.status_reason or "The distributor could not make this quote.",
        )
    elif quote.state not in UNFINISHED_STATUSES:
        submissions.complete(
            submission=submission,
            result_number=quote.quote_number,
            reference=quote.quote_number,
        )


def _differs(old: object, new: object) -> bool:
    if isinstance(old, datetime) and isinstance(new, datetime):
        return old.date() != new.date() or (old.time() != new.time() and new.time() != time.min)
    return old != new
