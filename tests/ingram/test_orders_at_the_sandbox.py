"""The client and the sandbox check each other: orders held, changed, released and cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from apps.ingram import (
    Client,
    NotFound,
    NotOnHold,
    OutcomeUnknown,
    Rejected,
    ValidationFailed,
    close_sessions,
)
from apps.ingram.operations import order_changes as changes
from apps.ingram.operations import orders, quotes
from apps.ingram.operations.vendor_info import vendor_required_info
from apps.ingram.schemas.order_changes import OrderCreated, OrderModified, line_number
from apps.ingram.schemas.order_requests import OrderCreateV6Request, OrderModifyRequest
from apps.ingram.schemas.orders import OrderDetails
from apps.ingram.schemas.vendor_info import VendorInfoRequest
from tests.ingram.test_journey import make_sandbox_client

HOLD = [{"name": "allowOrderOnCustomerHold", "value": "true"}]
PARTIAL = [{"name": "allowPartialOrder", "value": "true"}]
A_DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def counter(sandbox: Any) -> Iterator[Client]:
    yield make_sandbox_client(sandbox)
    close_sessions()


def make_order(*parts: str, number: str = "PO-HOLD", **more: Any) -> OrderCreateV6Request:
    lines = [
        {"customer_line_number": str(place), "ingram_part_number": part, "quantity": 2}
        for place, part in enumerate(parts or ("6YE881", "1A8249"), start=1)
    ]
    return OrderCreateV6Request.model_validate(
        {"customer_order_number": number, "lines": lines, "attributes": HOLD, **more}
    )


def place(counter: Client, *parts: str, **more: Any) -> OrderCreated:
    return changes.create_order_v6(counter, make_order(*parts, **more))


def number_of(created: OrderCreated) -> str:
    (order,) = created.orders
    return order.ingram_order_number


def modify(counter: Client, number: str, *lines: dict[str, Any], **more: Any) -> OrderModified:
    request = OrderModifyRequest.model_validate({"lines": list(lines), **more})
    modified = changes.modify_order(counter, number, request)
    assert modified.is_done(request)
    return modified


def lines_of(order: OrderDetails) -> dict[str, tuple[str, int | None]]:
    """By part number: Ingram's line number, and the quantity."""
    return {
        line.ingram_part_number: (line.ingram_line_number, line.quantity_ordered)
        for line in order.lines
    }


def test_an_order_is_created_at_once_and_everything_that_was_sent_is_answered(
    counter: Client,
) -> None:
    request = make_order(number="po-Direct", attributes=[])

    created = changes.create_order_v6(counter, request)

    assert created.customer_order_number == "PO-DIRECT"
    assert created.unanswered(request) == ()
    assert not created.is_partial
    assert created.currency == "USD"
    assert created.problems == ()
    found = orders.search_orders(counter, customer_order_number="po-Direct")
    assert {row.ingram_order_number for row in found.orders} == {
        order.ingram_order_number for order in created.orders
    }


def test_a_held_order_is_changed_and_its_lines_are_renumbered(counter: Client) -> None:
    number = number_of(place(counter))
    before = orders.order_details(counter, number)
    assert before.status == "ON HOLD"

    modify(
        counter,
        number,
        {
            "action": "UPDATE",
            "ingram_line_number": lines_of(before)["6YE881"][0],
            "ingram_part_number": "6YE881",
            "quantity": 5,
        },
        {
            "action": "DELETE",
            "ingram_line_number": lines_of(before)["1A8249"][0],
            "ingram_part_number": "1A8249",
        },
    )

    after = orders.order_details(counter, number)
    assert set(lines_of(after)) == {"6YE881"}
    new_number, quantity = lines_of(after)["6YE881"]
    assert quantity == 5
    assert line_number(new_number) != line_number(lines_of(before)["6YE881"][0])


def test_a_line_an_address_and_a_comment_are_added(counter: Client) -> None:
    number = number_of(place(counter, "6YE881"))

    modified = modify(
        counter,
        number,
        {"action": "ADD", "ingram_part_number": "1A8249", "quantity": 1},
        notes="Deliver to the loading dock and ring the bell twice",
        ship_to={
            "company_name": "Bayview School District",
            "address_line1": "400 Bayview Ave",
            "city": "San Diego",
            "state": "ca",
            "postal_code": "92101",
            "country_code": "us",
            "email": "Marcus@Bayviewschools.example",
        },
    )

    assert modified.problems == ()
    order = orders.order_details(counter, number)
    assert {"6YE881", "1A8249"} <= set(lines_of(order))
    assert order.ship_to is not None
    assert order.ship_to.city.upper() == "SAN DIEGO"


def test_a_change_of_a_line_that_is_not_there_is_refused(counter: Client) -> None:
    number = number_of(place(counter))
    unknown = {"action": "DELETE", "ingram_line_number": "77", "ingram_part_number": "6YE881"}

    with pytest.raises(ValidationFailed) as caught:
        modify(counter, number, unknown)

    assert [field.value for field in caught.value.fields] == ["6YE881"]


def test_a_released_order_can_neither_be_changed_nor_released_nor_cancelled(
    counter: Client,
) -> None:
    number = number_of(place(counter))

    changes.release_order(counter, number)

    assert orders.order_details(counter, number).status != "ON HOLD"
    with pytest.raises(NotOnHold):
        changes.cancel_order(counter, number)
    with pytest.raises(Rejected):
        changes.release_order(counter, number)
    with pytest.raises(Rejected):
        modify(counter, number, {"action": "ADD", "ingram_part_number": "1A8249", "quantity": 1})


def test_a_held_order_is_cancelled_once(counter: Client) -> None:
    number = number_of(place(counter))

    changes.cancel_order(counter, number)

    assert orders.order_details(counter, number).status == "CANCELLED"
    with pytest.raises(NotOnHold):
        changes.cancel_order(counter, number)


def test_an_order_that_was_never_held_cannot_be_cancelled(counter: Client) -> None:
    number = number_of(place(counter, "6YE881", attributes=[]))

    with pytest.raises(NotOnHold):
        changes.cancel_order(counter, number)


def test_a_held_order_is_voided_after_a_day(counter: Client, sandbox: Any) -> None:
    number = number_of(place(counter))

    sandbox.advance(A_DAY + 60)

    later = make_sandbox_client(sandbox)
    assert orders.order_details(later, number).status == "CANCELLED"
    with pytest.raises(NotOnHold):
        changes.cancel_order(later, number)


@pytest.mark.parametrize("number", ["20-ZZZZZ", "30-B3PF2"])
def test_an_unknown_order_cannot_be_released_or_cancelled(number: str, counter: Client) -> None:
    with pytest.raises(NotFound):
        changes.release_order(counter, number)
    with pytest.raises(NotFound):
        changes.cancel_order(counter, number)


def test_a_bad_line_is_left_out_where_that_is_allowed(counter: Client) -> None:
    created = place(counter, "6YE881", "NOSUCH", attributes=PARTIAL)

    assert created.is_partial
    assert [line.ingram_part_number for line in created.rejected_lines] == ["NOSUCH"]
    assert len(created.orders) == 1


@pytest.mark.parametrize("attributes", [[], PARTIAL])
def test_an_order_of_nothing_but_bad_lines_is_refused(
    attributes: list[dict[str, str]], counter: Client, sandbox: Any
) -> None:
    with pytest.raises(Rejected):
        place(counter, "NOSUCH", number="PO-NONE", attributes=attributes)

    assert sandbox.orders(customer_order_number="PO-NONE") == 0


def test_a_customer_order_number_is_taken_once(counter: Client, sandbox: Any) -> None:
    place(counter, number="PO-ONCE")

    with pytest.raises(Rejected):
        place(counter, number="po-once")

    assert sandbox.orders(customer_order_number="PO-ONCE") == 1


def test_a_lost_answer_leaves_one_order_that_a_search_finds(counter: Client, sandbox: Any) -> None:
    sandbox.lose_answer("POST", "/resellers/v6/orders")

    with pytest.raises(OutcomeUnknown):
        place(counter, "6YE881", number="PO-LOST")

    assert sandbox.orders(customer_order_number="PO-LOST") == 1
    assert len(orders.search_orders(counter, customer_order_number="PO-LOST").orders) == 1


def test_vendors_tell_what_they_demand_of_a_quote_and_of_products(counter: Client) -> None:
    quote = quotes.search_quotes(counter).quotes[0]

    of_quote = vendor_required_info(counter, VendorInfoRequest(quote_number=quote.quote_number))
    found, lost = vendor_required_info(
        counter,
        VendorInfoRequest.model_validate(
            {"products": [{"ingram_part_number": "6YE881"}, {"ingram_part_number": "NOSUCH"}]}
        ),
    )

    assert {info.quote_number for info in of_quote} == {quote.quote_number}
    assert (found.ingram_part_number, found.error) == ("6YE881", "")
    assert lost.error
    assert not lost.vendor_mandatory_forms
    assert all(info.problems == () for info in (*of_quote, found, lost))
