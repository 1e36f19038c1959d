"""What the customers did before the sandbox started: quotes and orders of the last year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sandbox.data import examples
from sandbox.data.catalogue import Catalogue
from sandbox.records import Record
from sandbox.settings import Settings


def history(settings: Settings, catalogue: Catalogue, now: datetime) -> Iterator[Record]:
    yield examples.quote(now)
    yield examples.ORDER
