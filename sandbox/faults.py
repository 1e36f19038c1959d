"""Faults to order: what goes wrong between the caller and the sandbox."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

from sandbox import problems

KINDS = (
    "lose_answer",
    "drop_request",
    "status",
    "html_maintenance",
    "maintenance",
    "cut_json",
    "broken_json",
    "latency",
    "unauthorized",
    "rate_limited",
)
MAINTENANCE = """<!DOCTYPE html>
<html><head><title>Scheduled maintenance</title></head>
<body><h1>We&rsquo;ll be right back</h1>
<p>The service is down for scheduled maintenance.</p></body></html>
"""
# What is taken in while the system behind is down; it is worked off afterwards (field-notes 3).
QUEUED = (("POST", "/resellers/v7/orders"),)
Act = Callable[[], Awaitable[web.StreamResponse]]


@dataclass(kw_only=True)
class Fault:
    kind: str
    method: str = "*"
    path: str = "*"
    status: int = 500
    after_acting: bool | None = None
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 1.0

    @property
    def acts_first(self) -> bool:
        """Whether the sandbox does what it was asked before the answer goes wrong."""
        if self.after_acting is None:
            return self.kind in ("lose_answer", "cut_json", "broken_json")
        return self.after_acting

    def fits(self, method: str, path: str) -> bool:
        return (
            self._concerns(method, path)
            and self.method in ("*", method)
            and fnmatchcase(path, self.path)
            and (self.times is None or self.times > 0)
            and random.random() < self.probability
        )

    def _concerns(self, method: str, path: str) -> bool:
        """The nightly maintenance spares the token and what is queued."""
        is_spared = (method, path) in QUEUED or not path.startswith("/resellers/")
        return not (self.kind == "maintenance" and is_spared)


@dataclass
class Faults:
    waiting: list[Fault] = field(default_factory=list)

    @property
    def is_maintenance(self) -> bool:
        return any(fault.kind == "maintenance" for fault in self.waiting)

    def take(self, method: str, path: str) -> list[Fault]:
        """The faults of this call: any latency, and one thing that goes wrong."""
        fitting = [fault for fault in self.waiting if fault.fits(method, path)]
        slow = [fault for fault in fitting if fault.kind == "latency"]
        taken = slow + [fault for fault in fitting if fault.kind != "latency"][:1]
        for fault in taken:
            if fault.times is not None:
                fault.times -= 1
        self.waiting = [fault for fault in self.waiting if fault.times != 0]
        return taken


async def suffer(request: web.Request, faults: list[Fault], act: Act) -> web.StreamResponse:
    for fault in faults:
        if fault.kind == "latency":
            await asyncio.sleep(fault.seconds)
    broken = next((fault for fault in faults if fault.kind != "latency"), None)
    if broken is None:
        return await act()
    answer = await act() if broken.acts_first else None
    return await _break(request, broken, answer)


async def _break(
    request: web.Request, fault: Fault, answer: web.StreamResponse | None
) -> web.StreamResponse:
    if fault.kind in ("lose_answer", "drop_request"):
        return _hang_up(request)
    if fault.kind in ("cut_json", "broken_json"):
        return await _cut(request, answer, is_complete=fault.kind == "broken_json")
    if fault.kind == "html_maintenance":
        return web.Response(text=MAINTENANCE, status=503, content_type="text/html")
    if fault.kind == "unauthorized":
        raise problems.unauthorized("Access Token expired")
    if fault.kind == "rate_limited":
        raise problems.too_many_requests(
            {
                "X-RateLimit-Limit": "60",
                "X-RateLimit-Remaining": "0",
                "X-RateLimit-Reset": str(max(1, round(fault.seconds))),
            }
        )
    return problems.system_error(request.path, fault.status)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _cut(
    request: web.Request, answer: web.StreamResponse | None, *, is_complete: bool
) -> web.StreamResponse:
    """Half of the JSON: with a length that tells of it, or with one that promises the rest."""
    body: Any = answer.body if isinstance(answer, web.Response) else None
    whole = bytes(body) if isinstance(body, bytes) else b'{"errors": []}'
    half = whole[: max(1, len(whole) // 2)]
    if is_complete:
        return web.Response(body=half, content_type="application/json")
    response = web.StreamResponse(status=answer.status if answer else 200)
    response.content_type = "application/json"
    response.content_length = len(whole)
    await response.prepare(request)
    await response.write(half)
    if request.transport is not None:
        request.transport.close()
    return response
