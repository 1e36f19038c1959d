"""An account with any number of orders, five lines each, written by the database itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders.models import DateChange, Order, OrderLine, Package, Shipment, SubOrder, Term

LINES = 5
DAYS = 730
_FIRST = (
    "Maple", "Cedar", "Harbor", "Summit", "Lakeside", "Prairie", "Granite", "Willow", "Copper",
    "Juniper", "Aspen", "Coral", "Delta", "Ember", "Falcon", "Glacier", "Hollow", "Indigo",
    "Jasper", "Keystone", "Lantern", "Meadow", "Nimbus", "Orchard", "Pioneer", "Quarry",
    "Raven", "Sable", "Timber", "Umber", "Valley", "Wander", "Xenon", "Yarrow", "Zephyr",
    "Anchor", "Birch", "Canyon", "Dune", "Elm",
)  # fmt: skip
_SECOND = (
    "Clinic", "Academy", "Bank", "Bakery", "College", "Council", "Dental", "Energy", "Foods",
    "Freight", "Group", "Health", "Hotels", "Insurance", "Labs", "Law", "Library", "Logistics",
    "Media", "Motors", "Museum", "Partners", "Press", "School", "Studio",
)  # fmt: skip
_VENDORS = ("Cisco", "Dell", "HP Inc.", "Lenovo", "Samsung", "APC", "Poly", "Zebra")


def fill(account: CustomerAccount, count: int) -> None:
    """Write `count` orders with all that the mirror keeps of them."""
    before, after = _without_guards()
    with connection.cursor() as cursor:
        cursor.execute(before)
    indexes = _drop_indexes()
    _orders(account, count)
    _parts(count)
    _terms(account)
    with connection.cursor() as cursor:
        for index in indexes:
            cursor.execute(index)
        cursor.execute(after)
        if connection.vendor == "postgresql":
            # As autovacuum does by itself; SQLite has nobody who would, so it gets none here.
            cursor.execute("VACUUM ANALYZE")


def _without_guards() -> tuple[str, str]:
    if connection.vendor == "postgresql":
        return "SET session_replication_role = replica", "SET session_replication_role = DEFAULT"
    return "PRAGMA synchronous = OFF", "PRAGMA synchronous = NORMAL"


def _drop_indexes() -> list[str]:
    """An index is made faster at the end than row by row; what says how comes back."""
    tables = [m._meta.db_table for m in (Order, OrderLine, Shipment, Package, Term, DateChange)]
    marks = ", ".join(["%s"] * len(tables))
    if connection.vendor == "postgresql":
        query = (
            f"SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN ({marks}) AND "
            "indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    else:
        query = (
            f"SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND type = 'index' "
            "AND sql IS NOT NULL"
        )
    with connection.cursor() as cursor:
        cursor.execute(query, tables)
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _orders(account: CustomerAccount, count: int) -> None:
    now = timezone.now()
    today = timezone.localdate()
    is_new = f"i > {count * 19 // 20}"
    ordered = _day(today - timedelta(days=DAYS), f"i * {DAYS} / {count}")
    shipped = f"i % 50 <> 0 AND NOT ({is_new})"
    number = _text("1000000 + i")
    _insert(
        Order,
        count,
        now,
        id="i",
        account_id=str(account.pk),
        ingram_order_number=f"'20-' || {_text('1000000 + i')}",
        customer_order_number=f"'PO-' || {_text('1000000 + i * 7919 % 1000003')}",
        customer_order_number_upper=f"'PO-' || {_text('1000000 + i * 7919 % 1000003')}",
        end_customer_order_number=f"CASE WHEN i % 5 = 0 THEN 'EC-' || {number} ELSE '' END",
        status=f"CASE WHEN {is_new} THEN CASE WHEN i % 10 < 6 THEN 'processing' "
        "WHEN i % 10 = 6 THEN 'on_hold' WHEN i % 10 = 9 THEN 'partially_shipped' "
        "ELSE 'backordered' END WHEN i % 50 = 0 THEN 'cancelled' WHEN i % 3 = 0 THEN 'delivered' "
        "ELSE 'shipped' END",
        ordered_on=ordered,
        expected_on=f"CASE WHEN {is_new} THEN {_day(today, 'i % 60 - 10')} END",
        shipped_on=f"CASE WHEN {shipped} THEN {ordered} END",
        delivered_on=f"CASE WHEN {shipped} AND i % 3 = 0 THEN {ordered} END",
        has_slipped=f"{is_new} AND i % 8 = 0",
        vendor_name=_one_of("i", _VENDORS),
        end_user_name=f"{_one_of('i', _FIRST)} || ' ' || {_one_of('i / 40', _SECOND)}",
        total="(i * 7919 % 5000000) * 0.01",
        currency="'USD'",
    )


def _parts(count: int) -> None:
    now = timezone.now()
    order_id = f"(i - 1) / {LINES} + 1"
    # Each part stands in 50 orders, however many there are.
    number = _text(f"100000 + i * 13 % {count * LINES // 50 + 1}")
    _insert(
        OrderLine,
        count * LINES,
        now,
        id="i",
        order_id=order_id,
        position=f"(i - 1) % {LINES} + 1",
        sub_order_number=f"'20-' || {_text(f'1000000 + {order_id}')} || '-11'",
        ingram_line_number=f"{_text(f'(i - 1) % {LINES} + 1')}",
        ingram_part_number=f"'P' || {number}",
        vendor_part_number=f"'V-' || {number} || '-K9'",
        vendor_name=_one_of("i", _VENDORS),
        description="'Switch with 48 ports and a power supply'",
        quantity_ordered="i % 9 + 1",
        quantity_confirmed="i % 9 + 1",
        unit_price="12.5",
        extended_price="12.5 * (i % 9 + 1)",
        status="'shipped'",
    )
    _insert(
        SubOrder,
        count,
        now,
        id="i",
        order_id="i",
        sub_order_number=f"'20-' || {_text('1000000 + i')} || '-11'",
    )
    _insert(
        Shipment,
        count,
        now,
        id="i",
        order_id="i",
        line_id=f"(i - 1) * {LINES} + 1",
        invoice_number=f"'40-' || {_text('3000000 + i')}",
        carrier_code="'UPSG'",
        carrier_name="'UPS Ground'",
    )
    _insert(
        Package,
        count,
        now,
        id="i",
        shipment_id="i",
        tracking_number=f"'1Z' || {_text('5000000000 + i')}",
        serial_numbers=_serials(),
    )


def _terms(account: CustomerAccount) -> None:
    orders = f"{Order._meta.db_table} o"
    lines = f"{OrderLine._meta.db_table} l"
    shipments = f"{Shipment._meta.db_table} s"
    packages = f"{Package._meta.db_table} p"
    first = "substr(o.end_user_name, 1, position_of - 1)"
    split = (
        "(SELECT o.*, "
        + ("strpos" if connection.vendor == "postgresql" else "instr")
        + f"(o.end_user_name, ' ') AS position_of FROM {orders}) o"
    )
    serial = "'SN' || " + _text("7000000 + l.id")
    rows = [
        ("order", "o.id", "o.ingram_order_number", orders),
        ("order", "o.id", "'20'", orders),
        ("order", "o.id", "substr(o.ingram_order_number, 4)", orders),
        ("po", "o.id", "o.customer_order_number_upper", orders),
        ("po", "o.id", "'PO'", orders),
        ("po", "o.id", "substr(o.customer_order_number_upper, 4)", orders),
        ("end_po", "o.id", "o.end_customer_order_number", f"{orders} WHERE o.id % 5 = 0"),
        ("end_user", "o.id", "upper(o.end_user_name)", orders),
        ("end_user", "o.id", f"upper({first})", split),
        ("end_user", "o.id", "upper(substr(o.end_user_name, position_of + 1))", split),
        ("part", "l.order_id", "l.ingram_part_number", lines),
        ("part", "l.order_id", "l.vendor_part_number", lines),
        ("serial", "l.order_id", serial, f"{lines} WHERE l.id % 5 < 2"),
        ("tracking", "p.id", "p.tracking_number", packages),
        ("invoice", "s.order_id", "s.invoice_number", shipments),
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for kind, order_id, text, source in rows:
            cursor.execute(
                f"INSERT INTO {Term._meta.db_table} (account_id, order_id, kind, text) "
                f"SELECT {account.pk}, {order_id}, '{kind}', {text} FROM {source}"
            )


def _insert(model: type[models.Model], count: int, now: Any, **told: str) -> None:
    """A row for each i from 1 to `count`; columns that are not told get the model's default."""
    columns, values, parameters = [], [], []
    for field in model._meta.concrete_fields:
        if field.generated or (field.primary_key and field.column not in told):
            continue
        columns.append(f'"{field.column}"')
        if expression := told.get(field.column):
            values.append(expression.replace("%", "%%"))
            continue
        is_moment = isinstance(field, models.DateTimeField) and field.name in (
            "synced_at",
            "details_at",
        )
        values.append("%s")
        default = now if is_moment else field.get_default()
        parameters.append(field.get_db_prep_save(default, connection))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
            f"WITH RECURSIVE n(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n "
            f"WHERE i < {count}) SELECT {', '.join(values)} FROM n",
            parameters,
        )


def _text(number: str) -> str:
    return f"CAST({number} AS text)"


def _one_of(number: str, words: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(words))
    return f"CASE ({number}) % {len(words)} {cases} END"


def _day(start: Any, offset: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{start}' + CAST({offset} AS integer))"
    return f"date('{start}', ({offset}) || ' days')"


def _serials() -> str:
    serials = json.dumps(["SN1", "SN2"])
    return f"CAST('{serials}' AS jsonb)" if connection.vendor == "postgresql" else f"'{serials}'"
