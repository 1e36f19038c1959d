"""Reads of the quotes app. The first argument is who looks; an outsider gets 404."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.db.models.enums import TextChoices
from django.db.models.expressions import OrderBy
from django.http import Http404
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.catalog import draft_lines
from apps.catalog import selectors as catalog
from apps.catalog.draft_lines import DraftTotals
from apps.quotes.choices import OPEN_STATUSES, QuoteStatus
from apps.quotes.models import Quote, QuoteDraft, QuoteDraftLine, QuoteLine
from apps.submissions.choices import State
from apps.sync.selectors import RefreshOfOne, refresh_of_one

EXPIRES_SOON = timedelta(days=14)
STALE_AFTER = timedelta(hours=1)
STALE_AFTER_IN_PROGRESS = timedelta(seconds=5)


class Tab(TextChoices):
    """The saved views of the list."""

    ALL = "", "All"
    OPEN = "open", "Open"
    READY = "ready", "Ready to order"
    DRAFTS = "drafts", "Drafts"
    EXPIRING = "expiring", "Expiring soon"


SORTS: dict[str, str] = {
    "number": "quote_number",
    "name": "name",
    "end_user": "end_user_name",
    "vendor": "vendor_name",
    "status": "status",
    "total": "total",
    "created": "created_at",
    "modified": "modified_at",
    "expires": "expires_on",
}
SORTS |= {f"-{name}": f"-{column}" for name, column in SORTS.items()}
DEFAULT_SORT = "-created"


@dataclass(frozen=True, kw_only=True)
class QuoteFilter:
    """What the list is narrowed to; dates are whole days, both ends included."""

    text: str = ""
    tab: Tab = Tab.ALL
    status: QuoteStatus | None = None
    vendor: str = ""
    owner: str = ""
    created_from: date | None = None
    created_to: date | None = None
    expires_from: date | None = None
    expires_to: date | None = None
    sort: str = ""


def quotes_for(account: CustomerAccount, wanted: QuoteFilter | None = None) -> QuerySet[Quote]:
    """The account's quotes with their owner: one query."""
    wanted = wanted or QuoteFilter()
    rows = Quote.objects.filter(_matching(wanted), account=account).select_related("owner")
    column = SORTS[wanted.sort or DEFAULT_SORT]
    # Rows without the value stand last whichever way the column is sorted.
    order = OrderBy(F(column.lstrip("-")), descending=column.startswith("-"), nulls_last=True)
    return rows.order_by(order, "-pk")


def tab_counts(account: CustomerAccount) -> dict[str, int]:
    """How many rows each tab holds. Two queries."""
    counted = Quote.objects.filter(account=account).aggregate(
        **{tab.name: Count("pk", filter=_tab(tab)) for tab in (Tab.OPEN, Tab.READY, Tab.EXPIRING)}
    )
    counts = {tab.value: counted[tab.name] for tab in (Tab.OPEN, Tab.READY, Tab.EXPIRING)}
    return counts | {Tab.DRAFTS.value: _open_drafts(account).count()}


def vendors_of(account: CustomerAccount) -> list[str]:
    """Vendors among the account's quotes, for the filter. One query."""
    names = Quote.objects.filter(account=account).exclude(vendor_name="")
    return list(names.order_by("vendor_name").values_list("vendor_name", flat=True).distinct())


def owners_of(account: CustomerAccount) -> list[User]:
    """Who made quotes of the account here, for the filter. One query."""
    owners = User.objects.filter(quotes__account=account)
    return list(owners.distinct().order_by("first_name", "username"))


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


def drafts_for(account: CustomerAccount, text: str = "") -> QuerySet[QuoteDraft]:
    """Drafts of the account that can still be changed, with `line_total` lines. One query."""
    drafts = _open_drafts(account)
    if text:
        drafts = drafts.filter(
            Q(entered__name__icontains=text) | Q(entered__company_name__icontains=text)
        )
    counted = drafts.select_related("owner", "submission").annotate(line_total=Count("lines"))
    return counted.order_by("-updated_at", "-pk")


def draft_for(user: User, *, draft_id: int) -> QuoteDraft:
    """A draft with its lines in any account of the person, else 404. Two queries."""
    draft = (
        QuoteDraft.objects.filter(account__in=accounts_for(user), pk=draft_id)
        .select_related("account__connection", "owner", "submission")
        .prefetch_related(Prefetch("lines", QuoteDraftLine.objects.order_by("position", "pk")))
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
    return _open_drafts(quote.account).filter(submission_id=quote.submission_id).first()


def quote_of_submission(draft: QuoteDraft) -> Quote | None:
    """The quote that a sent draft became. One query."""
    if draft.submission_id is None:
        return None
    return Quote.objects.filter(submission_id=draft.submission_id).first()


def _open_drafts(account: CustomerAccount) -> QuerySet[QuoteDraft]:
    sent = set(State) - {State.REJECTED}
    return QuoteDraft.objects.filter(account=account).exclude(submission__state__in=sent)


def _matching(wanted: QuoteFilter) -> Q:
    found = _tab(wanted.tab)
    if wanted.text:
        found &= (
            Q(quote_number__icontains=wanted.text)
            | Q(name__icontains=wanted.text)
            | Q(end_user_name__icontains=wanted.text)
            | Q(special_bid_number__icontains=wanted.text)
        )
    if wanted.status:
        found &= Q(status=wanted.status)
    if wanted.vendor:
        found &= Q(vendor_name=wanted.vendor)
    if wanted.owner == "none":
        found &= Q(owner=None)
    elif wanted.owner.isdigit() and wanted.owner.isascii():
        found &= Q(owner_id=int(wanted.owner[:18]))
    return found & _between(wanted)


def _between(wanted: QuoteFilter) -> Q:
    bounds = {
        "created_at__date__gte": wanted.created_from,
        "created_at__date__lte": wanted.created_to,
        "expires_on__gte": wanted.expires_from,
        "expires_on__lte": wanted.expires_to,
    }
    return Q(**{lookup: day for lookup, day in bounds.items() if day is not None})


def _tab(tab: Tab) -> Q:
    today = timezone.localdate()
    expiring = Q(expires_on__gte=today, expires_on__lte=today + EXPIRES_SOON)
    return {
        Tab.OPEN: Q(status__in=OPEN_STATUSES),
        Tab.READY: Q(status=QuoteStatus.READY) & (Q(expires_on=None) | Q(expires_on__gte=today)),
        Tab.EXPIRING: Q(status__in=OPEN_STATUSES) & expiring,
    }.get(tab, Q())
