"""What goes wrong when it is asked to."""

from __future__ import annotations

import time

import pytest
import requests

from tests.sandbox.conftest import Caller

ORDERS = "/resellers/v7/orders"
CATALOG = "/resellers/v6/catalog"


def test_a_lost_answer_leaves_one_order_behind(api: Caller) -> None:
    api.sandbox.lose_answer("POST", ORDERS)

    with pytest.raises(requests.ConnectionError):
        api.order("6YE881")

    assert api.sandbox.orders(customer_order_number="po-1") == 1
    assert api.sandbox.calls("POST /resellers/v7/orders") == 1
    assert api.order("6YE881", customerOrderNumber="PO-2").status_code == 200


def test_a_refusal_is_lost_like_any_other_answer(api: Caller) -> None:
    api.sandbox.lose_answer("GET", CATALOG)

    with pytest.raises(requests.ConnectionError):
        api.get(CATALOG, keyword="no-such-thing-anywhere")


def test_a_dropped_request_leaves_nothing_behind(api: Caller) -> None:
    api.sandbox.fault("drop_request", "POST", ORDERS)

    with pytest.raises(requests.ConnectionError):
        api.order("6YE881")

    assert api.sandbox.orders(customer_order_number="PO-1") == 0


@pytest.mark.parametrize(("after_acting", "orders"), [(False, 0), (True, 1)])
def test_a_500_comes_before_or_after_acting(api: Caller, after_acting: bool, orders: int) -> None:
    api.sandbox.fault("status", "POST", ORDERS, status=500, after_acting=after_acting)

    answer = api.order("6YE881")

    assert answer.status_code == 500
    assert answer.json()["errors"][0]["type"] == "/errors/system-errors"
    assert api.sandbox.orders(customer_order_number="PO-1") == orders


def test_maintenance_is_a_page_of_html(api: Caller) -> None:
    api.sandbox.fault("html_maintenance", times=None)

    for _ in range(2):
        answer = api.get(CATALOG)
        assert answer.status_code == 503
        assert answer.headers["Content-Type"].startswith("text/html")

    api.sandbox.control(faults=[])
    assert api.get(CATALOG).status_code == 200


def test_json_can_be_cut_off_by_a_hang_up(api: Caller) -> None:
    api.sandbox.fault("cut_json", "GET", CATALOG)

    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        api.get(CATALOG)


def test_json_can_be_broken_inside_a_whole_answer(api: Caller) -> None:
    api.sandbox.fault("broken_json", "GET", CATALOG)

    answer = api.session.get(api.sandbox.base_url + CATALOG, headers=api.headers)

    assert answer.status_code == 200
    with pytest.raises(requests.exceptions.JSONDecodeError):
        answer.json()


def test_latency_delays_and_goes_with_another_fault(api: Caller) -> None:
    api.sandbox.control(
        faults=[
            {"kind": "latency", "seconds": 0.2, "path": CATALOG},
            {"kind": "status", "status": 503, "path": "/resellers/*"},
        ]
    )
    started = time.monotonic()

    assert api.get(CATALOG).status_code == 503
    assert time.monotonic() - started >= 0.2


def test_a_token_can_be_refused_once_and_an_allowance_used_up(api: Caller) -> None:
    api.sandbox.fault("unauthorized", "GET", CATALOG)
    api.sandbox.fault("rate_limited", "GET", CATALOG, seconds=7)

    refused, limited, fine = (api.get(CATALOG) for _ in range(3))

    assert refused.status_code == 401
    assert limited.status_code == 429
    assert limited.headers["X-RateLimit-Reset"] == "7"
    assert fine.status_code == 200


def test_faults_can_hit_the_token_and_be_left_to_chance(api: Caller) -> None:
    api.sandbox.fault("status", path="/oauth/*", status=500, probability=0, times=None)
    api.sign_in()

    api.sandbox.control(faults=[{"kind": "status", "path": "/oauth/*"}])
    answer = requests.post(api.sandbox.base_url + "/oauth/oauth20/token", data={})
    assert answer.status_code == 500


def test_tokens_can_be_revoked(api: Caller) -> None:
    api.sandbox.control(revoke_tokens=True)

    assert api.get(CATALOG).status_code == 401
    api.sign_in()
    assert api.get(CATALOG).status_code == 200


def test_a_reset_brings_everything_back_to_the_seed(api: Caller) -> None:
    before = api.sandbox.state()
    api.placed_order("6YE881")
    api.sandbox.fault("status", times=None)
    api.sandbox.control(limits={"get": 1}, timings={"order_shipped": 1}, advance_seconds=99)

    api.sandbox.reset()

    after = api.sandbox.state()
    assert after["orders"] == after["quotes"] == after["calls"] == {}
    for name in ("faults", "limits", "timings", "webhooks", "planned", "events"):
        assert after[name] == before[name]


@pytest.mark.parametrize(
    "change",
    [
        {"nonsense": 1},
        {"faults": [{"kind": "explode"}]},
        {"faults": [{"kind": "status", "status": "500"}]},
        {"faults": [{"kind": "status", "times": 0}]},
        {"faults": 5},
        {"timings": {"quote_ready": "soon"}},
        {"timings": {"quote_redy": 1}},
        {"limits": {"get": -1}},
        {"webhooks": {"targets": "http://127.0.0.1"}},
        {"advance_seconds": -1},
    ],
)
def test_a_wrong_switch_is_refused_by_name(api: Caller, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="errors"):
        api.sandbox.control(**change)
