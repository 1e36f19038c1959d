"""Reads of the quotes app. The first argument is who looks; an outsider gets 404."""

from __future__ import annotations

from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.quotes.models import Quote, QuoteDraft, QuoteDraftLine, QuoteLine
from apps.submissions.choices import State


def quotes_for(account: CustomerAccount) -> QuerySet[Quote]:
    """The account's quotes with their owner: one query."""
    return Quote.objects.filter(account=account).select_related("owner")


def quote_for(user: User, *, quote_number: str) -> Quote:
    """A quote with its lines in any account of the person, else 404. Two queries."""
    quote = (
        Quote.objects.filter(account__in=accounts_for(user), quote_number=quote_number)
        .select_related("account__connection", "owner", "submission")
        .prefetch_related(Prefetch("lines", QuoteLine.objects.order_by("position")))
        .first()
    )
    if quote is None:
        raise Http404
    return quote


def drafts_for(account: CustomerAccount) -> QuerySet[QuoteDraft]:
    """Drafts of the account that can still be changed, with `line_total` lines. One query."""
    return (
        QuoteDraft.objects.filter(account=account)
        .exclude(submission__state__in=set(State) - {State.REJECTED})
        .select_related("owner", "submission")
        .annotate(line_total=Count("lines"))
    )


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
