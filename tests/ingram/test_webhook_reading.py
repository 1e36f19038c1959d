"""Inbound events: the signature and the envelope."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apps.ingram.webhooks import UnreadableEvent, is_signed, read_event, signature


def event(**changes: Any) -> bytes:
    return json.dumps({"eventId": "E1", "topic": "resellers/quotes", **changes}).encode()


def test_a_signature_is_base64_of_64_bytes_and_differs_by_secret_and_event() -> None:
    assert len(signature("secret", "E1")) == 88
    assert signature("secret", "E1") != signature("secret", "E2")
    assert signature("secret", "E1") != signature("other", "E1")


def test_either_of_two_secrets_may_have_signed() -> None:
    header = signature("old", "E1")

    assert is_signed(header, "E1", secrets=("new", "old"))
    assert not is_signed(header, "E1", secrets=("new",))


@pytest.mark.parametrize(
    ("header", "event_id", "secrets"),
    [
        ("", "E1", ("s",)),
        (signature("s", ""), "", ("s",)),
        (signature("", "E1"), "E1", ("",)),
        (signature("s", "E1"), "E1", ()),
        (signature("s", "E1").lower(), "E1", ("s",)),
        ("ünicode", "E1", ("s",)),
    ],
)
def test_a_missing_or_wrong_part_is_no_signature(
    header: str, event_id: str, secrets: tuple[str, ...]
) -> None:
    assert not is_signed(header, event_id, secrets=secrets)


def test_the_envelope_may_be_an_array_of_one_with_the_type_inside() -> None:
    body = [
        {
            "eventId": "E1",
            "topic": "resellers/orders",
            "event": "IM::created",
            "eventTimeStamp": "2024-04-23T15:03:11.267Z",
            "resource": {
                "eventType": "IM::async_order_create",
                "customerOrderNumber": "PO-1",
                "orders": [{"ingramOrderNumber": "20-A"}, {"ingramOrderNumber": "20-B"}],
                "message": "Order created",
            },
        }
    ]

    read = read_event(json.dumps(body).encode())

    assert (read.event_id, read.event, read.event_type) == (
        "E1",
        "CREATED",
        "ASYNC ORDER CREATE",
    )
    assert read.happened_at is not None
    assert read.ingram_order_numbers == ("20-A", "20-B")
    assert read.customer_order_numbers == ("PO-1",)
    assert read.failure == ""


def test_the_older_generation_is_all_lower_case() -> None:
    body = {"eventid": "E1", "evenTtimeStamp": "2021-11-01", "resource": [{"ordernumber": "20-A"}]}

    read = read_event(json.dumps(body).encode())

    assert (read.event_id, read.ingram_order_numbers) == ("E1", ("20-A",))
    assert read.happened_at is not None


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"resource": {"quoteNumber": "Q", "reason": "No such part"}}, "No such part"),
        ({"resource": {"message": "Deal unknown", "status": "Failed"}}, "Deal unknown"),
        ({"resource": {"message": "Ready", "status": "Ready To Order"}}, ""),
        ({"message": "Order failed"}, "Order failed"),
        ({"errors": [{"message": "Bad bill-to"}]}, "Bad bill-to"),
        ({"rejectedSkus": ["A", {"ingramPartNumber": "B"}]}, "These parts were not accepted: A, B"),
        ({"rejectedSkus": "A, B"}, "These parts were not accepted: A, B"),
        ({"resource": {"quoteNumber": "Q"}}, ""),
    ],
)
def test_a_failure_is_told_in_a_sentence(changes: dict[str, Any], failure: str) -> None:
    assert read_event(event(**changes)).failure == failure


@pytest.mark.parametrize("body", [b"", b"no", b"[]", b"7", b'"text"', b"[[]]", b"\xff\xfe"])
def test_a_body_without_an_event_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableEvent):
        read_event(body)
