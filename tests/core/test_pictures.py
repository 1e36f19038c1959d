"""Pictures of figures: what is there can be seen, and no bar leaves its picture."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.pictures import LEAST, shares


def test_parts_stand_on_one_another() -> None:
    assert shares([30, 0, 10], 80) == [
        (Decimal(0), Decimal("37.5")),
        (Decimal("37.5"), Decimal(0)),
        (Decimal("37.5"), Decimal("12.5")),
    ]


@pytest.mark.parametrize("sizes", [[0], [-5], [0, 0]])
def test_nothing_is_drawn_of_nothing_and_of_what_is_owed_back(sizes: list[int]) -> None:
    assert all(length == 0 for _, length in shares(sizes, 0))
    assert all(length == 0 for _, length in shares(sizes, 10))


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_what_is_there_is_seen_and_stays_within(sizes: list[int]) -> None:
    places = shares(sizes, sum(sizes))

    for size, (start, length) in zip(sizes, places, strict=True):
        assert start >= 0
        assert start + length <= Decimal("100.05")
        assert (length >= LEAST) == (size > 0)
