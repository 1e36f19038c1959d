"""python -m tests.load.connecting SANDBOX_URL CUSTOMER PRODUCTS: prints the key of its webhooks."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import django

django.setup()

from tests.benchmarks.rows import fill  # noqa: E402
from tests.factories import make_account, make_connection  # noqa: E402


def main(sandbox_url: str, customer: str, products: str) -> None:
    connection = make_connection(SimpleNamespace(base_url=sandbox_url))
    account = make_account(connection, customer_number=customer)
    fill(account, {"products": int(products)})
    print(connection.key)


if __name__ == "__main__":
    main(*sys.argv[1:])
