"""How much is unread, for the bell in the head of every page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.http import HttpRequest

from apps.accounts.models import CustomerAccount, User
from apps.notifications import selectors
from apps.notifications.selectors import Unread


class Bell:
    """Counts when a page first asks, and not again."""

    def __init__(
        self,
        user: User,
        account: CustomerAccount,
        roles: Mapping[int, str],
        others: list[CustomerAccount],
    ) -> None:
        self._user, self._account, self._roles, self._others = user, account, roles, others

    @cached_property
    def unread(self) -> Unread:
        return selectors.unread_of(self._user, self._roles)

    @property
    def count(self) -> int:
        """In the account in which the person works."""
        return self.unread.of(self._account.pk)

    @property
    def elsewhere(self) -> list[tuple[CustomerAccount, int]]:
        """Each other account of the person in which something is unread, and how much."""
        counted = [(account, self.unread.of(account.pk)) for account in self._others]
        return [(account, count) for account, count in counted if count]


def bell_of(request: HttpRequest) -> Bell | None:
    """The bell of this request, or None without an account. One query for the whole of it."""
    account = getattr(request, "account", None)
    if account is None:
        return None
    known: Bell | None = getattr(request, "_bell", None)
    if known is None:
        others = [one for one in request.accounts if one != account]  # type: ignore[attr-defined]
        known = Bell(request.user, account, request.roles, others)  # type: ignore
        request._bell = known  # type: ignore[attr-defined]  # noqa: SLF001
    return known


def bell(request: HttpRequest) -> dict[str, Bell | None]:
    """`bell.count` and `bell.elsewhere`. One query if they are shown."""
    return {"bell": bell_of(request)}
