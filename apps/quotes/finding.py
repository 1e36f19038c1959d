"""How the one search finds quotes."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount
from apps.core.finding import found
from apps.quotes.listing import QUOTES
from apps.search.registry import Finder, Hit, register


def find(account: CustomerAccount, words: str, limit: int) -> list[Hit]:
    """Quotes by any number that stands in them, and by the words of their names. Two queries."""
    matches = found(QUOTES, account.pk, words, limit)
    return [
        Hit(
            title=quote.quote_number,
            text=" · ".join(filter(None, (quote.name, quote.end_user_name))),
            url=quote.get_absolute_url(),
            chip=quote.shown_state,
            chip_text=quote.status_label,
            is_exact=quote.pk in matches.exact,
        )
        for quote in matches.rows
    ]


register(Finder(code="quotes", label="Quotes", icon="file-text", find=find, list_url="quotes:list"))
