"""A resource with a tiny upstream behind it: what was read can be counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from apps.accounts.models import CustomerAccount
from apps.ingram import Client
from apps.sync.registry import Cursor, Page, Resource

CODE = "test-books"


@dataclass
class Shelf:
    """Three pages of ten books."""

    pages_read: list[int] = field(default_factory=list)
    recent_read: int = 0
    books_read: list[str] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)
    news: int = 1
    total: int = 30
    pause: timedelta = timedelta(0)
    longest_interval: timedelta | None = None
    is_slow: bool = False

    def read_page(self, client: Client, account: CustomerAccount, cursor: Cursor | None) -> Page:
        self._fail()
        number = int(str(cursor["page"])) if cursor else 1
        self.pages_read.append(number)
        return Page(
            done=number * 10,
            total=self.total,
            next_cursor=None if number == 3 else {"page": number + 1},
            pause=self.pause,
        )

    def read_recent(self, client: Client, account: CustomerAccount) -> int:
        self._fail()
        self.recent_read += 1
        return self.news

    def refresh_one(self, client: Client, account: CustomerAccount, key: str) -> None:
        self._fail()
        self.books_read.append(key)

    def resource(self) -> Resource:
        return Resource(
            code=CODE,
            label="books",
            read_page=self.read_page,
            read_recent=self.read_recent,
            refresh_one=self.refresh_one,
            interval=timedelta(minutes=10),
            longest_interval=self.longest_interval,
            is_slow=self.is_slow,
        )

    def _fail(self) -> None:
        if self.failures:
            raise self.failures.pop(0)
