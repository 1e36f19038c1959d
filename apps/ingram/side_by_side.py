"""Several reads of one client at the same time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager
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
    """What each read gives, or the error it raises, in the order of the reads: see `as_they_come`.

    Raises what the fetching of a token raises: then nothing was sent.
    """
    outcomes = dict(as_they_come(client, reads))
    return [outcomes[place] for place in range(len(reads))]


def as_they_come(
    client: Client, reads: Sequence[Callable[[Client], T]]
) -> Generator[tuple[int, T | IngramError], None, None]:
    """What each read gives, or the error it raises, with its place, as soon as it is there.

    As many at a time as the connection pool holds, each within the call allowance. Threads only
    send and wait: token and records stay with the caller's thread, to which its database
    connection belongs. Whoever stops early (`close`) waits for the calls that are out; the others
    are not made. Raises what the fetching of a token raises: then nothing was sent.
    """
    if len(reads) < 2:
        yield from ((place, _outcome(client, read)) for place, read in enumerate(reads))
        return
    records: deque[CallRecord] = deque()
    twin = client.twin(tokens=_Lent(client.token()), on_call=records.append)
    threads = min(len(reads), client.config.pool_size)
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ingram")
    try:
        places = {pool.submit(_outcome, twin, read): at for at, read in enumerate(reads)}
        for future in as_completed(places):
            _keep(client, records)
            outcome, place = future.result(), places[future]
            # A token may end while it is lent: the caller's own client renews it.
            yield (
                place,
                _outcome(client, reads[place]) if isinstance(outcome, Unauthorized) else outcome,
            )
    finally:
        pool.shutdown(cancel_futures=True)
        _keep(client, records)


def _keep(client: Client, records: deque[CallRecord]) -> None:
    while records:
        client.keep(records.popleft())


def _outcome(client: Client, read: Callable[[Client], T]) -> T | IngramError:
    try:
        return read(client)
    except IngramError as error:
        return error
