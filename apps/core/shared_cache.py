"""A cache in files that several processes may count in: limits of sign-in hold over all of them."""

from __future__ import annotations

import errno
import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

from apps.core.ciphers import CannotOpen
from apps.core.sealed import seal, unseal

logger = logging.getLogger(__name__)

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def _nothing_kept_when_full() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        if exc.errno not in _FULL:
            raise
        logger.warning("The cache has no room left")


class SharedFileCache(FileBasedCache):
    """Django's own looks and then writes, so that two processes can both add what is not there.

    Here `add` is one step for all processes of the machine. allauth counts attempts under a
    lock that it takes with `add`. On a full disk nothing more is kept, as in a cache that is away.
    What is kept is encrypted.
    """

    def __init__(self, directory: str, params: dict[str, Any]) -> None:
        # Django throws entries away at random above this; nobody is to clear the counters of
        # their attempts by filling the cache.
        params.setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 50_000)
        super().__init__(directory, params)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        folder = Path(self._dir)  # type: ignore[attr-defined]  # the stubs leave it out
        with _nothing_kept_when_full():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with (folder / "add.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                return super().add(key, value, timeout, version)
        return True

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        with _nothing_kept_when_full():
            super().set(key, seal(value), timeout, version)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        sealed = super().get(key, None, version)
        if not isinstance(sealed, bytes):
            return default
        try:
            return unseal(sealed)
        except CannotOpen:  # of another key: it is read anew
            return default
