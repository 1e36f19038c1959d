"""Signed events: what is told, to whom, how often."""

from __future__ import annotations

import base64
import hashlib
import hmac

from tests.contract.answers import check_event
from tests.sandbox.conftest import Caller, Listener

STATUS = "/resellers/v1/webhooks/orderstatusevent"


def _signature(secret: str, event_id: str) -> str:
    digest = hmac.new(secret.encode(), event_id.encode(), hashlib.sha512).digest()
    return base64.b64encode(digest).decode()


def test_a_ready_quote_is_told_with_a_signed_event(api: Caller, listener: Listener) -> None:
    number = api.ready_quote("6YE881")

    event = listener.wait(1)[0]

    headers = listener.heard[0][0]
    assert headers["x-hub-signature"] == _signature("sandbox-webhook-secret", event["eventId"])
    assert len(event["eventId"]) == 18
    assert (event["topic"], event["event"]) == ("resellers/quotes", "im::created")
    assert event["eventType"] == event["resource"]["eventType"] == "im::quote_create"
    assert event["rejectedSkus"] == []
    assert event["resource"]["quoteNumber"] == number
    assert event["resource"]["status"] == "Ready To Order"
    assert event["resource"]["products"][0]["quantity"] == "2"


def test_the_quote_event_fits_its_schema_but_for_its_whole_prices(
    api: Caller, listener: Listener
) -> None:
    api.ready_quote("6YE881")

    event = listener.wait(1)[0]

    # The document types these as integers, which no price keeps to (field-notes 5.5).
    resource = event["resource"]
    for amounts in (resource, *(line.pop("price") for line in resource["products"])):
        for name in ("extendedMsrpTotal", "extendedQuotePriceTotal", "message", "reason"):
            amounts.pop(name, None)
    check_event("POST", "/resellers/v6/quotes/create", event, part="201")


def test_a_failed_quote_is_told_with_its_reason(api: Caller, listener: Listener) -> None:
    api.ready_quote("6YE881", "NOSUCH")

    event = listener.wait(1)[0]

    assert event["rejectedSkus"] == ["NOSUCH"]
    assert "NOSUCH" in event["resource"]["reason"]
    assert event["resource"]["status"] == "Failed"


def test_a_created_order_is_told_as_an_array_of_one(api: Caller, listener: Listener) -> None:
    number = api.placed_order("6YE881", customerOrderNumber="po-9", endCustomerOrderNumber="eu-9")

    [event] = listener.wait(1)[0]

    resource = event["resource"]
    assert (event["topic"], event["event"]) == ("resellers/orders", "IM::created")
    assert resource["eventType"] == "IM::async_order_create"
    assert resource["customerOrderNumber"] == "PO-9"
    assert resource["orders"][0]["ingramOrderNumber"] == number
    assert "confirmationNumber" not in str(event)
    check_event("POST", "/resellers/v7/orders", event, part="201")


def test_a_failed_order_is_told_without_an_order(api: Caller, listener: Listener) -> None:
    api.order(lines=[{"ingramPartNumber": "NOSUCH", "quantity": 1}])
    api.sandbox.advance(5)

    [event] = listener.wait(1)[0]

    assert event["resource"]["orders"] == []
    assert "NOSUCH" in event["resource"]["message"]
    assert event["resource"]["rejectedLineItems"][0]["ingramPartNumber"] == "NOSUCH"
    assert event["resource"]["customerOrderNumber"] == "PO-1"


def test_each_step_of_an_order_is_told(api: Caller, listener: Listener) -> None:
    number = api.placed_order("6YE881")
    api.sandbox.advance(700)

    events = [event for event in listener.wait(3) if isinstance(event, dict)]

    types = {event["resource"][0]["eventType"] for event in events}
    assert types == {"im::order_shipped", "im::order_invoiced"}
    for event in events:
        assert event["event"] == "im::updated"
        assert event["resource"][0]["orderNumber"] == number
        check_event("POST", STATUS, event, part="request")


def test_holds_and_backorders_are_told(api: Caller, listener: Listener) -> None:
    hold = [{"attributeName": "allowOrderOnCustomerHold", "attributeValue": "true"}]
    api.placed_order("TSXML1", additionalAttributes=hold)
    listener.wait(3)
    api.sandbox.advance(86_401)

    events = [event for event in listener.wait(4) if isinstance(event, dict)]

    types = {event["resource"][0]["eventType"] for event in events}
    assert types == {"im::order_hold", "im::order_backordered", "im::order_voided"}


def test_a_target_that_fails_is_told_again_with_the_same_event(
    api: Caller, listener: Listener
) -> None:
    listener.statuses = [500, 503]
    api.ready_quote("6YE881")

    events = listener.wait(3)

    assert len({event["eventId"] for event in events}) == 1
    [delivery] = api.sandbox.delivered()
    assert (delivery["tries"], delivery["status"]) == (3, 200)


def test_a_target_that_is_away_is_given_up_in_the_end(api: Caller) -> None:
    away = "http://127.0.0.1:9/webhooks/"
    api.sandbox.control(webhooks={"targets": [away]}, timings={"webhook_retry": 0})
    api.ready_quote("6YE881")

    [delivery] = api.sandbox.delivered()

    assert delivery["tries"] == 4
    assert delivery["error"]


def test_targets_secret_and_switch_can_be_changed(api: Caller, listener: Listener) -> None:
    api.sandbox.control(webhooks={"enabled": False})
    api.ready_quote("6YE881")
    api.sandbox.control(webhooks={"enabled": True, "secret": "other"})
    number = api.ready_quote("6YE881", quoteName="Second")

    event = listener.wait(1)[0]

    assert event["resource"]["quoteNumber"] == number
    assert listener.heard[0][0]["x-hub-signature"] == _signature("other", event["eventId"])
    assert len(api.sandbox.state()["events"]) == 2
