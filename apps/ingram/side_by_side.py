"""Several reads of one client at the same time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import partial
from typing import TypeVar

from apps.ingram.calls import CallRecord
from apps.ingram.errors import IngramError, Unauthorized
from apps.ingram.transport import Client

T = TypeVar("T")


class _Lent:
    """A token for threads that may use it, but not renew it: whoever tries is refused."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get(self) -> str:
        return self._token

    def set(self, token: str, *, lifetime_seconds: int) -> None:
        raise self._refusal()

    def clear(self) -> None:
        raise self._refusal()

    def lock(self) -> AbstractContextManager[None]:
        raise self._refusal()

    @staticmethod
    def _refusal() -> Unauthorized:
        return Unauthorized(detail="the lent token was refused")


def side_by_side(client: Client, reads: Sequence[Callable[[Client], T]]) -> list[T | IngramError]:
    """What each read gives, or the error it raises, in the order of the reads.

    As many at a time as the connection pool holds, each within the call allowance. Threads only
    send and wait: token and records stay with the caller's thread, to which its database
    connection belongs. Raises what the fetching of a token raises: then nothing was sent.
    """
    if len(reads) < 2:
        return [_outcome(client, read) for read in reads]
    records: list[CallRecord] = []
    twin = client.twin(tokens=_Lent(client.token()), on_call=records.append)
    threads = min(len(reads), client.config.pool_size)
    try:
        with ThreadPoolExecutor(threads, thread_name_prefix="ingram") as pool:
            outcomes = list(pool.map(partial(_outcome, twin), reads))
    finally:
        for record in records:
            client.keep(record)
    # A token may end while it is lent: the caller's own client renews it.
    return [
        _outcome(client, read) if isinstance(outcome, Unauthorized) else outcome
        for read, outcome in zip(reads, outcomes, strict=True)
    ]


def _outcome(client: Client, read: Callable[[Client], T]) -> T | IngramError:
    try:
        return read(client)
    except IngramError as error:
        return error
