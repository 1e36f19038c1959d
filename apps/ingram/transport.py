"""The client: one call, what it carries, what its failure means, and when a read is repeated."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import quote

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.stop import stop_before_delay
from tenacity.wait import wait_random_exponential

from apps.ingram.auth import Bearer, TokenStore
from apps.ingram.calls import Call, CallRecord, Operation, Query, Reply, new_correlation_id
from apps.ingram.config import ClientConfig, Priority
from apps.ingram.errors import BadPayload, NotFound, OutcomeUnknown, RateLimited, Unavailable
from apps.ingram.limiter import Limiter
from apps.ingram.outcomes import reply_of
from apps.ingram.schemas.sending import Request
from apps.ingram.wire import NoAnswer, NotSent, Outgoing, Received, Wire, session_for

#: How long a call may wait in all, for its turn and between attempts, in seconds.
BUDGETS = {Priority.INTERACTIVE: 10.0, Priority.BACKGROUND: 15.0}
#: A write that goes out so much later than that was held up: it may have been taken over.
SLACK = 5.0
DEFAULT_SENDER = "TradeCounter"
MAX_CONTACT = 64
MAX_CORRELATION_ID = 32
NO_ANSWER = "The distributor did not answer. Try again in a moment."

_backoff = wait_random_exponential(multiplier=0.3, max=5)


def _forget(record: CallRecord) -> None:
    """Keeps no record: for a shell."""


class Client:
    """Speaks for one customer account. Cheap to make; the session behind it is shared.

    Reads are repeated on lost connections, 429 and 5xx within the priority's budget. A write is
    sent once; only a 401, which says that nothing was done, renews the token and sends again. One
    that was held up far beyond its budget (a process that was stopped) is not sent any more.
    """

    def __init__(
        self,
        config: ClientConfig,
        *,
        session: requests.Session | None = None,
        tokens: TokenStore,
        limiter: Limiter,
        on_call: Callable[[CallRecord], None] = _forget,
        priority: Priority = Priority.INTERACTIVE,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.config = config
        self.priority = priority
        self._limiter = limiter
        self._sleep = sleep
        self._session = session or session_for(config)
        self._wire = Wire(config, self._session, on_call=on_call, priority=priority)
        self._bearer = Bearer(config, tokens, self._wire)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """The session outlives the client: it belongs to the connection."""

    def call(
        self,
        operation: Operation,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Request | None = None,
        correlation_id: str | None = None,
    ) -> Reply:
        """Make the call; see errors.py for what may be raised.

        `correlation_id` (32 characters at most) names a write; each attempt of a read has its own.
        """
        if correlation_id is not None and not 0 < len(correlation_id) <= MAX_CORRELATION_ID:
            raise ValueError(f"a correlation id has 1 to {MAX_CORRELATION_ID} characters")
        self.config.refuse_plain_text()
        if operation.is_write:
            self.config.refuse_mismatch()
        call = Call(
            operation=operation,
            path=_filled(operation.path, path or {}),
            query=tuple(_pairs(query or {})),
            content=body.encoded() if body else None,
        )
        deadline = time.monotonic() + BUDGETS[self.priority]
        if operation.is_write:
            return self._exchange(call, correlation_id or new_correlation_id(), deadline)
        for attempt in self._attempts():
            with attempt:
                return self._exchange(call, new_correlation_id(), deadline)
        raise AssertionError("unreachable: the last attempt raises")  # pragma: no cover

    def token(self) -> str:
        """The connection's token, fetched when there is none."""
        return self._bearer.token()

    def keep(self, record: CallRecord) -> None:
        """Keep the record of a call that a twin has made."""
        self._wire.keep(record)

    def twin(self, *, tokens: TokenStore, on_call: Callable[[CallRecord], None]) -> Client:
        """The same client with another place for the token and the records."""
        return Client(
            self.config,
            session=self._session,
            tokens=tokens,
            limiter=self._limiter,
            on_call=on_call,
            priority=self.priority,
            sleep=self._sleep,
        )

    def require(self, operation: Operation, reply: Reply, number: str) -> None:
        """Raises OutcomeUnknown when a write's answer lacks the number that proves it."""
        if not number:
            raise OutcomeUnknown(
                status=reply.status,
                path=operation.path,
                correlation_id=reply.correlation_id,
                detail="the answer has no number",
            )

    def expect(self, operation: Operation, reply: Reply, *, is_there: bool) -> None:
        """Raises BadPayload when a read's answer lacks the object that was asked for."""
        if not is_there:
            raise self.unreadable(operation, reply)

    def unreadable(self, operation: Operation, reply: Reply) -> BadPayload:
        return BadPayload(
            status=reply.status,
            path=operation.path,
            correlation_id=reply.correlation_id,
            detail="the answer does not hold what was asked for",
        )

    def not_found(self, operation: Operation, reply: Reply) -> NotFound:
        return NotFound(
            status=reply.status, path=operation.path, correlation_id=reply.correlation_id
        )

    def _attempts(self) -> Retrying:
        return Retrying(
            retry=retry_if_exception(_is_transient),
            wait=_wait,
            stop=stop_after_attempt(self.config.read_attempts)
            | stop_before_delay(BUDGETS[self.priority]),
            sleep=self._sleep,
            reraise=True,
        )

    def _exchange(self, call: Call, correlation_id: str, deadline: float) -> Reply:
        token = self._bearer.token()
        received = self._send(call, token, correlation_id, deadline)
        if received.status == HTTPStatus.UNAUTHORIZED:
            token = self._bearer.renew(refused=token)
            received = self._send(call, token, correlation_id, deadline)
        return reply_of(call, received, correlation_id)

    def _send(self, call: Call, token: str, correlation_id: str, deadline: float) -> Received:
        operation = call.operation
        remaining = max(deadline - time.monotonic(), 0.0)
        self._limiter.acquire(operation.name, priority=self.priority, timeout=remaining)
        if operation.is_write and time.monotonic() > deadline + SLACK:
            raise Unavailable(
                path=call.path, correlation_id=correlation_id, detail="held up, so not sent"
            )
        call.attempts += 1
        try:
            return self._wire.exchange(
                Outgoing(
                    operation=operation,
                    url=self.config.url(call.path),
                    path=call.path,
                    headers=self._headers(operation, token, correlation_id),
                    correlation_id=correlation_id,
                    attempt=call.attempts,
                    query=call.query,
                    content=call.content,
                )
            )
        except NotSent as failure:
            raise Unavailable(
                path=call.path, correlation_id=correlation_id, detail=str(failure)
            ) from failure
        except NoAnswer as failure:
            kind, words = (OutcomeUnknown, "") if operation.is_write else (Unavailable, NO_ANSWER)
            raise kind(
                words, path=call.path, correlation_id=correlation_id, detail=str(failure)
            ) from failure

    def _headers(self, operation: Operation, token: str, correlation_id: str) -> dict[str, str]:
        config = self.config
        common = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Authorization": f"Bearer {token}",
            **dict(operation.headers),
        }
        if not operation.has_im_headers:
            return common
        sender = config.sender_id or config.application_id or DEFAULT_SENDER
        headers = common | {
            "IM-CustomerNumber": config.customer_number,
            "IM-CountryCode": config.country_code.upper(),
            "IM-CorrelationID": correlation_id,
            # Optional by schema, yet a blank one is refused: sent always (field notes 2).
            "IM-SenderID": sender,
            "IM-ApplicationID": config.application_id or sender,
        }
        if operation.needs_contact and config.contact_email.isascii():
            headers["IM-CustomerContact"] = config.contact_email[:MAX_CONTACT]
        return {name: value for name, value in headers.items() if value}


def _filled(path: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = value.strip()
        if not text.strip("."):
            # Dots would be resolved and name another operation.
            raise NotFound(path=path, detail=f"{name} is blank")
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    return path


def _pairs(query: Query) -> Iterator[tuple[str, str]]:
    for name, value in query.items():
        if isinstance(value, bool):
            yield name, str(value).lower()
        elif isinstance(value, str | int):
            if value != "":
                yield name, str(value)
        else:
            yield from ((name, member) for member in value or ())


def _is_transient(error: BaseException) -> bool:
    return isinstance(error, RateLimited | Unavailable) and error.is_transient


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    wait = _backoff(state)
    return error.retry_after + min(wait, 0.3) if isinstance(error, RateLimited) else wait
