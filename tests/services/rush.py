"""Somebody who orders without a pause, whatever happens to the machines meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.services.person import Person
from tests.stack import Stack, wait_until


class Rush(threading.Thread):
    """`numbers` are the orders that the portal has taken; an error is raised by `stop`."""

    def __init__(self, stack: Stack) -> None:
        super().__init__(daemon=True)
        self.person = Person(stack, stack.port)
        self.numbers: list[str] = []
        self._is_over = threading.Event()
        self._error: BaseException | None = None

    def run(self) -> None:
        try:
            # A pause, or the distributor's 60 prices a minute would be used up.
            while not self._is_over.wait(1):
                number = f"PO-RUSH-{len(self.numbers) + 1}"
                self.person.place_order(number)
                self.numbers.append(number)
        except BaseException as exc:
            self._error = exc

    def goes_on(self) -> None:
        """Two more orders were taken: one of them was begun after this was asked."""
        enough = len(self.numbers) + 2
        wait_until(
            lambda: len(self.numbers) >= enough or self._error is not None,
            seconds=150,
            what="orders are taken",
        )

    def ends(self) -> None:
        self._is_over.set()

    def stop(self) -> None:
        self.ends()
        self.join(timeout=200)
        if self._error is not None:
            raise self._error
        assert not self.is_alive()


@contextmanager
def ordering(stack: Stack) -> Iterator[Rush]:
    """Somebody who has signed in, and begins with `start()`."""
    rush = Rush(stack)
    try:
        yield rush
    finally:
        rush.ends()
