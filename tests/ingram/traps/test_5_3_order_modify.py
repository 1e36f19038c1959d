"""The traps of field notes 5.3, order modify, each by its name."""

from __future__ import annotations

from typing import Any

import pytest

from apps.ingram import Client, OutcomeUnknown, ValidationFailed
from apps.ingram.operations import order_changes
from apps.ingram.schemas.order_changes import OrderModified, line_number
from apps.ingram.schemas.order_requests import OrderModifyRequest
from apps.orders.choices import OrderStatus
from apps.orders.mapping.replies import status_of
from tests.ingram.upstream import Upstream

ORDER = {"ingramOrderNumber": "20-RFJWZ", "orderStatus": "ON HOLD"}
ADDRESS = {
    "company_name": "Acme",
    "address_line1": "1 Main Street",
    "city": "Irvine",
    "state": "CA",
    "postal_code": "92612",
    "country_code": "US",
}


def add(part: str = "1C6094", **changes: Any) -> dict[str, Any]:
    return {"action": "ADD", "ingram_part_number": part, "quantity": 1, **changes}


def update(number: str, part: str = "1C6094", **changes: Any) -> dict[str, Any]:
    values = {"action": "UPDATE", "ingram_line_number": number, "ingram_part_number": part}
    return {**values, "quantity": 2, **changes}


def delete(number: str, part: str = "1C6094") -> dict[str, Any]:
    return {"action": "DELETE", "ingram_line_number": number, "ingram_part_number": part}


def changing(*lines: dict[str, Any], **changes: Any) -> OrderModifyRequest:
    return OrderModifyRequest.model_validate({"lines": list(lines), **changes})


def modify(client: Client, request: OrderModifyRequest) -> OrderModified:
    return order_changes.modify_order(client, "20-RFJWZ", request)


@pytest.mark.parametrize("status", [200, 201, 207])
def test_200_can_mean_nothing_happened_and_then_it_is_a_refusal_of_the_lines(
    status: int, client: Client, upstream: Upstream
) -> None:
    refused = {"ingramLineNumber": "009", "ingramPartNumber": "1C6094", "rejectCode": "EL"}
    upstream.reply(status, {**ORDER, "rejectedLineItems": [refused]})

    with pytest.raises(ValidationFailed) as caught:
        modify(client, changing(update("009")))

    (field,) = caught.value.fields
    assert (field.field, field.message, field.value) == ("line 009", "EL", "1C6094")


def test_200_can_mean_nothing_happened_without_a_word_of_refusal(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, ORDER)

    with pytest.raises(OutcomeUnknown):
        modify(client, changing(update("003")))


def test_200_can_mean_nothing_happened_to_one_line_of_two(
    client: Client, upstream: Upstream
) -> None:
    request = changing(
        add("2GZ200", customer_line_number="005"), add("2GZ2000001", customer_line_number="006")
    )
    upstream.reply(
        200,
        {
            **ORDER,
            "lines": [{"lineNumber": "005", "ingramPartNumber": "2GZ200"}],
            "rejectedLineItems": [{"customerLineNumber": "006", "ingramPartNumber": "2GZ2000001"}],
        },
    )

    modified = modify(client, request)

    assert [line.ingram_part_number for line in modified.undone_lines(request)] == ["2GZ2000001"]
    assert not modified.is_done(request)


def test_200_can_mean_nothing_happened_to_a_line_that_is_told_nowhere(
    client: Client, upstream: Upstream
) -> None:
    request = changing(update("003"), delete("004", "DF4128"))
    upstream.reply(
        201, {**ORDER, "lines": [{"ingramLineNumber": "4", "ingramPartNumber": "1C6094"}]}
    )

    (undone,) = modify(client, request).undone_lines(request)

    assert undone.action == "DELETE"


def test_200_can_mean_nothing_happened_to_the_address_while_lines_were_taken(
    client: Client, upstream: Upstream
) -> None:
    request = changing(add(), ship_to=ADDRESS)
    upstream.reply(
        207,
        {
            **ORDER,
            "changeDescription": "Invalid details in shipping adress",
            "lines": [{"lineNumber": "002", "ingramPartNumber": "1C6094"}],
        },
    )

    modified = modify(client, request)

    assert modified.undone_lines(request) == ()
    assert not modified.is_done(request)
    assert modified.change_description == "Invalid details in shipping adress"


def test_200_can_mean_nothing_happened_when_only_the_address_was_refused(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(207, {**ORDER, "changeDescription": "Invalid details in shipping adress"})

    with pytest.raises(ValidationFailed) as caught:
        modify(client, OrderModifyRequest.model_validate({"ship_to": ADDRESS}))

    assert caught.value.fields[0].field == "shipToInfo"


@pytest.mark.parametrize("key", ["ingramOrderNumber", "orderNumber"])
def test_order_number_key_has_two_spellings(key: str) -> None:
    assert OrderModified.read({key: "20-RF9N6"}).ingram_order_number == "20-RF9N6"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ({"ingramLineNumber": "007"}, 7),
        ({"ingramLineNumber": "3"}, 3),
        ({"ingramLineNumber": 8}, 8),
        ({"lineNumber": "002"}, 2),
        ({}, None),
    ],
)
def test_line_number_key_and_its_kind_vary(line: dict[str, Any], number: int | None) -> None:
    (read,) = OrderModified.read({"lines": [{"notes": "n", **line}]}).lines

    assert line_number(read.ingram_line_number) == number


def test_line_number_key_does_not_hide_that_a_deleted_line_is_the_one_meant() -> None:
    request = changing(delete("004"))

    for told in ("4", "004", 4):
        line = {"ingramLineNumber": told, "ingramPartNumber": "1C6094"}
        assert OrderModified.read({"lines": [line]}).is_done(request)
    other = {"ingramLineNumber": "5", "ingramPartNumber": "1C6094"}
    assert not OrderModified.read({"lines": [other]}).is_done(request)


def test_lines_are_renumbered_and_known_again_by_their_part() -> None:
    request = changing(update("003"), update("009", "DF4128"))
    modified = OrderModified.read(
        {
            "lines": [
                {
                    "ingramLineNumber": "4",
                    "customerLineNumber": "000",
                    "ingramPartNumber": "1C6094",
                },
                {
                    "ingramLineNumber": "10",
                    "customerLineNumber": "000",
                    "ingramPartNumber": "DF4128",
                },
            ]
        }
    )

    assert modified.is_done(request)
    assert [line.ingram_line_number for line in modified.lines] == ["4", "10"]


def test_lines_are_renumbered_so_one_answer_does_not_stand_for_two_changes() -> None:
    request = changing(update("003"), update("009"))
    modified = OrderModified.read(
        {"lines": [{"ingramLineNumber": "4", "ingramPartNumber": "1C6094"}]}
    )

    (undone,) = modified.undone_lines(request)

    assert undone.ingram_line_number == "009"


def test_lines_are_renumbered_so_no_number_is_changed_twice_in_one_request() -> None:
    with pytest.raises(ValueError, match="changed once"):
        changing(update("003"), delete("3"))


@pytest.mark.parametrize("word", ["ON HOLD", "im::hold"])
def test_status_of_a_held_order_has_two_words(word: str) -> None:
    assert status_of(OrderModified.read({"orderStatus": word}).status) is OrderStatus.ON_HOLD


@pytest.mark.parametrize("body", ["", "null", " \n", "{}"])
def test_release_reply_may_be_empty(body: str, client: Client, upstream: Upstream) -> None:
    upstream.reply(200, body)

    released = order_changes.release_order(client, "20-RFJWZ")

    assert released.raw == {}
    (call,) = upstream.calls
    assert (call.method, call.content) == ("PUT", b"{}")
    assert call.query == [("actionCode", "release")]


@pytest.mark.parametrize("body", ["", "null"])
def test_release_reply_is_the_only_one_of_a_modify_that_may_be_empty(
    body: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, body)

    with pytest.raises(OutcomeUnknown):
        modify(client, changing(update("003")))


def test_echoes_that_are_upper_cased_or_broken_are_no_failure(
    client: Client, upstream: Upstream
) -> None:
    address = {**ADDRESS, "contact": "Shinchan Corp Contact", "email": "newcorp@hotmail.com"}
    request = OrderModifyRequest.model_validate({"ship_to": address})
    upstream.reply(
        201,
        {
            **ORDER,
            "shipToInfo": {
                "contact": "SHINCHAN CORP CONTACT",
                "postalCode": "926120000",
                "email": "newcorphotmail.com",
            },
        },
    )

    modified = modify(client, request)

    assert modified.is_done(request)
    assert modified.problems == ()
    assert modified.ship_to is not None
    assert modified.ship_to.email == "newcorphotmail.com"
