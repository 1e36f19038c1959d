"""Deals in the one search: by id, end user, vendor or the part numbers of their products."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount
from apps.core.finding import found
from apps.deals.listing import DEALS
from apps.deals.models import Deal
from apps.search.registry import Finder, Hit, register


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """At most `limit` deals that have all the words. Two queries."""
    result = found(DEALS, account.pk, words, limit)
    return [_hit(row, is_exact=row.pk in result.exact) for row in result.rows]


def _hit(deal: Deal, *, is_exact: bool) -> Hit:
    day = deal.expires_on
    expires = f"until {day.day} {day:%b %Y}" if day else ""
    return Hit(
        title=deal.deal_id,
        text=" · ".join(filter(None, (deal.end_user_name, deal.vendor_name, expires))),
        url=deal.get_absolute_url(),
        chip=deal.state,
        is_exact=is_exact,
    )


DEAL_FINDER = register(
    Finder(code="deals", label="Deals", icon="handshake", find=find, list_url="deals:list")
)
