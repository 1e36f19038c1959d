"""The bearer token: fetched once, shared, renewed before it ends (field notes 1)."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol
from urllib.parse import urlencode

from apps.ingram.answers import Unreadable, parse
from apps.ingram.calls import Operation, new_correlation_id
from apps.ingram.config import ClientConfig
from apps.ingram.errors import AuthFailed, RateLimited, Unavailable
from apps.ingram.limits import seconds_to_wait
from apps.ingram.schemas.reading import read_number
from apps.ingram.wire import NoAnswer, NotSent, Outgoing, Received, Wire

DAY = 24 * 60 * 60
MARGIN = 5 * 60
#: When the answer does not tell how long the token lives.
SHORT_LIFE = 60 * 60
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


class TokenStore(Protocol):
    """Keeps one connection's token where all processes find it."""

    def get(self) -> str | None:
        """The token, or None when there is none or its lifetime is over."""

    def set(self, token: str, *, lifetime_seconds: int) -> None: ...

    def clear(self) -> None: ...

    def lock(self) -> AbstractContextManager[None]:
        """Held while a token is fetched, so that one process fetches and the others wait."""


class MemoryTokenStore:
    """A token store of one process: for a shell and for tests."""

    def __init__(self) -> None:
        self._token = ""
        self._ends_at = 0.0
        self._lock = threading.Lock()

    def get(self) -> str | None:
        return self._token if self._token and time.monotonic() < self._ends_at else None

    def set(self, token: str, *, lifetime_seconds: int) -> None:
        self._token, self._ends_at = token, time.monotonic() + lifetime_seconds

    def clear(self) -> None:
        self._token = ""

    @contextmanager
    def lock(self) -> Iterator[None]:
        with self._lock:
            yield


class Bearer:
    """Hands out the connection's token and fetches a new one when there is none."""

    def __init__(self, config: ClientConfig, tokens: TokenStore, wire: Wire) -> None:
        self._config = config
        self._tokens = tokens
        self._wire = wire

    def token(self) -> str:
        return self._tokens.get() or self._renewed(refused="")

    def renew(self, refused: str) -> str:
        """A token other than the refused one; another process may have fetched it already."""
        return self._renewed(refused=refused)

    def _renewed(self, *, refused: str) -> str:
        with self._tokens.lock():
            current = self._tokens.get()
            if current and current != refused:
                return current
            self._tokens.clear()
            token, lifetime = self._fetch()
            self._tokens.set(token, lifetime_seconds=lifetime)
            return token

    def _fetch(self) -> tuple[str, int]:
        """A fresh token and for how long to keep it, in seconds.

        The form goes in the body: the documented query string would put the secret into logs.
        """
        path = f"/{self._config.token_path.lstrip('/')}"
        form = {
            "grant_type": "client_credentials",
            "client_id": self._config.client_id,
            "client_secret": self._config.client_secret,
        }
        outgoing = Outgoing(
            operation=Operation(name="token", method="POST", path=path),
            url=self._config.token_url,
            path=path,
            headers={
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            correlation_id=new_correlation_id(),
            attempt=1,
            content=urlencode(form).encode(),
        )
        try:
            received = self._wire.exchange(outgoing)
        except (NotSent, NoAnswer) as failure:
            raise Unavailable(path=path, detail=str(failure)) from failure
        self._refuse_failure(received, path)
        return _token_in(received, path)

    @staticmethod
    def _refuse_failure(received: Received, path: str) -> None:
        status = received.status
        if status == 429:
            wait = seconds_to_wait(received.headers)
            raise RateLimited(retry_after=wait, status=status, path=path)
        if 400 <= status < 500:
            raise AuthFailed(status=status, path=path)
        if status != 200:
            raise Unavailable(status=status, path=path)


def _token_in(received: Received, path: str) -> tuple[str, int]:
    try:
        data = parse(received.text)
        token = data["access_token"]
        seconds = int(read_number(data.get("expires_in")) or SHORT_LIFE)
    except (Unreadable, ValueError, TypeError, KeyError, AttributeError):
        token, seconds = "", 0
    if not isinstance(token, str) or not _PRINTABLE.fullmatch(token):
        raise Unavailable(
            status=received.status, path=path, detail="the token answer was unreadable"
        )
    life = min(seconds, DAY)
    return token, max(life - MARGIN, life // 2)
