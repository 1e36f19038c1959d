"""The short form of `make chaos`: everything goes wrong at once, and then one counts."""

from __future__ import annotations

import pytest

from tests.chaos.proxy import FAULTS
from tests.chaos.storm import Storm

SEED = 20
ORDERS, CHANGES = 60, 21

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("chaos")]


def test_whatever_breaks_each_order_and_each_change_is_made_once(database_url, tmp_path):
    storm = Storm(tmp_path, database_url, seed=SEED)

    tally = storm.run(orders=ORDERS, changes=CHANGES, seconds=25, patience=240)

    print(tally.table())  # told when the test fails, and its seed with it
    assert tally.faults == []
    assert len(tally.rows) == ORDERS + 2 * CHANGES
    assert sum(tally.happened.get(fault, 0) for fault in FAULTS) >= ORDERS / 10
    assert (storm.losses, storm.cuts, storm.sleeps) == (2, 1, 1)
    assert storm.kills >= 3
    # A person is a last resort: not what most of the ledger's doubts end with.
    assert len(tally.called_for_nothing) <= len(tally.rows) / 20
