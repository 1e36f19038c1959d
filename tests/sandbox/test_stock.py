"""Stock that moves every fifteen minutes of the sandbox's clock, and the event that tells it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox.settings import Timings
from sandbox.testing import QUICK, SandboxServer
from tests.contract.answers import check_event
from tests.sandbox.conftest import Caller, Listener

DAY = 86_400


def _move(sandbox: SandboxServer) -> dict[str, int]:
    """Let the stock move once; the totals that the event tells."""
    sandbox.control(timings={"stock_update": 900})
    sandbox.advance(901)
    return _told(sandbox.state()["events"][-1]["body"])


def _told(event: Any) -> dict[str, int]:
    return {item["ingramPartNumber"]: int(item["totalAvailability"]) for item in event["resource"]}


def _available(api: Caller, *part_numbers: str) -> dict[str, int]:
    items = [
        item
        for start in range(0, len(part_numbers), 50)
        for item in api.price(*part_numbers[start : start + 50]).json()
    ]
    return {item["ingramPartNumber"]: item["availability"]["totalAvailability"] for item in items}


def test_stock_moves_every_quarter_of_an_hour_outside_of_tests() -> None:
    assert Timings().stock_update == 15 * 60


def test_a_movement_changes_what_price_and_availability_shows(api: Caller) -> None:
    told = _move(api.sandbox)
    api.sandbox.reset()
    api.sign_in()
    before = _available(api, *told)

    assert _move(api.sandbox) == told
    api.sign_in()

    assert 20 <= len(told) <= 60
    assert _available(api, *told) == told
    assert all(before[number] != total for number, total in told.items())


def test_a_reset_brings_the_stock_of_the_seed_back(api: Caller) -> None:
    told = _move(api.sandbox)

    api.sandbox.reset()
    api.sign_in()

    now = _available(api, *told)
    assert all(now[number] != total for number, total in told.items())


def test_a_movement_is_told_with_a_signed_event(api: Caller, listener: Listener) -> None:
    _move(api.sandbox)

    [event] = listener.wait(1)

    assert listener.heard[0][0]["x-hub-signature"]
    assert (event["topic"], event["event"]) == ("resellers/catalog", "im::updated")
    item = event["resource"][0]
    assert item["eventType"] == "IM::STOCK_UPDATE"
    assert item["skuStatus"] is None
    assert item["totalAvailability"].isdigit()
    assert item["links"][0]["href"].startswith("/resellers/v5/catalog/")


def test_the_event_fits_its_schema_but_for_a_status_of_nothing(
    api: Caller, listener: Listener
) -> None:
    _move(api.sandbox)

    [event] = listener.wait(1)

    for item in event["resource"]:
        # Null in the document's own example, a text in its schema.
        item.pop("skuStatus")
    check_event("POST", "/resellers/v1/webhooks/availabilityupdate", event, part="request")


def test_a_day_is_told_in_one_event_about_its_last_movement(api: Caller) -> None:
    api.sandbox.control(timings={"stock_update": 900})

    api.sandbox.advance(DAY)

    state = api.sandbox.state()
    [event] = state["events"]
    [planned] = [event for event in state["planned"] if event["action"] == "stock.update"]
    assert event["body"]["eventTimeStamp"] < state["clock"] < planned["due_at"]
    assert planned["subject"] == "97"


def test_a_day_in_steps_is_told_at_each_step(api: Caller) -> None:
    api.sandbox.control(timings={"stock_update": 900})

    told = []
    for _ in range(4):
        api.sandbox.advance(900)
        told.append(_told(api.sandbox.state()["events"][-1]["body"]))

    assert len(api.sandbox.state()["events"]) == 4
    assert len({tuple(parts) for parts in told}) == 4


def test_everything_of_a_day_has_happened_when_the_clock_has_moved(api: Caller) -> None:
    api.sandbox.control(timings={"stock_update": 900, "order_delivered": 3600})
    hold = [{"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}]
    held = api.placed_order("6YE881", customerOrderNumber="PO-2", additionalAttributes=hold)
    number = api.placed_order("6YE881")

    api.sandbox.advance(DAY)
    api.sign_in()

    assert api.order_details(number)["orderStatus"] == "Delivered"
    assert api.order_details(held)["orderStatus"] == "Canceled"
    assert [event["action"] for event in api.sandbox.state()["planned"]] == ["stock.update"]


def test_null_stops_all_movements(api: Caller) -> None:
    api.sandbox.control(timings={"stock_update": 900})
    api.sandbox.control(timings={"stock_update": None})

    api.sandbox.advance(DAY)

    assert api.sandbox.state()["events"] == []
    assert api.sandbox.state()["planned"] == []


@pytest.mark.parametrize("seconds", [0, -900, 0.5, "900", True])
def test_a_time_that_would_never_let_go_is_refused(api: Caller, seconds: object) -> None:
    with pytest.raises(ValueError, match="stock_update"):
        api.sandbox.control(timings={"stock_update": seconds})

    assert api.sandbox.state()["planned"] == []


def test_a_restart_finds_the_stock_as_it_was_left(tmp_path: Path) -> None:
    state, timings = tmp_path / "sandbox.sqlite3", replace(QUICK, stock_update=900)
    with SandboxServer(state=state, timings=timings) as first:
        told = _move(first)
        planned = first.state()["planned"]

    with SandboxServer(state=state, timings=timings) as second:
        caller = Caller(second)
        try:
            found = _available(caller, *told)
        finally:
            caller.session.close()
        assert second.state()["planned"] == planned

    assert found == told
    with SandboxServer(state=state) as still:
        assert still.state()["planned"] == []
