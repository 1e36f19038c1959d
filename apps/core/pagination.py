"""Pages of a list: a page number from the URL that is always answered with a page."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE_SIZES = (25, 50, 100)
#: Rows are counted, and pages leafed through, so far: what comes later is found by a filter.
MOST_ROWS = 1000

M = TypeVar("M", bound=Model)


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages of the first rows, so that a page costs the same whatever the list holds."""

    object_list: QuerySet[Model]

    def __init__(
        self, rows: QuerySet[M], per_page: int, *, most: int, count: int | None = None
    ) -> None:
        super().__init__(rows, per_page)
        self.most = most
        self._known = count

    @cached_property
    def _counted(self) -> int:
        return (
            self._known
            if self._known is not None
            else counted(self.object_list, most=self.most + 1)
        )

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.most)

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self._counted > self.most


def counted(rows: QuerySet[M], *, most: int = MOST_ROWS) -> int:
    """How many rows there are, or `most`; no more are looked at. One query."""
    return rows.order_by()[:most].count()


def page_of(
    request: HttpRequest, rows: QuerySet[M], *, most: int = MOST_ROWS, count: int | None = None
) -> Page[M]:
    """The page that `?page=` and `?size=` ask for; nonsense gives the first or the last page.

    Two queries; one when the rows have been counted already (above `most`: there are more).
    """
    size = request.GET.get("size", "")
    per_page = int(size) if size.isdigit() and int(size) in PAGE_SIZES else PAGE_SIZES[0]
    return BoundedPaginator(rows, per_page, most=most, count=count).get_page(
        request.GET.get("page")
    )
