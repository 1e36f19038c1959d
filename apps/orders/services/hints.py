"""What a webhook tells of an order is a hint: the truth is fetched from the API."""

from __future__ import annotations

from collections.abc import Sequence

from apps.connections.models import Connection


def take_order_hint(
    *,
    connection: Connection,
    ingram_order_numbers: Sequence[str],
    customer_order_number: str = "",
    failure: str = "",
) -> None:
    """Read the named orders again and finish the submission that waits for them."""
    raise NotImplementedError
