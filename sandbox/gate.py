"""What every call passes: the journal, the faults, the token, the limits and the headers."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox import faults, problems
from sandbox.problems import Field, Problem, Refusal
from sandbox.settings import App, Customer
from sandbox.webhooks import encode
from sandbox.world import WORLD, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
CUSTOMER = web.RequestKey("customer", Customer)
APP = web.RequestKey("app", App)
# Version 5 has its account in the query or in the body (operations/legacy/envelope.py).
_WITHOUT_HEADERS = "/resellers/v5/"
_CUSTOMER_NUMBER = re.compile(r"[0-9A-Z]{2}-[0-9A-Z]{4,6}")
LONGEST_KEPT = 256 * 1024
_LENGTHS = {"IM-SenderID": 32, "IM-ApplicationID": 32, "IM-CustomerContact": 64}
# Beyond the common headers (field-notes 2.2); some only the documents' prose calls required.
_REQUIRED: dict[str, tuple[str, ...]] = {
    "GET /resellers/v6/quotes/search": ("IM-CustomerContact",),
    "GET /resellers/v6/deals/{dealId}": ("IM-ApplicationID",),
    "POST /resellers/v6/freightestimate": ("IM-CustomerContact",),
    "POST /resellers/v7/vendorrequiredinfo": ("IM-SenderID",),
    "GET /resellers/v6/invoices": ("IM-ApplicationID",),
    "GET /resellers/v6/invoices/": ("IM-ApplicationID",),
    "GET /resellers/v6.1/invoices/{invoiceNumber}": ("IM-ApplicationID",),
    "GET /resellers/v6/invoices/{invoicenumber}": ("IM-ApplicationID", "version"),
}


def answer(body: Any, status: int = 200) -> web.Response:
    return web.json_response(text=encode(body), status=status)


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.path.startswith("/_control"):
        return await _control(request, handler)
    world = request.app[WORLD]
    endpoint = _endpoint(request)
    entry = await _journal(world, request, endpoint)
    limits: dict[str, str] = {}

    async def act() -> web.StreamResponse:
        # A refusal is an answer too: a fault may lose it or cut it like any other.
        try:
            if request.path.startswith("/resellers/"):
                app = _app(world, request)
                request[APP] = app
                _within_limits(world, app, endpoint, limits)
                if not request.path.startswith(_WITHOUT_HEADERS):
                    _check_headers(world, app, request, endpoint)
            return await handler(request)
        except (Problem, Refusal) as exc:
            return _told(request, exc)

    try:
        suffered = world.faults.take(request.method, request.path)
        response = await faults.suffer(request, suffered, act)
    except (Problem, Refusal) as exc:
        response = _told(request, exc)
    entry["status"] = response.status
    if not response.prepared:
        response.headers.update(limits)
        _echo(request, response)
    return response


def _told(request: web.Request, exc: Problem | Refusal) -> web.Response:
    if isinstance(exc, Problem):
        return answer(exc.body(request.path), exc.status)
    return _refuse(exc)


async def _control(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as exc:
        return answer(exc.body(request.path), exc.status)


def _endpoint(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return f"{request.method} {resource.canonical if resource else request.path}"


async def _journal(world: World, request: web.Request, endpoint: str) -> dict[str, Any]:
    world.journal.calls[endpoint] += 1
    world.journal.see(request.transport)
    kept = {k: v for k, v in request.headers.items() if k.lower() != "authorization"}
    text = (await request.read())[:LONGEST_KEPT].decode(errors="replace")
    secret = request.path.startswith("/oauth/")
    entry: dict[str, Any] = {
        "method": request.method,
        "path": request.path,
        "query": [] if secret else [list(pair) for pair in request.query.items()],
        "headers": kept,
        "body": None if secret else _json(text),
        "status": None,
    }
    world.journal.requests.append(entry)
    return entry


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text or None


def _app(world: World, request: web.Request) -> App:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    token = world.tokens.get(value.strip()) if kind.lower() == "bearer" else None
    if token is None:
        raise problems.unauthorized("Invalid access token")
    if token.expires_at <= world.clock.now():
        raise problems.unauthorized("Access Token expired")
    return token.app


def _within_limits(world: World, app: App, endpoint: str, headers: dict[str, str]) -> None:
    is_allowed, told = world.meter.take(app.client_id, endpoint)
    headers.update(told)
    if not is_allowed:
        raise problems.too_many_requests(told)


def _check_headers(world: World, app: App, request: web.Request, endpoint: str) -> None:
    headers = request.headers
    found: list[Field] = []
    number = headers.get("IM-CustomerNumber", "").strip()
    country = headers.get("IM-CountryCode", "").strip()
    if not number:
        found.append(Field("IM-CustomerNumber", "", "IM-CustomerNumber is blank"))
    elif not _CUSTOMER_NUMBER.fullmatch(number):
        text = "IM-CustomerNumber must be in the format xx-xxxx or xx-xxxxx or xx-xxxxxx"
        found.append(Field("IM-CustomerNumber", number[:200], text))
    if not re.fullmatch(r"[A-Z]{2}", country):
        found.append(Field("IM-CountryCode", country[:200], "IM-CountryCode is invalid"))
    _check_lengths(headers.get, found)
    found.extend(
        Field(name, "", "Required field is missing")
        for name in _REQUIRED.get(endpoint, ())
        if not headers.get(name, "").strip()
    )
    if found:
        raise problems.invalid(*found)
    _register_customer(world, app, request, number, country)


def _check_lengths(header: Callable[[str], str | None], found: list[Field]) -> None:
    correlation = (header("IM-CorrelationID") or "").strip()
    if not correlation:
        found.append(Field("IM-CorrelationID", "", "IM-CorrelationID cannot be blank"))
    for name, limit in {"IM-CorrelationID": 32, **_LENGTHS}.items():
        value = header(name) or ""
        if len(value) > limit:
            text = f"{name} cannot be longer than {limit} characters"
            found.append(Field(name, value[:200], text))


def _register_customer(
    world: World, app: App, request: web.Request, number: str, country: str
) -> None:
    if number not in app.customers:
        raise problems.unknown_customer()
    customer = world.customer(number)
    if customer.country != country:
        raise problems.invalid(Field("IM-CountryCode", country, "IM-CountryCode is invalid"))
    request[CUSTOMER] = customer


def _refuse(refusal: Refusal) -> web.Response:
    response = web.Response(status=refusal.status) if refusal.body is None else answer(refusal.body)
    response.set_status(refusal.status)
    response.headers.update(refusal.headers)
    return response


def _echo(request: web.Request, response: web.StreamResponse) -> None:
    for name in ("IM-CorrelationID", "IM-SenderID"):
        value = request.headers.get(name, "")
        if value and len(value) <= 64 and value.isprintable():
            response.headers[name] = value
