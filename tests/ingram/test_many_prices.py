"""Prices of any number of products: 50 a call, several calls at a time."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import (
    CallRecord,
    Client,
    MemoryTokenStore,
    Priority,
    RateLimited,
    Unauthorized,
    ValidationFailed,
    close_sessions,
)
from apps.ingram.operations.many_prices import Priced, price_many
from apps.ingram.schemas.prices import ProductQuery
from sandbox.data.catalogue import catalogue
from sandbox.settings import Settings
from sandbox.testing import SandboxServer
from tests.ingram.conftest import MakeClient
from tests.ingram.upstream import Upstream

PRICES = "POST /resellers/v6/catalog/priceandavailability"
SOLD = [product.part_number for product in catalogue(Settings().seed).products]


def products(*part_numbers: str) -> list[ProductQuery]:
    return [ProductQuery(ingram_part_number=number) for number in part_numbers]


def parts_of(priced: tuple[Priced, ...]) -> list[str]:
    return [one.offers[0].ingram_part_number for one in priced]


def many(count: int) -> list[str]:
    """So many part numbers, known and unknown ones."""
    return [*SOLD, *(f"NONE{number:05}" for number in range(count))][:count]


@pytest.fixture
def sold(sandbox: SandboxServer, make_client: MakeClient) -> Any:
    def client(**changes: Any) -> Client:
        secrets = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret}
        return make_client(**{"base_url": sandbox.base_url, "key": "sold", **secrets, **changes})

    yield client
    close_sessions()


def test_1000_parts_take_20_calls_one_token_and_no_more_connections_than_the_pool_has(
    sold: Any, sandbox: SandboxServer
) -> None:
    parts = many(1000)

    before = sandbox.state()["connections"]
    priced = price_many(sold(pool_size=4), products(*parts))

    assert [one.product.ingram_part_number for one in priced] == parts
    assert parts_of(priced) == parts
    after = sandbox.state()
    assert sandbox.calls(PRICES) == 20
    assert after["tokens_issued"] == 1
    # The question itself came over a connection of its own.
    assert after["connections"] - before - 1 <= 4


def test_the_calls_go_side_by_side(upstream: Upstream, make_client: MakeClient) -> None:
    together = threading.Barrier(3, timeout=5)
    upstream.answers.append(lambda handler: (together.wait(), handler.answer(200, b"[]", {})))

    priced = price_many(make_client(), products(*many(150)))

    assert [one.error for one in priced] == [None] * 150


def test_the_order_is_that_of_the_products_whatever_the_order_of_the_answer(
    upstream: Upstream, client: Client
) -> None:
    offers = [{"ingramPartNumber": "B"}, {"ingramPartNumber": "a"}, {"ingramPartNumber": "B"}]
    upstream.reply(200, offers)

    first, unknown, second = price_many(client, products("A", "C", "B"))

    assert first.offers[0].ingram_part_number == "a"
    assert (unknown.offers, unknown.error) == ((), None)
    assert len(second.offers) == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"vendor_part_number": "cbs-24"}, {"vendorPartNumber": "CBS-24"}),
        ({"vendor_part_number": "L"}, {"vendorPartNumber": "S", "extendedVendorPartNumber": "L"}),
        ({"customer_part_number": "ours"}, {"customerPartNumber": "OURS"}),
        ({"upc": "0619659134587"}, {"upcCode": "0619659134587"}),
        ({"plan_id": "P-1"}, {"subscriptionPrice": [{"planId": "P-1"}]}),
    ],
)
def test_an_offer_is_found_by_the_number_that_was_asked_for(
    asked: dict[str, str], told: dict[str, Any], upstream: Upstream, client: Client
) -> None:
    upstream.reply(207, [{"ingramPartNumber": "OTHER"}, told])

    (priced,) = price_many(client, [ProductQuery(**asked)])

    assert [offer.raw for offer in priced.offers] == [told]


def test_a_call_that_fails_takes_only_its_own_products_down(
    sold: Any, sandbox: SandboxServer
) -> None:
    sandbox.fault("status", "POST", "*/priceandavailability", status=400)

    priced = price_many(sold(), products(*many(120)))

    failed = [index for index, one in enumerate(priced) if one.error]
    assert len(failed) in (50, 20)
    assert failed == list(range(failed[0], failed[0] + len(failed)))
    assert all(isinstance(priced[index].error, ValidationFailed) for index in failed)
    assert all(one.offers for index, one in enumerate(priced) if index not in failed)


def test_a_call_beyond_the_allowance_is_told_as_such(upstream: Upstream, client: Client) -> None:
    class Two:
        """Grants two calls."""

        def __init__(self) -> None:
            self.granted = iter(range(2))

        def acquire(self, operation: str, *, priority: Priority, timeout: float) -> None:
            if next(self.granted, None) is None:
                raise RateLimited(retry_after=60)

    upstream.reply(200, [])
    limited = Client(client.config, tokens=MemoryTokenStore(), limiter=Two(), sleep=lambda _: None)

    priced = price_many(limited, products(*many(150)))

    assert sorted(type(one.error).__name__ for one in priced[::50]) == [
        "NoneType",
        "NoneType",
        "RateLimited",
    ]


def test_a_token_that_ends_meanwhile_is_renewed_once(sold: Any, sandbox: SandboxServer) -> None:
    client = sold()
    price_many(client, products(*many(1)))
    sandbox.control(revoke_tokens=True)

    priced = price_many(client, products(*many(150)))

    assert parts_of(priced) == many(150)
    assert sandbox.state()["tokens_issued"] == 2


def test_a_token_that_stays_refused_is_told_for_every_product(
    upstream: Upstream, client: Client
) -> None:
    upstream.reply(401, "")

    priced = price_many(client, products(*many(60)))

    assert {type(one.error) for one in priced} == {Unauthorized}


def test_records_are_kept_by_the_thread_that_asked(upstream: Upstream) -> None:
    kept: list[tuple[int, CallRecord]] = []
    upstream.reply(200, [])
    client = MakeClient(upstream.url, [], [])(
        on_call=lambda record: kept.append((threading.get_ident(), record))
    )

    price_many(client, products(*many(150)))

    assert {thread for thread, _ in kept} == {threading.get_ident()}
    assert sorted(record.operation for _, record in kept) == [
        *["catalog.price_and_availability"] * 3,
        "token",
    ]


def test_nothing_is_asked_for_nothing(upstream: Upstream, client: Client) -> None:
    assert price_many(client, []) == ()
    assert upstream.seen == []


def test_a_price_comes_with_its_product(upstream: Upstream, client: Client) -> None:
    upstream.reply(200, [{"ingramPartNumber": "A", "pricing": {"customerPrice": 1.5}}])

    (priced,) = price_many(client, products("A"))

    assert priced.offers[0].customer_price == Decimal("1.5")
