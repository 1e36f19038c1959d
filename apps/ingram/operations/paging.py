"""Walking through the pages of a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from apps.ingram.schemas.reading import Page

P = TypeVar("P", bound=Page)


def pages(
    read: Callable[[int], P], rows: Callable[[P], Sequence[object]], *, first_page: int
) -> Iterator[P]:
    """Pages until an empty one, or until the count says that this was the last.

    The distributor's own `nextPage` links are broken (field notes 5.7).
    """
    number = first_page
    while True:
        page = read(number)
        if not rows(page):
            return
        yield page
        if page.page_count is not None and number >= page.page_count:
            return
        number += 1
