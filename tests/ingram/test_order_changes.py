"""Orders created by v6, and orders on customer hold: what is sent, what it meant."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram import Client, NotFound, NotOnHold, OutcomeUnknown, ValidationFailed
from apps.ingram.operations import order_changes as changes
from apps.ingram.schemas.order_changes import OrderCreated, OrderModified
from apps.ingram.schemas.order_requests import OrderCreateV6Request, OrderModifyRequest
from tests.ingram.conftest import MakeClient
from tests.ingram.traps.test_5_2_order_create import ADDRESS, make_line, make_v6
from tests.ingram.traps.test_5_3_order_modify import add, changing, delete, update
from tests.ingram.upstream import Upstream

HELD = {"errors": [{"message": "Order can not be deleted as the order is not no hold."}]}
REJECTED = {"customerLinenumber": "2", "ingramPartNumber": "GONE", "rejectReason": "SKU-NOTFOUND"}

Write = Callable[[Client], Any]
WRITES: dict[str, Write] = {
    "create": lambda client: changes.create_order_v6(client, make_v6()),
    "modify": lambda client: changes.modify_order(client, "20-RFJWZ", changing(update("003"))),
    "release": lambda client: changes.release_order(client, "20-RFJWZ"),
    "cancel": lambda client: changes.cancel_order(client, "20-RFJWZ"),
}
each_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)


def made(*numbers: str, **more: Any) -> dict[str, Any]:
    return {"orders": [{"ingramOrderNumber": number} for number in numbers], **more}


# --- Create ---------------------------------------------------------------------------------


def test_an_order_that_was_split_tells_each_of_its_orders(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(201, made("20-RFKM1", "20-RFKM2", orderSplit=True))

    created = changes.create_order_v6(client, make_v6(), correlation_id="c" * 32)

    assert [order.ingram_order_number for order in created.orders] == ["20-RFKM1", "20-RFKM2"]
    assert created.is_split
    assert not created.is_partial
    assert created.correlation_id == "c" * 32
    assert upstream.calls[0].headers["IM-CorrelationID"] == "c" * 32


def test_a_partly_taken_order_tells_both_the_order_and_the_refused_lines(
    client: Client, upstream: Upstream
) -> None:
    answer = made("20-RFKM1")
    answer["orders"][0]["rejectedLineItems"] = [REJECTED]
    upstream.reply(207, answer)

    created = changes.create_order_v6(client, make_v6())

    assert created.is_partial
    assert [line.reject_reason for line in created.rejected_lines] == ["SKU-NOTFOUND"]
    assert [order.ingram_order_number for order in created.orders] == ["20-RFKM1"]


@pytest.mark.parametrize(
    "answer",
    [{"orders": [{"rejectedLineItems": [REJECTED]}]}, {"rejectedLineItems": [REJECTED]}],
)
@pytest.mark.parametrize("status", [200, 201, 207])
def test_an_answer_with_nothing_but_refused_lines_is_a_refusal_that_names_them(
    status: int, answer: dict[str, Any], client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, answer)

    with pytest.raises(ValidationFailed) as caught:
        changes.create_order_v6(client, make_v6())

    (field,) = caught.value.fields
    assert (field.field, field.message, field.value) == ("line 2", "SKU-NOTFOUND", "GONE")
    assert "line 2: SKU-NOTFOUND" in caught.value.user_message


@pytest.mark.parametrize("answer", [{}, {"orders": []}, {"orders": [{"orderTotal": 1}]}, ""])
def test_a_created_order_without_a_number_may_exist(
    answer: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply(201, answer)

    with pytest.raises(OutcomeUnknown):
        changes.create_order_v6(client, make_v6())


def test_a_refused_order_tells_the_fields(client: Client, upstream: Upstream) -> None:
    field = {"field": "shipToInfo", "message": "is not valid", "value": "x"}
    upstream.reply(400, {"errors": [{"messaage": "Validation failed", "fields": [field]}]})

    with pytest.raises(ValidationFailed) as caught:
        changes.create_order_v6(client, make_v6())

    assert caught.value.fields[0].field == "shipToInfo"


# --- Hold -----------------------------------------------------------------------------------


def test_a_change_is_put_to_the_order(client: Client, upstream: Upstream) -> None:
    upstream.reply(201, {"lines": [{"ingramLineNumber": "4", "ingramPartNumber": "1C6094"}]})

    changes.modify_order(client, "20-RFJWZ", changing(update("003")))

    (call,) = upstream.calls
    assert (call.method, call.path, call.query) == ("PUT", "/resellers/v6/orders/20-RFJWZ", [])
    assert call.json == {
        "lines": [
            {
                "addUpdateDeleteLine": "UPDATE",
                "ingramLineNumber": "003",
                "ingramPartNumber": "1C6094",
                "quantity": 2,
            }
        ]
    }


def test_an_order_is_cancelled_by_an_empty_answer(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, "")

    changes.cancel_order(client, "20-RFJWZ")

    (call,) = upstream.calls
    assert (call.method, call.path, call.content) == (
        "DELETE",
        "/resellers/v6/orders/20-RFJWZ",
        b"",
    )


@pytest.mark.parametrize("body", [HELD, ""])
@pytest.mark.parametrize("name", ["modify", "release", "cancel"])
def test_an_order_that_is_not_on_hold_is_told_as_such(
    name: str, body: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply(405, body)

    with pytest.raises(NotOnHold):
        WRITES[name](client)


@pytest.mark.parametrize("name", ["modify", "release", "cancel"])
def test_an_unknown_order_is_not_found_even_with_an_empty_answer(
    name: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(404, "")

    with pytest.raises(NotFound):
        WRITES[name](client)


def test_an_order_that_was_released_before_is_refused_with_their_sentence(
    client: Client, upstream: Upstream
) -> None:
    sentence = "Order is already released or Order is not placed on Customer Hold"
    upstream.reply(400, {"errors": [{"message": "Failed", "fields": [{"message": sentence}]}]})

    with pytest.raises(ValidationFailed) as caught:
        changes.release_order(client, "20-RFJWZ")

    assert sentence in caught.value.user_message


@pytest.mark.parametrize("name", ["release", "cancel"])
@pytest.mark.parametrize("page", ["<html>sorry</html>", '"done"'])
def test_a_web_page_is_no_empty_answer(
    name: str, page: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, page)

    with pytest.raises(OutcomeUnknown):
        WRITES[name](client)


@pytest.mark.parametrize("name", ["release", "cancel"])
def test_an_answer_that_broke_off_is_no_empty_answer(
    name: str, client: Client, upstream: Upstream
) -> None:
    upstream.cut("")

    with pytest.raises(OutcomeUnknown):
        WRITES[name](client)


@each_write
def test_a_lost_answer_leaves_a_write_unknown_and_it_is_never_repeated(
    write: Write, client: Client, upstream: Upstream
) -> None:
    upstream.drop()

    with pytest.raises(OutcomeUnknown):
        write(client)

    assert len(upstream.calls) == 1


@each_write
def test_trouble_at_the_distributor_leaves_a_write_unknown_and_it_is_never_repeated(
    write: Write, client: Client, upstream: Upstream
) -> None:
    upstream.reply(500, {"errors": [{"message": "ConnectivityIssue/ERP issue"}]})

    with pytest.raises(OutcomeUnknown):
        write(client)

    assert len(upstream.calls) == 1


@each_write
def test_no_write_carries_what_only_the_distributors_sandbox_knows(
    write: Write, make_client: MakeClient, upstream: Upstream
) -> None:
    upstream.reply(200, {**made("20-1"), "lines": [{"ingramPartNumber": "1C6094"}]})

    write(make_client())

    assert "regionCode" not in dict(upstream.calls[0].query)


# --- Requests -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"lines": [make_line(ingram_part_number="")]},
        {"lines": [make_line(ingram_part_number="P" * 19)]},
        {"lines": [make_line(customer_line_number="885")]},
        {"lines": [make_line(customer_line_number="x")]},
        {"lines": [make_line(special_bid_number="B" * 37)]},
        {"lines": [make_line(notes="n" * 133)]},
        {"lines": [make_line(warranties=[{"warranty_line_link": "7"}])]},
        {"lines": [make_line(warranties=[{"direct_line_link": "a", "hardware_line_link": "1"}])]},
        {"customer_order_number": " "},
        {"end_customer_order_number": "P" * 19},
        {"bill_to_address_id": "1" * 11},
        {"ship_to": {**ADDRESS, "company_name": "C" * 41}},
        {"ship_to": {**ADDRESS, "address_line1": "A" * 61}},
        {"ship_to": {**ADDRESS, "country_code": "USA"}},
        {"end_user": {**ADDRESS, "email": "nobody"}},
        {"end_user": {"phone_number": "1" * 31}},
        {"shipment": {"shipping_instructions": "s" * 133}},
        {"shipment": {"carrier_code": "c" * 11}},
        {"attributes": [{"name": "euDepId", "value": "1" * 33}]},
        {"attributes": [{"name": "govtEndUserPostalCode", "value": "1" * 10}]},
    ],
)
def test_a_v6_order_that_breaks_a_limit_cannot_be_built(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_v6(**wrong)


@pytest.mark.parametrize(
    "line",
    [
        add(quantity=0),
        add(quantity=None),
        add(ingram_part_number=""),
        add(ingram_line_number="003"),
        add(notes="n" * 133),
        update(""),
        update("003", quantity=None),
        update("003", ingram_part_number="", quantity=None),
        update("003", ingram_part_number=""),
        update("1234567"),
        delete(""),
        {**delete("003"), "quantity": 1},
        {**delete("003"), "notes": "n"},
        {**add(), "action": "REPLACE"},
    ],
)
def test_a_change_that_would_be_refused_cannot_be_built(line: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        changing(line)


@pytest.mark.parametrize("wrong", [{}, {"notes": "n" * 133}, {"notes": " "}])
def test_a_change_of_nothing_cannot_be_built(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        changing(**wrong)


@pytest.mark.parametrize(
    ("request_", "asks"),
    [
        (changing(notes="n" * 35), False),
        (changing(notes="n" * 36), True),
        (changing(add(notes="n")), True),
        (changing(update("009", ingram_part_number="", quantity=None, notes="n")), True),
        (changing(update("003")), False),
        (changing(delete("010", part="")), False),
    ],
)
def test_comments_that_become_lines_ask_for_it(request_: OrderModifyRequest, asks: bool) -> None:
    attribute = {"attributeName": "enableCommentsAsLines", "attributeValue": "true"}

    assert request_.body().get("additionalAttributes", []) == ([attribute] if asks else [])


def test_comments_as_lines_are_asked_for_once() -> None:
    given = [{"name": "ENABLECOMMENTSASLINES", "value": "true"}]

    request = changing(notes="n" * 36, attributes=given)

    assert len(request.attributes) == 1


def test_a_change_written_down_is_read_back_as_the_same_change() -> None:
    request = changing(add(notes="n"), delete("003"), ship_to=ADDRESS)

    assert OrderModifyRequest.model_validate(json.loads(request.encoded())) == request


def test_a_v6_order_written_down_is_read_back_as_the_same_order() -> None:
    request = make_v6(
        ship_to=ADDRESS,
        lines=[
            make_line(warranties=[{"warranty_line_link": "2"}], unit_price="12.30"),
            make_line(customer_line_number="2", warranties=[{"hardware_line_link": "1"}]),
        ],
    )

    assert OrderCreateV6Request.model_validate(json.loads(json.dumps(request.body()))) == request


@pytest.mark.parametrize("model", [OrderCreated, OrderModified])
@pytest.mark.parametrize("root", [None, "", [], "text", 7, {"orders": "x", "lines": 3}])
def test_any_root_of_an_answer_can_be_read(
    model: type[OrderCreated | OrderModified], root: Any
) -> None:
    assert model.read(root).customer_order_number == ""
