"""Walking through the pages of a search: the same for every search there is."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

import pytest

from apps.ingram import Client, MemoryTokenStore, Priority, RateLimited
from apps.ingram import operations as package
from apps.ingram.schemas.reading import Answer, Page, spellings_of
from tests.ingram.upstream import Seen, Upstream

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if ".legacy" not in found.name  # called by their present counterparts
]


def functions(prefix: str) -> list[Any]:
    """The functions of all operations whose names begin so."""
    return [
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if name.startswith(prefix) and function.__module__ == module.__name__
    ]


@dataclass(frozen=True)
class Walk:
    """An iterator of the client, and how its pages are written and read."""

    over: Callable[..., Iterator[Page]]

    @property
    def page(self) -> type[Page]:
        (page,) = get_args(get_type_hints(self.over)["return"])
        return page  # type: ignore[no-any-return]

    @property
    def rows_field(self) -> str:
        return next(name for name in self.page.model_fields if name not in Page.model_fields)

    @property
    def row(self) -> type[Answer]:
        (row, _) = get_args(self.page.model_fields[self.rows_field].annotation)
        return row  # type: ignore[no-any-return]

    @property
    def name_field(self) -> str:
        """The field that tells one row from another: the first that is a text."""
        fields = self.row.model_fields.items()
        return next(name for name, field in fields if field.annotation is str)

    def body(self, *names: str, **figures: Any) -> dict[str, Any]:
        """A page of rows of these names, as the distributor writes it."""
        key = dict(spellings_of(self.row))[self.name_field][0]
        rows_key = dict(spellings_of(self.page))[self.rows_field][0]
        return {rows_key: [{key: name} for name in names], **figures}

    def names_on(self, page: Page) -> list[str]:
        return [getattr(row, self.name_field) for row in getattr(page, self.rows_field)]

    def names(self, client: Client, **options: Any) -> list[list[str]]:
        return [self.names_on(page) for page in self.over(client, **options)]


ALL = [Walk(function) for function in functions("iter_")]


@pytest.fixture(params=ALL, ids=lambda walk: walk.over.__name__)
def walk(request: pytest.FixtureRequest) -> Walk:
    found: Walk = request.param
    return found


def page_numbers(upstream: Upstream) -> list[int]:
    return [number_of(call) for call in upstream.calls]


def number_of(call: Seen) -> int:
    """Some searches say `pageNumber`, others `page` or `Page`."""
    return int(next(value for key, value in call.query if key.lower() in {"pagenumber", "page"}))


def test_every_search_has_an_iterator() -> None:
    searches = {function.__name__.removeprefix("search_") for function in functions("search_")}

    assert len(searches) >= 7
    assert searches == {walk.over.__name__.removeprefix("iter_") for walk in ALL}


def test_the_count_and_the_page_size_that_came_back_tell_the_last_page(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, walk.body("A", "B", recordsFound="3", pageSize="2"))
    upstream.reply(200, walk.body("C", recordsFound="3", pageSize="2"))

    assert walk.names(client) == [["A", "B"], ["C"]]
    assert page_numbers(upstream) == [1, 2]


def test_without_a_count_an_empty_page_is_the_end(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, walk.body("A"))
    upstream.reply(200, walk.body("B"))
    upstream.reply(200, walk.body())

    assert walk.names(client) == [["A"], ["B"]]


def test_a_count_that_promises_too_much_ends_at_an_empty_page(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, walk.body("A", recordsFound=1000, pageSize=1))
    upstream.reply(200, walk.body(recordsFound=1000, pageSize=1))

    assert walk.names(client) == [["A"]]
    assert page_numbers(upstream) == [1, 2]


def test_a_page_that_comes_again_ends_the_walk(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, walk.body("A"))

    assert walk.names(client) == [["A"]]


def test_a_walk_starts_at_any_page_and_follows_no_link(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, walk.body("C", nextPage="/elsewhere?page=9"))
    upstream.reply(200, walk.body())

    assert walk.names(client, first_page=3) == [["C"]]

    assert page_numbers(upstream) == [3, 4]


def test_a_walk_that_is_left_asks_for_nothing_more_and_is_taken_up_later(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    for name in ("A", "B", "C"):
        upstream.reply(200, walk.body(name, recordsFound=3, pageSize=1))

    left = walk.over(client)
    assert page_numbers(upstream) == []
    first = walk.names_on(next(left))
    asked = page_numbers(upstream)
    rest = walk.names(client, first_page=2)

    assert (first, asked) == (["A"], [1])
    assert (rest, page_numbers(upstream)) == ([["B"], ["C"]], [1, 2, 3])


class Counting:
    """A limiter that grants so many calls."""

    def __init__(self, granted: int) -> None:
        self.left = granted
        self.asked: list[tuple[str, Priority]] = []

    def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
        self.asked.append((operation, priority))
        if not self.left:
            raise RateLimited(retry_after=600)
        self.left -= 1


def test_every_page_is_counted_by_the_limiter_and_the_walk_stops_when_it_refuses(
    walk: Walk, client: Client, upstream: Upstream
) -> None:
    for name in ("A", "B", "C"):
        upstream.reply(200, walk.body(name, recordsFound=3, pageSize=1))
    limiter = Counting(2)
    patient = Client(
        client.config,
        tokens=MemoryTokenStore(),
        limiter=limiter,
        priority=Priority.BACKGROUND,
        sleep=lambda seconds: None,
    )

    walked = walk.over(patient)
    assert [walk.names_on(next(walked)) for _ in range(2)] == [["A"], ["B"]]
    with pytest.raises(RateLimited):
        next(walked)

    assert page_numbers(upstream) == [1, 2]
    assert {priority for _, priority in limiter.asked} == {Priority.BACKGROUND}
    assert len({operation for operation, _ in limiter.asked}) == 1


@pytest.mark.parametrize("page", [{"page_size": 101}, {"page_size": 0}, {"page_number": 0}])
@pytest.mark.parametrize("search", functions("search_"), ids=lambda search: search.__name__)
def test_a_page_that_the_distributor_does_not_have_is_not_asked_for(
    search: Any, page: dict[str, int], client: Client, upstream: Upstream
) -> None:
    with pytest.raises(ValueError, match="page"):
        search(client, **page)

    assert upstream.seen == []
