"""The eleven error shapes of field notes 4.3, each as the client meets it over HTTP."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from apps.ingram import (
    AuthFailed,
    BadPayload,
    Client,
    FieldError,
    Forbidden,
    IngramError,
    NotFound,
    NotOnHold,
    Operation,
    OutcomeUnknown,
    RateLimited,
    Unauthorized,
    Unavailable,
    ValidationFailed,
)
from apps.ingram.config import ApiVersion, Resource
from apps.ingram.operations import (
    catalog,
    deals,
    freight,
    invoices,
    orders,
    quotes,
    renewals,
    returns,
)
from apps.ingram.operations import order_changes as changes
from apps.ingram.schemas.prices import PriceRequest
from tests.ingram.conftest import MakeClient
from tests.ingram.test_freight import make_freight
from tests.ingram.test_paging import functions
from tests.ingram.test_requests import make_order
from tests.ingram.test_returns import make_return
from tests.ingram.traps.test_5_2_order_create import make_line, make_v6
from tests.ingram.traps.test_5_3_order_modify import changing, update
from tests.ingram.upstream import Upstream

FIELD = {"field": "pageSize", "value": None, "message": "must be positive"}
TYPED = {"type": "/errors/validation-failed", "message": "Bad data", "fields": [FIELD]}
WITH_ID = {"id": "12ab", **TYPED}
TRACED = {"traceid": "12ab", **TYPED}
READ = (FieldError(field="pageSize", message="must be positive"),)
SENTENCE = "Bad data; pageSize: must be positive"
PRICES = PriceRequest.model_validate(
    {"products": [{"ingram_part_number": "A"}, {"ingram_part_number": "B"}]}
)
MAINTENANCE = "<!DOCTYPE html><html><body><h1>Be right back</h1></body></html>"

Call = Callable[[Client], Any]
CALLS: Mapping[str, Call] = {
    "search orders": lambda client: orders.search_orders(client),
    "read an order": lambda client: orders.order_details(client, "20-RD3QV"),
    "create v6": lambda client: changes.create_order_v6(client, make_v6()),
    "create v7": lambda client: orders.create_order(client, make_order()),
    "modify": lambda client: changes.modify_order(client, "20-RD3QV", changing(update("003"))),
    "release": lambda client: changes.release_order(client, "20-RD3QV"),
    "cancel": lambda client: changes.cancel_order(client, "20-RD3QV"),
    "validate": lambda client: quotes.validate_quote(client, "QUO-1"),
    "read a product": lambda client: catalog.product_details(client, "6YE881"),
    "search invoices": lambda client: invoices.search_invoices(client),
    "search deals": lambda client: deals.search_deals(client),
    "search renewals": lambda client: renewals.search_renewals(client),
    "search returns": lambda client: returns.search_returns(client),
    "create a return": lambda client: returns.create_return(client, make_return()),
    "freight": lambda client: freight.estimate_freight(client, make_freight()),
}


class Shape(NamedTuple):
    """A body, under which status which calls meet it, and what it is to them."""

    letter: str
    status: int
    body: Any
    calls: tuple[str, ...]
    error: type[IngramError] = ValidationFailed
    sentence: str = SENTENCE
    fields: tuple[FieldError, ...] = READ


SHAPES = (
    Shape("A", 400, {"errors": [WITH_ID]}, ("search orders", "create v6", "modify", "cancel")),
    Shape("A id as a number", 400, {"errors": [{**WITH_ID, "id": 123}]}, ("read a product",)),
    Shape("A one error as an object", 400, {"errors": WITH_ID}, ("search orders",)),
    Shape(
        "A messaage",
        400,
        {"errors": [{"id": 1, "messaage": "Bad data", "fields": [FIELD]}]},
        ("create v6",),
    ),
    Shape(
        "A 1ype",
        400,
        {"errors": [{"1ype": "Validation error", "message": "Bad data", "fields": [FIELD]}]},
        ("cancel", "search orders"),
    ),
    Shape(
        "A not found", 404, {"errors": [WITH_ID]}, ("modify", "cancel", "read an order"), NotFound
    ),
    Shape("A not on hold", 405, {"errors": [WITH_ID]}, ("modify", "cancel"), NotOnHold),
    Shape(
        "B",
        400,
        {"errors": [TRACED]},
        ("create v7", "validate", "read a product", "search invoices", "search deals"),
    ),
    Shape(
        "B without message",
        400,
        {"errors": [{"traceid": "1", "message": None, "fields": [FIELD]}]},
        ("validate",),
        ValidationFailed,
        "pageSize: must be positive",
    ),
    Shape("C", 400, TRACED, ("create v7", "validate", "search deals", "search returns", "freight")),
    Shape("D", 400, [{"errors": [TRACED]}], ("search renewals", "create a return", "freight")),
    Shape("D bare", 400, [TRACED], ("search renewals", "create a return", "freight")),
    Shape(
        "E of the gateway",
        403,
        {"fault": {"faultstring": "No access", "detail": {"errorcode": "policies.x"}}},
        ("search orders", "create v7"),
        Forbidden,
        "No access",
        (),
    ),
    Shape(
        "F",
        500,
        {"faultcode": "Server", "faultstring": "CustomerNumber does not match"},
        ("search orders", "create v7", "cancel"),
        Forbidden,
        "CustomerNumber does not match",
        (),
    ),
    Shape(
        "G",
        429,
        {"errors": [{"field": None, "message": "too many requests"}]},
        ("search orders", "create v6", "cancel"),
        RateLimited,
        RateLimited.default_message,
        (),
    ),
)
EVERY = [
    pytest.param(shape, call, id=f"{shape.letter}, {call}")
    for shape in SHAPES
    for call in shape.calls
]


def failure_of(call: Call, client: Client) -> IngramError:
    with pytest.raises(IngramError) as caught:
        call(client)
    return caught.value


@pytest.mark.parametrize(("shape", "call"), EVERY)
def test_shapes_a_to_g_have_class_sentence_and_fields(
    shape: Shape, call: str, make_client: MakeClient, upstream: Upstream
) -> None:
    upstream.reply(shape.status, shape.body, X_RateLimit_Reset="7")

    error = failure_of(CALLS[call], make_client(read_attempts=1))

    assert type(error) is shape.error
    assert error.user_message == shape.sentence
    assert getattr(error, "fields", ()) == shape.fields
    assert (error.status, error.nothing_was_done) == (shape.status, True)
    assert error.correlation_id == upstream.calls[-1].headers["IM-CorrelationID"]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, {"message": "Invalid client"}, AuthFailed),
        (401, {"fault": {"faultstring": "x", "detail": {"errorcode": "y"}}}, AuthFailed),
        (500, {"fault": {"faultstring": "x", "detail": {"errorcode": "y"}}}, Unavailable),
        (503, MAINTENANCE, Unavailable),
    ],
)
@pytest.mark.parametrize("call", ["search orders", "create v7"])
def test_shape_e_of_the_token_endpoint_means_that_nothing_was_sent(
    call: str, status: int, body: Any, kind: type[IngramError], client: Client, upstream: Upstream
) -> None:
    upstream.reply_token(status, body)

    error = failure_of(CALLS[call], client)

    assert type(error) is kind
    assert error.nothing_was_done
    assert upstream.calls == []


def test_shape_g_tells_how_long_to_wait(make_client: MakeClient, upstream: Upstream) -> None:
    upstream.reply(429, SHAPES[-1].body, X_RateLimit_Reset="7")

    error = failure_of(CALLS["search orders"], make_client(read_attempts=1))

    assert isinstance(error, RateLimited)
    assert error.retry_after == 7


@pytest.mark.parametrize(
    ("preamble", "words"),
    [
        (("responsestatus", "statuscode", "responsemessage"), "serviceresponse"),
        (("requeststatus", "returncode", "returnmessage"), "serviceResponse"),
        (("requestStatus", "returnCode", "returnMessage"), "servicerresponse"),
        (("responseStatus", "responseStatusCode", "responseMessage"), "quoteDetailResponse"),
    ],
)
def test_shape_h_fails_under_a_good_status(
    preamble: tuple[str, str, str], words: str, make_client: MakeClient, upstream: Upstream
) -> None:
    told = dict(zip(preamble, ("FAILED", "400", "Invalid country"), strict=True))
    upstream.reply(200, {words: {"responsepreamble": told}})
    client = make_client(versions={Resource.ORDERS: ApiVersion.V5})

    error = failure_of(CALLS["read an order"], client)

    assert type(error) is ValidationFailed
    assert (error.user_message, error.status) == ("Invalid country", 200)


def test_shape_h_of_an_order_that_is_not_there(make_client: MakeClient, upstream: Upstream) -> None:
    told = {"responsestatus": "FAILED", "statuscode": "200", "responsemessage": "Not Found"}
    upstream.reply(200, {"serviceresponse": {"responsepreamble": told}})
    client = make_client(versions={Resource.ORDERS: ApiVersion.V5})

    assert type(failure_of(CALLS["read an order"], client)) is NotFound


@pytest.mark.parametrize("status", [200, 207])
@pytest.mark.parametrize(
    "item",
    [
        {"productStatusCode": "E", "productStatusMessage": "Unknown part"},
        {"errorCode": "E-1", "errorMessage": "Unknown part"},
    ],
)
def test_shape_i_is_an_error_of_one_item_beside_the_others(
    item: dict[str, str], status: int, client: Client, upstream: Upstream
) -> None:
    good = {"ingramPartNumber": "B", "pricing": {"customerPrice": 5}}
    upstream.reply(status, [{"ingramPartNumber": "A", **item}, good])

    bad, found = catalog.price_and_availability(client, PRICES)

    assert (bad.error, bad.customer_price) == ("Unknown part", None)
    assert (found.error, found.customer_price) == ("", 5)


REJECTED = {"customerLinenumber": "2", "ingramPartNumber": "X", "rejectReason": "Unknown part"}


@pytest.mark.parametrize("status", [200, 201, 207])
def test_shape_j_gives_the_order_and_the_rejected_lines(
    status: int, client: Client, upstream: Upstream
) -> None:
    order = {"ingramOrderNumber": "20-1", "rejectedLineItems": [REJECTED]}
    upstream.reply(status, {"orders": [order]})
    two = make_v6(lines=[make_line(), make_line(customer_line_number="2")])

    created = changes.create_order_v6(client, two)

    assert [order.ingram_order_number for order in created.orders] == ["20-1"]
    assert [line.reject_reason for line in created.rejected_lines] == ["Unknown part"]


@pytest.mark.parametrize("call", ["create v6", "modify"])
@pytest.mark.parametrize("status", [200, 201, 207])
def test_shape_j_with_nothing_but_rejected_lines_is_a_refusal(
    status: int, call: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, {"rejectedLineItems": [REJECTED]})

    error = failure_of(CALLS[call], client)

    assert isinstance(error, ValidationFailed)
    assert error.fields == (FieldError(field="line 2", message="Unknown part", value="X"),)


@pytest.mark.parametrize("body", ["", MAINTENANCE, "plain words", "{", b"\xff\xfe"])
@pytest.mark.parametrize(
    ("status", "call", "kind"),
    [
        (401, "search orders", Unauthorized),
        (401, "create v7", Unauthorized),
        (404, "modify", NotFound),
        (400, "validate", ValidationFailed),
        (405, "cancel", NotOnHold),
        (502, "search orders", Unavailable),
        (502, "create v6", OutcomeUnknown),
        (504, "cancel", OutcomeUnknown),
    ],
)
def test_shape_k_is_told_by_its_status_and_shows_nothing_of_its_body(
    status: int,
    call: str,
    kind: type[IngramError],
    body: Any,
    make_client: MakeClient,
    upstream: Upstream,
) -> None:
    upstream.reply(status, body)

    error = failure_of(CALLS[call], make_client(read_attempts=1))

    assert type(error) is kind
    assert "<" not in error.user_message
    assert "plain words" not in error.user_message
    assert error.user_message


@pytest.mark.parametrize("body", [MAINTENANCE, "plain words", "{", '"text"', "7"])
@pytest.mark.parametrize(
    ("call", "kind"),
    [
        ("search orders", BadPayload),
        ("read a product", BadPayload),
        ("create v6", OutcomeUnknown),
        ("create v7", OutcomeUnknown),
        ("cancel", OutcomeUnknown),
    ],
)
def test_shape_k_under_a_good_status_is_no_success(
    call: str, kind: type[IngramError], body: str, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, body)

    assert type(failure_of(CALLS[call], client)) is kind


def test_shape_k_of_a_cancelled_order_is_its_success(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, "")

    CALLS["cancel"](client)

    assert len(upstream.calls) == 1


@pytest.mark.parametrize(
    "message",
    [
        "System.Net.WebException: The remote server returned an error",
        "java.lang.NullPointerException at com.im.Orders.create(Orders.java:12)",
        "<b>Server Error</b>",
    ],
)
@pytest.mark.parametrize("status", [400, 500])
def test_the_inside_of_their_systems_is_not_shown(
    status: int, message: str, make_client: MakeClient, upstream: Upstream
) -> None:
    upstream.reply(status, {"errors": [{"id": "1", "message": message}]})

    error = failure_of(CALLS["search orders"], make_client(read_attempts=1))

    assert message not in error.user_message
    assert message not in str(error)
    assert error.user_message


def none_statuses(search: Any) -> list[int]:
    """The statuses by which the operation of a search says that there are no records."""
    declared = vars(sys.modules[search.__module__]).values()
    (found,) = (
        value for value in declared if isinstance(value, Operation) and "search" in value.name
    )
    return sorted(found.none_statuses)


@pytest.mark.parametrize(
    ("search", "status"),
    [
        pytest.param(search, status, id=f"{search.__name__} {status}")
        for search in functions("search_")
        for status in none_statuses(search)
    ],
)
@pytest.mark.parametrize("body", ["", {"errors": [{"id": 123, "message": "No records"}]}])
def test_no_records_are_an_empty_page(
    search: Any, status: int, body: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, "" if status == 204 else body)

    page = search(client)

    assert (page.raw, page.problems) == ({}, ())


def test_a_204_for_an_order_means_that_there_is_none(client: Client, upstream: Upstream) -> None:
    upstream.reply(204)

    assert type(failure_of(CALLS["read an order"], client)) is NotFound
