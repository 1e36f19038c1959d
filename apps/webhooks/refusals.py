"""How often a network address was refused within a minute, counted over all processes.

Only what was refused counts, so that a burst of rightly signed events brings nobody to the limit.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from ipaddress import ip_network
from time import time

from django.core.cache import cache
from django.http import HttpRequest

from apps.audit.middleware import origin_of

log = logging.getLogger(__name__)

MOST_A_MINUTE = 1_000
_MINUTE = 60


def seconds_shut(request: HttpRequest) -> int:
    """For how long its source is not listened to; 0 when it is. One look into the cache."""
    now = time()
    if cache.get(_key(request, now), 0) < MOST_A_MINUTE:
        return 0
    return _MINUTE - int(now) % _MINUTE


def count(request: HttpRequest) -> None:
    """Its source was refused once more."""
    key = _key(request, time())
    cache.add(key, 0, timeout=2 * _MINUTE)
    with suppress(ValueError):  # thrown out of the cache at this moment
        if cache.incr(key) == MOST_A_MINUTE:
            log.warning("webhooks from %s are shut out for up to a minute", _source(request))


def _key(request: HttpRequest, now: float) -> str:
    return f"webhooks-refused:{_source(request)}:{int(now) // _MINUTE}"


def _source(request: HttpRequest) -> str:
    """The address behind our proxies; of IPv6 the network that one customer is given."""
    ip = origin_of(request).ip
    if ip is None or ":" not in ip:
        return ip or "unknown"
    return str(ip_network(f"{ip}/64", strict=False).network_address)
