"""Reads of the quotes app. The first argument is who looks; an outsider gets 404."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for, people_of
from apps.catalog import draft_lines
from apps.catalog import selectors as catalog
from apps.catalog.draft_lines import DraftTotals
from apps.core.distinct import texts_in
from apps.core.pagination import MOST_ROWS, counted
from apps.quotes.choices import OPEN_STATUSES, Decision, QuoteStatus
from apps.quotes.listing import DRAFTS, EXPIRING, QUOTES, READY
from apps.quotes.models import PriceApproval, Quote, QuoteDraft, QuoteDraftLine, QuoteLine
from apps.submissions.choices import State
from apps.sync.selectors import RefreshOfOne, refresh_of_one

STALE_AFTER = timedelta(hours=1)
STALE_AFTER_IN_PROGRESS = timedelta(seconds=5)
MOST_APPROVALS = 200


def ready_quotes(account: CustomerAccount) -> QuerySet[Quote]:
    """The account's quotes that are ready to order, those that expire first on top. One query."""
    rows = in_tab(account, READY).defer(*QUOTES.documents)
    return rows.order_by("sorted_expires_on", "pk")


def waiting_counts(account: CustomerAccount, owner: User | None = None) -> dict[str, int]:
    """How many quotes are ready and expire soon, and how many drafts wait. Three queries.

    Those of the `owner` alone if there is one; one above MOST_ROWS stands for more.
    """
    rows: dict[str, QuerySet[Any]] = {tab: in_tab(account, tab) for tab in (READY, EXPIRING)}
    rows[DRAFTS] = open_drafts(account)
    return {
        tab: counted(found.filter(owner=owner) if owner else found, most=MOST_ROWS + 1)
        for tab, found in rows.items()
    }


def expiring(first: date, last: date) -> QuerySet[Quote]:
    """Open quotes of all active accounts that expire on one of these days."""
    rows = Quote.objects.filter(
        account__is_active=True,
        status__in=sorted(OPEN_STATUSES),
        sorted_expires_on__range=(first, last),
    )
    return rows.select_related("account").order_by("account", "expires_on", "pk")


def vendors_of(account: CustomerAccount) -> list[str]:
    """Vendors among the account's quotes, for the filter. One query."""
    return texts_in(Quote, "vendor_name", account_id=account.pk)


def owners_of(account: CustomerAccount) -> list[User]:
    """Who made quotes or drafts of the account here, for the filter. One query."""
    return people_of(account, (Quote, "owner"), (QuoteDraft, "owner"))


def quote_for(user: User, *, quote_number: str) -> Quote:
    """A quote with its lines in any account of the person, else 404. Two queries."""
    if "\0" in quote_number:  # PostgreSQL refuses to look for it
        raise Http404
    quote = (
        Quote.objects.filter(account__in=accounts_for(user), quote_number=quote_number)
        .select_related("account__connection", "owner", "submission__actor")
        .prefetch_related(Prefetch("lines", QuoteLine.objects.order_by("position")))
        .first()
    )
    if quote is None:
        raise Http404
    return quote


def is_stale(quote: Quote) -> bool:
    """Whether the page should have the quote read anew."""
    if quote.details_at is None:
        return True
    limit = STALE_AFTER_IN_PROGRESS if quote.is_being_made else STALE_AFTER
    newer_by_search = quote.synced_at > quote.details_at
    return newer_by_search or timezone.now() - quote.details_at > limit


def refresh_of(quote: Quote) -> RefreshOfOne:
    """Whether the quote is being read anew. No query."""
    return refresh_of_one(quote.account, "quotes", quote.quote_number)


def version_of(quote: Quote, refresh: RefreshOfOne) -> str:
    """Changes when the page of the quote would look different."""
    read_at = quote.details_at.timestamp() if quote.details_at else 0
    return f"{quote.status}-{read_at}-{bool(refresh.error)}"


def drafts_for(
    account: CustomerAccount, text: str = "", *, owner: str = ""
) -> QuerySet[QuoteDraft]:
    """Drafts of the account that can still be changed, with `line_total` lines. One query.

    `owner` is whose alone, as the list's filter names a person.
    """
    drafts = open_drafts(account)
    if owner.isdigit() and owner.isascii():
        drafts = drafts.filter(owner_id=int(owner[:18]))
    if text:
        drafts = drafts.filter(
            Q(entered__name__icontains=text) | Q(entered__company_name__icontains=text)
        )
    counted = drafts.select_related("owner", "submission").annotate(line_total=Count("lines"))
    return counted.order_by("-updated_at", "-pk")


def draft_for(user: User, *, draft_id: int) -> QuoteDraft:
    """A draft with its lines in any account of the person, else 404. Two queries."""
    lines = catalog.with_reported_stock(QuoteDraftLine.objects.order_by("position", "pk"))
    draft = (
        QuoteDraft.objects.filter(account__in=accounts_for(user), pk=draft_id)
        .select_related("account__connection", "owner", "submission")
        .prefetch_related(Prefetch("lines", lines))
        .first()
    )
    if draft is None:
        raise Http404
    return draft


def totals_of(draft: QuoteDraft) -> DraftTotals:
    """The sums of the draft's lines; no query when they were loaded with it."""
    return draft_lines.totals_of(list(draft.lines.all()), currency=draft.account.currency)


def stale_lines(draft: QuoteDraft) -> QuerySet[QuoteDraftLine]:
    """Lines that were never asked about, or too long ago, in their order. One query."""
    return catalog.stale_lines(QuoteDraftLine.objects.filter(draft=draft))


def draft_to_mend(quote: Quote) -> QuoteDraft | None:
    """The draft of a quote that could not be made, open again for another try. One query."""
    if quote.state is not QuoteStatus.FAILED or quote.submission_id is None:
        return None
    return open_drafts(quote.account).filter(submission_id=quote.submission_id).first()


def quote_of_submission(draft: QuoteDraft) -> Quote | None:
    """The quote that a sent draft became. One query."""
    if draft.submission_id is None:
        return None
    return Quote.objects.filter(submission_id=draft.submission_id).first()


def waiting_approvals(account: CustomerAccount) -> QuerySet[PriceApproval]:
    """The prices of the account that wait for a manager, the oldest first. One query."""
    waiting = PriceApproval.objects.filter(decision=Decision.WAITING, quote__account=account)
    shown = waiting.select_related("quote__account", "asked_by").order_by("asked_at", "pk")
    return shown.defer(*(f"quote__{name}" for name in QUOTES.documents))


def price_approval_for(user: User, *, quote_number: str, pk: int) -> PriceApproval:
    """What was asked of a quote in any account of the person, else 404. Two queries."""
    quote = quote_for(user, quote_number=quote_number)
    approval = PriceApproval.objects.filter(quote=quote, pk=pk).first()
    if approval is None:
        raise Http404
    approval.quote = quote
    return approval


def open_drafts(account: CustomerAccount) -> QuerySet[QuoteDraft]:
    """Drafts of the account that can still be changed."""
    sent = set(State) - {State.REJECTED}
    return QuoteDraft.objects.filter(account=account).exclude(submission__state__in=sent)


def in_tab(account: CustomerAccount, tab: str) -> QuerySet[Quote]:
    """The quotes that a tab of the list holds."""
    rows = Quote.objects.filter(account=account)
    for column, lookups in QUOTES.tabs[tab].where().items():
        rows = rows.filter(**{f"{column}__{name}": value for name, value in lookups})
    return rows
