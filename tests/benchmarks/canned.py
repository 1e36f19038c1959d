"""A server that answers each path with the same bytes, so fast that only the client counts."""

from __future__ import annotations

import asyncio
import multiprocessing
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@contextmanager
def served(answers: Mapping[str, bytes]) -> Iterator[str]:
    """Its address; it runs in a process of its own, keeps connections and knows these paths."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(dict(answers), there))
    process.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        here.send("stop")
        process.join()


def _run(answers: dict[str, bytes], parent: Connection) -> None:
    asyncio.run(_serve({path.encode(): _answer(body) for path, body in answers.items()}, parent))


async def _serve(answers: Mapping[bytes, bytes], parent: Connection) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(answers), "127.0.0.1", 0)
    parent.send(server.sockets[0].getsockname()[1])
    await loop.run_in_executor(None, parent.recv)
    server.close()


def _answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, answers: Mapping[bytes, bytes]) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if end and len(body) >= (int(length[1]) if length else 0):
            path = head.split(b" ", 2)[1].partition(b"?")[0]
            self._received = b""
            self._transport.write(self._answers[path])
