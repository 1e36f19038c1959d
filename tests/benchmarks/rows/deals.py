"""Deals of four products, from a year ago to two years ahead."""

from __future__ import annotations

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.deals.mapping import all_terms
from apps.deals.models import Deal, DealLine, Term
from tests.benchmarks.rows.writing import (
    DAYS,
    VENDORS,
    assert_terms,
    company,
    day,
    first_word,
    insert,
    insert_terms,
    one_of,
    second_word,
    table,
    text,
    when,
)

TABLES = (Deal, DealLine, Term)
PRODUCTS = 4
_OFFSET = f"i * 271 % {DAYS * 3 // 2} - {DAYS // 2}"


def write(account: CustomerAccount, count: int) -> None:
    today = timezone.localdate()
    insert(
        Deal,
        count,
        timezone.now(),
        id="i",
        account_id=str(account.pk),
        deal_id=f"'DL-' || {text('600000 + i')}",
        version="'2'",
        vendor_name=one_of("i", VENDORS),
        end_user_name=company("i"),
        expires_on=when("i % 25 = 0", "NULL", day(today, _OFFSET)),
        received_on=day(today, f"{_OFFSET} - 90"),
        price_protection_ends_on=when("i % 3 = 0", day(today, f"{_OFFSET} + 30")),
        currency="'USD'",
        extended_retail_price="(1 + i * 7919 % 9000000) * 0.01",
    )
    _lines(count)
    _terms(account)
    for deal in Deal.objects.filter(pk__in=(1, 2)):
        assert_terms(deal, all_terms(deal, deal.lines.all()))


def _lines(count: int) -> None:
    number = text(f"100000 + i * 7919 % {count * PRODUCTS // 50 + 1}")
    insert(
        DealLine,
        count * PRODUCTS,
        timezone.now(),
        id="i",
        deal_id=f"(i - 1) / {PRODUCTS} + 1",
        position=f"(i - 1) % {PRODUCTS} + 1",
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        description="'Switch with 48 ports and a power supply'",
        retail_price="15",
        standard_price="12.5",
        quantity_approved="i % 90 + 10",
        quantity_remaining="i % 90",
    )


def _terms(account: CustomerAccount) -> None:
    deals, lines = f"{table(Deal)} d", f"{table(DealLine)} l"
    is_split = f"{deals} WHERE d.vendor_name = 'HP Inc.'"
    rows = [
        ("deal", "d.id", "d.deal_id", deals),
        ("deal", "d.id", "'DL'", deals),
        ("deal", "d.id", "substr(d.deal_id, 4)", deals),
        ("end_user", "d.id", "upper(d.end_user_name)", deals),
        ("end_user", "d.id", f"upper({first_word('d.end_user_name')})", deals),
        ("end_user", "d.id", f"upper({second_word('d.end_user_name')})", deals),
        ("vendor", "d.id", "upper(d.vendor_name)", deals),
        ("vendor", "d.id", "'HP'", is_split),
        ("vendor", "d.id", "'INC'", is_split),
        ("part", "l.deal_id", "l.ingram_part_number", lines),
        ("part", "l.deal_id", "l.vendor_part_number", lines),
    ]
    insert_terms(Term, account, rows)
