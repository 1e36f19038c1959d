"""`python -m tests.benchmarks.price_check`: a list of 1,000 parts, as its task prices it.

Against one call after another in the same run, at half a second an answer. The task does more than
call: it claims the list, keeps every line, refreshes the mirror and counts its calls.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PARTS = 1000
UPSTREAM_SECONDS = 0.5
LEAST = 6.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _settle(Path(folder))
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        try:
            _measure()
        finally:
            connection.close()


def _settle(folder: Path) -> None:
    """A portal of its own: the embedded default, with its database in this folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'benchmark.sqlite3'}"
    os.environ["LIMITER_URL"] = f"sqlite://{folder / 'limiter.sqlite3'}"
    import django

    django.setup()


def _measure() -> None:
    from apps.catalog import tasks
    from apps.catalog.models import PriceCheckLine
    from apps.catalog.part_lists import pasted_list
    from apps.catalog.services import price_checks
    from apps.connections.services import client_for, close_clients
    from apps.ingram.operations.many_prices import price_many
    from apps.ingram.schemas.prices import MAX_PRODUCTS
    from sandbox.testing import SandboxServer
    from tests.benchmarks.captured import PRICES_PATH, part_numbers, priced
    from tests.benchmarks.pairs import seconds
    from tests.factories import make_account, make_connection, make_membership, make_user

    with SandboxServer() as sandbox:
        account = make_account(make_connection(sandbox))
        person = make_user("benchmark")
        make_membership(person, account)
        with client_for(account) as client:
            parts = part_numbers(client, PARTS)
            products = priced(parts)
            chunks = [products[n : n + MAX_PRODUCTS] for n in range(0, PARTS, MAX_PRODUCTS)]
            check = price_checks.start_price_check(
                account=account, actor=person, listed=pasted_list("\n".join(parts))
            )
            sandbox.fault("latency", "POST", PRICES_PATH, seconds=UPSTREAM_SECONDS, times=None)
            together = seconds(lambda: tasks.step(check.pk))
            calls = sandbox.calls(f"POST {PRICES_PATH}")
            apart = seconds(lambda: [price_many(client, chunk) for chunk in chunks])
        close_clients()
    found = PriceCheckLine.objects.filter(price_check=check, outcome="found").count()
    assert found == PARTS, found
    print(f"\nA price check of {PARTS} parts, {UPSTREAM_SECONDS} s an answer (limit {LEAST:.0f} x)")
    mark = "" if apart / together >= LEAST else "  under the limit"
    print(
        f"  {'one call after another':<24} {apart / together:5.2f} x of the task "
        f"({together:.2f} s){mark}"
    )
    print(f"  {'':<24} {calls} calls, {found} lines kept")


if __name__ == "__main__":
    main()
