"""The state: records in memory by kind, customer and number, written through to SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from sandbox.records import KINDS, Record, from_document, to_document

R = TypeVar("R", bound=Record)

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS record (
    kind TEXT, customer TEXT, number TEXT, document TEXT,
    PRIMARY KEY (kind, customer, number)
);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT);
"""


class Store:
    """The SQLite file that lets a restart find what was changed since the seed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def rows(self) -> Iterator[tuple[type[Record], str, str, Record | None]]:
        """Kind, customer, number and record; no record where one of the seed is gone."""
        for name, customer, number, text in self._db.execute("SELECT * FROM record"):
            kind, document = KINDS[name], json.loads(text)
            yield kind, customer, number, from_document(kind, document) if document else None

    def put(self, record: Record) -> None:
        self._write(record, to_document(record))

    def bury(self, record: Record) -> None:
        """A record of the seed is gone: it must not rise again after a restart."""
        self._write(record, None)

    def drop(self, record: Record) -> None:
        self._db.execute(
            "DELETE FROM record WHERE kind = ? AND customer = ? AND number = ?", _key(record)
        )

    def _write(self, record: Record, document: Any) -> None:
        self._db.execute(
            "INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)",
            (*_key(record), json.dumps(document)),
        )

    def clear(self) -> None:
        self._db.execute("DELETE FROM record")
        self._db.execute("DELETE FROM fact WHERE name <> 'seeded_at'")

    def fact(self, name: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set_fact(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def close(self) -> None:
        self._db.close()


class State:
    def __init__(self, store: Store | None = None) -> None:
        self.store = store
        self._seed: list[Record] = []
        self._sown: set[tuple[str, str, str]] = set()
        self._records: dict[type, dict[str, dict[str, Record]]] = {}
        self._forget()

    def seeded_at(self) -> datetime:
        """When the seed was sown: a restart must find the same history, not a younger one."""
        now = datetime.now(UTC).replace(microsecond=0)
        if self.store is None:
            return now
        known = self.store.fact("seeded_at")
        if not known:
            self.store.set_fact("seeded_at", now.isoformat())
        return datetime.fromisoformat(known) if known else now

    def clock_offset(self) -> float:
        return float(self.store.fact("clock_offset", "0")) if self.store else 0.0

    def keep_clock_offset(self, seconds: float) -> None:
        if self.store:
            self.store.set_fact("clock_offset", str(seconds))

    def sow(self, records: Iterable[Record]) -> None:
        self._seed = list(records)
        self._sown = {_key(record) for record in self._seed}
        self._forget()
        for kind, customer, number, record in self.store.rows() if self.store else ():
            if record is None:
                self._records[kind][customer].pop(number, None)
            else:
                self._keep(record)

    def reset(self) -> None:
        if self.store:
            self.store.clear()
        self._forget()

    def get(self, kind: type[R], customer: str, number: str) -> R | None:
        return self._records[kind][customer].get(number)  # type: ignore[return-value]

    def of(self, kind: type[R], customer: str) -> list[R]:
        return list(self._records[kind][customer].values())  # type: ignore[arg-type]

    def every(self, kind: type[R]) -> Iterator[R]:
        for records in self._records[kind].values():
            yield from records.values()  # type: ignore[misc]

    def put(self, record: Record) -> None:
        self._keep(record)
        if self.store:
            self.store.put(record)

    def drop(self, record: Record) -> None:
        self._records[type(record)][record.customer].pop(record.number, None)
        if self.store and self.is_sown(record):
            self.store.bury(record)
        elif self.store:
            self.store.drop(record)

    def is_sown(self, record: Record) -> bool:
        """Whether a record of this number was there from the beginning."""
        return _key(record) in self._sown

    def close(self) -> None:
        if self.store:
            self.store.close()

    def _forget(self) -> None:
        self._records = {kind: defaultdict(dict) for kind in KINDS.values()}
        for record in self._seed:
            self._keep(record)

    def _keep(self, record: Record) -> None:
        self._records[type(record)][record.customer][record.number] = record


def _key(record: Record) -> tuple[str, str, str]:
    return type(record).__name__, record.customer, record.number
