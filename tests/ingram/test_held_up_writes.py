"""A write that was held up before it went out: somebody may have taken it over meanwhile."""

from __future__ import annotations

import time

import pytest

from apps.ingram import Priority, Unavailable, transport
from apps.ingram.operations.order_changes import release_order


class Slow:
    """Grants every call, but so late that the budget is used up: a process that was stopped."""

    def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
        time.sleep(0.06)


@pytest.fixture
def held_up(make_client, monkeypatch):
    monkeypatch.setattr(transport, "SLACK", 0.0)
    monkeypatch.setitem(transport.BUDGETS, Priority.INTERACTIVE, 0.05)
    return make_client(limiter=Slow())


def test_a_write_that_was_held_up_beyond_its_budget_is_not_sent(held_up, upstream):
    with pytest.raises(Unavailable) as failed:
        release_order(held_up, "20-RD3QV")

    assert failed.value.nothing_was_done
    assert upstream.calls == []
