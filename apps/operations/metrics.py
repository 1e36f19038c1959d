"""The portal in the format that Prometheus reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from apps.operations import health, selectors
from apps.operations.selectors import LATENCIES, Figures

PREFIX = "trade_counter"


def exposition() -> bytes:
    """All metrics as text: a fixed number of queries, and a knock at broker and cache."""
    registry = CollectorRegistry()
    registry.register(_Portal())
    return generate_latest(registry)


class _Portal(Collector):
    def describe(self) -> list[Metric]:
        return []  # else the registry would collect once more to learn the names

    def collect(self) -> Iterator[Metric]:
        yield _gauge("part_up", "Whether a part answers.", "part", _parts())
        calls = selectors.calls_so_far()
        yield _calls(calls)
        yield _latency(calls)
        states = selectors.submissions_by_state()
        yield _gauge("submissions", "Writes by state in the ledger.", "state", states)
        yield GaugeMetricFamily(
            f"{PREFIX}_submission_overdue_seconds",
            "How long the longest waiting step of the ledger has been due.",
            value=selectors.overdue_seconds(),
        )
        yield from _webhooks()


def _parts() -> dict[str, int]:
    return {part.name: int(part.is_ok) for part in health.parts()}


def _gauge(name: str, words: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"{PREFIX}_{name}", words, labels=[label])
    for value, count in values.items():
        family.add_metric([value], count)
    return family


def _calls(calls: Sequence[Figures]) -> CounterMetricFamily:
    family = CounterMetricFamily(
        f"{PREFIX}_calls", "Calls to the distributor.", labels=["operation", "status"]
    )
    for figures in calls:
        family.add_metric([figures.operation, str(figures.status or "none")], figures.calls)
    return family


def _latency(calls: Sequence[Figures]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(
        f"{PREFIX}_call_seconds", "How long calls took.", labels=["operation"]
    )
    by_operation: dict[str, list[Figures]] = defaultdict(list)
    for figures in calls:
        by_operation[figures.operation].append(figures)
    for operation, some in by_operation.items():
        within = map(sum, zip(*(figures.within for figures in some), strict=True))
        buckets = [(str(ms / 1000), float(n)) for ms, n in zip(LATENCIES, within, strict=True)]
        buckets.append(("+Inf", float(sum(figures.calls for figures in some))))
        seconds = sum(figures.milliseconds for figures in some) / 1000
        family.add_metric([operation], buckets, sum_value=seconds)
    return family


def _webhooks() -> Iterator[Metric]:
    figures = selectors.webhook_figures()
    delays = figures.delays or (0.0,)
    for name, words, value in (
        ("webhooks_waiting", "Events that wait.", figures.waiting),
        ("webhook_oldest_seconds", "Age of the oldest waiting event.", figures.oldest_seconds),
        ("webhook_delay_seconds", "Mean delay of the latest events.", sum(delays) / len(delays)),
        ("webhook_delay_seconds_max", "Longest delay of the latest events.", max(delays)),
    ):
        yield GaugeMetricFamily(f"{PREFIX}_{name}", words, value=value)
