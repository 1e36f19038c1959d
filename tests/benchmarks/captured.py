"""Full answers as the sandbox renders them: prices of 50 products, an order of 100 lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

import requests

from apps.ingram import Client, ClientConfig, Environment, Limiter, MemoryTokenStore, NoLimiter
from apps.ingram.operations import catalog, orders
from apps.ingram.schemas.orders import OrderCreateLine, OrderCreateRequest
from apps.ingram.schemas.prices import MAX_PRODUCTS, PriceRequest, ProductOffer, ProductQuery
from sandbox.testing import SandboxServer

LINES = 100
CUSTOMER_ORDER_NUMBER = "BENCHMARK"
TOKEN_PATH = "/oauth/oauth20/token"
PRICES_PATH = catalog.PRICE_AND_AVAILABILITY.path
ASKED = {
    "includeAvailability": "true",
    "includePricing": "true",
    "includeProductAttributes": "true",
}
#: Seconds of the sandbox's clock until an order has been delivered.
DELIVERED = 1000


@dataclass(frozen=True, kw_only=True)
class Captured:
    """The bytes of both answers, and what has to be asked for to get them."""

    prices: bytes
    price_request: PriceRequest
    price_body: bytes
    order: bytes
    ingram_order_number: str

    @property
    def order_path(self) -> str:
        return f"/resellers/v6.1/orders/{self.ingram_order_number}"


class Bare:
    """The least that can be done: `requests` and `json.loads` with exact amounts."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._session = requests.Session()
        self._session.trust_env = False
        form = {
            "grant_type": "client_credentials",
            "client_id": SandboxServer.client_id,
            "client_secret": SandboxServer.client_secret,
        }
        token = self._session.post(base_url + TOKEN_PATH, data=form, timeout=30).json()
        self._session.headers.update(
            {
                "Authorization": f"Bearer {token['access_token']}",
                "Accept": "application/json",
                "Content-Type": "application/json",
                "IM-CustomerNumber": SandboxServer.customer_number,
                "IM-CountryCode": "US",
                "IM-CorrelationID": "benchmark",
                "IM-SenderID": "benchmark",
            }
        )

    def prices(self, body: bytes) -> bytes:
        return self._content("POST", PRICES_PATH, params=ASKED, data=body)

    def order(self, path: str) -> bytes:
        return self._content("GET", path)

    def _content(self, method: str, path: str, **more: Any) -> bytes:
        answer = self._session.request(method, self._base_url + path, timeout=30, **more)
        assert answer.status_code == 200
        return answer.content

    def close(self) -> None:
        self._session.close()


def parsed(content: bytes) -> Any:
    return json.loads(content, parse_float=Decimal)


def client_of(base_url: str, *, key: str = "benchmark", limiter: Limiter | None = None) -> Client:
    """A client that keeps no record, and counts no calls without a limiter."""
    config = ClientConfig(
        key=key,
        base_url=base_url,
        environment=Environment.LOCAL_SANDBOX,
        client_id=SandboxServer.client_id,
        client_secret=SandboxServer.client_secret,
        customer_number=SandboxServer.customer_number,
        country_code="US",
    )
    return Client(config, tokens=MemoryTokenStore(), limiter=limiter or NoLimiter())


def captured() -> Captured:
    with SandboxServer() as sandbox:
        client = client_of(sandbox.base_url, key="captured")
        parts = part_numbers(client, 8 * MAX_PRODUCTS)
        _place(client, [offer for offer in _offers(client, parts) if _is_in_stock(offer)])
        sandbox.advance(DELIVERED)
        found = orders.search_orders(client, customer_order_number=CUSTOMER_ORDER_NUMBER)
        (order,) = found.orders
        bare = Bare(sandbox.base_url)
        request = PriceRequest(products=priced(parts[:MAX_PRODUCTS]))
        result = Captured(
            prices=bare.prices(request.encoded()),
            price_request=request,
            price_body=request.encoded(),
            order=bare.order(f"/resellers/v6.1/orders/{order.ingram_order_number}"),
            ingram_order_number=order.ingram_order_number,
        )
        bare.close()
    assert len(parsed(result.prices)) == MAX_PRODUCTS
    assert len(parsed(result.order)["lines"]) == LINES
    return result


def part_numbers(client: Client, count: int) -> list[str]:
    """Part numbers of the sandbox's catalogue."""
    pages = (
        catalog.search_products(client, kind="physical", page_number=number, page_size=100)
        for number in range(1, 1 + -(-count // 100))
    )
    return list(islice((row.ingram_part_number for page in pages for row in page.products), count))


def priced(part_numbers: Sequence[str]) -> tuple[ProductQuery, ...]:
    return tuple(ProductQuery(ingram_part_number=number) for number in part_numbers)


def _offers(client: Client, parts: Sequence[str]) -> Iterator[ProductOffer]:
    for start in range(0, len(parts), MAX_PRODUCTS):
        request = PriceRequest(products=priced(parts[start : start + MAX_PRODUCTS]))
        yield from catalog.price_and_availability(client, request)


def _is_in_stock(offer: ProductOffer) -> bool:
    """Whether it is sold from the distributor's own stock, so that the order is not split."""
    return bool(
        offer.is_authorized
        and offer.customer_price
        and offer.product_class in {"A", "B"}
        and (offer.availability.total or 0) > 5
        and not offer.is_end_user_required
    )


def _place(client: Client, offers: Sequence[ProductOffer]) -> None:
    lines = [
        OrderCreateLine(
            customer_line_number=str(number),
            ingram_part_number=offer.ingram_part_number,
            quantity=2,
        )
        for number, offer in enumerate(offers[:LINES], start=1)
    ]
    request = OrderCreateRequest(customer_order_number=CUSTOMER_ORDER_NUMBER, lines=tuple(lines))
    orders.create_order(client, request)
