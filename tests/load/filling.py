"""A mirror for many people, written by a process of its own.

python -m tests.load.filling PEOPLE ORDERS prints the people's session cookies as a line of JSON.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import (  # noqa: E402
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db.models import F, Model  # noqa: E402
from django.utils import timezone  # noqa: E402

from apps.accounts.models import CustomerAccount, User  # noqa: E402
from apps.core.terms import Term  # noqa: E402
from apps.sync.models import SyncState  # noqa: E402
from tests.benchmarks.rows import WRITERS  # noqa: E402
from tests.benchmarks.rows.writing import written_in_bulk  # noqa: E402
from tests.factories import make_account, make_connection, make_membership, make_user  # noqa: E402

#: For each order; of all accounts together.
SHARES = {
    "products": 0.25,
    "deals": 0.1,
    "renewals": 0.1,
    "quotes": 0.1,
    "orders": 1.0,
    "invoices": 1.0,
    "returns": 0.1,
}
ACCOUNTS = 10


def main(people: int, orders: int) -> None:
    accounts = _accounts()
    tables = [table for writer in WRITERS.values() for table in writer.TABLES]
    with written_in_bulk(tables):
        for name, share in SHARES.items():
            WRITERS[name].write(accounts[0], round(orders * share))
        for table in tables:
            _share_out(table, len(accounts))
    print(json.dumps([_session(nth, accounts[nth % ACCOUNTS]) for nth in range(people)]))


def _accounts() -> list[CustomerAccount]:
    """At one connection; their mirrors count as read a moment ago."""
    place = make_connection()
    accounts = [
        make_account(place, name=f"Counter Supply {nth}", customer_number=f"20-{200000 + nth}")
        for nth in range(ACCOUNTS)
    ]
    now = timezone.now()
    SyncState.objects.bulk_create(
        SyncState(account=account, resource=resource, filled_at=now, last_success_at=now)
        for account in accounts
        for resource in ("quotes", "orders", "invoices", "returns", "renewals", "deals")
    )
    return accounts


def _share_out(table: type[Model], accounts: int) -> None:
    """Every account gets an equal part of the rows, which were all written for the first."""
    if issubclass(table, Term):
        key = "subject_id"
    elif any(field.name == "account" for field in table._meta.fields):
        key = "id"
    else:
        return
    table._default_manager.update(account_id=F("account_id") + F(key) % accounts)


def _session(nth: int, account: CustomerAccount) -> str:
    person: User = make_user(f"rep-{nth}")
    make_membership(person, account)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
