"""A client of the distributor's Reseller API, usable from a plain Python shell."""

from apps.ingram.auth import MemoryTokenStore, TokenStore
from apps.ingram.calls import CallRecord, Operation, new_correlation_id
from apps.ingram.config import ClientConfig, Environment, Priority
from apps.ingram.errors import (
    AuthFailed,
    BadPayload,
    FieldError,
    Forbidden,
    IngramError,
    Misdirected,
    NotFound,
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
    "NotOnHold",
    "Operation",
    "OutcomeUnknown",
    "Priority",
    "RateLimited",
    "Rejected",
    "SharedLimiter",
    "TokenStore",
    "Unauthorized",
    "Unavailable",
    "ValidationFailed",
    "close_sessions",
    "new_correlation_id",
    "session_for",
]
