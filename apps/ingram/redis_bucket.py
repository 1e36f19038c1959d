"""The call allowance in Redis."""

from __future__ import annotations

from collections.abc import Callable

from pyrate_limiter import AbstractBucket, Rate, RateItem, RedisBucket
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from apps.ingram.limiter import StoreFailed

TIMEOUT = 2.0


def bucket_opener(url: str) -> Callable[[str, Rate], AbstractBucket]:
    # A call waits for this under a lock: better uncounted than seconds late.
    redis = Redis.from_url(
        url, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT, retry=Retry(NoBackoff(), 1)
    )

    def open_in_redis(name: str, rate: Rate) -> AbstractBucket:
        try:
            bucket: AbstractBucket = _Bucket.init([rate], redis, name)
        except RedisError as error:
            raise StoreFailed from error
        return bucket

    return open_in_redis


class _Bucket(RedisBucket):
    """The library leaves the clearing of old calls to a thread; here each call does it."""

    def put(self, item: RateItem) -> bool:
        try:
            self.leak(item.timestamp)
            return bool(super().put(item))
        except RedisError as error:
            raise StoreFailed from error
