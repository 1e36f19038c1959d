"""Two things measured side by side, in turn: what the machine does meanwhile troubles both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

ROUNDS = 40


def paired_ratio(
    first: Callable[[], object], second: Callable[[], object], *, rounds: int = ROUNDS
) -> float:
    """How many times as long as the second the first takes: the median over the pairs."""
    first(), second()
    return statistics.median(seconds(first) / seconds(second) for _ in range(rounds))


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
