"""Details that cost a call each: a search tells a hundred objects in a call, but not all of them.

So search is read often, and details a few at a time, of the objects that need it first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.ingram import BadPayload, Client, Rejected, Unauthorized
from apps.sync.registry import Cursor, Page, Resource
from apps.sync.selectors import freshness

Rows = Callable[[CustomerAccount], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Details:
    """How the details of one resource are read by and by.

    `of` is the code of the resource; `key` the column of its number; `rows` those that are to be
    read at all, `unread` those never read, in their order. `needed` names at most so many that
    have to be read now, the most urgent first. At most `a_run` are read at a time.
    """

    of: str
    key: str
    rows: Rows
    unread: Rows
    read: Callable[[Client, CustomerAccount, str], object]
    a_run: int
    every: timedelta
    needed: Callable[[CustomerAccount, int], list[str]] | None = None

    def resource(
        self, *, code: str, label: str, longest_interval: timedelta | None = None
    ) -> Resource:
        """The slow resource that reads them."""
        return Resource(
            code=code,
            label=label,
            read_page=self.read_page,
            read_recent=self.read_some,
            refresh_one=self.refresh_one,
            interval=self.every,
            longest_interval=longest_interval,
            is_slow=True,
        )

    def read_page(self, client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
        """The details of a few: those that need it, then those that were never read."""
        self.read_some(client, account)
        total, left = self.rows(account).count(), self.unread(account).count()
        is_over = not left and freshness(account, self.of).is_filled
        return Page(
            done=total - left,
            total=total,
            next_cursor=None if is_over else {"left": left},
            pause=self.every,
        )

    def read_some(self, client: Client, account: CustomerAccount) -> int:
        """As read_page; how many were read."""
        keys = self.needed(account, self.a_run) if self.needed else []
        if len(keys) < self.a_run:
            unread = self.unread(account).exclude(**{f"{self.key}__in": keys})
            keys += unread.values_list(self.key, flat=True)[: self.a_run - len(keys)]
        for key in keys:
            self._read(client, account, key)
        return len(keys)

    def refresh_one(self, client: Client, account: CustomerAccount, key: str) -> None:
        self.read(client, account, key)

    def _read(self, client: Client, account: CustomerAccount, key: str) -> None:
        try:
            self.read(client, account, key)
        except Unauthorized:
            raise
        except (Rejected, BadPayload):
            # Search knows it, details do not, or not legibly: the others must not wait for it,
            # and it is not asked for at each run.
            now = timezone.now()
            self.rows(account).filter(**{self.key: key}).update(details_at=now, synced_at=now)
