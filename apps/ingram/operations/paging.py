"""Walking through the pages of a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from apps.ingram.schemas.reading import Page

P = TypeVar("P", bound=Page)

#: The distributor gives at most so many rows a page (field notes 3).
MAX_PAGE_SIZE = 100


def page_query(
    page_number: int,
    page_size: int,
    *,
    number_key: str = "pageNumber",
    size_key: str = "pageSize",
) -> dict[str, int]:
    """The two parameters that name a page; some searches spell them in their own way.

    Raises ValueError, before anything is sent, for a page that the distributor does not have.
    """
    if page_number < 1:
        raise ValueError(f"pages are counted from 1, not {page_number}")
    if not 1 <= page_size <= MAX_PAGE_SIZE:
        raise ValueError(f"a page has 1 to {MAX_PAGE_SIZE} rows, not {page_size}")
    return {number_key: page_number, size_key: page_size}


def pages(
    read: Callable[[int], P], rows: Callable[[P], Sequence[object]], *, first_page: int
) -> Iterator[P]:
    """Pages until an empty one, a repeated one, or the last one by the count.

    The distributor's own `nextPage` links are broken (field notes 5.7), and parameters that it
    does not know are ignored, so that a page could come again and again.
    """
    number = first_page
    previous: Sequence[object] = ()
    while True:
        page = read(number)
        if not rows(page) or rows(page) == previous:
            return
        yield page
        previous = rows(page)
        if page.page_count is not None and number >= page.page_count:
            return
        number += 1
