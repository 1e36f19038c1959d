"""What the distributor is asked for, when the mirror has nothing."""

from __future__ import annotations

import re

from apps.returns.choices import AskBy

_INVOICE = re.compile(r"\d\d-?[A-Z0-9]{4,8}-?\d\d\Z")


def likely(text: str, term: str) -> AskBy | None:
    """What the text looks like, or is said to be; None for what cannot be asked for."""
    if term:
        return AskBy(term) if term in AskBy.values else None
    written = text.strip().upper()
    if written.startswith("CAS-"):
        return AskBy.CASE
    return AskBy.INVOICE if _INVOICE.match(written) else AskBy.REFERENCE
