"""Refusals, in the shapes of body that the API is known to use."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

# These say "traceid" where the others say "id" (shape B instead of A) ...
_TRACED = re.compile(
    r"/resellers/(v7/|v6/(q2o/|catalog/details|invoices/?$|returns/|renewals/|deals/|freight))"
)
# ... and of these some put an array around it (shape D).
_WRAPPED = re.compile(r"/resellers/v6/(renewals/search|returns/create|freightestimate)$")


@dataclass(frozen=True)
class Field:
    name: str
    value: str
    message: str

    def told(self) -> dict[str, str]:
        """A fault of no field in particular comes without a name (field-notes 6.2)."""
        named = {"field": self.name, "value": self.value} if self.name else {}
        return named | {"message": self.message}


class Problem(Exception):
    """A documented refusal; the gate turns it into the shape of the path that was called."""

    def __init__(
        self,
        status: int,
        message: str,
        kind: str = "/errors/validation-failed",
        fields: Sequence[Field] = (),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.fields = tuple(fields)

    def body(self, path: str) -> Any:
        key = "traceid" if _TRACED.match(path) else "id"
        error: dict[str, Any] = {
            key: secrets.token_hex(6),
            "type": self.kind,
            "message": self.message,
        }
        if self.fields:
            error["fields"] = [field.told() for field in self.fields]
        body = {"errors": [error]}
        return [body] if _WRAPPED.match(path) else body


class Refusal(Exception):
    """An answer of the gateway in front of the API: body and headers are given as they are."""

    def __init__(
        self, status: int, body: Any = None, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers or {}


def invalid(*fields: Field, message: str = "Validation failed") -> Problem:
    return Problem(400, message, fields=fields)


def nothing_found(message: str = "No Records Found") -> Problem:
    return Problem(404, message, "Validation error")


def unauthorized(reason: str) -> Refusal:
    code = "oauth.v2.InvalidAccessToken"
    return Refusal(401, {"fault": {"faultstring": reason, "detail": {"errorcode": code}}})


def unknown_customer() -> Refusal:
    text = "CustomerNumber in the request does not match the registered one"
    return Refusal(403, {"faultcode": "Server", "faultstring": text})


def too_many_requests(headers: dict[str, str]) -> Refusal:
    body = {"errors": [{"field": None, "message": "too many requests"}]}
    return Refusal(429, body, headers)


def system_error(path: str, status: int = 500) -> web.Response:
    text = "Some unexpected error occurred, please contact support team for more details"
    return web.json_response(
        Problem(status, text, "/errors/system-errors").body(path), status=status
    )
