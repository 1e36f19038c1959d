"""Orders, five lines each, with all that the mirror keeps of them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders.mapping.terms import all_terms
from apps.orders.models import DateChange, Order, OrderLine, Package, Shipment, SubOrder, Term
from tests.benchmarks.rows.writing import (
    DAYS,
    LINES,
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
    serial_of,
    table,
    text,
)

TABLES = (Order, OrderLine, Shipment, Package, SubOrder, Term, DateChange)


def write(account: CustomerAccount, count: int) -> None:
    _orders(account, count)
    _parts(count)
    _terms(account)
    _check()


def _orders(account: CustomerAccount, count: int) -> None:
    now = timezone.now()
    today = timezone.localdate()
    is_new = f"i > {count * 19 // 20}"
    ordered = day(today - timedelta(days=DAYS), f"i * {DAYS} / {count}")
    shipped = f"i % 50 <> 0 AND NOT ({is_new})"
    number = text("1000000 + i")
    insert(
        Order,
        count,
        now,
        id="i",
        account_id=str(account.pk),
        ingram_order_number=f"'20-' || {text('1000000 + i')}",
        customer_order_number=f"'PO-' || {text('1000000 + i * 7919 % 1000003')}",
        customer_order_number_upper=f"'PO-' || {text('1000000 + i * 7919 % 1000003')}",
        end_customer_order_number=f"CASE WHEN i % 5 = 0 THEN 'EC-' || {number} ELSE '' END",
        status=f"CASE WHEN {is_new} THEN CASE WHEN i % 10 < 6 THEN 'processing' "
        "WHEN i % 10 = 6 THEN 'on_hold' WHEN i % 10 = 9 THEN 'partially_shipped' "
        "ELSE 'backordered' END WHEN i % 50 = 0 THEN 'cancelled' WHEN i % 3 = 0 THEN 'delivered' "
        "ELSE 'shipped' END",
        ordered_on=ordered,
        expected_on=f"CASE WHEN {is_new} THEN {day(today, 'i % 60 - 10')} END",
        shipped_on=f"CASE WHEN {shipped} THEN {ordered} END",
        delivered_on=f"CASE WHEN {shipped} AND i % 3 = 0 THEN {ordered} END",
        has_slipped=f"{is_new} AND i % 8 = 0",
        vendor_name=one_of("i", VENDORS[:8]),
        end_user_name=company("i"),
        total="(i * 7919 % 5000000) * 0.01",
        currency="'USD'",
    )


def _parts(count: int) -> None:
    now = timezone.now()
    order_id = f"(i - 1) / {LINES} + 1"
    # Each part stands in 50 orders, however many there are.
    number = text(f"100000 + i * 7919 % {count * LINES // 50 + 1}")
    insert(
        OrderLine,
        count * LINES,
        now,
        id="i",
        order_id=order_id,
        position=f"(i - 1) % {LINES} + 1",
        sub_order_number=f"'20-' || {text(f'1000000 + {order_id}')} || '-11'",
        ingram_line_number=f"{text(f'(i - 1) % {LINES} + 1')}",
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        vendor_name=one_of("i", VENDORS[:8]),
        description="'Switch with 48 ports and a power supply'",
        quantity_ordered="i % 9 + 1",
        quantity_confirmed="i % 9 + 1",
        unit_price="12.5",
        extended_price="12.5 * (i % 9 + 1)",
        status="'shipped'",
    )
    insert(
        SubOrder,
        count,
        now,
        id="i",
        order_id="i",
        sub_order_number=f"'20-' || {text('1000000 + i')} || '-11'",
    )
    insert(
        Shipment,
        count,
        now,
        id="i",
        order_id="i",
        line_id=f"(i - 1) * {LINES} + 1",
        invoice_number=f"'40-' || {text('3000000 + i')}",
        carrier_code="'UPSG'",
        carrier_name="'UPS Ground'",
    )
    insert(
        Package,
        count,
        now,
        id="i",
        shipment_id="i",
        tracking_number=f"'1Z' || {text('5000000000 + i')}",
        serial_numbers=json_of(
            f"'[\"' || {serial_of(f'(i - 1) * {LINES} + 1')} || '\", \"' "
            f"|| {serial_of(f'i * {LINES}')} || '\"]'"
        ),
    )


def _terms(account: CustomerAccount) -> None:
    orders, lines = f"{table(Order)} o", f"{table(OrderLine)} l"
    with_end_customer = f"{orders} WHERE o.id % 5 = 0"
    rows = [
        ("order", "o.id", "o.ingram_order_number", orders),
        ("order", "o.id", "'20'", orders),
        ("order", "o.id", "substr(o.ingram_order_number, 4)", orders),
        ("po", "o.id", "o.customer_order_number_upper", orders),
        ("po", "o.id", "'PO'", orders),
        ("po", "o.id", "substr(o.customer_order_number_upper, 4)", orders),
        ("end_po", "o.id", "o.end_customer_order_number", with_end_customer),
        ("end_po", "o.id", "'EC'", with_end_customer),
        ("end_po", "o.id", "substr(o.end_customer_order_number, 4)", with_end_customer),
        ("end_user", "o.id", "upper(o.end_user_name)", orders),
        ("end_user", "o.id", f"upper({first_word('o.end_user_name')})", orders),
        ("end_user", "o.id", f"upper({second_word('o.end_user_name')})", orders),
        ("sub_order", "o.id", "o.ingram_order_number || '-11'", orders),
        ("part", "l.order_id", "l.ingram_part_number", lines),
        ("part", "l.order_id", "l.vendor_part_number", lines),
        ("serial", "l.order_id", serial_of("l.id"), f"{lines} WHERE l.id % {LINES} < 2"),
        ("tracking", "p.id", "p.tracking_number", f"{table(Package)} p"),
        ("invoice", "s.order_id", "s.invoice_number", f"{table(Shipment)} s"),
    ]
    insert_terms(Term, account, rows)


def _check() -> None:
    for order in Order.objects.filter(pk__in=(1, 10)):
        shipments = Shipment.objects.filter(order=order)
        packages = Package.objects.filter(shipment__order=order)
        assert_terms(order, all_terms(order, order.lines.all(), shipments, packages))
