"""From what the distributor tells of a renewal to rows of ours. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from apps.core.terms import terms_of, with_words
from apps.ingram.schemas import renewals as schema
from apps.ingram.schemas.reading import Party
from apps.renewals.choices import DayKind, RenewalState, RenewalStatus, TermKind
from apps.renewals.models import Renewal, RenewalLine, Term

#: Amounts from 10 to this power on fit no column of ours and are no amounts.
_TOO_LARGE = 12
#: So many attributes are kept: a contract may name each of a thousand serial numbers.
MOST_ATTRIBUTES = 2_000
_NO_LETTERS = re.compile(r"[^A-Z]+")
_WORDS = {
    _NO_LETTERS.sub("", status.sub_status.upper()): status
    for status in RenewalStatus
    if status is not RenewalStatus.OTHER
} | {
    # Their own documents spell some of them in two ways.
    "QUOTECLOSEDCONTACTSALESDESK": RenewalStatus.QUOTE_CLOSED,
    "LOSTTOCOMPETITOR": RenewalStatus.LOST,
    "CLOSEDORDERED": RenewalStatus.ORDERED,
    "CANCELED": RenewalStatus.CANCELLED,
    "ENDOFLIFE": RenewalStatus.END_OF_LIFE,
}


def status_of(text: str) -> RenewalStatus:
    """The status that is meant, however it is written; OTHER where we do not know it."""
    return _WORDS.get(_NO_LETTERS.sub("", text.upper()), RenewalStatus.OTHER)


def state_of(text: str) -> RenewalState:
    """Open or closed; a status that we do not know is open only if it says so."""
    status = status_of(text)
    if status is RenewalStatus.OTHER and re.match(r"\s*open\b", text, re.IGNORECASE):
        return RenewalState.OPEN
    return status.state


def summary_values(row: schema.RenewalSummary) -> dict[str, Any]:
    """What a row of search tells; what it leaves blank is left out."""
    return _told(
        {
            "reference_number": _cut("reference_number", _reference(row.reference)),
            "quote_number": _cut("quote_number", row.quote_number),
            "customer_order_number": _cut("customer_order_number", row.customer_order_number),
            **_status_values(row.status_text),
            "expires_on": row.expires_on,
            "value": amount(row.value),
            "vendor_name": _cut("vendor_name", row.vendor_name),
            "end_user_name": _cut("end_user_name", row.end_user_name),
        }
    )


def details_values(details: schema.RenewalDetails) -> dict[str, Any]:
    """The same of the details, with the numbers and days that only they tell."""
    texts = {
        "reference_number": _reference(details.reference),
        "quote_number": details.quote_number,
        "customer_order_number": details.customer_order_number,
        "end_customer_order_number": whole(details.end_customer_order_number),
        "ingram_order_number": details.ingram_order_number,
        "ingram_purchase_order_number": details.ingram_purchase_order_number,
        "vendor_name": details.vendor_name,
        "end_user_name": details.end_user_name or _company(details.end_user),
    }
    return _told(
        {
            **{column: _cut(column, text) for column, text in texts.items()},
            **_status_values(details.status_text),
            "ordered_on": details.ordered_on,
            "expires_on": details.expires_on,
            "value": amount(details.value),
            **_term_days(details.attributes),
            "end_user": party_values(details.end_user),
        }
    ) | {"attributes": attribute_values(details.attributes)}


def _status_values(text: str) -> dict[str, str]:
    if not text:
        return {}
    return {
        "status": status_of(text).value,
        "state": state_of(text).value,
        "status_text": _cut("status_text", text),
    }


def _term_days(attributes: Iterable[schema.RenewalAttribute]) -> dict[str, date | None]:
    """From the first day of its parts to their last, where they tell any."""
    parts = list(attributes)
    starts = min((part.starts_on for part in parts if part.starts_on), default=None)
    ends = max((part.expires_on for part in parts if part.expires_on), default=None)
    return {"starts_from": starts, "starts_to": starts, "ends_from": ends, "ends_to": ends}


def span_values(spans: dict[DayKind, tuple[date, date]], renewal: Renewal) -> dict[str, date]:
    """The columns that become narrower because search found the renewal by these spans."""
    narrower = {}
    for kind, (first, last) in spans.items():
        if kind is DayKind.EXPIRES:
            continue
        earliest, latest = (getattr(renewal, f"{kind.value}_{end}") for end in ("from", "to"))
        narrower[f"{kind.value}_from"] = max(first, earliest) if earliest else first
        narrower[f"{kind.value}_to"] = min(last, latest) if latest else last
    return narrower


def line_rows(renewal: Renewal, lines: Sequence[schema.RenewalLine]) -> list[RenewalLine]:
    return [
        RenewalLine(
            renewal=renewal,
            position=position,
            line_number=_cut("line_number", line.line_number, RenewalLine),
            ingram_part_number=_cut("ingram_part_number", line.ingram_part_number, RenewalLine),
            vendor_part_number=_cut("vendor_part_number", line.vendor_part_number, RenewalLine),
            manufacturer_part_number=_cut(
                "manufacturer_part_number", line.manufacturer_part_number, RenewalLine
            ),
            description=line.description.replace("\0", ""),
            quantity=line.quantity,
            unit_price=amount(line.unit_price),
            is_consolidated=line.is_consolidated,
        )
        for position, line in enumerate(lines, start=1)
    ]


def header_terms(renewal: Renewal) -> list[tuple[str, str]]:
    """The words that search tells already."""
    texts = (
        (TermKind.RENEWAL, renewal.renewal_id),
        (TermKind.REFERENCE, renewal.reference_number),
        (TermKind.QUOTE, renewal.quote_number),
        (TermKind.PURCHASE_ORDER, renewal.customer_order_number),
        (TermKind.END_USER, renewal.end_user_name),
        (TermKind.VENDOR, renewal.vendor_name),
    )
    return [(kind, word) for kind, text in texts for word in with_words(text)]


def all_terms(renewal: Renewal, lines: Iterable[RenewalLine]) -> list[Term]:
    """The words of the header, the lines and the attributes."""
    words = header_terms(renewal)
    words += [
        (TermKind.END_CUSTOMER, renewal.end_customer_order_number),
        (TermKind.ORDER, renewal.ingram_order_number),
        (TermKind.INGRAM_PURCHASE, renewal.ingram_purchase_order_number),
    ]
    words += [(TermKind.SERIAL, attribute["value"]) for attribute in renewal.attributes]
    for line in lines:
        numbers = (
            line.ingram_part_number,
            line.vendor_part_number,
            line.manufacturer_part_number,
        )
        words += [(TermKind.PART, number) for number in numbers]
    return terms_of(Term, renewal, words)


def attribute_values(attributes: Sequence[schema.RenewalAttribute]) -> list[dict[str, str]]:
    """Serial numbers, licences and the like as plain text, days in ISO."""
    return [
        {
            "name": attribute.name.replace("\0", ""),
            "value": attribute.value.replace("\0", ""),
            "starts_on": attribute.starts_on.isoformat() if attribute.starts_on else "",
            "expires_on": attribute.expires_on.isoformat() if attribute.expires_on else "",
        }
        for attribute in attributes[:MOST_ATTRIBUTES]
        if attribute.name or attribute.value
    ]


def party_values(party: Party | None) -> dict[str, str]:
    """A company and its address as plain text, without what is empty."""
    told = party.model_dump() if party else {}
    return {name: str(value).replace("\0", "") for name, value in told.items() if value}


def amount(value: Decimal | None) -> Decimal | None:
    """An amount that fits its column; one of a trillion is no amount but a fault."""
    return None if value is None or value.adjusted() >= _TOO_LARGE else value


def whole(number: str) -> str:
    """A number that a spreadsheet of theirs turned into a decimal: "115030.0" (notes 5.6)."""
    return number.removesuffix(".0") if re.fullmatch(r"\d+\.0", number) else number


def _reference(reference: schema.RenewalReference) -> str:
    return reference.notification_id or reference.number


def _company(party: Party | None) -> str:
    return party.company_name if party else ""


def _cut(column: str, text: str, model: type[Any] = Renewal) -> str:
    longest = model._meta.get_field(column).max_length  # noqa: SLF001 - documented
    return text.replace("\0", "")[:longest]


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", {})}
