"""Renewals in the one search: by id, reference, PO, serial or part number, end user, vendor."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount
from apps.core.finding import found
from apps.renewals.listing import RENEWALS
from apps.renewals.models import Renewal
from apps.search.registry import Finder, Hit, register


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """At most `limit` renewals that have all the words. Two queries."""
    result = found(RENEWALS, account.pk, words, limit)
    return [_hit(row, is_exact=row.pk in result.exact) for row in result.rows]


def _hit(renewal: Renewal, *, is_exact: bool) -> Hit:
    day = renewal.expires_on
    expires = f"expires {day.day} {day:%b %Y}" if day else ""
    about = (renewal.end_user_name, renewal.vendor_name, expires)
    return Hit(
        title=renewal.renewal_id,
        text=" · ".join(filter(None, about)),
        url=renewal.get_absolute_url(),
        chip=renewal.shown_status,
        chip_text=renewal.status_label,
        is_exact=is_exact,
    )


RENEWAL_FINDER = register(
    Finder(
        code="renewals",
        label="Renewals",
        icon="calendar-sync",
        find=find,
        list_url="renewals:list",
    )
)
