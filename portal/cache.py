"""Redis as a cache that may go away: while it does, nothing is found in it and nothing is kept.

Except what limits somebody: each process then counts for itself.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from apps.core.ciphers import CannotOpen
from apps.core.sealed import seal, unseal

logger = logging.getLogger(__name__)

PAUSE = 3.0
"""Seconds for which a cache that failed is left alone: no page waits for it again and again."""
_away_until = {"": 0.0}
LIMITS = ("allauth", "webhooks-refused:", "files-taken:")
"""How the keys begin under which attempts are counted, and codes of apps that were used."""
# Nobody is to clear the count of their attempts by making others.
_counted_here = LocMemCache("while-redis-is-away", {"OPTIONS": {"MAX_ENTRIES": 50_000}})


def _forgiving(name: str, missed: Callable[..., Any]) -> Callable[..., Any]:
    ask, count_here = getattr(RedisCache, name), getattr(_counted_here, name)

    def without(*args: Any, **more: Any) -> Any:
        is_limit = bool(args) and isinstance(args[0], str) and args[0].startswith(LIMITS)
        return count_here(*args, **more) if is_limit else missed(*args, **more)

    def call(self: RedisCache, *args: Any, **more: Any) -> Any:
        if time.monotonic() < _away_until[""]:
            return without(*args, **more)
        try:
            return ask(self, *args, **more)
        except CannotOpen:  # of another key, or not ours: it is read anew
            return missed(*args, **more)
        except (RedisError, OSError) as exc:
            _away_until[""] = time.monotonic() + PAUSE
            logger.warning("The cache is away: %s", type(exc).__name__)
            return without(*args, **more)

    return call


def _default(key: Any, default: Any = None, version: Any = None) -> Any:
    return default


def _true(*args: Any, **more: Any) -> bool:
    return True


def _false(*args: Any, **more: Any) -> bool:
    return False


def _nothing(*args: Any, **more: Any) -> None:
    return None


def _empty(*args: Any, **more: Any) -> dict[Any, Any]:
    return {}


def _all_keys(data: dict[Any, Any], *args: Any, **more: Any) -> list[Any]:
    return list(data)


def _as_first(key: Any, delta: int = 1, version: Any = None) -> int:
    return delta


class SealedSerializer:
    """What is kept is encrypted and cannot be forged. Numbers stay so, for Redis counts them."""

    def dumps(self, value: Any) -> bytes | int:
        return value if type(value) is int else seal(value)

    def loads(self, data: bytes) -> Any:
        return int(data) if data.lstrip(b"-").isdigit() else unseal(data)


class ForgivingRedisCache(RedisCache):
    """`add` says True: who asks it for a lock goes on, as if alone, and does some work twice.

    Limits count in each process while Redis is away (docs/operations.md).
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        params.setdefault("OPTIONS", {}).setdefault("serializer", SealedSerializer)
        super().__init__(server, params)

    get = _forgiving("get", _default)
    get_many = _forgiving("get_many", _empty)
    set = _forgiving("set", _nothing)
    set_many = _forgiving("set_many", _all_keys)
    add = _forgiving("add", _true)
    touch = _forgiving("touch", _false)
    delete = _forgiving("delete", _false)
    delete_many = _forgiving("delete_many", _nothing)
    has_key = _forgiving("has_key", _false)
    incr = _forgiving("incr", _as_first)
    clear = _forgiving("clear", _false)
