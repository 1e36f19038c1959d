"""What the v5 operations share: the account in query or preamble, and HTTP 200 even for failure."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox import problems
from sandbox.gate import APP, CUSTOMER, Handler, answer
from sandbox.problems import Field, Problem, invalid
from sandbox.reading import Reading
from sandbox.world import WORLD

# The account's two parts are asked for in any case of letters: v5 spells them in several.
_NUMBER, _COUNTRY = "customernumber", "isocountrycode"
# Answers without a code of their own leave it out, as the documents' examples do.
FAILED, SUCCESS = "FAILED", "SUCCESS"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """How one operation spells what goes around its answer: no two agree (field-notes 4.2)."""

    root: str = "serviceresponse"
    preamble: str = "responsepreamble"
    status: str = "responsestatus"
    code: str = "statuscode"
    message: str = "responsemessage"

    def success(self, body: dict[str, Any], message: str = "", code: str = "") -> web.Response:
        return self.told(SUCCESS, message, code, body)

    def failed(
        self, message: str, code: str = "", body: dict[str, Any] | None = None
    ) -> web.Response:
        return self.told(FAILED, message, code, body or {})

    def told(self, status: str, message: str, code: str, body: dict[str, Any]) -> web.Response:
        texts = {self.status: status, self.code: code, self.message: message}
        preamble = {name: text for name, text in texts.items() if name and text}
        return answer({self.root: {self.preamble: preamble, **body}})

    def __call__(self, handler: Handler) -> Handler:
        """Decorate a handler: its account is found first, and its refusals become FAILED."""

        @functools.wraps(handler)
        async def wrapped(request: web.Request) -> web.StreamResponse:
            try:
                await _register_account(request)
                return await handler(request)
            except Problem as exc:
                return self.failed(_reason(exc))

        return wrapped


async def request_body(request: web.Request) -> Reading:
    """What the one root member of the body holds; all keys in lower case, at every depth."""
    try:
        data = _lowered(json.loads(await request.read()))
    except (ValueError, RecursionError):
        data = None
    inside = next(iter(data.values()), None) if isinstance(data, dict) else None
    if not isinstance(inside, dict):
        raise Problem(400, "Input passed is not in right or expected format.")
    return Reading(inside, [])


def parameter(request: web.Request, name: str, limit: int = 100) -> str:
    """A parameter of the query, whichever way its letters are cased."""
    for known, value in request.query.items():
        if known.lower() == name.lower():
            if len(value) > limit:
                raise invalid(Field(name, value[:limit], f"{name} is too long"))
            return value.strip()
    return ""


async def _register_account(request: web.Request) -> None:
    number, country = parameter(request, _NUMBER), parameter(request, _COUNTRY)
    if request.method == "POST" and not number:
        preamble = (await request_body(request)).part("requestpreamble")
        if preamble is not None:
            number, country = preamble.text(_NUMBER), preamble.text(_COUNTRY)
            preamble.finish()
    if not number or not country:
        raise Problem(400, f"{_NUMBER} and {_COUNTRY} are required")
    if number not in request[APP].customers:
        raise problems.unknown_customer()
    customer = request.app[WORLD].customer(number)
    if customer.country != country.upper():
        raise Problem(400, f"{_COUNTRY} is invalid")
    request[CUSTOMER] = customer


def _lowered(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.lower(): _lowered(item) for key, item in value.items()}
    return [_lowered(item) for item in value] if isinstance(value, list) else value


def _reason(problem: Problem) -> str:
    details = [f"{field.name}: {field.message}".rstrip(": ") for field in problem.fields]
    return "; ".join([problem.message, *details])
