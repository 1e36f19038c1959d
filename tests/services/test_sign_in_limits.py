"""Limits of sign-in over several web processes that share Redis."""

from __future__ import annotations

import pytest
from redis import Redis

from tests.accounts.test_sign_in_limits import ALLOWED, allowed_in_all

REDIS = "redis://127.0.0.1:6379/11"

pytestmark = [pytest.mark.services, pytest.mark.xdist_group("services")]


@pytest.fixture
def cache_url(services: None):
    with Redis.from_url(REDIS) as redis:
        redis.flushdb()
        yield REDIS
        redis.flushdb()


def test_attempts_are_counted_over_all_processes(tmp_path, cache_url):
    assert allowed_in_all(tmp_path, CACHE_URL=cache_url) == ALLOWED
