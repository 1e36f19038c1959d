"""A sandbox for tests: a real server on a free port, in a thread of its own."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sandbox.control import reset
from sandbox.server import make_world, running
from sandbox.settings import Settings, Timings
from sandbox.world import World

# Nothing takes longer than a moment, and no stock moves by itself, unless a test asks for it.
QUICK = replace(
    Timings(), quote_ready=0.05, order_created=0.05, webhook_retry=0.05, stock_update=None
)


class SandboxServer:
    """`with SandboxServer() as sandbox:`; reset() brings the seed back in a few milliseconds."""

    client_id = "sandbox"
    client_secret = "sandbox-secret"  # noqa: S105
    customer_number = "20-222222"
    webhook_secret = "sandbox-webhook-secret"  # noqa: S105

    def __init__(
        self,
        *,
        timings: Timings = QUICK,
        state: Path | None = None,
        history_moves: bool = False,
    ) -> None:
        self._settings = replace(Settings(), timings=timings, history_moves=history_moves)
        self._state = state
        self._thread = threading.Thread(target=self._run, name="sandbox", daemon=True)
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopped: asyncio.Event
        self._world: World
        self.port = 0

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> Self:
        self._thread.start()
        self._started.wait(10)
        if self._failure is not None:
            raise self._failure
        return self

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopped.set)
            self._thread.join(10)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def control(self, **changes: Any) -> dict[str, Any]:
        """POST /_control/ with these keys; gives the snapshot after the change."""
        return self._call("POST", "/_control/", changes)

    def state(self) -> dict[str, Any]:
        return self._call("GET", "/_control/")

    def requests(self) -> list[dict[str, Any]]:
        """The calls since the last reset with headers and bodies."""
        return self._call("GET", "/_control/requests")  # type: ignore[return-value]

    def reset(self) -> None:
        asyncio.run_coroutine_threadsafe(reset(self._world), self._loop).result(10)

    def advance(self, seconds: float) -> None:
        """Move the clock; what became due has happened when this returns."""
        self.control(advance_seconds=seconds)

    def fault(self, kind: str, method: str = "*", path: str = "*", **more: Any) -> None:
        """Add a fault to those that are waiting."""
        waiting = self.state()["faults"]
        self.control(faults=[*waiting, {"kind": kind, "method": method, "path": path, **more}])

    def lose_answer(self, method: str, path: str, times: int = 1) -> None:
        """The sandbox does what it is asked, and hangs up instead of answering."""
        self.fault("lose_answer", method, path, times=times)

    def orders(self, *, customer_order_number: str) -> int:
        """How many orders with this number really arrived (a split cart counts as one each)."""
        wanted = customer_order_number.upper()
        orders = self.state()["orders"].items()
        return sum(len(numbers) for number, numbers in orders if number.upper() == wanted)

    def quotes(self, *, quote_name: str) -> int:
        return len(self.state()["quotes"].get(quote_name, []))

    def returns(self, *, reference_number: str) -> int:
        """How many lines with this number really were asked to come back."""
        return len(self.state()["returns"].get(reference_number, []))

    def delivered(self) -> list[dict[str, Any]]:
        """The log of webhook deliveries, once each has arrived or was given up."""
        for _ in range(1000):
            deliveries: list[dict[str, Any]] = self.state()["deliveries"]
            if all(delivery["is_final"] for delivery in deliveries):
                return deliveries
            time.sleep(0.01)
        raise TimeoutError(deliveries)

    def calls(self, operation: str) -> int:
        """Calls of an endpoint: "POST /resellers/v7/orders", or a path with any method."""
        calls = self.state()["calls"].items()
        return sum(
            count
            for endpoint, count in calls
            if operation in (endpoint, endpoint.partition(" ")[2])
        )

    def _call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json"})
            response = connection.getresponse()
            found = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(found)
        return found  # type: ignore[no-any-return]

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as exc:  # noqa: BLE001, RUF100 - raised again by start()
            self._failure = exc
        finally:
            self._started.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._world = make_world(self._settings, self._state)
        async with running(self._world, "127.0.0.1", 0) as self.port:
            self._started.set()
            await self._stopped.wait()
