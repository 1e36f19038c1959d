"""What stays in a cache for a while, encrypted: it holds prices, and names of people."""

from __future__ import annotations

import pickle
from typing import Any

from django.conf import settings

from apps.core.ciphers import CannotOpen, derived

_PURPOSE = "cache"


def seal(value: Any) -> bytes:
    """The value encrypted with a key that comes of the newest of FIELD_ENCRYPTION_KEYS."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return derived(settings.FIELD_ENCRYPTION_KEYS[0], _PURPOSE).seal(data, _PURPOSE.encode())


def unseal(sealed: bytes) -> Any:
    """The value again. Raises CannotOpen for what no key of ours has sealed, before it is read."""
    for key in settings.FIELD_ENCRYPTION_KEYS:
        try:
            data = derived(key, _PURPOSE).open(sealed, _PURPOSE.encode())
        except CannotOpen:
            continue
        return pickle.loads(data)  # noqa: S301 - ours, by its seal
    raise CannotOpen
