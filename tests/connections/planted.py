"""The secrets that are planted, and how they are looked for."""

from __future__ import annotations

CLIENT_SECRET = "planted-client-" + "ß#&=;%" + "x" * 479
WEBHOOK_SECRET, PREVIOUS = "planted-webhook-secret", "planted-previous-secret"
# By name in the test: an error page shows the source around each call.
BROKER = "redis://:planted-password@cache:6379/0"


def assert_unplanted(*texts: str) -> None:
    for text in texts:
        for tell in ("planted-", "x" * 40):
            at = text.find(tell)
            assert at < 0, text[max(0, at - 300) : at + 80]
