"""How many submissions wait for a decision, for the side navigation of every page."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from apps.accounts.models import CustomerAccount
from apps.submissions import selectors


class Attention:
    """Counts when a page first asks, and not again."""

    def __init__(self, account: CustomerAccount | None) -> None:
        self._account = account

    @cached_property
    def count(self) -> int:
        return selectors.count_needing_attention(self._account) if self._account else 0


def attention(request: HttpRequest) -> dict[str, Attention]:
    """`attention.count` for the account in which the person works. One query if it is shown."""
    known = getattr(request, "_attention", None)
    if known is None:
        known = Attention(getattr(request, "account", None))
        request._attention = known  # type: ignore[attr-defined]  # noqa: SLF001
    return {"attention": known}
