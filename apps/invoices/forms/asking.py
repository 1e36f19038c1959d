"""What the distributor is asked for, when the mirror has nothing."""

from __future__ import annotations

import re

from apps.invoices.choices import AskBy

_INVOICE = re.compile(r"\d\d-?[A-Z0-9]{4,8}-?\d\d\Z")
_DELIVERY = re.compile(r"\d{8,10}\Z")


def likely(text: str, term: str) -> AskBy | None:
    """What the text looks like, or is said to be; None for what cannot be asked for."""
    if term:
        return AskBy(term) if term in AskBy.values else None
    written = text.strip().upper()
    if _INVOICE.match(written):
        return AskBy.INVOICE
    return AskBy.DELIVERY if _DELIVERY.match(written) else AskBy.PURCHASE_ORDER
