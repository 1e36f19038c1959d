"""Where a draft came from: a renewal or a deal. Pure.

It is kept among what was entered, under names that no field of the form has, and with it what
could not be carried over.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

_KIND, _NUMBER, _NOTES, _PARTS = "from_kind", "from_number", "from_notes", "from_parts"
_PAGES = {"renewal": ("Renewal", "renewals:detail"), "deal": ("Deal", "deals:detail")}


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the page of a draft says of it."""

    label: str
    number: str
    url: str
    notes: tuple[str, ...]


def origin_values(
    kind: str, number: str, *, notes: Sequence[str], parts: Collection[str] = ()
) -> dict[str, str]:
    """What is kept with the draft; `parts` are those whose special price the deal is."""
    return {
        _KIND: kind,
        _NUMBER: number,
        _NOTES: "\n".join(notes),
        _PARTS: "\n".join(sorted(parts)),
    }


def origin_of(entered: Mapping[str, object]) -> Origin | None:
    """Where the draft came from; None when somebody began with an empty page."""
    kind, number = str(entered.get(_KIND, "")), str(entered.get(_NUMBER, ""))
    if kind not in _PAGES or not number:
        return None
    label, page = _PAGES[kind]
    notes = tuple(str(entered.get(_NOTES, "")).splitlines())
    return Origin(label=label, number=number, url=reverse(page, args=[number]), notes=notes)


def special_bid_of(entered: Mapping[str, object], part_numbers: Collection[str]) -> str:
    """The deal under which a line is asked for: that of the head, for the deal's own parts.

    A part that somebody added is no part of the deal: its line names none.
    """
    deal_id = str(entered.get("deal_id", "")).strip()
    if entered.get(_KIND) != "deal" or entered.get(_NUMBER) != deal_id:
        return ""
    parts = set(str(entered.get(_PARTS, "")).split("\n")) - {""}
    return deal_id if parts.intersection(part_numbers) else ""
