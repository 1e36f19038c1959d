"""Random values by a schema of the documents: such as conform to it, and such as do not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

Values = st.SearchStrategy[Any]

_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
_DAYS = st.dates().map(str)
_MOMENTS = st.datetimes(allow_imaginary=False).map(lambda moment: f"{moment.isoformat()}Z")
_FORMATS: Mapping[str, Values] = {"date": _DAYS, "date-time": _MOMENTS}
_TEXTS = st.one_of(_WORDS, _DAYS, _MOMENTS, st.integers(0, 10**12).map(str), st.just(""))
_AMOUNTS = st.decimals(0, 10**7, allow_nan=False, allow_infinity=False, places=2).map(float)
_SCALARS: Mapping[str, Values] = {
    "integer": st.integers(-(2**63), 2**63),
    "number": st.one_of(_AMOUNTS, st.integers(-(10**9), 10**9)),
    "boolean": st.booleans(),
}
#: What may stand anywhere in an answer that keeps to no schema.
JUNK: Values = st.one_of(
    st.none(),
    st.booleans(),
    _TEXTS,
    _AMOUNTS,
    st.sampled_from(
        ["NaN", "sNaN", "-Infinity", "1e999999999", "0001-01-01", "\ud800", "13/32/2026", "1,"]
    ),
    st.sampled_from([-1, 10**30, 1e300, -0.0, 5e-324]),
    st.sampled_from([[], {}, [[]], [{}], [None], {"": None}, {"errors": {}}, {"errors": [None]}]),
    st.lists(_WORDS, max_size=2),
    st.dictionaries(_WORDS, _TEXTS, max_size=2),
)

_ERROR = {
    "type": "object",
    "properties": {
        **{key: {"type": "string"} for key in ("id", "traceid", "type", "1ype", "message")},
        **{key: {"type": "string"} for key in ("messaage", "faultcode", "faultstring", "field")},
        "fields": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {key: {"type": "string"} for key in ("field", "value", "message")},
            },
        },
    },
}


def conforming(schema: Mapping[str, Any]) -> Values:
    """What the schema allows: with all of its keys, and with any of them."""
    values = _conforming(schema)
    return st.one_of(values, st.none()) if schema.get("nullable") is True else values


def _conforming(schema: Mapping[str, Any]) -> Values:
    if isinstance(schema.get("enum"), list):
        return st.sampled_from(schema["enum"])
    kind = schema.get("type", "object" if "properties" in schema else "")
    if kind == "object":
        return _objects(schema, conforming)
    if kind == "array":
        return st.lists(conforming(schema.get("items", {})), max_size=2)
    if kind == "string":
        return _FORMATS.get(schema.get("format", ""), _TEXTS)
    return _SCALARS.get(kind, _TEXTS)


def _objects(schema: Mapping[str, Any], member: Callable[[Mapping[str, Any]], Values]) -> Values:
    members = {key: member(value) for key, value in schema.get("properties", {}).items()}
    required = {key: members.pop(key) for key in schema.get("required", ()) if key in members}
    return st.one_of(
        st.fixed_dictionaries({**required, **members}),
        st.fixed_dictionaries(required, optional=members),
    )


def broken(schema: Mapping[str, Any]) -> Values:
    """The same with junk in any place, lists for objects and objects for lists, odd keys."""
    values = _broken(schema)
    return st.one_of(values, values, values, JUNK)


def _broken(schema: Mapping[str, Any]) -> Values:
    kind = schema.get("type", "object" if "properties" in schema else "")
    if kind == "object":
        objects = _objects(schema, broken)
        return st.one_of(objects, objects.map(_respelt), objects.map(lambda value: [value]))
    if kind == "array":
        items = broken(schema.get("items", {}))
        return st.one_of(st.lists(items, max_size=2), items)
    return conforming(schema)


def _respelt(value: dict[str, Any]) -> dict[str, Any]:
    spellings = (str.upper, str.lower, str.swapcase, lambda key: f" {key}")
    return {spellings[len(key) % 4](key): member for key, member in value.items()}


def nested(depth: int, opening: str, inner: str = "1") -> str:
    """JSON within JSON: nested(2, '{"a":') is {"a":{"a":1}}."""
    closing = "".join("]" if mark == "[" else "}" for mark in reversed(opening) if mark in "[{")
    return opening * depth + inner + closing * depth


def no_json() -> list[str | bytes]:
    """Bodies that are no JSON, or no more than a word of it."""
    whole = json.dumps({"orders": [{"ingramOrderNumber": "20-RD3QV", "orderTotal": 12.5}]})
    return [
        "",
        " ",
        "null",
        "true",
        "0",
        '"text"',
        whole[:-1],
        whole[: len(whole) // 2],
        "<!DOCTYPE html><html><body><h1>503</h1></body></html>",
        "<?xml version='1.0'?><fault><message>no</message></fault>",
        "NaN",
        "[Infinity]",
        '{"orderTotal": 1e99999999999999999999}',
        '{"orderTotal": ' + "9" * 5000 + "}",
        whole.encode("utf-16"),
        b"\xff\xfe\x00",
        whole + whole,
        "\ufeff" + whole[:-1],
        "{'orders': []}",
    ]


#: Bodies of errors in all the shapes that are known, and in none of them.
ERRORS: Values = st.one_of(
    broken({"type": "object", "properties": {"errors": {"type": "array", "items": _ERROR}}}),
    broken({"type": "array", "items": {"type": "object", "properties": {"errors": _ERROR}}}),
    broken({"type": "object", "properties": {"fault": _ERROR}}),
    broken(_ERROR),
    JUNK,
)
