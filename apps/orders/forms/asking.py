"""What the distributor is asked for, when the mirror has nothing."""

from __future__ import annotations

import re

from apps.orders.choices import AskBy

_ORDER = re.compile(r"\d\d-[A-Z0-9]{4,8}(-\d+)?\Z")
_TRACKING = re.compile(r"(1Z[A-Z0-9]{10,}|\d{12,34})\Z")


def likely(text: str, term: str) -> AskBy | None:
    """What the text looks like, or is said to be; None for what cannot be asked for."""
    if term:
        return AskBy(term) if term in AskBy.values else None
    written = text.strip().upper()
    if _ORDER.match(written):
        return AskBy.ORDER
    return AskBy.TRACKING if _TRACKING.match(written) else AskBy.PURCHASE_ORDER
