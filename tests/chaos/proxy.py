"""A bad line between portal and distributor: `python -m tests.chaos.proxy --port P ...`.

What happens to a write hangs on the seed and on how often that very write was sent, so that a
run can be had again whatever order the workers send in. `GET /_proxy/` tells what happened.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

#: A request may be on its way for so long, also after its sender has died.
LONGEST_DELAY = 3.0
OFTEN = 0.3
LOSE_ANSWER, FAIL_AFTER = "answer dropped after acting", "500 after acting"
DROP_REQUEST, LATE = "request dropped", "answer dropped before acting"
TOO_MANY, CLOSED_PAGE, CLOSED_PAGE_200 = "429", "HTML page, 503", "HTML page, 200"
FAULTS = (LOSE_ANSWER, FAIL_AFTER, LATE, DROP_REQUEST, TOO_MANY, CLOSED_PAGE, CLOSED_PAGE_200)
SWALLOWED, TWICE, REFUSED = "webhook lost", "webhook twice", "webhook refused"
_PAGE = "<!DOCTYPE html><html><body><h1>Scheduled maintenance</h1></body></html>"
_TOO_MANY = {"errors": [{"field": None, "message": "too many requests"}]}
_WEBHOOKS = "/webhooks/"
# What belongs to one connection and not to the message (RFC 9110, 7.6.1).
_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


Answer = Callable[[web.Request], web.Response]


@dataclass
class Line:
    """`probability` of a fault for each write; the switch is `POST /_proxy/`."""

    upstream: str
    web: str
    seed: int
    probability: float = 0.0
    session: aiohttp.ClientSession | None = None
    sent: Counter[str] = field(default_factory=Counter)
    acted: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)

    def dice(self, name: str) -> random.Random:
        """Dice of their own for the n-th sending of this very thing."""
        self.sent[name] += 1
        return random.Random(f"{self.seed}/{name}/{self.sent[name]}")

    def fault(self, dice: random.Random, kinds: tuple[str, ...]) -> str:
        if dice.random() >= self.probability:
            return ""
        kind = dice.choice(kinds)
        self.happened[kind] += 1
        return kind

    async def dawdle(self, dice: random.Random) -> None:
        """Now and then a message takes its time."""
        if self.probability and dice.random() < OFTEN:
            await asyncio.sleep(dice.uniform(0, LONGEST_DELAY))


LINE = web.AppKey("line", Line)


async def carry(request: web.Request) -> web.StreamResponse:
    line, body = request.app[LINE], await request.read()
    if request.path.startswith(_WEBHOOKS):
        return await _webhook(line, request, body)
    if not request.path.startswith("/resellers/"):
        return await _forward(line, line.upstream, request, body)
    if request.method == "GET":
        return await _read(line, request)
    return await _write(line, request, body)


async def _read(line: Line, request: web.Request) -> web.StreamResponse:
    """One in ten goes wrong: what a look-up does not see must not pass for absent."""
    dice = line.dice(f"GET {request.path_qs}")
    if dice.random() < line.probability / 3:
        line.happened["reads broken"] += 1
        return dice.choice(list(_INSTEAD.values()))(request)
    return await _forward(line, line.upstream, request, b"")


async def _write(line: Line, request: web.Request, body: bytes) -> web.StreamResponse:
    name = _name(request, body)
    dice = line.dice(name)
    line.happened["writes"] += 1
    fault = line.fault(dice, FAULTS)
    if fault in _INSTEAD:
        return _INSTEAD[fault](request)
    if fault == LATE:  # who looks it up too soon does not find it
        _hang_up(request)
        await asyncio.sleep(dice.uniform(1, LONGEST_DELAY))
    else:
        await line.dawdle(dice)
    answer = await _forward(line, line.upstream, request, body)
    line.acted[name] += answer.status < 300
    await line.dawdle(dice)  # the webhook may be there before the answer
    if fault in _AFTERWARDS:
        return _AFTERWARDS[fault](request)
    return answer


async def _webhook(line: Line, request: web.Request, body: bytes) -> web.StreamResponse:
    """Lost, twice at once, refused for a while; late, and so in another order than they were."""
    dice = line.dice(f"webhook {len(body)} {request.headers.get('x-hub-signature', '')}")
    fault = line.fault(dice, (SWALLOWED, TWICE, REFUSED))
    line.happened["webhooks"] += 1
    if fault == SWALLOWED:
        return web.Response()
    if fault == REFUSED:
        return web.Response(status=502)
    if line.probability:
        await asyncio.sleep(dice.uniform(0, LONGEST_DELAY))
    again = _forward(line, line.web, request, body) if fault == TWICE else None
    answers = [_forward(line, line.web, request, body), *([again] if again else [])]
    return (await asyncio.gather(*answers))[0]


def _name(request: web.Request, body: bytes) -> str:
    """What a write is about: an order by its customer's number, a change by the order's."""
    told: Any = json.loads(body) if body else {}
    number = told.get("customerOrderNumber", "") if isinstance(told, dict) else ""
    action = request.query.get("actionCode", "")
    return " ".join(filter(None, (request.method, request.path, action, number)))


async def _forward(line: Line, to: str, request: web.Request, body: bytes) -> web.Response:
    headers = _passed_on(request.headers)
    assert line.session
    try:
        async with line.session.request(
            request.method, to + request.path_qs, data=body, headers=headers, allow_redirects=False
        ) as answer:
            content = await answer.read()
            passed_on = _passed_on(answer.headers)
            return web.Response(body=content, status=answer.status, headers=passed_on)
    except aiohttp.ClientError:  # the web process was restarted, say
        return web.Response(status=502)


def _passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in headers.items() if k.lower() not in _HOP}


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _page(status: int) -> Answer:
    return lambda request: web.Response(text=_PAGE, status=status, content_type="text/html")


def _too_many(request: web.Request) -> web.Response:
    return web.json_response(_TOO_MANY, status=429, headers={"X-RateLimit-Reset": "1"})


def _fail(request: web.Request) -> web.Response:
    return web.json_response({"errors": [{"message": "System error"}]}, status=500)


_INSTEAD: dict[str, Answer] = {
    DROP_REQUEST: _hang_up,
    TOO_MANY: _too_many,
    CLOSED_PAGE: _page(503),
    CLOSED_PAGE_200: _page(200),
}
_AFTERWARDS: dict[str, Answer] = {LOSE_ANSWER: _hang_up, FAIL_AFTER: _fail}


async def tell(request: web.Request) -> web.Response:
    line = request.app[LINE]
    return web.json_response({"happened": line.happened, "acted": line.acted})


async def switch(request: web.Request) -> web.Response:
    line = request.app[LINE]
    line.probability = float((await request.json())["probability"])
    return await tell(request)


async def _session(app: web.Application) -> Any:
    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=30)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, auto_decompress=False
    ) as session:
        app[LINE].session = session
        yield


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("port", "upstream-port", "web-port", "seed"):
        parser.add_argument(f"--{name}", type=int, required=True)
    given = parser.parse_args()
    host = "http://127.0.0.1:"
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app[LINE] = Line(f"{host}{given.upstream_port}", f"{host}{given.web_port}", given.seed)
    app.cleanup_ctx.append(_session)
    app.router.add_get("/_proxy/", tell)
    app.router.add_post("/_proxy/", switch)
    app.router.add_route("*", "/{path:.*}", carry)
    web.run_app(app, host="127.0.0.1", port=given.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
