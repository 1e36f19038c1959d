"""The strict side: a request that can be built keeps to the documents."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
)
from pydantic.alias_generators import to_camel

from apps.ingram.schemas.reading import JsonObject, read_day

_NESTED = (dict, list, tuple)
#: A zero and a "no" say something, although they are false.
_NUMBERS = (int, Decimal)
_EXACT = re.compile(r'"\\u0000([-+0-9.Ee]+)\\u0000"')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _without_control_characters(value: object) -> object:
    return _CONTROL.sub("", value) if isinstance(value, str) else value


Line = Annotated[
    str,
    BeforeValidator(_without_control_characters),
    StringConstraints(strip_whitespace=True),
]


def limited(length: int) -> Any:
    """Text of at most so many characters, counted after trimming (field notes 11)."""
    return StringConstraints(strip_whitespace=True, max_length=length)


SlashedDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    PlainSerializer(lambda day: day.strftime("%m/%d/%Y") if day else None),
]
IsoDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    PlainSerializer(lambda day: day.isoformat() if day else None),
]
CompactDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    PlainSerializer(lambda day: day.strftime("%Y%m%d") if day else None),
]


def prune(value: Any) -> Any:
    """Without empty texts, lists and objects, at any depth: blank members are refused."""
    if isinstance(value, dict):
        pruned = {}
        for key, member in value.items():
            kept = prune(member) if isinstance(member, _NESTED) else member
            if kept or isinstance(kept, _NUMBERS):
                pruned[key] = kept
        return pruned
    if isinstance(value, _NESTED):
        kept_members = map(prune, value)
        return [kept for kept in kept_members if kept or isinstance(kept, _NUMBERS)]
    return value


class Request(BaseModel):
    """Base of everything sent: known fields only, frozen, their spelling as aliases."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        str_strip_whitespace=True,
        defer_build=True,
    )

    def body(self) -> JsonObject:
        """Plain JSON values in the distributor's spelling, fit for a JSON column.

        `Model.model_validate(request.body())` gives the request back.
        """
        pruned: JsonObject = prune(self.model_dump(mode="json", by_alias=True))
        return pruned

    def encoded(self) -> bytes:
        """The bytes to send. An amount is written digit by digit and never passes a float."""
        pruned = prune(self.model_dump(by_alias=True, exclude_none=True))
        return _EXACT.sub(r"\1", json.dumps(pruned, default=_mark_exact)).encode()


def _mark_exact(value: object) -> str:
    if isinstance(value, Decimal):
        return f"\0{value:f}\0"
    raise TypeError(f"{type(value).__name__} has no place in a request")
