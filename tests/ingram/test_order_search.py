"""Order search and details: which filters are sent, which are refused, how a walk resumes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apps.ingram import Client, Environment, Unavailable
from apps.ingram.operations import orders
from apps.ingram.operations.orders import OrderFilters
from tests.ingram.conftest import MakeClient, make_config
from tests.ingram.upstream import Upstream

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
DAYS = ["2026-01-01", "2026-01-31"]
ORDER = {"ingramOrderNumber": "20-RD3QV"}


def rows(*numbers: str) -> dict[str, Any]:
    return {"orders": [{"ingramOrderNumber": number} for number in numbers], "pageSize": 1}


def sent(client: Client, upstream: Upstream, **filters: Any) -> list[tuple[str, str]]:
    upstream.reply(204)
    assert orders.search_orders(client, **filters).orders == ()
    return [pair for pair in upstream.calls[-1].query if not pair[0].startswith("page")]


def test_every_filter_has_its_own_spelling_and_its_own_hyphen(
    client: Client, upstream: Upstream
) -> None:
    query = sent(
        client,
        upstream,
        status="ON HOLD",
        statuses=["SHIPPED", "CANCELLED"],
        ordered_on=JANUARY[0],
        ordered_between=JANUARY,
        invoiced_between=JANUARY,
        shipped_between=JANUARY,
        delivered_between=JANUARY,
        serial_number=" S-1 ",
    )

    assert query == [
        ("orderStatus", "ON HOLD"),
        ("orderStatus-in", "SHIPPED"),
        ("orderStatus-in", "CANCELLED"),
        ("ingramOrderDate", DAYS[0]),
        *(("ingramOrderDate-bt", day) for day in DAYS),
        *(("invoiceDate_bt", day) for day in DAYS),
        *(("shipDate_bt", day) for day in DAYS),
        *(("deliveryDate_bt", day) for day in DAYS),
        ("serialNumber", "S-1"),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"status": "OPEN"},
        {"statuses": ["SHIPPED", "Lost"]},
        {"ingram_order_number": "2" * 12},
        {"customer_order_number": "P" * 36},
        {"tracking_number": "T" * 36},
        {"shipped_between": JANUARY[::-1]},
    ],
)
def test_a_filter_that_the_distributor_would_ignore_is_not_sent(
    filters: OrderFilters, client: Client, upstream: Upstream
) -> None:
    with pytest.raises(ValueError, match=r".+"):
        orders.search_orders(client, **filters)

    assert upstream.seen == []


def test_a_filter_that_does_not_exist_is_a_mistake_of_the_caller(client: Client) -> None:
    wrong: Any = {"colour": "red"}

    with pytest.raises(TypeError, match="colour"):
        orders.search_orders(client, **wrong)


def test_a_walk_passes_all_filters_on_to_every_page(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, rows("A"))
    upstream.reply(200, rows("B"))
    upstream.reply(204)

    walk = orders.iter_orders(client, page_size=1, vendor_name="Cisco", statuses=["SHIPPED"])

    assert len(list(walk)) == 2
    for call in upstream.calls:
        assert ("vendorName", "Cisco") in call.query
        assert ("orderStatus-in", "SHIPPED") in call.query


def test_a_walk_that_broke_off_resumes_after_the_last_page_it_gave(
    make_client: MakeClient, upstream: Upstream
) -> None:
    client = make_client(read_attempts=1)
    upstream.reply(200, {**rows("A"), "pageNumber": 1})
    upstream.reply(500)
    walk = orders.iter_orders(client, page_size=1)
    first = next(walk)
    with pytest.raises(Unavailable):
        next(walk)
    assert first.page_number is not None

    upstream.answers.clear()
    upstream.reply(200, rows("B"))
    upstream.reply(204)
    rest = list(orders.iter_orders(client, page_size=1, first_page=first.page_number + 1))

    assert [page.orders[0].ingram_order_number for page in rest] == ["B"]
    assert [dict(call.query)["pageNumber"] for call in upstream.calls] == ["1", "2", "2", "3"]


def test_details_can_be_told_which_of_several_orders_is_meant(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, ORDER)

    orders.order_details(
        client, "20-RD3QV", ordered_on=JANUARY[0], vendor_number="802U", is_iml=False
    )

    assert upstream.calls[0].query == [
        ("ingramOrderDate", "2026-01-01"),
        ("vendorNumber", "802U"),
        ("isIml", "false"),
    ]


def test_a_status_is_simulated_by_a_sandbox(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, ORDER)

    orders.order_details(client, "20-RD3QV", simulate_status="IM::HOLD")

    assert upstream.calls[0].query == [("simulateStatus", "IM::HOLD")]
    with pytest.raises(ValueError, match="IM::LOST"):
        orders.order_details(client, "20-RD3QV", simulate_status="IM::LOST")


def test_no_status_is_simulated_in_production(make_client: MakeClient, upstream: Upstream) -> None:
    production = make_client(environment=Environment.PRODUCTION)

    with pytest.raises(ValueError, match="never in production"):
        orders.order_details(production, "20-RD3QV", simulate_status="IM::HOLD")

    assert upstream.seen == []


def test_the_region_code_goes_to_the_distributors_sandbox_alone(
    make_client: MakeClient, upstream: Upstream
) -> None:
    upstream.reply(200, ORDER)

    for environment in Environment:
        orders.order_details(make_client(environment=environment), "20-RD3QV")

    regions = [dict(call.query).get("regionCode") for call in upstream.calls]
    assert dict(zip(Environment, regions, strict=True)) == {
        Environment.PRODUCTION: None,
        Environment.DISTRIBUTOR_SANDBOX: "CS",
        Environment.LOCAL_SANDBOX: None,
    }
    assert make_config(environment=Environment.DISTRIBUTOR_SANDBOX).region_code == "CS"
