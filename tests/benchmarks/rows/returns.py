"""Returns of a line each, over two years."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram.schemas.return_reasons import ReturnReason
from apps.returns.mapping import case_terms
from apps.returns.models import Move, ReturnCase, ReturnCaseLine, Term
from tests.benchmarks.rows.writing import (
    DAYS,
    assert_terms,
    chosen,
    day,
    insert,
    insert_terms,
    moment,
    one_of,
    spread,
    table,
    text,
    when,
)

TABLES = (ReturnCase, ReturnCaseLine, Move, Term)
_REASONS = [reason for reason in ReturnReason if reason.code]
_HAS_SERIAL = "id % 3 = 0"


def write(account: CustomerAccount, count: int) -> None:
    _cases(account, count)
    _lines(account, count)
    _moves(count)
    _terms(account)
    for case in ReturnCase.objects.filter(pk__in=(1, 3)):
        serials = [f"RS{9_000_000 + case.pk}"] if case.pk % 3 == 0 else []
        assert_terms(case, case_terms(case, case.lines.all(), serials))


def _cases(account: CustomerAccount, count: int) -> None:
    first = timezone.localdate() - timedelta(days=DAYS)
    asked = spread(count, DAYS * 24 * 60)
    total = when("i % 30 = 1", "NULL", "(1 + i * 7919 % 300000) * 0.01")
    status = _status(count)
    insert(
        ReturnCase,
        count,
        timezone.now(),
        id="i",
        account_id=str(account.pk),
        case_request_number=f"'CAS-' || {text('5000000 + i')} || '-1'",
        return_claim_id=f"'12-R' || {text('100000 + i')}",
        kind=chosen(("i % 8 = 0", "claim"), otherwise="return"),
        status=status,
        status_text=status,
        reason_code=one_of("i", [reason.code for reason in _REASONS]),
        reason_text=one_of("i", [reason.sentence for reason in _REASONS]),
        reference_number=f"'REF-' || {text('200000 + i')}",
        created_at=moment(first, asked),
        asked_at=moment(first, asked),
        modified_at=when("i % 9 = 0", "NULL", moment(first, f"{asked} + i % 20000")),
        currency="'USD'",
        estimated_total=total,
        credit=when(f"({status}) = 'approved'", total),
        return_address="'Returns dock 4\n1759 Wehrle Drive\nWilliamsville, NY 14221'",
        invoice_number=f"'40-' || {text('3000000 + i * 7')}",
    )


def _status(count: int) -> str:
    """The latest are open, the others decided."""
    return chosen(
        (f"i > {count * 9 // 10} AND i % 4 <> 0", "open"),
        ("i % 10 = 3", "denied"),
        ("i % 10 = 6", "partly"),
        ("i % 20 = 9", "voided"),
        ("i % 80 = 1", "other"),
        otherwise="approved",
    )


def _lines(account: CustomerAccount, count: int) -> None:
    number = text(f"100000 + i * 7919 % {count // 50 + 1}")
    today = timezone.localdate()
    insert(
        ReturnCaseLine,
        count,
        timezone.now(),
        id="i",
        case_id="i",
        account_id=str(account.pk),
        position="1",
        ingram_line_number="'1'",
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        description="'Switch with 48 ports and a power supply'",
        invoice_number=f"'40-' || {text('3000000 + i * 7')}",
        invoice_key=f"'40' || {text('3000000 + i * 7')}",
        part_key=f"'P' || {number}",
        invoiced_on=day(today, f"{spread(count, DAYS)} - {DAYS + 20}"),
        customer_order_number=f"'PO-' || {text('1000000 + i')}",
        quantity="i % 4 + 1",
        unit_price="12.5",
        extended_price="12.5 * (i % 4 + 1)",
        status=_status(count),
    )


def _moves(count: int) -> None:
    first = timezone.localdate() - timedelta(days=DAYS)
    asked = moment(first, spread(count, DAYS * 24 * 60))
    insert(
        Move,
        count,
        timezone.now(),
        id="i",
        case_id="i",
        kind="'status'",
        status="'open'",
        happened_at=asked,
        noticed_at=asked,
    )


def _terms(account: CustomerAccount) -> None:
    cases, lines = f"{table(ReturnCase)} c", f"{table(ReturnCaseLine)} l"
    rows = [
        ("case", "c.id", "c.case_request_number", cases),
        ("case", "c.id", "'CAS'", cases),
        ("case", "c.id", "substr(c.case_request_number, 5, 7)", cases),
        ("claim", "c.id", "c.return_claim_id", cases),
        ("claim", "c.id", "'12'", cases),
        ("claim", "c.id", "substr(c.return_claim_id, 4)", cases),
        ("reference", "c.id", "c.reference_number", cases),
        ("reference", "c.id", "'REF'", cases),
        ("reference", "c.id", "substr(c.reference_number, 5)", cases),
        ("part", "l.case_id", "l.ingram_part_number", lines),
        ("part", "l.case_id", "l.vendor_part_number", lines),
        ("invoice", "l.case_id", "l.invoice_number", lines),
        ("invoice", "l.case_id", "l.invoice_key", lines),
        ("po", "l.case_id", "l.customer_order_number", lines),
        ("serial", "c.id", f"'RS' || {text('9000000 + c.id')}", f"{cases} WHERE c.{_HAS_SERIAL}"),
    ]
    insert_terms(Term, account, rows)
