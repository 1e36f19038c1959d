"""What a quote's own page tells of its copies."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from apps.copies import selectors
from apps.copies.models import new_form_key
from apps.quotes.models import Quote

MOST_MAILS = 3


def panel_of(quote: Quote, *, role: str | None) -> dict[str, Any]:
    """The latest mails as copies/partials/panel.html shows them to the role. Two queries."""
    found = selectors.mails_of(quote, most=MOST_MAILS + 1)
    mails = found[:MOST_MAILS]
    return {
        "quote": quote,
        "mails": mails,
        "has_more": len(found) > len(mails),
        "kinds": selectors.kinds_of(role),
        "poll": selectors.has_open(mails),
        "panel_url": f"{reverse('copies:log', args=[quote.quote_number])}?on=quote",
        "form_key": new_form_key(),
    }
