"""Start a draft from a renewal or a deal, and say what of it could not be carried over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from apps.accounts.models import User
from apps.catalog.part_numbers import normalised
from apps.catalog.pasting import KEPT_PART_NUMBER, KEPT_QUANTITY, PastedLine, read_quantity
from apps.deals.models import Deal, DealLine
from apps.quotes.header import FIELDS
from apps.quotes.models import QuoteDraft
from apps.quotes.origin import origin_values
from apps.quotes.services.drafts import add_lines, start_draft
from apps.renewals.models import Renewal, RenewalLine

MOST_NOTES = 2_000
DEAL_PRICES = (
    "The draft shows your usual prices. The distributor puts those of the deal into the quote."
)
NEW_PRICES = "Prices are not carried over: the draft asks for those of today."


@transaction.atomic
def start_from_renewal(*, renewal: Renewal, actor: User) -> QuoteDraft:
    """A draft with the renewal's parts, quantities and end user, and its references as notes.

    Raises TooManyLines and NotPermitted; then there is no draft.
    """
    lines = list(renewal.lines.all())
    need, was_cut = _within_limit(_references(renewal))
    notes = [
        *_said_of_lines(lines, is_read=renewal.details_at is not None),
        *(["Not all serial numbers fit into the customer need."] if was_cut else []),
        *([f"It has a quote already: {renewal.quote_number}."] if renewal.quote_number else []),
        *_said_of_end_user(renewal.end_user, renewal.end_user_name),
        NEW_PRICES,
    ]
    entered = {
        **_end_user(renewal.end_user, renewal.end_user_name),
        "customer_need": need,
        **origin_values("renewal", renewal.renewal_id, notes=notes),
    }
    draft = start_draft(account=renewal.account, actor=actor, entered=entered)
    parts = [_pasted(line.part_number, str(line.quantity or 1)) for line in lines]
    add_lines(draft=draft, actor=actor, lines=[part for part in parts if part.part_number])
    return draft


@transaction.atomic
def start_from_deal(*, deal: Deal, actor: User, chosen: Mapping[str, str]) -> QuoteDraft:
    """A draft under the deal: its number on the head and on each of its lines, its end user.

    `chosen` are quantities as they were typed by `DealLine.key`; what is wrong with one stands
    beside its line in the draft. Without any the distributor takes the deal's own lines ([spec]
    POST /resellers/v6/quotes/create). Raises TooManyLines and NotPermitted.
    """
    every = list(deal.lines.all())
    found = {key: line for key in chosen if (line := _line_of(every, key))}
    notes = [
        *_said_of_lost(found, chosen),
        *_said_of_deal(deal, has_lines=bool(every), is_chosen=bool(found)),
        *(note for key, line in found.items() for note in _said_of_deal_line(line, chosen[key])),
        *_said_of_end_user(deal.end_user, deal.end_user_name),
        *([DEAL_PRICES] if found else []),
    ]
    entered = {
        **_end_user(deal.end_user, deal.end_user_name),
        "deal_id": deal.deal_id,
        **origin_values("deal", deal.deal_id, notes=notes, parts=_numbers(every)),
    }
    draft = start_draft(account=deal.account, actor=actor, entered=entered)
    add_lines(
        draft=draft,
        actor=actor,
        lines=[_pasted(line.part_number, chosen[key]) for key, line in found.items()],
    )
    return draft


def _pasted(part_number: str, quantity_text: str) -> PastedLine:
    return PastedLine(
        part_number=normalised(part_number)[:KEPT_PART_NUMBER],
        quantity_text=quantity_text.replace("\0", "").strip()[:KEPT_QUANTITY],
    )


def _line_of(lines: Sequence[DealLine], key: str) -> DealLine | None:
    """The line of a form; if the deal was read anew meanwhile, the one with its part number."""
    part_number = key.partition(" ")[2]
    fitting = [line for line in lines if part_number and line.part_number == part_number]
    return next((line for line in fitting if line.key == key), fitting[0] if fitting else None)


def _said_of_lost(found: Mapping[str, DealLine], chosen: Mapping[str, str]) -> list[str]:
    lost = [key.partition(" ")[2][:KEPT_PART_NUMBER] for key in chosen if key not in found]
    return [f"No part of the deal any more: {_listed(lost)}."] if lost else []


def _numbers(lines: Sequence[DealLine]) -> set[str]:
    numbers = {n for line in lines for n in (line.ingram_part_number, line.vendor_part_number)}
    return {normalised(number) for number in numbers} - {""}


def _end_user(party: Mapping[str, str], name: str) -> dict[str, str]:
    told = {key.replace("address_line", "address_line_"): str(text) for key, text in party.items()}
    fields = {key: text for key, text in told.items() if key in FIELDS}
    return {"company_name": name} | fields


def _references(renewal: Renewal) -> list[str]:
    """What the distributor's staff should know, the serial numbers last."""
    told: tuple[tuple[object, object], ...] = (
        ("Reference", renewal.reference_number),
        ("Vendor", renewal.vendor_name),
        ("Expires", _day(renewal.expires_on)),
        ("Purchase order", renewal.customer_order_number),
        ("End customer's order", renewal.end_customer_order_number),
        ("Order", renewal.ingram_order_number),
        ("Distributor's purchase order", renewal.ingram_purchase_order_number),
        ("Quote", renewal.quote_number),
        *((a["name"] or "Number", a["value"]) for a in renewal.told_attributes),
    )
    return [f"Renewal {renewal.renewal_id}", *(f"{name}: {text}" for name, text in told if text)]


def _within_limit(lines: Sequence[str]) -> tuple[str, bool]:
    """As many whole lines as the field takes, and whether some had to be left out."""
    kept: list[str] = []
    for line in lines:
        if len("\n".join([*kept, line])) > MOST_NOTES:
            return "\n".join(kept), True
        kept.append(line)
    return "\n".join(kept), False


def _said_of_lines(lines: Sequence[RenewalLine], *, is_read: bool) -> list[str]:
    said = []
    if not lines:
        why = "names no products" if is_read else "has not been read in full yet"
        said.append(f"The renewal {why}: add the parts here.")
    nameless = [
        line.description or f"line {line.position}" for line in lines if not line.part_number
    ]
    if nameless:
        said.append(f"Left out, as they have no part number: {_listed(nameless)}.")
    untold = [line.part_number for line in lines if line.part_number and not line.quantity]
    if untold:
        said.append(f"No quantity is told, so it stands at 1: {_listed(untold)}.")
    return said


def _said_of_deal(deal: Deal, *, has_lines: bool, is_chosen: bool) -> list[str]:
    said = []
    if deal.is_expired:
        said.append(f"The deal expired on {_day(deal.expires_on)}: the vendor may refuse it.")
    if not is_chosen:
        lacks = "No products were chosen" if has_lines else "The deal names no products"
        said.append(f"{lacks}: without lines the distributor takes those of the deal.")
    return said


def _said_of_deal_line(line: DealLine, typed: str) -> list[str]:
    wanted, left = read_quantity(typed).value, line.quantity_remaining
    if wanted is None or left is None or wanted <= left:
        return []
    return [f"The deal has {max(left, 0):,} of {line.part_number} left, and {wanted:,} are wanted."]


def _said_of_end_user(party: Mapping[str, str], name: str) -> list[str]:
    if not party and not name:
        return ["No end user is told."]
    address = ("address_line1", "city", "postal_code", "country_code")
    missing = [key for key in address if not party.get(key)]
    if missing == list(address):
        return ["The end user's address is not told."]
    words = {"address_line1": "street", "postal_code": "postal code", "country_code": "country"}
    if missing:
        return [f"Not told of the end user: {_listed([words.get(k, k) for k in missing])}."]
    return []


def _listed(names: Sequence[str], most: int = 5) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def _day(day: date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
