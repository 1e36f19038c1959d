"""Which function speaks for a connection: the present one, or one of an older version."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from apps.ingram.config import ApiVersion, Resource
from apps.ingram.errors import FieldError, NotOffered
from apps.ingram.transport import Client

P = ParamSpec("P")
R = TypeVar("R")
Function = Callable[Concatenate[Client, P], R]
_NOTHING: tuple[object, ...] = (None, "", (), [])


def by_version(
    resource: Resource, *, v5: Callable[..., R], v6: Callable[..., R] | None = None
) -> Callable[[Function[P, R]], Function[P, R]]:
    """Hands a call to the older function of the connection's version, if there is one.

    Both have the same arguments by name. One that the older function lacks must not be dropped,
    or a search would find more than was asked for: it raises NotOffered when it says anything
    but its default.
    """
    olders = {ApiVersion.V5: v5} | ({ApiVersion.V6: v6} if v6 else {})

    def decorate(function: Function[P, R]) -> Function[P, R]:
        signature = inspect.signature(function)
        known = {older: set(inspect.signature(older).parameters) for older in olders.values()}

        @wraps(function)
        def choose(client: Client, /, *args: P.args, **kwargs: P.kwargs) -> R:
            older = olders.get(client.config.version_of(resource))
            if older is None:
                return function(client, *args, **kwargs)
            given = _given(signature, signature.bind(client, *args, **kwargs))
            if older is not not_offered and (foreign := sorted(given.keys() - known[older])):
                raise _refusal(function.__name__, foreign)
            return older(client, **given)

        return choose

    return decorate


def not_offered(client: Client, **arguments: Any) -> Any:
    """Stands for an operation that the older version does not have at all."""
    raise NotOffered


def _given(signature: inspect.Signature, bound: inspect.BoundArguments) -> dict[str, Any]:
    """The arguments by name that say something, without the client."""
    given: dict[str, Any] = {}
    for name, value in list(bound.arguments.items())[1:]:
        parameter = signature.parameters[name]
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            given |= {key: told for key, told in value.items() if told not in _NOTHING}
        elif value != parameter.default:
            given[name] = value
    return given


def _refusal(operation: str, names: list[str]) -> NotOffered:
    fields = [
        FieldError(field=name.replace("_", " "), message="is not known to the older version")
        for name in names
    ]
    sentence = f"{NotOffered.default_message} {'; '.join(map(str, fields))}."
    return NotOffered(sentence, fields=tuple(fields), detail=operation)
