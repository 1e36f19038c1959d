"""Quotes of three lines, over two years."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.quotes.models import Quote, QuoteLine, QuoteTerm
from apps.quotes.words import all_terms
from tests.benchmarks.rows.writing import (
    DAYS,
    VENDORS,
    assert_terms,
    chosen,
    company,
    day,
    first_word,
    insert,
    insert_terms,
    moment,
    one_of,
    second_word,
    spread,
    table,
    text,
    when,
)

TABLES = (Quote, QuoteLine, QuoteTerm)
LINES = 3


def write(account: CustomerAccount, count: int) -> None:
    _quotes(account, count)
    _lines(count)
    _terms(account)
    for quote in Quote.objects.filter(pk__in=(1, 12)):
        assert_terms(quote, all_terms(quote, quote.lines.all()))


def _quotes(account: CustomerAccount, count: int) -> None:
    today = timezone.localdate()
    first = today - timedelta(days=DAYS)
    minutes = spread(count, DAYS * 24 * 60)
    is_new = f"i > {count * 19 // 20}"
    insert(
        Quote,
        count,
        timezone.now(),
        id="i",
        account_id=str(account.pk),
        quote_number=f"'QUO-' || {text('14500000 + i')} || '-X1'",
        name=f"'Network ' || {text('1000 + i % 9000')}",
        status=chosen(
            (f"{is_new} AND i % 3 = 0", "ready"),
            (f"{is_new} AND i % 3 = 1", "active"),
            (is_new, "draft"),
            ("i % 5 = 0", "ordered"),
            ("i % 5 = 1", "expired"),
            ("i % 50 = 2", "ready"),
            otherwise="closed",
        ),
        created_at=when("i % 100 = 9", "NULL", moment(first, minutes)),
        modified_at=moment(first, f"{minutes} + i % 3000"),
        expires_on=when("i % 20 = 3", "NULL", day(first, f"{spread(count, DAYS)} + 30")),
        currency="'USD'",
        total=when("i % 30 = 1", "NULL", "(1 + i * 7919 % 900000) * 0.01"),
        line_count=str(LINES),
        vendor_name=one_of("i", VENDORS),
        special_bid_number=when("i % 6 = 0", f"'BID' || {text('5000 + i % 500')}", "''"),
        end_user_name=company("i"),
        legal_terms_html=f"'<p>{'These terms apply. ' * 100}</p>'",
    )


def _lines(count: int) -> None:
    number = text(f"100000 + i * 7919 % {count * LINES // 50 + 1}")
    insert(
        QuoteLine,
        count * LINES,
        timezone.now(),
        id="i",
        quote_id=f"(i - 1) / {LINES} + 1",
        position=f"(i - 1) % {LINES} + 1",
        line_number=text(f"(i - 1) % {LINES} + 1"),
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        description="'Switch with 48 ports and a power supply'",
        quantity="i % 9 + 1",
        unit_price="12.5",
        extended_price="12.5 * (i % 9 + 1)",
    )


def _terms(account: CustomerAccount) -> None:
    quotes, lines = f"{table(Quote)} q", f"{table(QuoteLine)} l"
    rows = [
        ("quote", "q.id", "q.quote_number", quotes),
        ("quote", "q.id", "'QUO'", quotes),
        ("quote", "q.id", "substr(q.quote_number, 5, 8)", quotes),
        ("quote", "q.id", "'X1'", quotes),
        ("name", "q.id", "upper(q.name)", quotes),
        ("name", "q.id", "'NETWORK'", quotes),
        ("name", "q.id", "substr(q.name, 9)", quotes),
        ("end_user", "q.id", "upper(q.end_user_name)", quotes),
        ("end_user", "q.id", f"upper({first_word('q.end_user_name')})", quotes),
        ("end_user", "q.id", f"upper({second_word('q.end_user_name')})", quotes),
        ("bid", "q.id", "q.special_bid_number", f"{quotes} WHERE q.id % 6 = 0"),
        ("part", "l.quote_id", "l.ingram_part_number", lines),
        ("part", "l.quote_id", "l.vendor_part_number", lines),
    ]
    insert_terms(QuoteTerm, account, rows)
