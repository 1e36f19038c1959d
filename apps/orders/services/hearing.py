"""That there is news of an order, written before anybody acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection as database

from apps.accounts.models import CustomerAccount
from apps.orders.models import Order, OrderNews

_NEWS = OrderNews._meta.db_table  # noqa: SLF001 - Django documents it as public
_ORDERS = Order._meta.db_table  # noqa: SLF001
_ACCOUNTS = CustomerAccount._meta.db_table  # noqa: SLF001


def hearing_of_orders(
    *,
    connection_id: int,
    ingram_order_numbers: Sequence[str],
    at: datetime,
    provided: tuple[str, Sequence[Any]],
) -> tuple[str, Sequence[Any]]:
    """The statement that notes that an event spoke of these orders, and its parameters.

    Whoever stores the event runs it with that, so that both count or none; `provided` is a
    condition and its parameters. Nothing else of the event is believed (field notes 10.2).
    """
    marks = ", ".join(["%s"] * len(ingram_order_numbers))
    # In the order of their ids, so that two events which name the same ones do not lock each other.
    statement = f"""
        INSERT INTO {_NEWS} (order_id, heard_at)
        SELECT id, %s FROM {_ORDERS} WHERE ingram_order_number IN ({marks})
        AND account_id IN (SELECT id FROM {_ACCOUNTS} WHERE connection_id = %s) AND {provided[0]}
        ORDER BY id
        ON CONFLICT (order_id) DO UPDATE SET heard_at = excluded.heard_at
        WHERE excluded.heard_at > {_NEWS}.heard_at
    """  # noqa: S608 - names of our own tables
    heard_at = database.ops.adapt_datetimefield_value(at)
    return statement, [heard_at, *ingram_order_numbers, connection_id, *provided[1]]
