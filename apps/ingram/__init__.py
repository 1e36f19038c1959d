"""A client of the distributor's Reseller API, usable from a plain Python shell:

    from apps.ingram import *
    from apps.ingram.operations import quotes

    config = ClientConfig(key="shell", base_url="http://127.0.0.1:8001",
        environment=Environment.LOCAL_SANDBOX, client_id="sandbox", client_secret="sandbox-secret",
        customer_number="20-222222", country_code="US")
    with Client(config, tokens=MemoryTokenStore(), limiter=NoLimiter()) as client:
        print(quotes.quote_details(client, "QUO-14551943-D2Y9L9").lines)

errors.py tells what may go wrong. An operation is declared once in operations/, one module a
resource, with its types in schemas/: strict where we send, tolerant where we read.
"""

from apps.ingram.auth import MemoryTokenStore, TokenStore
from apps.ingram.calls import CallRecord, Operation, new_correlation_id
from apps.ingram.config import ApiVersion, ClientConfig, Environment, Priority, Resource
from apps.ingram.errors import (
    AuthFailed,
    BadPayload,
    FieldError,
    Forbidden,
    IngramError,
    Misdirected,
    NotFound,
    NotOffered,
    NotOnHold,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    Unauthorized,
    Unavailable,
    ValidationFailed,
)
from apps.ingram.limiter import Limiter, NoLimiter, SharedLimiter
from apps.ingram.transport import Client
from apps.ingram.wire import close_sessions, session_for

__all__ = [
    "ApiVersion",
    "AuthFailed",
    "BadPayload",
    "CallRecord",
    "Client",
    "ClientConfig",
    "Environment",
    "FieldError",
    "Forbidden",
    "IngramError",
    "Limiter",
    "MemoryTokenStore",
    "Misdirected",
    "NoLimiter",
    "NotFound",
    "NotOffered",
    "NotOnHold",
    "Operation",
    "OutcomeUnknown",
    "Priority",
    "RateLimited",
    "Rejected",
    "Resource",
    "SharedLimiter",
    "TokenStore",
    "Unauthorized",
    "Unavailable",
    "ValidationFailed",
    "close_sessions",
    "new_correlation_id",
    "session_for",
]
