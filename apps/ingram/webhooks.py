"""Inbound events: is the signature theirs, and what does the envelope say?

Only the event id is signed (field notes 10.2). What is read here is a hint about which
object to fetch; it is never stored as truth.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from apps.ingram.answers import Unreadable, fault_in, fit_for_people, parse
from apps.ingram.schemas.reading import (
    Answer,
    Identifier,
    JsonObject,
    Many,
    Moment,
    Status,
    Text,
    as_list,
    spelt,
)

_REASONS = ("reason", "message", "errorMessage")
#: Statuses of a quote that exists.
_MADE = frozenset({"READY TO ORDER", "ACTIVE", "ORDERED", "CLOSED"})
_PART_KEYS = ("ingramPartNumber", "vendorPartNumber", "sku", "partNumber")


class UnreadableEvent(ValueError):
    """The body is no JSON object, nor a list that holds one."""


def signature(secret: str, event_id: str) -> str:
    """base64(HMAC-SHA512(secret, event id)), as the `x-hub-signature` header carries it."""
    digest = hmac.new(secret.encode(), event_id.encode(), hashlib.sha512).digest()
    return base64.b64encode(digest).decode()


def is_signed(header: str, event_id: str, *, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets signed this event id. Every secret is tried, in constant time.

    Two secrets are valid during a rotation; an empty id, header or secret never is.
    """
    given = header.strip().encode()
    matches = [
        hmac.compare_digest(signature(secret, event_id).encode(), given)
        for secret in secrets
        if secret
    ]
    return bool(given and event_id) and any(matches)


class EventOrder(Answer):
    """One order of an asynchronous creation."""

    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")


class EventResource(Answer):
    """What one resource of an event refers to: an order, a quote, or a part."""

    event_type: Status = ""
    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")
    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    quote_number: Identifier = ""
    quote_name: Text = ""
    confirmation_number: Identifier = ""
    status: Status = ""
    ingram_part_number: Identifier = ""
    orders: Many[EventOrder] = ()

    @property
    def succeeded(self) -> bool:
        """Whether it speaks of something made, so that a message in it is no reason."""
        return self.status in _MADE or any(order.ingram_order_number for order in self.orders)


class WebhookEvent(Answer):
    """An event's envelope, whatever its generation. Never trust more of it than its id."""

    event_id: Identifier = ""
    topic: Text = ""
    event: Status = ""
    envelope_type: Status = spelt("eventType")
    happened_at: Moment = spelt("eventTimeStamp", "evenTtimeStamp", default=None)
    resources: Many[EventResource] = spelt("resource", "resources", default=())

    @property
    def event_type(self) -> str:
        """Upper-case words without prefix (`QUOTE CREATE`); it stands at the top or inside."""
        inner = (resource.event_type for resource in self.resources)
        return self.envelope_type or next(filter(None, inner), "")

    @property
    def ingram_order_numbers(self) -> tuple[str, ...]:
        return _distinct(
            number
            for resource in self.resources
            for number in (
                resource.ingram_order_number,
                *(order.ingram_order_number for order in resource.orders),
            )
        )

    @property
    def customer_order_numbers(self) -> tuple[str, ...]:
        """The reseller's PO numbers; the distributor writes them in upper case."""
        return _distinct(resource.customer_order_number for resource in self.resources)

    @property
    def quote_numbers(self) -> tuple[str, ...]:
        return _distinct(resource.quote_number for resource in self.resources)

    @property
    def rejected_part_numbers(self) -> tuple[str, ...]:
        """Parts that a quote could not take, from `rejectedSkus` wherever it stands."""
        return _distinct(
            part
            for source in self._sources()
            for entry in as_list(_value(source, "rejectedSkus"))
            for part in _part_numbers(entry)
        )

    @property
    def failure(self) -> str:
        """The reason for a failure, fit for a person; empty when the event tells of none.

        Error events are hardly documented (field notes 7.3, 7.4): explicit errors, a reason or
        message beside nothing that succeeded, and rejected parts are all taken for one.
        """
        told = [text for source in self._sources() if (text := _stated_error(source))]
        for resource in self.resources:
            told += [] if resource.succeeded else [_reason(resource.raw)]
        if not self.resources:
            told.append(_reason(self.raw))
        if words := "; ".join(dict.fromkeys(filter(None, told))):
            return words
        parts = ", ".join(self.rejected_part_numbers)
        return f"These parts were not accepted: {parts}" if parts else ""

    def _sources(self) -> tuple[JsonObject, ...]:
        return (self.raw, *(resource.raw for resource in self.resources))


def read_event(body: bytes) -> WebhookEvent:
    """The event of a request's body: a root object, or an array of one.

    Raises UnreadableEvent.
    """
    try:
        data = parse(body.decode("utf-8", errors="replace"))
    except Unreadable as error:
        raise UnreadableEvent("the body is no JSON") from error
    root = next(iter(as_list(data)), None)
    if not isinstance(root, dict):
        raise UnreadableEvent("the body holds no event")
    return WebhookEvent.read(root)


def _stated_error(source: JsonObject) -> str:
    stated = {key: source[key] for key in ("errors", "rejectedLineItems") if source.get(key)}
    return fault_in(stated).sentence if stated else ""


def _reason(source: JsonObject) -> str:
    said = (fit_for_people(str(_value(source, key) or "")) for key in _REASONS)
    return next(filter(None, said), "")


def _part_numbers(entry: object) -> Iterator[str]:
    if isinstance(entry, dict):
        found = (_value(entry, key) for key in _PART_KEYS)
        entry = next(filter(None, found), "")
    if isinstance(entry, str | int):
        yield from (part.strip() for part in str(entry).split(",") if part.strip())


def _value(source: JsonObject, key: str) -> Any:
    lowered = {name.lower(): value for name, value in source.items()}
    return lowered.get(key.lower())


def _distinct(numbers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, numbers)))
