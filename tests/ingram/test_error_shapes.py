"""Every error body of field notes 4.3, read by the one parser; see test_errors_over_http too."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apps.ingram import FieldError
from apps.ingram.answers import read_fault, stated_failure

FIELD = {"field": "quantity", "value": None, "message": "must be positive"}
ERROR = {"id": 123, "type": "/errors/validation-failed", "message": "Bad data", "fields": [FIELD]}
TRACED = {**ERROR, "traceid": "t-1"}
READ = FieldError(field="quantity", message="must be positive")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"errors": [ERROR]}, id="A"),
        pytest.param({"errors": [TRACED]}, id="B"),
        pytest.param({"errors": TRACED}, id="B as one object"),
        pytest.param(TRACED, id="C"),
        pytest.param([{"errors": [TRACED]}], id="D"),
        pytest.param([TRACED], id="D bare"),
        pytest.param(
            {"errors": [{"1ype": "/errors/x", "messaage": "Bad data", "fields": FIELD}]},
            id="misspelt",
        ),
    ],
)
def test_message_and_fields_are_found(body: Any) -> None:
    fault = read_fault(json.dumps(body))

    assert fault.message == "Bad data"
    assert fault.fields == (READ,)
    assert fault.sentence == "Bad data; quantity: must be positive"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param({"message": "Invalid grant"}, "Invalid grant", id="E"),
        pytest.param(
            {"fault": {"faultstring": "Quota", "detail": {"errorcode": "x"}}}, "Quota", id="E fault"
        ),
        pytest.param({"faultcode": "Server", "faultstring": "Wrong one"}, "Wrong one", id="F"),
        pytest.param({"errors": [{"field": None, "message": "too many"}]}, "too many", id="G"),
        pytest.param(
            {
                "serviceresponse": {
                    "responsepreamble": {
                        "responsestatus": "FAILED",
                        "statuscode": "200",
                        "responsemessage": "Order Not Found",
                    }
                }
            },
            "Order Not Found",
            id="H",
        ),
        pytest.param(
            {"a": {"b": {"requestStatus": "Failed", "returnMessage": "No such"}}},
            "No such",
            id="H other names",
        ),
        pytest.param({"errors": [{"message": None}]}, "", id="null message"),
        pytest.param({"errors": ["a text"]}, "a text", id="texts"),
        pytest.param([], "", id="empty list"),
        pytest.param(None, "", id="null"),
        pytest.param(7, "", id="number"),
    ],
)
def test_the_message_is_found(body: Any, message: str) -> None:
    assert read_fault(json.dumps(body)).message == message


@pytest.mark.parametrize("text", ["", "<html>no</html>", "plain", '{"errors": [', "[" * 100_000])
def test_an_empty_or_foreign_body_tells_nothing_and_harms_nothing(text: str) -> None:
    assert read_fault(text).sentence == ""


def test_rejected_lines_are_fields() -> None:
    body = {
        "rejectedLineItems": [
            {"customerLinenumber": "2", "ingramPartNumber": "X", "rejectReason": "Not found"}
        ]
    }

    assert read_fault(json.dumps(body)).fields == (
        FieldError(field="line 2", message="Not found", value="X"),
    )


def test_a_sentence_is_bounded_and_shows_no_stack_trace() -> None:
    assert read_fault(json.dumps({"message": "System.Net.WebException at X"})).sentence == ""
    assert read_fault(json.dumps({"message": "<b>x</b>"})).sentence == ""
    assert len(read_fault(json.dumps({"message": "x" * 5000})).sentence) == 300


def test_data_beside_errors_is_not_a_failure() -> None:
    assert stated_failure({"errors": [ERROR]})
    assert stated_failure([{"errors": [ERROR]}])
    assert not stated_failure({"errors": [], "quoteNumber": "Q"})
    assert not stated_failure({"errors": [ERROR], "orders": [{"ingramOrderNumber": "20-1"}]})
    assert not stated_failure([{"productStatusCode": "E"}])
    assert not stated_failure({"status": "Failed"})
