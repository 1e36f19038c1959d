"""Pages of a search, told as the API tells them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web

from sandbox.reading import whole_number

LARGEST = 100
USUAL = 25
T = TypeVar("T")


class Page:
    """The page that a request asks for; a wrong number or size is refused at once."""

    def __init__(
        self, request: web.Request, number: str = "pageNumber", size: str = "pageSize"
    ) -> None:
        self.number = whole_number(request, number, 1, 1_000_000)
        self.size = whole_number(request, size, USUAL, LARGEST)
        self._names = (number, size)
        self._path = request.path
        self._query = [pair for pair in request.query.items() if pair[0] not in self._names]

    def body(
        self,
        key: str,
        rows: Sequence[T],
        show: Callable[[T], dict[str, Any]],
        *,
        previous: str | None = "previousPage",
    ) -> dict[str, Any]:
        """Without `previous` there is only a link to the next page, as invoices have it."""
        start = (self.number - 1) * self.size
        body: dict[str, Any] = {
            "recordsFound": len(rows),
            "pageSize": self.size,
            "pageNumber": self.number,
            key: [show(row) for row in rows[start : start + self.size]],
            "nextPage": self._link(1) if start + self.size < len(rows) else "",
        }
        if previous:
            body[previous] = self._link(-1) if self.number > 1 else ""
        return body

    def _link(self, step: int) -> str:
        # As broken as the real ones (field-notes 5.7): a missing "&", which nobody should follow.
        query = urlencode(self._query)
        number, size = self._names
        return f"{self._path}?{query}{size}={self.size}&{number}={self.number + step}"
