"""Access tokens: client credentials in, bearer token out."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from sandbox.gate import answer
from sandbox.problems import Refusal
from sandbox.settings import App
from sandbox.world import WORLD, Token, World


async def token(request: web.Request) -> web.Response:
    """GET with a query as the document has it, POST with a form as integrators do."""
    world = request.app[WORLD]
    given = await _given(request)
    if given.get("grant_type") != "client_credentials":
        raise Refusal(400, {"message": "Invalid grant_type"})
    app = _app(world, str(given.get("client_id", "")), str(given.get("client_secret", "")))
    seconds = world.timings.token_life
    value = secrets.token_urlsafe(21)
    world.tokens[value] = Token(app=app, expires_at=world.clock.now() + timedelta(seconds=seconds))
    world.journal.tokens_issued += 1
    return answer({"access_token": value, "token_type": "Bearer", "expires_in": str(int(seconds))})


async def _given(request: web.Request) -> Mapping[str, Any]:
    if request.method == "GET":
        return request.query
    if request.content_type != "application/json":
        try:
            return await request.post()
        except (ValueError, LookupError):
            return {}
    try:
        data = json.loads(await request.read())
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _app(world: World, client_id: str, client_secret: str) -> App:
    for app in world.settings.apps:
        if app.client_id == client_id and hmac.compare_digest(
            app.client_secret.encode(), client_secret.encode()
        ):
            return app
    raise Refusal(400, {"message": "Invalid client identifier or secret"})
