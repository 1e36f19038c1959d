"""Reads of deals. A page is found in all accounts of the person; an outsider gets 404."""

from __future__ import annotations

from django.http import Http404

from apps.accounts.models import CustomerAccount, User
from apps.accounts.selectors import accounts_for
from apps.core.distinct import texts_in
from apps.deals.models import Deal
from apps.sync.selectors import RefreshOfOne, refresh_of_one


def deal_for(user: User, *, deal_id: str) -> Deal:
    """A deal with its products in any account of the person, else 404. Two queries."""
    if "\0" in deal_id:  # PostgreSQL refuses to look for it
        raise Http404
    deal = (
        Deal.objects.filter(account__in=accounts_for(user), deal_id=deal_id)
        .select_related("account__connection")
        .prefetch_related("lines")
        .first()
    )
    if deal is None:
        raise Http404
    return deal


def refresh_of(deal: Deal) -> RefreshOfOne:
    """Whether the deal is being read anew. No query."""
    return refresh_of_one(deal.account, "deals", deal.deal_id)


def vendors_of(account: CustomerAccount) -> list[str]:
    """Vendors among the account's deals, for the filter. One query."""
    return texts_in(Deal, "vendor_name", account_id=account.pk)
