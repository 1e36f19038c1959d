"""Several processes of one connection: one token between them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection as database

from apps.accounts.models import CustomerAccount
from sandbox.testing import SandboxServer

ROOT = Path(__file__).resolve().parents[2]
PRICES = "POST /resellers/v6/catalog/priceandavailability"
PROCESSES = 3
PRICE_120_PARTS = """
import django
django.setup()
from apps.accounts.models import CustomerAccount
from apps.connections.services import client_for, close_clients
from apps.ingram.operations.many_prices import price_many
from apps.ingram.schemas.prices import ProductQuery
print("ready", flush=True)
input()
with client_for(CustomerAccount.objects.get()) as client:
    products = [ProductQuery(ingram_part_number=f"NONE{n:03}") for n in range(120)]
    print(sum(one.error is None for one in price_many(client, products)))
close_clients()
"""


def database_url() -> str:
    given = database.settings_dict
    if database.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    person = f"{given['USER']}:{given['PASSWORD']}"
    return f"postgres://{person}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def test_processes_that_start_together_fetch_one_token(
    transactional_db: None, account: CustomerAccount, sandbox: SandboxServer, tmp_path: Path
) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PRICE_120_PARTS],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "portal.settings.base",
                "DATABASE_URL": database_url(),
                "VAR_DIR": str(tmp_path),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    priced = [process.communicate(timeout=60)[0] for process in processes]

    assert priced == ["120\n"] * PROCESSES
    state = sandbox.state()
    assert state["tokens_issued"] == 1
    assert sandbox.calls(PRICES) == 3 * PROCESSES
