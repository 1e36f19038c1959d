"""What the distributor is asked for, when the mirror has nothing."""

from __future__ import annotations

import re

from django import forms

from apps.orders.choices import AskBy, TermKind

_ORDER = re.compile(r"\d\d-[A-Z0-9]{4,8}(-\d+)?\Z")
_TRACKING = re.compile(r"(1Z[A-Z0-9]{10,}|\d{12,34})\Z")


class AskForm(forms.Form):
    """A number, and what it is of an order."""

    q = forms.CharField(max_length=80, widget=forms.HiddenInput)
    by = forms.ChoiceField(label="Ask for it as", choices=AskBy.choices)


def likely(text: str, term: TermKind | None) -> AskBy | None:
    """What the text looks like, or is said to be; None for what cannot be asked for."""
    if term is not None:
        return AskBy(term.value) if term.value in AskBy.values else None
    written = text.strip().upper()
    if _ORDER.match(written):
        return AskBy.ORDER
    return AskBy.TRACKING if _TRACKING.match(written) else AskBy.PURCHASE_ORDER
