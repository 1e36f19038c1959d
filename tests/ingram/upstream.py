"""A small server that answers as it was told, for faults that the sandbox need not know."""

from __future__ import annotations

import json
import socket
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

TOKEN_PATH = "/oauth/oauth20/token"


@dataclass(frozen=True, kw_only=True)
class Seen:
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Upstream:
    """Scripted answers are given in turn; the last one stays."""

    seen: list[Seen] = field(default_factory=list)
    token_answers: deque[Callable[[Handler], None]] = field(default_factory=deque)
    answers: deque[Callable[[Handler], None]] = field(default_factory=deque)
    tokens_given: int = 0

    def __enter__(self) -> Self:
        self.released = threading.Event()
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.upstream = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def calls(self) -> list[Seen]:
        return [seen for seen in self.seen if seen.path != TOKEN_PATH]

    def reply(self, status: int = 200, body: Any = None, **headers: str) -> None:
        """`body` is JSON unless it is a text or bytes; `X_Name` stands for the header X-Name."""
        self.answers.append(reply(status, body, headers))

    def reply_token(self, status: int = 200, body: Any = None, **headers: str) -> None:
        self.token_answers.append(reply(status, body, headers))

    def drop(self) -> None:
        """Read the request, then close the connection without a word."""
        self.answers.append(lambda handler: handler.hang_up())

    def cut(self, text: str) -> None:
        """Promise more than is sent."""
        self.answers.append(lambda handler: handler.cut(text.encode()))

    def hang(self) -> None:
        """Say nothing until the test is over."""
        self.answers.append(lambda handler: handler.hang())

    def next_answer(self, seen: Seen) -> Callable[[Handler], None]:
        script = self.token_answers if seen.path == TOKEN_PATH else self.answers
        if not script:
            self.tokens_given += 1
            token = {"access_token": f"token-{self.tokens_given}", "expires_in": "86400"}
            return reply(200, token, {})
        return script[0] if len(script) == 1 else script.popleft()


def reply(status: int, body: Any, headers: Mapping[str, str]) -> Callable[[Handler], None]:
    content = body if isinstance(body, bytes) else b""
    if isinstance(body, str):
        content = body.encode()
    elif body is not None and not isinstance(body, bytes):
        content = json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.answer(status, content, named)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    upstream: Upstream


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 2
    # Head and body are two packets: without this the second waits 40 ms for the first.
    disable_nagle_algorithm = True
    server: _Server

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        url = urlsplit(self.path)
        upstream = self.server.upstream
        seen = Seen(
            method=self.command,
            path=url.path,
            query=parse_qsl(url.query, keep_blank_values=True),
            headers=dict(self.headers.items()),
            content=self.rfile.read(length),
        )
        upstream.seen.append(seen)
        upstream.next_answer(seen)(self)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - the base class's names

    def answer(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def cut(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + 100))
        self.end_headers()
        self.wfile.write(content)
        self.hang_up()

    def hang(self) -> None:
        self.server.upstream.released.wait()
        self.close_connection = True

    def hang_up(self) -> None:
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's
        return
