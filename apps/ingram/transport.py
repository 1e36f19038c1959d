"""The client: one call, its headers, its record, and what its failure means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import requests

from apps.ingram.auth import TokenStore
from apps.ingram.calls import CallRecord, Operation, Query, Reply
from apps.ingram.config import ClientConfig, Priority
from apps.ingram.errors import NotFound
from apps.ingram.limiter import Limiter
from apps.ingram.schemas.sending import Request


def session_for(config: ClientConfig) -> requests.Session:
    raise NotImplementedError


class Client:
    def __init__(
        self,
        config: ClientConfig,
        *,
        session: requests.Session | None = None,
        tokens: TokenStore,
        limiter: Limiter,
        on_call: Callable[[CallRecord], None] = lambda record: None,
        priority: Priority = Priority.INTERACTIVE,
    ) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def call(
        self,
        operation: Operation,
        *,
        path: Mapping[str, str] | None = None,
        query: Query | None = None,
        body: Request | None = None,
        correlation_id: str | None = None,
    ) -> Reply:
        raise NotImplementedError

    def require(self, operation: Operation, reply: Reply, number: str) -> None:
        raise NotImplementedError

    def not_found(self, operation: Operation, reply: Reply) -> NotFound:
        raise NotImplementedError
