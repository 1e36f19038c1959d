"""How a line of the log looks: UTC with its zone, and nothing in it that opens a door."""

from __future__ import annotations

import logging
import re
import time

#: What follows these in an address is a secret: a link of a mail, the key of a webhook.
_OPENS_A_DOOR = re.compile(
    r"(/webhooks/|/accounts/(?:join|confirm-email|password/reset/key)/)[^\s'\"?]+"
)


def without_keys(text: str) -> str:
    """The address, or a sentence with one, without what must not be known."""
    return _OPENS_A_DOOR.sub(r"\1", text)


class Discreet(logging.Filter):
    """Django's own lines name whole addresses, and carry the request with its query."""

    def filter(self, record: logging.LogRecord) -> bool:
        vars(record).pop("request", None)
        told = record.getMessage()
        if told != (kept := without_keys(told)):
            record.msg, record.args = kept, None
        return True


class UtcLines(logging.Formatter):
    """A line for people's eyes, with the time as in the JSON lines."""

    converter = staticmethod(time.gmtime)

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return f"{super().formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z"


def syslog_severity(level: int) -> int:
    """As RFC 5424 counts: 3 error, 4 warning, 6 information, 7 for debugging."""
    steps = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
    return next((severity for least, severity in steps if level >= least), 7)
