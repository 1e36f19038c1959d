"""The signature of inbound events.

Only the event id is signed, not the body (field notes 10.1, 10.2): what an event says is a hint.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence


def signature(secret: str, event_id: str) -> str:
    """base64(HMAC-SHA512(secret, event id)), as the `x-hub-signature` header carries it."""
    digest = hmac.new(secret.encode(), event_id.encode(), hashlib.sha512).digest()
    return base64.b64encode(digest).decode()


def is_signed(header: str, event_id: str, *, secrets: Sequence[str]) -> bool:
    """Whether one of the secrets signed this event id. Every secret is tried, in constant time.

    Two secrets are valid during a rotation; an empty id, header or secret never is.
    """
    given = header.strip().encode()
    matches = [
        hmac.compare_digest(signature(secret, event_id).encode(), given)
        for secret in secrets
        if secret
    ]
    return bool(given and event_id) and any(matches)
