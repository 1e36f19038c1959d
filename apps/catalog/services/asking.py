"""One way to ask the distributor, and to tell a person why it did not answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from apps import ingram
from apps.accounts.models import CustomerAccount, User
from apps.catalog.exceptions import CatalogError
from apps.catalog.products import ProductQuery
from apps.connections.exceptions import ConnectionInactive
from apps.connections.services import client_for

CACHE_SECONDS = 60
"""An answer serves every colleague of the account for this long (issue 2, "Speed and cost")."""


@contextmanager
def asking(
    account: CustomerAccount, *, actor: User | None, purpose: str, failure: type[CatalogError]
) -> Iterator[ingram.Client]:
    """A client whose errors come out as `failure`, with words and correlation id."""
    try:
        with client_for(account, actor=actor, purpose=purpose) as client:
            yield client
    except ConnectionInactive as error:
        raise failure(str(error)) from error
    except ingram.IngramError as error:
        raise failure(
            error.user_message,
            correlation_id=error.correlation_id,
            retry_after=getattr(error, "retry_after", 0),
        ) from error


def part_key(account: CustomerAccount, kind: str, part_number: str) -> str:
    """Where an answer about one part is cached: prices differ by account."""
    return f"catalog:{account.pk}:{kind}:{_digest(part_number)}"


def query_key(account: CustomerAccount, query: ProductQuery) -> str:
    asked = {**asdict(query), "is_in_stock": None}  # not sent, so it makes no difference
    return f"catalog:{account.pk}:search:{_digest(json.dumps(asked, sort_keys=True))}"


def _digest(text: str) -> str:
    # Typed text may hold anything; a cache key may not.
    return hashlib.sha256(text.encode()).hexdigest()[:32]
