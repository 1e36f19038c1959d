"""A caller of the sandbox whose every answer is held against the documents, and a listener."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from sandbox.testing import SandboxServer
from tests.contract.answers import check_answer


class Caller:
    """Speaks for one customer, with a token and all headers; tests change what they need."""

    def __init__(self, sandbox: SandboxServer, customer: str = "20-222222", country: str = "US"):
        self.sandbox = sandbox
        self.session = requests.Session()
        self.headers: dict[str, str | None] = {
            "IM-CustomerNumber": customer,
            "IM-CountryCode": country,
            "IM-CorrelationID": "0123456789abcdef0123456789abcdef",
            "IM-SenderID": "Trade Counter",
            "IM-ApplicationID": "Trade Counter",
            "IM-CustomerContact": "rep@harborpoint.example",
        }
        self.sign_in()

    def sign_in(self, client_id: str = "sandbox", secret: str = "sandbox-secret") -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
        }
        answer = self.session.post(self.sandbox.base_url + "/oauth/oauth20/token", data=form)
        self.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, **query: Any) -> requests.Response:
        return self.send("GET", path, params=query)

    def post(self, path: str, body: Any, **query: Any) -> requests.Response:
        return self.send("POST", path, json=body, params=query)

    def send(self, method: str, path: str, **more: Any) -> requests.Response:
        url = self.sandbox.base_url + path
        answer = self.session.request(method, url, headers=self.headers, **more)
        check_answer(method, path, answer.status_code, answer.text, answer.headers)
        return answer

    def price(self, *part_numbers: str, **product: Any) -> requests.Response:
        products = [{"ingramPartNumber": number} | product for number in part_numbers]
        return self.post(
            "/resellers/v6/catalog/priceandavailability",
            {"products": products},
            includePricing="true",
            includeAvailability="true",
        )

    def create_quote(self, *part_numbers: str, **changes: Any) -> requests.Response:
        products = [{"ingramPartNumber": number, "quantity": "2"} for number in part_numbers]
        body = {"quoteName": "Spring refresh", "CustomerContact": "rep@harborpoint.example"}
        return self.post("/resellers/v6/quotes/create", body | {"products": products} | changes)

    def order(self, *part_numbers: str, **changes: Any) -> requests.Response:
        lines = [
            {"customerLineNumber": str(index), "ingramPartNumber": number, "quantity": 2}
            for index, number in enumerate(part_numbers, start=1)
        ]
        body = {"customerOrderNumber": "PO-1", "lines": lines}
        return self.post("/resellers/v7/orders", body | changes)

    def ready_quote(self, *part_numbers: str, **changes: Any) -> str:
        number = str(self.create_quote(*part_numbers, **changes).json()["quoteNumber"])
        self.sandbox.advance(5)
        return number

    def placed_order(self, *part_numbers: str, **changes: Any) -> str:
        self.order(*part_numbers, **changes)
        self.sandbox.advance(5)
        number = changes.get("customerOrderNumber", "PO-1")
        return str(self.sandbox.state()["orders"][number][0])

    def invoiced_order(self, *part_numbers: str, **changes: Any) -> Any:
        """The first row that the search has of the order's invoices, four minutes later."""
        number = self.placed_order(*part_numbers, **changes)
        self.sandbox.advance(250)
        rows = self.get("/resellers/v6/invoices", orderNumber=number).json()["invoices"]
        return rows[0]

    def order_details(self, number: str, **query: Any) -> Any:
        return self.get(f"/resellers/v6.1/orders/{number}", **query).json()


@pytest.fixture
def api(sandbox: SandboxServer) -> Iterator[Caller]:
    caller = Caller(sandbox)
    yield caller
    caller.session.close()


@pytest.fixture
def call_as(sandbox: SandboxServer) -> Iterator[Callable[[str, str], Caller]]:
    callers: list[Caller] = []

    def make(customer: str, country: str) -> Caller:
        callers.append(Caller(sandbox, customer, country))
        return callers[-1]

    yield make
    for caller in callers:
        caller.session.close()


class Listener:
    """A webhook target that keeps what it is told and answers what a test wants."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], Any]] = []
        self.statuses: list[int] = []
        self.url = ""

    def wait(self, count: int) -> list[Any]:
        deadline = time.monotonic() + 10
        while len(self.heard) < count:
            assert time.monotonic() < deadline, f"{len(self.heard)} of {count} events came"
            time.sleep(0.01)
        return [body for _, body in self.heard]


@pytest.fixture
def listener(sandbox: SandboxServer) -> Iterator[Listener]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(heard.statuses.pop(0) if heard.statuses else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        heard.url = f"http://127.0.0.1:{server.server_port}/webhooks/"
        sandbox.control(webhooks={"targets": [heard.url]})
        yield heard
        sandbox.reset()
        server.shutdown()
        thread.join()
