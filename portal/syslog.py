"""Lines of the log on their way to another machine: syslog over TLS (RFC 5424 and 5425)."""

from __future__ import annotations

import logging
import os
import queue
import socket
import ssl
import sys
import threading
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from apps.core.log_lines import syslog_severity

FACILITY = 13  # log audit
PAUSE = 5.0
TIMEOUT = 10.0
MOST_WAITING = 10_000
HERE = {"localhost", "127.0.0.1", "::1"}


def checked(url: str) -> str:
    """The address as it is, if lines may travel there. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    is_safe = parts.scheme == "tls" or (parts.scheme == "tcp" and parts.hostname in HERE)
    if not (is_safe and parts.hostname and parts.port):
        raise ImproperlyConfigured(
            "LOG_SYSLOG is tls://host:port, or tcp://localhost:port for a collector on this machine"
        )
    return url


class SyslogHandler(logging.Handler):
    """Hands lines to a thread of its own: no page waits for the collector.

    While the collector is away up to `MOST_WAITING` lines wait for it; what comes beyond that is
    dropped, counted, and told by a line once it is back. Standard output has them all.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        parts = urlsplit(checked(url))
        self._host, self._port = parts.hostname or "", parts.port or 0
        self._is_tls = parts.scheme == "tls"
        self._waiting: queue.Queue[bytes | None] = queue.Queue(MOST_WAITING)
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._of_process = 0
        self._dropped = 0
        self._is_away = False
        self._ended = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            told = self._framed(record.levelno, record.created, self.format(record))
            self._start()
            self._waiting.put_nowait(told)
        except queue.Full:
            self._dropped += 1
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """What waits has a moment to leave, as the process ends."""
        if self._thread and self._thread.is_alive() and self._of_process == os.getpid():
            try:
                self._waiting.put_nowait(None)
            except queue.Full:
                self._ended.set()
            self._thread.join(timeout=3)
        self._ended.set()
        super().close()

    def _start(self) -> None:
        # gunicorn forks: a thread does not come along, and two processes may not share a line.
        if self._of_process == os.getpid():
            return
        self._of_process, self._socket = os.getpid(), None
        self._waiting = queue.Queue(MOST_WAITING)
        self._thread = threading.Thread(target=self._send_all, name="syslog", daemon=True)
        self._thread.start()

    def _framed(self, level: int, created: float, text: str) -> bytes:
        at = datetime.fromtimestamp(created, tz=UTC).isoformat(timespec="milliseconds")
        priority = FACILITY * 8 + syslog_severity(level)
        head = f"<{priority}>1 {at} {socket.gethostname()} trade-counter {os.getpid()} - - "
        line = (head + text).encode(errors="backslashreplace")
        return str(len(line)).encode() + b" " + line

    def _send_all(self) -> None:
        while (told := self._waiting.get()) is not None:
            while not self._ended.is_set() and not self._sent(told):
                self._ended.wait(PAUSE)
            if self._dropped:
                dropped, self._dropped = self._dropped, 0
                words = f'{{"logger": "portal.syslog", "message": "{dropped} lines were dropped"}}'
                self._sent(self._framed(logging.WARNING, datetime.now(UTC).timestamp(), words))
        if self._socket:
            self._socket.close()

    def _sent(self, told: bytes) -> bool:
        try:
            if self._socket and self._has_hung_up(self._socket):
                self._socket.close()
                self._socket = None
            self._socket = self._socket or self._connected()
            self._socket.sendall(told)
        except OSError as exc:
            if not self._is_away:  # not by logging, which would come back here
                sys.stderr.write(f"The log's collector is away: {type(exc).__name__}\n")
            self._is_away = True
            if self._socket:
                self._socket.close()
            self._socket = None
            return False
        self._is_away = False
        return True

    def _has_hung_up(self, connection: socket.socket) -> bool:
        """A collector never speaks; what is written after it hung up would be lost unseen."""
        connection.settimeout(0)
        try:
            return not connection.recv(1)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            connection.settimeout(TIMEOUT)

    def _connected(self) -> socket.socket:
        plain = socket.create_connection((self._host, self._port), timeout=TIMEOUT)
        if not self._is_tls:
            return plain
        # Certificates as the machine trusts them; SSL_CERT_FILE names a company's own authority.
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self._host)
        except OSError:
            plain.close()
            raise
