"""One HTTP exchange: bounded in time and size, never redirected, always recorded."""

from __future__ import annotations

import logging
import os
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)

from apps.ingram.answers import read_fault
from apps.ingram.calls import CallRecord, Operation
from apps.ingram.config import ClientConfig, Priority

logger = logging.getLogger(__name__)

CHUNK = 65_536
#: An answer that trickles in may take this many read time-outs in all.
PATIENCE = 4
_NEVER_CONNECTED = (ConnectTimeoutError, NameResolutionError, NewConnectionError)

_sessions: dict[tuple[object, ...], requests.Session] = {}
_sessions_lock = threading.Lock()


class NotSent(Exception):
    """No byte of the request left: there was no connection."""


class NoAnswer(Exception):
    """The request left, or may have left, and no answer came."""


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A request ready to go. `path` is what may be recorded: it never holds a secret."""

    operation: Operation
    url: str
    path: str
    headers: Mapping[str, str]
    correlation_id: str
    attempt: int
    query: Sequence[tuple[str, str]] = ()
    content: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Received:
    """An answer. `is_whole` is False when it broke off or was too long to be read."""

    status: int
    headers: Mapping[str, str]
    text: str
    is_whole: bool = True


def session_for(config: ClientConfig) -> requests.Session:
    """The connection's session in this process: kept alive and shared by its threads."""
    # A forked worker must not share its parent's sockets, hence the process id.
    key = (os.getpid(), config.key, config.root, config.pool_size, config.is_local)
    with _sessions_lock:
        if key not in _sessions:
            _sessions[key] = new_session(config)
        return _sessions[key]


def new_session(config: ClientConfig) -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(
        pool_connections=2, pool_maxsize=config.pool_size, pool_block=True, max_retries=0
    )
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # A local sandbox is not reached through a proxy.
    session.trust_env = not config.is_local
    return session


def close_sessions() -> None:
    """Close the sessions of this process: for an orderly end, and for tests."""
    with _sessions_lock:
        while _sessions:
            _sessions.popitem()[1].close()


class Wire:
    """Sends, receives and records for one client."""

    def __init__(
        self,
        config: ClientConfig,
        session: requests.Session,
        *,
        on_call: Callable[[CallRecord], None],
        priority: Priority,
    ) -> None:
        self._config = config
        self._session = session
        self._on_call = on_call
        self._priority = priority

    def exchange(self, outgoing: Outgoing) -> Received:
        """The answer, whatever its status. Raises NotSent or NoAnswer."""
        at, begun = datetime.now(UTC), time.monotonic()
        received: Received | None = None
        error = ""
        try:
            received = self._send(outgoing)
            error = _explain(received)
        except (NotSent, NoAnswer) as failure:
            error = str(failure)
            raise
        finally:
            self.keep(
                CallRecord(
                    operation=outgoing.operation.name,
                    method=outgoing.operation.method,
                    path=outgoing.path,
                    status=received.status if received else None,
                    duration_ms=round((time.monotonic() - begun) * 1000),
                    correlation_id=outgoing.correlation_id,
                    attempt=outgoing.attempt,
                    error=error,
                    customer_number=self._config.customer_number,
                    priority=self._priority,
                    at=at,
                )
            )
        return received

    def _send(self, outgoing: Outgoing) -> Received:
        session, config = self._session, self._config
        try:
            told = session.merge_environment_settings(outgoing.url, {}, True, None, None)
            # Straight to the adapter, which follows no redirect and keeps no cookie.
            with session.get_adapter(outgoing.url).send(
                _prepared(outgoing, session),
                stream=True,
                timeout=(config.connect_timeout, config.read_timeout),
                verify=told["verify"] or True,
                cert=told["cert"],
                proxies=told["proxies"],
            ) as response:
                return self._receive(response, outgoing)
        except (requests.RequestException, UnicodeError) as failure:
            if _never_connected(failure):
                raise NotSent(_name(failure)) from None
            raise NoAnswer(_name(failure)) from None

    def _receive(self, response: requests.Response, outgoing: Outgoing) -> Received:
        content = bytearray()
        give_up_at = time.monotonic() + PATIENCE * self._config.read_timeout
        is_whole = True
        try:
            for chunk in response.iter_content(CHUNK):
                content += chunk
                if len(content) > self._config.max_answer_bytes or time.monotonic() > give_up_at:
                    is_whole = False
                    break
        except (requests.RequestException, HTTPError):
            is_whole = False
        text = bytes(content).decode("utf-8", errors="replace")
        return Received(
            status=response.status_code,
            headers=response.headers,
            text=self._masked(text, outgoing) if response.status_code >= 400 else text,
            is_whole=is_whole,
        )

    def _masked(self, text: str, outgoing: Outgoing) -> str:
        # An error page may echo what was sent to it.
        token = outgoing.headers.get("Authorization", "").removeprefix("Bearer ")
        for secret in filter(None, (self._config.client_secret, token)):
            text = text.replace(secret, "***")
        return text

    def keep(self, record: CallRecord) -> None:
        try:
            self._on_call(record)
        except Exception:
            # The record is for support. Failing to keep it must not change what the call meant:
            # a placed order would look like one that was never sent.
            logger.exception("The record of call %s could not be kept", record.correlation_id)


def _prepared(outgoing: Outgoing, session: requests.Session) -> requests.PreparedRequest:
    """The request as it goes out.

    Only what we use is prepared: merging a session's settings, looking for credentials in a
    .netrc file and guessing at the kind of the body would cost as much as the sending.
    """
    content = outgoing.content
    length = {} if content is None else {"Content-Length": str(len(content))}
    request = requests.PreparedRequest()
    request.prepare_method(outgoing.operation.method)
    request.prepare_url(outgoing.url, urlencode(outgoing.query))
    request.prepare_headers({**session.headers, **outgoing.headers, **length})
    request.body = content
    return request


def _never_connected(failure: Exception) -> bool:
    """Whether it is certain that nothing left: in doubt it is not."""
    if isinstance(failure, ValueError):
        return True  # refused while the request was being written down
    if isinstance(failure, requests.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason: object = failure.args[0] if failure.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    if isinstance(reason, SSLError):
        # A TLS error may come in mid-answer; a refused certificate ends the handshake.
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, _NEVER_CONNECTED)


def _name(failure: Exception) -> str:
    # Their text may hold the whole address with its query: only the kind is kept.
    return type(failure).__name__


def _explain(received: Received) -> str:
    if received.status < 400:
        return "" if received.is_whole else "the answer broke off"
    return read_fault(received.text).sentence or f"HTTP {received.status}"
