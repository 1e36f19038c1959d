"""The vocabulary of one call: the declared operation, its record and its reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from apps.ingram.config import Priority

Query = Mapping[str, str | int | bool | Sequence[str] | None]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """An operation of the API, declared once.

    `is_write` decides what a lost answer means: some POSTs are reads. `none_statuses` are
    answers that mean "no records" rather than failure (field notes 4.1); a v5 answer that says
    "not found" counts as a 404. `has_im_headers` is false where account and country stand in
    query or body instead (field notes 2.2); `headers` are sent besides the common ones.
    `may_be_empty` is for writes whose good answer says nothing.
    """

    name: str
    method: str
    path: str
    is_write: bool = False
    needs_contact: bool = False
    none_statuses: frozenset[int] = frozenset()
    may_be_empty: bool = False
    has_im_headers: bool = True
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class CallRecord:
    """What is kept of one attempt: enough for the distributor's support, never a secret."""

    operation: str
    method: str
    path: str
    status: int | None
    duration_ms: int
    correlation_id: str
    attempt: int
    error: str
    customer_number: str
    priority: Priority
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A read answer. `data` is None when the distributor said "no records"."""

    status: int
    data: Any
    correlation_id: str


@dataclass(kw_only=True)
class Call:
    """What stays the same over all attempts of one call, and their count."""

    operation: Operation
    path: str
    query: tuple[tuple[str, str], ...]
    content: bytes | None
    attempts: int = 0


def new_correlation_id() -> str:
    # A dashed UUID has 36 characters and is refused: the limit is 32 (field notes 2.3).
    return uuid4().hex
