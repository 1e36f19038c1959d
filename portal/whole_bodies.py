"""A request whose body broke off is never taken for a whole one.

The web server hands on what came before the other side closed, as if that were all: half a form,
or an event without its end. Here reading it fails, which Django answers with an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BodyBrokeOff(OSError):
    """Fewer bytes came than were declared."""


class WholeBodies:
    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if (length := environ.get("CONTENT_LENGTH") or "0").isdecimal() and int(length):
            environ["wsgi.input"] = _Body(environ["wsgi.input"], int(length))
        return self.application(environ, start_response)


class _Body:
    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream, self._missing = stream, length

    def read(self, size: int = -1) -> bytes:
        wanted = self._missing if size < 0 else min(size, self._missing)
        pieces = [self._stream.read(wanted)] if wanted else []
        while wanted > (came := sum(map(len, pieces))):
            self._check(more := self._stream.read(wanted - came))
            pieces.append(more)
        self._missing -= wanted
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readline(self, size: int = -1) -> bytes:
        wanted = self._missing if size < 0 else min(size, self._missing)
        line = self._stream.readline(wanted) if wanted else b""
        self._missing -= len(line)
        if len(line) < wanted and not line.endswith(b"\n"):
            self._check(b"")
        return line

    def _check(self, piece: bytes) -> None:
        if not piece:
            raise BodyBrokeOff("The other side closed in the middle of a body.")
