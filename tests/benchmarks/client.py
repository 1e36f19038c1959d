"""`python -m tests.benchmarks.client`: what the API client costs, and what waits it saves."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable

from xi.sdk.resellers import ApiClient, Configuration, OrdersApi, ProductCatalogApi
from xi.sdk.resellers.models import PriceAndAvailabilityRequest

from apps.ingram import SharedLimiter, close_sessions
from apps.ingram.operations import catalog, orders
from apps.ingram.operations.many_prices import price_many
from apps.ingram.schemas.prices import MAX_PRODUCTS
from apps.ingram.schemas.reading import Answer
from sandbox.testing import SandboxServer
from tests.benchmarks.canned import served
from tests.benchmarks.captured import (
    LINES,
    PRICES_PATH,
    TOKEN_PATH,
    Bare,
    Captured,
    captured,
    client_of,
    parsed,
    part_numbers,
    priced,
)
from tests.benchmarks.pairs import ROUNDS, paired_ratio, seconds

PARTS = 1000
UPSTREAM_SECONDS = 0.5

ENTITLED = {
    "im_customer_number": SandboxServer.customer_number,
    "im_country_code": "US",
    "im_correlation_id": "benchmark",
    "im_sender_id": "benchmark",
}


def main() -> None:
    print_reading()
    print_many_prices()


def print_reading() -> None:
    """The client against bare `requests` and against the distributor's own client.

    A typed result is read where somebody looks at it, so the whole of it is measured too. The
    server answers canned bytes over loopback, so that only the clients differ.
    """
    answers = captured()
    token = json.dumps({"access_token": "canned", "expires_in": 86_400}).encode()
    canned = {TOKEN_PATH: token, PRICES_PATH: answers.prices, answers.order_path: answers.order}
    with served(canned) as url:
        bare = Bare(url)
        print(f"\nCall to typed result over loopback, median of {ROUNDS} pairs")
        print("  limits: 2.0 x of requests and json.loads, 0.5 x of the distributor's client")
        _print_ratios(
            f"prices of {MAX_PRODUCTS} products",
            _prices_of_ours(url, answers),
            lambda: parsed(bare.prices(answers.price_body)),
            _prices_of_theirs(url, answers),
        )
        _print_ratios(
            f"order of {LINES} lines",
            _order_of_ours(url, answers),
            lambda: parsed(bare.order(answers.order_path)),
            _order_of_theirs(url, answers),
        )
        bare.close()
        close_sessions()


def _print_ratios(
    name: str,
    ours: Callable[[], object],
    bare: Callable[[], object],
    theirs: Callable[[], object],
) -> None:
    for what, call in (("", ours), ("every field read", lambda: read_whole(ours()))):
        print(f"  {what or name:<24} {paired_ratio(call, bare):5.2f} x of bare requests")
        print(f"  {'':<24} {paired_ratio(call, theirs):5.2f} x of the distributor's client")


def read_whole(value: object) -> None:
    """Look at every field: an answer is read where somebody looks at it."""
    for member in value if isinstance(value, tuple) else (value,):
        if isinstance(member, Answer):
            for part in vars(member).values():
                read_whole(part)


def print_many_prices() -> None:
    """1,000 part numbers in calls of 50: one after another, and as `price_many` makes them."""
    with SandboxServer() as sandbox, tempfile.TemporaryDirectory() as folder:
        limiter = SharedLimiter(f"{folder}/calls", key="benchmark")
        client = client_of(sandbox.base_url, limiter=limiter)
        products = priced(part_numbers(client, PARTS))
        chunks = [products[n : n + MAX_PRODUCTS] for n in range(0, PARTS, MAX_PRODUCTS)]
        sandbox.fault("latency", "POST", PRICES_PATH, seconds=UPSTREAM_SECONDS, times=None)
        before = sandbox.state()["connections"]
        together = seconds(lambda: price_many(client, products))
        # The question itself came over a connection of its own.
        opened = sandbox.state()["connections"] - before - 1
        calls = sandbox.calls(f"POST {PRICES_PATH}")
        apart = seconds(lambda: [price_many(client, chunk) for chunk in chunks])
        limiter.close()
        close_sessions()
    print(f"\n{PARTS} part numbers priced, {UPSTREAM_SECONDS} s an answer (limit 6 x)")
    print(
        f"  {'one after another':<24} {apart / together:5.2f} x of side by side ({together:.2f} s)"
    )
    print(f"  {'':<24} {calls} calls, {opened} connections more, pool {client.config.pool_size}")


def _prices_of_ours(url: str, answers: Captured) -> Callable[[], object]:
    client = client_of(url)
    return lambda: catalog.price_and_availability(client, answers.price_request)


def _order_of_ours(url: str, answers: Captured) -> Callable[[], object]:
    client = client_of(url)
    return lambda: orders.order_details(client, answers.ingram_order_number)


def _prices_of_theirs(url: str, answers: Captured) -> Callable[[], object]:
    api = ProductCatalogApi(_their_client(url))
    request = PriceAndAvailabilityRequest.from_dict(json.loads(answers.price_body))
    return lambda: api.post_priceandavailability(
        True,
        True,
        **ENTITLED,
        include_product_attributes=True,
        price_and_availability_request=request,
    )


def _order_of_theirs(url: str, answers: Captured) -> Callable[[], object]:
    api = OrdersApi(_their_client(url))
    return lambda: api.get_orderdetails_v6_1(answers.ingram_order_number, **ENTITLED)


def _their_client(url: str) -> ApiClient:
    return ApiClient(Configuration(host=url, access_token="canned"))


if __name__ == "__main__":
    main()
