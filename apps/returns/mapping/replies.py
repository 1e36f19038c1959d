"""What answers tell of returns, as the mirror's columns hold it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from apps.core.terms import terms_of, with_words
from apps.ingram.schemas.invoices import comparable_number
from apps.ingram.schemas.return_reasons import reason_code
from apps.ingram.schemas.returns import ReturnClaim, ReturnDetails, ReturnLine
from apps.returns.choices import CaseKind, CaseStatus, TermKind
from apps.returns.models import ReturnCase, ReturnCaseLine, Term

_STATUSES = {
    "open": CaseStatus.OPEN,
    "approved": CaseStatus.APPROVED,
    "partiallyapproved": CaseStatus.PARTLY_APPROVED,
    "denied": CaseStatus.DENIED,
    "voided": CaseStatus.VOIDED,
}
_KINDS = {"return": CaseKind.RETURN, "claim": CaseKind.CLAIM}
_LIMIT = Decimal(10) ** 12


def status_of(text: str) -> CaseStatus:
    """The status that a text means; search writes it in capitals, details do not."""
    return _STATUSES.get("".join(text.split()).casefold(), CaseStatus.OTHER)


def kind_of(text: str) -> CaseKind:
    return _KINDS.get(text.strip().casefold(), CaseKind.OTHER)


def part_key(ingram_part_number: str, vendor_part_number: str) -> str:
    """By which a part is compared: its Ingram number, else the vendor's, in capitals."""
    return (ingram_part_number or vendor_part_number).strip().upper()[:60]


def claim_values(claim: ReturnClaim) -> dict[str, Any]:
    """What a row of search, or one of a new return's claims, tells; blanks are left out.

    A row of search has neither part nor quantity in practice, so these are not among them.
    """
    told: dict[str, Any] = {
        "return_claim_id": claim.return_claim_id[:64],
        "status_text": claim.status_text[:60],
        "reason_code": reason_code(claim.reason_text)[:12],
        "reason_text": claim.reason_text[:200],
        "reference_number": claim.reference_number[:60],
        "created_at": claim.created_at,
        "modified_at": claim.modified_at,
        "estimated_total": _storable(claim.estimated_total),
        "credit": _storable(claim.credit),
        "notes": claim.notes,
    }
    if claim.kind:
        told["kind"] = kind_of(claim.kind)
    if claim.status_text:
        told["status"] = status_of(claim.status_text)
    return {name: value for name, value in told.items() if value not in (None, "")}


def details_values(details: ReturnDetails) -> dict[str, Any]:
    """What the details of a return tell beside its lines; blanks are left out."""
    first = next((line.invoice_number for line in details.lines if line.invoice_number), "")
    told: dict[str, Any] = {
        "return_claim_id": details.return_claim_id[:64],
        "status_text": details.status_text[:60],
        "reason_code": reason_code(details.reason_text)[:12],
        "reason_text": details.reason_text[:200],
        "reference_number": details.reference_number[:60],
        "created_at": details.created_at,
        "return_address": details.return_address,
        "sub_total": _storable(details.sub_total),
        "tax": _storable(details.tax),
        "additional_fees": _storable(details.additional_fees),
        "estimated_total": _storable(details.estimated_total),
        "invoice_number": first[:40],
    }
    if details.kind:
        told["kind"] = kind_of(details.kind)
    if details.status_text:
        told["status"] = status_of(details.status_text)
    return {name: value for name, value in told.items() if value not in (None, "")}


def line_rows(case: ReturnCase, lines: Sequence[ReturnLine]) -> list[ReturnCaseLine]:
    """The lines of the details, not saved; one without a status has that of its case."""
    return [_line_row(case, position, line) for position, line in enumerate(lines, start=1)]


def _line_row(case: ReturnCase, position: int, line: ReturnLine) -> ReturnCaseLine:
    return ReturnCaseLine(
        case=case,
        account_id=case.account_id,
        position=position,
        ingram_line_number=line.line_number[:20],
        ingram_part_number=line.ingram_part_number[:40],
        vendor_part_number=line.vendor_part_number[:60],
        upc=line.upc[:40],
        description=line.description,
        invoice_number=line.invoice_number[:40],
        invoice_key=comparable_number(line.invoice_number)[:40],
        part_key=part_key(line.ingram_part_number, line.vendor_part_number),
        invoiced_on=line.invoiced_on,
        customer_order_number=line.customer_order_number[:60],
        quantity=_whole(line.quantity),
        unit_price=_storable(line.unit_price),
        extended_price=_storable(line.extended_price),
        status=status_of(line.status_text) if line.status_text else case.status,
        status_text=line.status_text[:60] or case.status_text,
        return_branch=line.return_branch[:20],
        ship_from_branch=line.ship_from_branch[:20],
        request_details=line.request_details,
        additional_details=line.additional_details,
    )


def case_terms(
    case: ReturnCase, lines: Iterable[ReturnCaseLine] = (), serial_numbers: Iterable[str] = ()
) -> list[Term]:
    """The words by which a return is found; an invoice number in both of its spellings."""
    header = (
        (TermKind.CASE, case.case_request_number),
        (TermKind.CLAIM, case.return_claim_id),
        (TermKind.REFERENCE, case.reference_number),
    )
    found = [(kind, word) for kind, text in header for word in with_words(text)]
    for line in lines:
        found += [
            (TermKind.PART, line.ingram_part_number),
            (TermKind.PART, line.vendor_part_number),
            (TermKind.INVOICE, line.invoice_number),
            (TermKind.INVOICE, line.invoice_key),
            (TermKind.PURCHASE_ORDER, line.customer_order_number),
        ]
    found += [(TermKind.SERIAL, serial) for serial in serial_numbers]
    return terms_of(Term, case, found)


def is_news(case: ReturnCase, values: dict[str, Any]) -> bool:
    """Whether what search tells differs from the mirror so that the details must be read."""
    return any(
        name in values and values[name] != getattr(case, name)
        for name in ("status", "credit", "return_claim_id", "modified_at")
    )


def first_moment(values: dict[str, Any], now: datetime) -> datetime:
    created = values.get("created_at")
    return created if isinstance(created, datetime) else now


def _storable(amount: Decimal | None) -> Decimal | None:
    """None for an amount that no return has: a column of ours could not hold it."""
    if amount is None or not amount.is_finite() or abs(amount) >= _LIMIT:
        return None
    return amount


def _whole(quantity: int | None) -> int | None:
    return quantity if quantity is not None and abs(quantity) < 2**31 else None
