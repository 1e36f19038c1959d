"""The sandbox as an aiohttp server."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from sandbox import control, lifecycle
from sandbox.clock import Clock
from sandbox.data.catalogue import catalogue
from sandbox.data.history import history
from sandbox.gate import gate
from sandbox.limits import Meter
from sandbox.operations import ROUTES
from sandbox.settings import Settings
from sandbox.state import State, Store
from sandbox.stock import Stockroom
from sandbox.webhooks import Webhooks
from sandbox.world import WORLD, World

LARGEST_BODY = 4 * 1024 * 1024


def make_world(settings: Settings, state_path: Path | None = None) -> World:
    state = State(Store(state_path) if state_path else None)
    products = catalogue(settings.seed)
    state.sow(history(settings, products, state.seeded_at()))
    world = World(
        settings=settings,
        timings=settings.timings,
        clock=Clock(timedelta(seconds=state.clock_offset())),
        state=state,
        catalogue=Stockroom(products),
        webhooks=Webhooks(
            settings.webhook_secret,
            settings.webhook_targets,
            lambda: world.timings.webhook_retry,
        ),
        meter=Meter(settings.limits),
    )
    lifecycle.stock.begin(world)
    return world


def make_app(world: World) -> web.Application:
    app = web.Application(middlewares=[gate], client_max_size=LARGEST_BODY)
    app[WORLD] = world
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, handler)
    app.router.add_get("/_control/", control.show)
    app.router.add_get("/_control/requests", control.requests)
    app.router.add_post("/_control/", control.change)
    app.cleanup_ctx.append(_living)
    return app


async def _living(app: web.Application) -> AsyncIterator[None]:
    world = app[WORLD]
    time_keeper = asyncio.create_task(lifecycle.keep_time(world))
    yield
    time_keeper.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await time_keeper
    await world.webhooks.close()
    world.state.close()


@contextlib.asynccontextmanager
async def running(world: World, host: str, port: int) -> AsyncIterator[int]:
    """Serve the world; gives the port, which the system chooses when asked for port 0."""
    runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def main(
    *,
    host: str = "127.0.0.1",
    port: int,
    state: Path | None = None,
    webhook_targets: tuple[str, ...] = (),
) -> None:
    """Run until SIGINT or SIGTERM."""
    settings = replace(Settings(), webhook_targets=tuple(webhook_targets))
    asyncio.run(_serve(make_world(settings, state), host, port))


async def _serve(world: World, host: str, port: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with running(world, host, port):
        await stopped.wait()
