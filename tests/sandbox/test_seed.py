"""Everything that was generated can be read and fits the distributor's documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sandbox import fulfilment
from sandbox.data import examples
from sandbox.data.catalogue import catalogue
from sandbox.data.history import history
from sandbox.lifecycle import run_due
from sandbox.records import Deal, Order, Quote, Renewal
from sandbox.server import make_world
from sandbox.settings import Settings
from sandbox.world import World
from tests.sandbox.conftest import Caller

CUSTOMERS = [
    ("20-222222", "US", 63, 231),
    ("20-333333", "CA", 22, 56),
    ("20-444444", "DE", 22, 56),
]
EXAMPLE = "QUO-14551943-D2Y9L9"


@pytest.fixture
def unlimited(call_as: Callable[[str, str], Caller]) -> Callable[[str, str], Caller]:
    def make(customer: str, country: str) -> Caller:
        caller = call_as(customer, country)
        caller.sandbox.control(limits={"get": None, "other": None})
        return caller

    return make


def _pages(api: Caller, path: str, key: str, **query: Any) -> Iterator[dict[str, Any]]:
    found, number = 1, 1
    while (number - 1) * 100 < found:
        page = api.get(path, pageSize=100, pageNumber=number, **query).json()
        yield from page[key]
        found, number = page["recordsFound"], number + 1


@pytest.mark.parametrize(("customer", "country", "count", "_orders"), CUSTOMERS)
def test_every_quote_can_be_read_and_the_ready_ones_validated(
    unlimited: Callable[[str, str], Caller], customer: str, country: str, count: int, _orders: int
) -> None:
    api = unlimited(customer, country)
    year = [f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%d}" for days in (365, 0)]
    rows = list(
        _pages(api, "/resellers/v6/quotes/search", "quotes", **{"quoteCreateDate-bt": year})
    )

    for row in rows:
        number = row["quoteNumber"]
        details = api.get(f"/resellers/v6/quotes/{number}").json()
        assert details["extendedQuotePriceTotal"] == row["quoteTotal"] > 0
        if number != EXAMPLE:
            answer = api.get("/resellers/v6/q2o/validatequote", quoteNumber=number)
            orderable = row["quoteStatus"] in ("Ready To Order", "Active")
            is_over = row["ingramQuoteExpiryDate"] != "0001-01-01" and (
                row["ingramQuoteExpiryDate"] < year[1]
            )
            assert answer.status_code == (200 if orderable and not is_over else 400)

    assert len(rows) == count
    assert {"Ordered", "Closed", "Active"} <= {row["quoteStatus"] for row in rows}


def test_the_same_seed_and_moment_tell_the_same_history() -> None:
    known, now = Settings(), datetime.now(UTC)
    products = catalogue(known.seed)

    records = list(history(known, products, now))

    assert records == list(history(known, products, now))
    kinds = Counter(type(record) for record in records)
    assert kinds[Quote] >= 100
    assert kinds[Renewal] >= 120
    assert kinds[Deal] >= 80
    keys = Counter((type(record), record.customer, record.number) for record in records)
    assert max(keys.values()) == 1


@pytest.mark.parametrize(("customer", "country", "_quotes", "count"), CUSTOMERS)
def test_every_order_can_be_read_and_adds_up(
    unlimited: Callable[[str, str], Caller], customer: str, country: str, _quotes: int, count: int
) -> None:
    api = unlimited(customer, country)
    rows = list(_pages(api, "/resellers/v6/orders/search", "orders"))

    for row in rows:
        details = api.order_details(row["ingramOrderNumber"])
        lines = sum(line["extendedPrice"] for line in details["lines"])
        assert details["orderSubTotal"] == pytest.approx(lines)
        assert details["orderTotal"] == pytest.approx(
            details["orderSubTotal"] + details["freightCharges"] + details["totalTax"]
        )

    assert len(rows) == count
    assert {"OPEN", "CLOSED", "CANCELLED"} == {row["orderStatus"] for row in rows}


def test_every_product_has_details_and_a_price(unlimited: Callable[[str, str], Caller]) -> None:
    api = unlimited("20-222222", "US")
    rows = list(_pages(api, "/resellers/v6/catalog", "catalog"))
    numbers = [row["ingramPartNumber"] for row in rows]

    items = [
        item
        for start in range(0, len(numbers), 50)
        for item in api.price(*numbers[start : start + 50]).json()
    ]
    for number in numbers[::40]:
        assert api.get(f"/resellers/v6/catalog/details/{number}").status_code == 200

    authorized = {row["ingramPartNumber"] for row in rows if row["authorizedToPurchase"] == "true"}
    priced = {item["ingramPartNumber"] for item in items if item["pricing"]}
    assert len(numbers) == len(set(numbers)) >= 2000
    assert priced == authorized
    for kind in ("discontinued", "directShip", "endUserRequired", "newProduct"):
        assert any(row[kind] == "true" for row in rows), kind


def test_the_seed_is_the_same_after_a_reset(unlimited: Callable[[str, str], Caller]) -> None:
    api = unlimited("20-222222", "US")
    before = api.get("/resellers/v6/orders/search").json()
    api.placed_order("6YE881")

    api.sandbox.reset()
    api.sign_in()

    assert api.get("/resellers/v6/orders/search").json() == before


def _orders(world: World) -> list[Order]:
    return list(world.state.every(Order))


def test_the_orders_of_two_years_show_every_state_in_every_account() -> None:
    world = make_world(Settings())
    now = world.clock.now()

    orders = _orders(world)
    waves = {order.number: fulfilment.last_wave(order) for order in orders}

    assert len(orders) >= 330
    assert now - min(o.entered_at for o in orders if o != examples.ORDER) > timedelta(days=600)
    for customer in world.settings.customers:
        own = world.state.of(Order, customer.number)
        statuses = Counter(order.status for order in own)
        assert set(statuses) == {
            "On Hold", "Processing", "Backordered", "Shipped", "Delivered", "Canceled"
        }  # fmt: skip
        holds = [order for order in own if order.is_customer_hold]
        assert holds
        assert all(timedelta(0) < now - o.entered_at < timedelta(days=1) for o in holds)
        assert any(o.status == "On Hold" and not o.is_customer_hold for o in own)
        assert any(o.status == "Backordered" and waves[o.number] == 1 for o in own)
        assert any(waves[order.number] == 2 for order in own)
        assert len({order.end_user for order in own}) > 2
        purchases = Counter(order.customer_order_number for order in own)
        split = [number for number, count in purchases.items() if count == 2]
        kinds = [{o.order_type for o in own if o.customer_order_number == n} for n in split]
        assert kinds
        assert all(found == {"S", "D"} for found in kinds)


def test_nothing_of_the_past_happened_in_the_future() -> None:
    world = make_world(Settings())
    today = world.clock.now().date()

    for order in _orders(world):
        for line in order.lines:
            assert line.quantity_shipped <= line.quantity_confirmed <= line.quantity_ordered
            for shipment in line.shipments:
                assert order.entered_at.date() <= shipment.shipped_on <= today
                for later in (shipment.invoiced_on, shipment.delivered_on):
                    assert later is None or shipment.shipped_on <= later <= today


def test_the_open_orders_of_the_past_move_on() -> None:
    world = make_world(Settings())
    holds = [order for order in _orders(world) if order.is_customer_hold]

    world.clock.advance(86_400)
    run_due(world)
    after_a_day = [world.state.get(Order, order.customer, order.number) for order in holds]
    world.clock.advance(14 * 86_400)
    run_due(world)

    assert {order.status for order in after_a_day if order} == {"Canceled"}
    assert {o.status for o in _orders(world) if o != examples.ORDER} == {"Delivered", "Canceled"}


def test_what_has_happened_to_the_past_does_not_happen_again_after_a_restart(
    tmp_path: Path,
) -> None:
    first = make_world(Settings(), tmp_path / "sandbox.sqlite3")
    first.clock.advance(15 * 86_400)
    first.state.keep_clock_offset(first.clock.offset.total_seconds())
    run_due(first)
    orders = _orders(first)
    first.state.close()

    second = make_world(Settings(), tmp_path / "sandbox.sqlite3")
    told = len(second.webhooks.events)
    run_due(second)

    assert _orders(second) == orders
    assert len(second.webhooks.events) == told
    second.state.close()
