"""Room for all calls of a request at once, where Python would take and give it back in pieces.

CPython keeps the frames of calls in chunks of 16 KB, maps one when the last is full and unmaps it
as soon as its first frame ends (push_chunk and _PyThreadState_PopFrame in Python/pystate.c). Where
a loop of a template happens to stand at the end of a chunk, each call in it costs both, and the
page takes up to twice as long. A frame that asks for a large stack gets a large chunk, and leaves
to what it calls what it does not use itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

#: Of 8 bytes each: of the next power of two, 512 KB, a third stays for the calls. Only what is
#: used of it is ever touched.
_SLOTS = 40_000


def with_call_room(function: Callable[P, R]) -> Callable[P, R]:
    """The function, with room for more calls within each other than any page makes."""
    return partial(_roomy, function)


def _call(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    return function(*args, **kwargs)


_roomy = FunctionType(_call.__code__.replace(co_stacksize=_SLOTS), globals(), "_roomy")
