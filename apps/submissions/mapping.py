"""What may be kept and shown of a body or an answer: plain JSON, secrets out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.core.serializers.json import DjangoJSONEncoder

HIDDEN = "(hidden)"
_SECRET_WORDS = ("secret", "password", "token", "authorization", "signature", "credential")


def presentable(value: object) -> object:
    """The value as plain JSON; what JSON cannot hold becomes text, secrets become "(hidden)".

    It never raises: it is used on answers to writes that have already happened.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {
            str(key): HIDDEN if _is_secret(str(key)) else presentable(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [presentable(item) for item in value]
    return _as_text(value)


def _as_text(value: object) -> object:
    try:
        return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
    except (TypeError, ValueError):
        return str(value)


def _is_secret(key: str) -> bool:
    key = key.lower()
    return any(word in key for word in _SECRET_WORDS)
