"""What a cache holds is of use to nobody who reads or writes the cache beside the portal."""

from __future__ import annotations

import pickle
import zlib
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.cache.backends.base import BaseCache
from redis import Redis

from apps.core.shared_cache import SharedFileCache
from portal.cache import ForgivingRedisCache

REDIS = "redis://127.0.0.1:6379/11"
OFFER = {"end_user": "Ada Lovelace", "customer_price": "1234.56"}
RAN: list[str] = []


class Evil:
    """Somebody else's object, which acts as soon as it is read."""

    def __reduce__(self):
        return RAN.append, ("read",)


@pytest.fixture
def in_files(tmp_path: Path) -> SharedFileCache:
    return SharedFileCache(str(tmp_path / "cache"), {})


@pytest.fixture
def raw_redis(services: None):
    with Redis.from_url(REDIS) as redis:
        redis.flushdb()
        yield redis
        redis.flushdb()


@pytest.fixture(
    params=[
        "files",
        pytest.param("redis", marks=[pytest.mark.services, pytest.mark.xdist_group("services")]),
    ]
)
def cache(request: pytest.FixtureRequest) -> BaseCache:
    if request.param == "files":
        return request.getfixturevalue("in_files")
    request.getfixturevalue("raw_redis")
    return ForgivingRedisCache(REDIS, {})


def test_what_is_kept_is_found_again(cache):
    cache.set("offer", OFFER)
    cache.set_many({"none": None, "text": "123", "yes": True})

    assert cache.get("offer") == OFFER
    assert cache.get_many(["offer", "text", "yes", "away"]) == {
        "offer": OFFER,
        "text": "123",
        "yes": True,
    }
    assert cache.get("away", "else") == "else"
    assert cache.get("none", "else") is None


def test_numbers_are_counted(cache):
    assert cache.add("count", -1)
    assert not cache.add("count", 5)

    cache.incr("count")
    cache.incr("count", 41)

    assert cache.get("count") == 41


def test_an_older_key_still_opens_and_a_lost_one_only_misses(cache, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [old]
    cache.set("offer", OFFER)

    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    during = cache.get("offer")
    settings.FIELD_ENCRYPTION_KEYS = [new]

    assert during == OFFER
    assert cache.get("offer", "else") == "else"
    assert cache.get_many(["offer"]) == {}


def test_files_hold_nothing_in_clear(in_files, tmp_path):
    in_files.set("offer", OFFER)

    (file,) = (tmp_path / "cache").glob("*.djcache")
    with file.open("rb") as kept:
        pickle.load(kept)  # when it ends
        inside = zlib.decompress(kept.read())
    assert b"Lovelace" not in inside
    assert b"1234.56" not in inside


def test_somebody_elses_file_is_not_read(in_files, tmp_path):
    in_files.set("offer", OFFER)
    (file,) = (tmp_path / "cache").glob("*.djcache")
    with file.open("rb") as kept:
        ends = pickle.load(kept)
    forged = pickle.dumps(pickle.dumps(Evil()))

    file.write_bytes(pickle.dumps(ends) + zlib.compress(forged))

    assert in_files.get("offer", "else") == "else"
    assert RAN == []


@pytest.mark.services
@pytest.mark.xdist_group("services")
def test_redis_holds_nothing_in_clear_and_somebody_elses_object_is_not_read(raw_redis):
    cache = ForgivingRedisCache(REDIS, {})
    cache.set("offer", OFFER)
    (key,) = raw_redis.keys()
    inside = raw_redis.get(key)

    raw_redis.set(key, pickle.dumps(Evil()))

    assert b"Lovelace" not in inside
    assert cache.get("offer", "else") == "else"
    assert cache.get_many(["offer"]) == {}
    assert RAN == []
