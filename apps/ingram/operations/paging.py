"""Walking through the pages of a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from apps.ingram.schemas.reading import Page

P = TypeVar("P", bound=Page)


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
