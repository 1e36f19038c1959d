"""What the contract tests are told of an operation, and the values that many of them send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.ingram import Client, Operation
from apps.ingram.schemas.reading import Answer


@dataclass(frozen=True, kw_only=True)
class Case:
    operation: Operation
    answer: type[Answer]
    calls: tuple[Callable[[Client], Any], ...]
    #: The key under which the client puts a root that is an array.
    wrapped_in: str = ""
    #: A good answer says nothing, so that no document has an example.
    is_empty: bool = False
    #: What the calls are answered with, where the document's first example is no answer to them.
    reply: Any = None


DAYS = (date(2026, 1, 2), date(2026, 2, 3))
ATTRIBUTES = [{"name": "n", "value": "v"}]
PARTY = {
    "company_name": "Acme",
    "contact": "Jo Doe",
    "address_line1": "1 Main Street",
    "address_line2": "Floor 2",
    "city": "Irvine",
    "state": "CA",
    "postal_code": "92612",
    "country_code": "US",
    "phone_number": "9495550100",
    "email": "jo@acme.example",
}
