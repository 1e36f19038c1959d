"""Renewals of two products, from a year ago to two years ahead."""

from __future__ import annotations

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.renewals.choices import OPEN_STATUSES, RenewalStatus
from apps.renewals.mapping import all_terms
from apps.renewals.models import Renewal, RenewalLine, RenewalMonth, Term
from apps.renewals.services.months import count_months, figures_of
from tests.benchmarks.rows.writing import (
    DAYS,
    VENDORS,
    assert_terms,
    company,
    day,
    first_word,
    insert,
    insert_terms,
    json_of,
    one_of,
    second_word,
    table,
    text,
    when,
)

TABLES = (Renewal, RenewalLine, RenewalMonth, Term)
PRODUCTS = 2
#: Each day of three years in turn, whatever their number: one more than what divides it.
_OFFSET = f"i * 271 % {DAYS * 3 // 2} - {DAYS // 2}"
_SETTLED = [status.value for status in RenewalStatus if status not in OPEN_STATUSES]


def write(account: CustomerAccount, count: int) -> None:
    _renewals(account, count)
    _lines(count)
    _terms(account)
    rows = Renewal.objects.filter(account=account).iterator(chunk_size=2000)
    count_months(account, before=(), after=map(figures_of, rows))
    for renewal in Renewal.objects.filter(pk__in=(1, 4, 60)):
        assert_terms(renewal, all_terms(renewal, renewal.lines.all()))


def _renewals(account: CustomerAccount, count: int) -> None:
    today = timezone.localdate()
    number = text("4100000 + i")
    # What runs out later is mostly open, what ran out was mostly ordered.
    is_open = f"(({_OFFSET}) >= 0 AND i % 7 <> 0 OR i % 29 = 0)"
    open_status = one_of("i / 7", [status.value for status in OPEN_STATUSES])
    ordered = when("i % 4 <> 0", "'ordered'", one_of("i / 4", _SETTLED))
    spans = {
        f"{kind}_{end}": when(f"i % 4 = {place}", day(today, f"{_OFFSET} - {days} {shift}"))
        for place, (kind, days) in enumerate((("starts", 365), ("ends", 0), ("invoiced", 350)))
        for end, shift in (("from", ""), ("to", "+ 30"))
    }
    serial = f'\'[{{"name": "Serial", "value": "RN\' || {number} || \'", '
    insert(
        Renewal,
        count,
        timezone.now(),
        id="i",
        account_id=str(account.pk),
        renewal_id=number,
        reference_number=f"'NTF-' || {text('300000 + i')}",
        quote_number=when("i % 6 = 0", f"'QUO-' || {text('14500000 + i')} || '-X1'", "''"),
        customer_order_number=f"'PO-' || {text('1000000 + i')}",
        end_customer_order_number=when("i % 5 = 0", f"'EC-' || {number}", "''"),
        ingram_order_number=when("i % 4 = 0", f"'20-' || {text('1000000 + i')}", "''"),
        ordered_on=when("i % 4 = 0", day(today, f"{_OFFSET} - 365")),
        state=when(is_open, "'open'", "'closed'"),
        status=when(is_open, open_status, ordered),
        expires_on=when("i % 60 = 0", "NULL", day(today, _OFFSET)),
        value=when("i % 40 = 1", "NULL", "(1 + i * 7919 % 900000) * 0.01"),
        vendor_name=one_of("i", VENDORS),
        end_user_name=company("i"),
        attributes=json_of(serial + '"starts_on": "", "expires_on": ""}]\''),
        **spans,
    )


def _lines(count: int) -> None:
    number = text(f"100000 + i * 7919 % {count * PRODUCTS // 50 + 1}")
    insert(
        RenewalLine,
        count * PRODUCTS,
        timezone.now(),
        id="i",
        renewal_id=f"(i - 1) / {PRODUCTS} + 1",
        position=f"(i - 1) % {PRODUCTS} + 1",
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'CON-' || {number}",
        description="'Support for a switch with 48 ports'",
        quantity="i % 40 + 1",
        unit_price="12.5",
    )


def _terms(account: CustomerAccount) -> None:
    renewals, lines = f"{table(Renewal)} r", f"{table(RenewalLine)} l"
    quoted = f"{renewals} WHERE r.id % 6 = 0"
    is_split = f"{renewals} WHERE r.vendor_name = 'HP Inc.'"
    rows = [
        ("renewal", "r.id", "r.renewal_id", renewals),
        ("reference", "r.id", "r.reference_number", renewals),
        ("reference", "r.id", "'NTF'", renewals),
        ("reference", "r.id", "substr(r.reference_number, 5)", renewals),
        ("quote", "r.id", "r.quote_number", quoted),
        ("quote", "r.id", "'QUO'", quoted),
        ("quote", "r.id", "substr(r.quote_number, 5, 8)", quoted),
        ("quote", "r.id", "'X1'", quoted),
        ("po", "r.id", "r.customer_order_number", renewals),
        ("po", "r.id", "'PO'", renewals),
        ("po", "r.id", "substr(r.customer_order_number, 4)", renewals),
        ("end_user", "r.id", "upper(r.end_user_name)", renewals),
        ("end_user", "r.id", f"upper({first_word('r.end_user_name')})", renewals),
        ("end_user", "r.id", f"upper({second_word('r.end_user_name')})", renewals),
        ("vendor", "r.id", "upper(r.vendor_name)", renewals),
        ("vendor", "r.id", "'HP'", is_split),
        ("vendor", "r.id", "'INC'", is_split),
        ("end_po", "r.id", "r.end_customer_order_number", f"{renewals} WHERE r.id % 5 = 0"),
        ("order", "r.id", "r.ingram_order_number", f"{renewals} WHERE r.id % 4 = 0"),
        ("serial", "r.id", "'RN' || r.renewal_id", renewals),
        ("part", "l.renewal_id", "l.ingram_part_number", lines),
        ("part", "l.renewal_id", "l.vendor_part_number", lines),
    ]
    insert_terms(Term, account, rows)
