"""Stock that the distributor tells of unasked, written in bulk."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import connection as database

from apps.accounts.models import CustomerAccount
from apps.catalog.models import Product
from apps.connections.models import Connection

_PRODUCTS = Product._meta.db_table  # noqa: SLF001 - Django documents it as public
_ACCOUNTS = CustomerAccount._meta.db_table  # noqa: SLF001

# All figures travel as one parameter: SQLite takes no thousands of them in a statement, and a
# statement for each few hundred would make an event slow. The rows are told in a fixed order to
# PostgreSQL, which locks one after another: two events at once wait instead of a deadlock. SQLite
# keeps the order of cross joins, and a limit apart: else it reads all figures for every product.
_TAKE_STOCK = {
    "sqlite": f"""
        UPDATE {_PRODUCTS} AS stocked SET reported_available = told.available, reported_at = %s
        FROM (SELECT product.id, json_extract(figure.value, '$[1]') AS available
              FROM json_each(%s) AS figure
                   CROSS JOIN {_ACCOUNTS} AS account CROSS JOIN {_PRODUCTS} AS product
              WHERE account.connection_id = %s AND product.account_id = account.id
                AND product.ingram_part_number = json_extract(figure.value, '$[0]')
                AND (product.reported_at IS NULL OR product.reported_at < %s)
              LIMIT -1) AS told
        WHERE stocked.id = told.id
    """,  # noqa: S608 - names of our own tables
    "postgresql": f"""
        UPDATE {_PRODUCTS} AS stocked SET reported_available = told.available, reported_at = %s
        FROM (SELECT product.id, (figure.value->>1)::integer AS available
              FROM jsonb_array_elements(%s::jsonb) AS figure,
                   {_ACCOUNTS} AS account, {_PRODUCTS} AS product
              WHERE account.connection_id = %s AND product.account_id = account.id
                AND product.ingram_part_number = figure.value->>0
                AND (product.reported_at IS NULL OR product.reported_at < %s)
              ORDER BY product.account_id, product.ingram_part_number COLLATE "C"
              FOR UPDATE OF product) AS told
        WHERE stocked.id = told.id
    """,  # noqa: S608
}


def take_reported_stock(
    *, connection: Connection, figures: Mapping[str, int], reported_at: datetime
) -> int:
    """Keep reported stock, by Ingram part number, of the products that the accounts know.

    All accounts of the connection; others' and unknown products stay untouched. Never overwrites
    what was reported later than `reported_at`, our time of receipt. Gives how many products were
    refreshed. One statement, however many figures.
    """
    if not figures:
        return 0
    told = json.dumps(list(figures.items()))
    at = database.ops.adapt_datetimefield_value(reported_at)
    with database.cursor() as cursor:
        cursor.execute(_TAKE_STOCK[database.vendor], [at, told, connection.pk, at])
        return int(cursor.rowcount)
