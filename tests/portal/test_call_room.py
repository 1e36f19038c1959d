"""The calls of a request take their memory once, however deep the request stands."""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable

import pytest

from portal.call_room import with_call_room

CALLS = 2_000


def faults(depth: int) -> int:
    """How often memory was mapped anew while a loop at this depth called something."""
    if depth:
        return faults(depth - 1)

    def called(a: int, b: int, c: int) -> int:
        return a + b + c

    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for number in range(CALLS):
        called(number, number, number)
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def worst_in_a_thread(function: Callable[[int], int]) -> int:
    """As a web server calls: from the foot of a thread."""
    found: list[int] = []
    depths = range(300)
    thread = threading.Thread(target=lambda: found.append(max(map(function, depths))))
    thread.start()
    thread.join()
    return found[0]


def test_no_depth_makes_calls_dear() -> None:
    assert worst_in_a_thread(with_call_room(faults)) < CALLS / 10


def test_without_room_one_does() -> None:
    if worst_in_a_thread(faults) < CALLS:
        pytest.skip("This Python keeps its chunks: portal/call_room.py may go.")


def test_what_is_called_gets_and_gives_what_it_would() -> None:
    @with_call_room
    def told(first: int, *, second: str) -> str:
        return f"{first} {second}"

    assert told(1, second="two") == "1 two"


def test_what_goes_wrong_is_raised() -> None:
    @with_call_room
    def wrong() -> None:
        raise LookupError("here")

    with pytest.raises(LookupError, match="here"):
        wrong()
