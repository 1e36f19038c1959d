from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from apps.ingram import (
    CallRecord,
    Client,
    ClientConfig,
    Environment,
    MemoryTokenStore,
    NoLimiter,
    close_sessions,
)
from tests.ingram.upstream import Upstream


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server
        close_sessions()


@pytest.fixture
def records() -> list[CallRecord]:
    return []


@pytest.fixture
def waits() -> list[float]:
    """How long the client would have waited, in seconds: nothing really sleeps."""
    return []


class MakeClient:
    def __init__(self, base_url: str, records: list[CallRecord], waits: list[float]) -> None:
        self.base_url, self.records, self.waits = base_url, records, waits

    def __call__(self, **changes: Any) -> Client:
        parts = {
            "tokens": changes.pop("tokens", MemoryTokenStore()),
            "limiter": changes.pop("limiter", NoLimiter()),
            "on_call": changes.pop("on_call", self.records.append),
        }
        if "priority" in changes:
            parts["priority"] = changes.pop("priority")
        return Client(
            make_config(**{"base_url": self.base_url, **changes}),
            sleep=self.waits.append,
            **parts,
        )


@pytest.fixture
def make_client(upstream: Upstream, records: list[CallRecord], waits: list[float]) -> MakeClient:
    return MakeClient(upstream.url, records, waits)


@pytest.fixture
def client(make_client: MakeClient) -> Client:
    return make_client()


def make_config(**changes: Any) -> ClientConfig:
    return ClientConfig(
        **{
            "key": "counter",
            "base_url": "http://127.0.0.1:9",
            "environment": Environment.LOCAL_SANDBOX,
            "client_id": "the-client-id",
            "client_secret": "the-client-secret",
            "customer_number": "20-222222",
            "country_code": "US",
            "sender_id": "TradeCounter",
            "contact_email": "rep@reseller.example",
            **changes,
        }
    )
