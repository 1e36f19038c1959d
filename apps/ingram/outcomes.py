"""What an answer stands for: data, or one of the errors of errors.py."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from apps.ingram.answers import Fault, Unreadable, parse, read_fault, stated_failure
from apps.ingram.calls import Call, Reply
from apps.ingram.errors import (
    BadPayload,
    Forbidden,
    IngramError,
    NotFound,
    NotOnHold,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unauthorized,
    Unavailable,
    ValidationFailed,
)
from apps.ingram.limits import seconds_to_wait
from apps.ingram.wire import Received

IN_TROUBLE = "The distributor's system could not answer just now. Try again in a moment."

_REFUSALS: dict[int, type[Rejected]] = {
    HTTPStatus.BAD_REQUEST: ValidationFailed,
    HTTPStatus.UNAUTHORIZED: Unauthorized,
    HTTPStatus.FORBIDDEN: Forbidden,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.CONFLICT: ValidationFailed,
    HTTPStatus.UNPROCESSABLE_ENTITY: ValidationFailed,
}


def reply_of(call: Call, received: Received, correlation_id: str) -> Reply:
    """The answer as data. Raises what its status or its content stands for."""
    status, operation = received.status, call.operation
    says_none = status in operation.none_statuses and _may_say_none(received)
    if says_none:
        return Reply(status=status, data=None, correlation_id=correlation_id)
    if not 200 <= status < 300:
        raise _failure(call, received, correlation_id)
    data = _data(call, received, correlation_id)
    if stated_failure(data):
        fault = read_fault(received.text)
        if fault.is_absence and HTTPStatus.NOT_FOUND in operation.none_statuses:
            return Reply(status=status, data=None, correlation_id=correlation_id)
        raise _stated(fault, call, received, correlation_id)
    return Reply(status=status, data=data, correlation_id=correlation_id)


def _stated(fault: Fault, call: Call, received: Received, correlation_id: str) -> IngramError:
    """A failure under a good status: v5 tells all of its failures so."""
    operation = call.operation
    if fault.is_stranger:
        return _refusal(Forbidden, fault, call, received, correlation_id)
    if fault.is_absence and operation.method != "POST":
        return _refusal(NotFound, fault, call, received, correlation_id)
    if fault.is_trouble and not operation.is_write:
        return Unavailable(
            IN_TROUBLE, status=received.status, path=call.path, correlation_id=correlation_id
        )
    if operation.is_write and (fault.is_trouble or not fault.is_refusal):
        return _unreadable(call, received, correlation_id, "an error under a good status")
    return _refusal(ValidationFailed, fault, call, received, correlation_id)


def _may_say_none(received: Received) -> bool:
    """A 404 means "no records" with an error body or none; a web page means a wrong address."""
    if not received.text.strip():
        return True
    try:
        parse(received.text)
    except Unreadable:
        return False
    return True


def _data(call: Call, received: Received, correlation_id: str) -> Any:
    if not received.is_whole:
        raise _unreadable(call, received, correlation_id, "the answer broke off or is too long")
    may_be_empty = call.operation.may_be_empty
    if not received.text.strip() and (
        may_be_empty or HTTPStatus.NO_CONTENT in call.operation.none_statuses
    ):
        return None
    try:
        data = parse(received.text)
    except Unreadable:
        raise _unreadable(call, received, correlation_id, "the answer is no JSON") from None
    if not (isinstance(data, dict | list) or (data is None and may_be_empty)):
        raise _unreadable(call, received, correlation_id, "the answer is neither object nor list")
    return data


def _unreadable(
    call: Call, received: Received, correlation_id: str, detail: str
) -> OutcomeUnknown | BadPayload:
    kind = OutcomeUnknown if call.operation.is_write else BadPayload
    return kind(
        status=received.status, path=call.path, correlation_id=correlation_id, detail=detail
    )


def _failure(call: Call, received: Received, correlation_id: str) -> IngramError:
    status, operation = received.status, call.operation
    fault = read_fault(received.text)
    if fault.is_gateway and "customer" in fault.message.lower():
        return _refusal(Forbidden, fault, call, received, correlation_id)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(
            retry_after=seconds_to_wait(received.headers),
            status=status,
            path=call.path,
            correlation_id=correlation_id,
        )
    if status >= 500 or status == HTTPStatus.REQUEST_TIMEOUT:
        # Their sentence may show the inside of their systems: never shown.
        kind, words = (OutcomeUnknown, "") if operation.is_write else (Unavailable, IN_TROUBLE)
        return kind(words, status=status, path=call.path, correlation_id=correlation_id)
    if status < 400:
        moved = Unavailable(
            status=status, path=call.path, correlation_id=correlation_id, detail="redirected"
        )
        moved.is_transient = False
        return moved
    if status == HTTPStatus.METHOD_NOT_ALLOWED and operation.method in {"PUT", "DELETE"}:
        return _refusal(NotOnHold, fault, call, received, correlation_id)
    return _refusal(_REFUSALS.get(status, Rejected), fault, call, received, correlation_id)


def _refusal(
    kind: type[Rejected], fault: Fault, call: Call, received: Received, correlation_id: str
) -> Rejected:
    return kind(
        "" if issubclass(kind, Unauthorized) else fault.sentence,
        fields=fault.fields,
        status=received.status,
        path=call.path,
        correlation_id=correlation_id,
        detail=fault.message,
    )
