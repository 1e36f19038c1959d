"""Whether amounts are kept from whoever is being answered: asked where amounts are written.

Every amount of a page is written by a tag of `figures`, every one of an export is a Decimal of a
sheet. Both ask here, so that a new page or column is kept from them without being told to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_hidden: ContextVar[bool] = ContextVar("amounts_hidden", default=False)


@contextmanager
def amounts_hidden(hidden: bool = True) -> Iterator[None]:
    """Within it, pages and exports are made with or without amounts."""
    token = _hidden.set(hidden)
    try:
        yield
    finally:
        _hidden.reset(token)


def are_amounts_hidden() -> bool:
    return _hidden.get()
