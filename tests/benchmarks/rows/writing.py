"""Rows that the database itself writes: one INSERT … SELECT for a table of any size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from apps.accounts.models import CustomerAccount
from apps.core.terms import Term

LINES = 5
DAYS = 730
FIRST_WORDS = (
    "Maple", "Cedar", "Harbor", "Summit", "Lakeside", "Prairie", "Granite", "Willow", "Copper",
    "Juniper", "Aspen", "Coral", "Delta", "Ember", "Falcon", "Glacier", "Hollow", "Indigo",
    "Jasper", "Keystone", "Lantern", "Meadow", "Nimbus", "Orchard", "Pioneer", "Quarry",
    "Raven", "Sable", "Timber", "Umber", "Valley", "Wander", "Xenon", "Yarrow", "Zephyr",
    "Anchor", "Birch", "Canyon", "Dune", "Elm",
)  # fmt: skip
SECOND_WORDS = (
    "Clinic", "Academy", "Bank", "Bakery", "College", "Council", "Dental", "Energy", "Foods",
    "Freight", "Group", "Health", "Hotels", "Insurance", "Labs", "Law", "Library", "Logistics",
    "Media", "Motors", "Museum", "Partners", "Press", "School", "Studio",
)  # fmt: skip
VENDORS = (
    "Cisco", "Dell", "HP Inc.", "Lenovo", "Samsung", "APC", "Poly", "Zebra", "Acer", "Adobe",
    "Apple", "Aruba", "Asus", "Avaya", "Barracuda", "Belkin", "Brother", "Canon", "Eaton",
    "Epson", "Fortinet", "Jabra", "Juniper", "Lexmark", "Logitech", "Microsoft", "NetApp",
    "Sonicwall", "Veeam", "Xerox",
)  # fmt: skip

#: What a term is found by: its kind, the id of its object, its text, and where they stand.
TermRows = Sequence[tuple[str, str, str, str]]


@contextmanager
def written_in_bulk(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Without foreign keys and indexes of the tables; these are made again at the end."""
    before, after = _without_guards()
    with connection.cursor() as cursor:
        cursor.execute(before)
    indexes = _drop_indexes([model._meta.db_table for model in tables])
    yield
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


def _drop_indexes(tables: Sequence[str]) -> list[str]:
    """An index is made faster at the end than row by row; what says how comes back."""
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


def insert(model: type[models.Model], count: int, now: datetime, **told: str) -> None:
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
            "seen_at",
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


def insert_terms(model: type[Term], account: CustomerAccount, rows: TermRows) -> None:
    with connection.cursor() as cursor:
        for kind, subject_id, told, source in rows:
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} (account_id, subject_id, kind, text) "
                f"SELECT {account.pk}, {subject_id}, '{kind}', {told} FROM {source}"
            )


def assert_terms(subject: models.Model, expected: Iterable[Term]) -> None:
    """The words of an object are those that the mirror writes with it."""
    written = set(subject.terms.values_list("kind", "text"))  # type: ignore[attr-defined]
    wanted = {(str(term.kind), term.text) for term in expected}
    assert written == wanted, (subject, written ^ wanted)


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def text(number: str) -> str:
    return f"CAST({number} AS text)"


def serial_of(line_id: str) -> str:
    """Of the line of an order, and of the invoice's line that bills it."""
    return f"'SN' || {text(f'7000000 + {line_id}')}"


def one_of(number: str, words: Sequence[str]) -> str:
    cases = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(words))
    return f"CASE ({number}) % {len(words)} {cases} END"


def company(number: str) -> str:
    """A name of two words, one of a thousand."""
    return f"{one_of(number, FIRST_WORDS)} || ' ' || {one_of(f'{number} / 40', SECOND_WORDS)}"


def first_word(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"split_part({column}, ' ', 1)"
    return f"substr({column}, 1, instr({column}, ' ') - 1)"


def second_word(column: str) -> str:
    if connection.vendor == "postgresql":
        return f"split_part({column}, ' ', 2)"
    return f"substr({column}, instr({column}, ' ') + 1)"


def day(start: date, offset: str) -> str:
    if connection.vendor == "postgresql":
        return f"(DATE '{start}' + CAST({offset} AS integer))"
    return f"date('{start}', ({offset}) || ' days')"


def moment(start: date, minutes: str) -> str:
    if connection.vendor == "postgresql":
        return f"(TIMESTAMPTZ '{start} 00:00Z' + CAST({minutes} AS integer) * INTERVAL '1 minute')"
    return f"datetime('{start}', ({minutes}) || ' minutes')"


def spread(count: int, span: int) -> str:
    """The i-th of `count` rows as a step of a span of so many days or minutes."""
    return f"(i * {span} / {count})"


def json_of(told: str) -> str:
    """A text that is JSON, as a value of a JSON column."""
    return f"CAST({told} AS jsonb)" if connection.vendor == "postgresql" else told


def when(condition: str, told: str, otherwise: str = "NULL") -> str:
    return f"CASE WHEN {condition} THEN {told} ELSE {otherwise} END"


def chosen(*cases: tuple[str, Any], otherwise: str) -> str:
    """The word of the first condition that holds."""
    told = " ".join(f"WHEN {condition} THEN '{word}'" for condition, word in cases)
    return f"CASE {told} ELSE '{otherwise}' END"
