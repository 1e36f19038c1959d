"""The short form of `make load`: nothing breaks or is lost; how fast it is, is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from tests.load import people, webhooks

SEED = 20

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@pytest.fixture
def apart() -> Iterator[Executor]:
    """A thread without a loop of events: the browser's tests leave theirs running in the first."""
    with ThreadPoolExecutor(max_workers=1) as executor:
        yield executor


def test_people_leaf_through_the_lists_without_an_error(apart, database_url, tmp_path):
    waits = apart.submit(
        people.run, tmp_path, database_url, people=8, orders=1_000, seconds=1, pause=0
    ).result()

    assert waits.errors == []
    assert all(waits.seconds[page] for page in (people.BARE, *people.LISTS))


def test_no_event_of_a_burst_is_lost_while_a_web_process_dies(apart, database_url, tmp_path):
    outcome = apart.submit(
        webhooks.run, tmp_path, database_url, events=320, blocks=4, seed=SEED, patience=120
    ).result()

    print(outcome.table())  # told when the test fails
    assert outcome.faults == []
