"""What may go wrong at the distributor, told by what a caller may do about it.

IngramError                  every error of this package; never holds a token or secret
├── Rejected                 the distributor said no: nothing was done, mend it and send again
│   ├── Unauthorized         401: the credentials or the token are not taken
│   │   └── AuthFailed       the token endpoint refused the credentials
│   ├── Forbidden            403, or a customer number that is not registered with the application
│   ├── NotFound             404
│   ├── NotOffered           the older version that this connection speaks cannot do it; not sent
│   ├── NotOnHold            405: the order is not, or no longer, on customer hold
│   └── ValidationFailed     400, 409, 422: see `fields`
├── RateLimited              the allowance is used up; nothing was done; see `retry_after`
├── Unavailable              nothing was sent, or a read had no answer: may be tried again later
├── OutcomeUnknown           a write was sent and may have been done: look it up, never resend it
├── BadPayload               a read was answered with something unreadable
└── Misdirected              host and declared environment disagree; nothing was sent
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class FieldError:
    """One refused field: their name for it, the refused value and their sentence."""

    field: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.message}" if self.field else self.message


class IngramError(Exception):
    """Base of the tree. `user_message` may be shown to a person; `str()` is for the log."""

    default_message = "The distributor could not be asked."
    #: True when it is certain that a write had no effect.
    nothing_was_done = True
    #: True when the same read may succeed if it is simply made again.
    is_transient = False

    def __init__(
        self,
        user_message: str = "",
        *,
        status: int | None = None,
        path: str = "",
        correlation_id: str = "",
        detail: str = "",
    ) -> None:
        self.user_message = user_message or self.default_message
        self.status = status
        self.path = path
        self.correlation_id = correlation_id
        self.detail = detail
        super().__init__(self.user_message)

    def __str__(self) -> str:
        facts = {
            "status": self.status,
            "path": self.path,
            "correlation id": self.correlation_id,
            "detail": self.detail,
        }
        known = ", ".join(f"{name} {value}" for name, value in facts.items() if value)
        return f"{self.user_message} ({known})" if known else self.user_message


class Rejected(IngramError):
    """The distributor refused and did nothing. `fields` names what it did not like."""

    default_message = "The distributor refused the request."

    def __init__(
        self,
        user_message: str = "",
        *,
        fields: tuple[FieldError, ...] = (),
        status: int | None = None,
        path: str = "",
        correlation_id: str = "",
        detail: str = "",
    ) -> None:
        self.fields = fields
        super().__init__(
            user_message, status=status, path=path, correlation_id=correlation_id, detail=detail
        )


class Unauthorized(Rejected):
    default_message = (
        "The distributor did not accept this connection's credentials. "
        "An administrator has to check them."
    )


class AuthFailed(Unauthorized):
    """The token endpoint refused the client id and secret; no call was made."""


class Forbidden(Rejected):
    default_message = "The distributor does not allow this for this customer number."


class NotFound(Rejected):
    default_message = "The distributor does not know this."


class NotOffered(Rejected, ValueError):
    """Nothing was sent: what was asked for does not exist in the connection's version."""

    default_message = "The distributor's older interface, used for this country, cannot do this."


class NotOnHold(Rejected):
    default_message = "This order is not on customer hold, so it can no longer be changed."


class ValidationFailed(Rejected):
    default_message = "The distributor did not accept some of the data."


class RateLimited(IngramError):
    """The allowance is used up, ours or theirs. `retry_after` is in seconds."""

    default_message = "The distributor's call allowance is used up for the moment. Try again soon."
    is_transient = True

    def __init__(
        self,
        user_message: str = "",
        *,
        retry_after: float = 0.0,
        status: int | None = None,
        path: str = "",
        correlation_id: str = "",
        detail: str = "",
    ) -> None:
        self.retry_after = retry_after
        super().__init__(
            user_message, status=status, path=path, correlation_id=correlation_id, detail=detail
        )


class Unavailable(IngramError):
    default_message = "The distributor cannot be reached at the moment. Nothing was sent."
    is_transient = True


class OutcomeUnknown(IngramError):
    default_message = (
        "The distributor gave no clear answer. The request may have been carried out, "
        "so it will be looked up before anything is sent again."
    )
    nothing_was_done = False


class BadPayload(IngramError):
    default_message = "The distributor's answer could not be read."


class Misdirected(IngramError):
    default_message = (
        "The address of this connection does not match its declared environment. Nothing was sent."
    )
