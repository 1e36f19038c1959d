"""What a webhook tells of a quote is a hint: the truth is fetched from the API."""

from __future__ import annotations

from collections.abc import Sequence

from apps.connections.models import Connection


def take_quote_hint(
    *,
    connection: Connection,
    quote_number: str,
    failure: str = "",
    rejected_part_numbers: Sequence[str] = (),
) -> None:
    """Read the quote again, mirror it and finish the submission that waits for it."""
    raise NotImplementedError
