"""How long their headers ask us to wait (field notes 3)."""

from __future__ import annotations

import time
from collections.abc import Mapping

from apps.ingram.schemas.reading import read_number

DAY = 24 * 60 * 60
LONGEST = 120.0
SHORTEST = 1.0
#: When a 429 does not tell.
USUAL = 5.0


def seconds_to_wait(headers: Mapping[str, str]) -> float:
    """From `X-RateLimit-Reset` or `Retry-After`, clamped to 1 to 120 seconds.

    Their prose means seconds to wait, their table epoch seconds: a value within a day of
    now, or later, is taken as a point in time.
    """
    for name in ("X-RateLimit-Reset", "Retry-After"):
        try:
            value = read_number(headers.get(name))
        except ValueError:
            continue
        if value is not None:
            now = time.time()
            wait = float(value) - now if float(value) > now - DAY else float(value)
            return min(max(wait, SHORTEST), LONGEST)
    return USUAL
