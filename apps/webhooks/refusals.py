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


# The minute in which a source was shut out, as far as this process has met it: an event that is
# theirs costs no look into the cache.
_shut: dict[str, int] = {}


def seconds_shut(request: HttpRequest) -> int:
    """For how long its source is not listened to; 0 when it is.

    A process that has not met a source since others shut it out hears it once more.
    """
    if not _shut:
        return 0
    minute, gone = divmod(int(time()), _MINUTE)
    return _MINUTE - gone if _shut.get(_source(request)) == minute else 0


def count(request: HttpRequest) -> None:
    """Its source was refused once more."""
    source, minute = _source(request), int(time()) // _MINUTE
    key = f"webhooks-refused:{source}:{minute}"
    cache.add(key, 0, timeout=2 * _MINUTE)
    with suppress(ValueError):  # thrown out of the cache at this moment
        refused = cache.incr(key)
        if refused >= MOST_A_MINUTE:
            _shut_out(source, minute)
        if refused == MOST_A_MINUTE:
            log.warning("webhooks from %s are shut out for up to a minute", source)


def _shut_out(source: str, minute: int) -> None:
    for other in [other for other, when in list(_shut.items()) if when != minute]:
        _shut.pop(other, None)
    _shut[source] = minute


def _source(request: HttpRequest) -> str:
    """The address behind our proxies; of IPv6 the network that one customer is given."""
    ip = origin_of(request).ip
    if ip is None or ":" not in ip:
        return ip or "unknown"
    return str(ip_network(f"{ip}/64", strict=False).network_address)
