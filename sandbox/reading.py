"""Strict reading of requests: each fault of a body becomes a field of one refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from aiohttp import web

from sandbox.problems import Field, Problem, invalid

EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_US_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_MISSING = "Required field is missing"


async def json_object(request: web.Request, *, from_array: bool = False) -> Reading:
    """The body; from_array where an array of one object is taken for the object."""
    try:
        data = json.loads(await request.read())
    except (ValueError, RecursionError):
        data = None
    if from_array and isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict):
        raise Problem(
            400,
            "Input passed is not in right or expected format.",
            "errors/bad-request",
            [Field("body", "", "A JSON object is expected")],
        )
    return Reading(data, [])


class Reading:
    """One JSON object of a request; `faults` is shared with the objects inside it."""

    def __init__(self, data: Mapping[str, Any], faults: list[Field], path: str = "") -> None:
        self.data = data
        self.faults = faults
        self._path = path

    def finish(self) -> None:
        if self.faults:
            raise invalid(*self.faults)

    def fault(self, name: str, message: str) -> None:
        value = self.data.get(name)
        if any(fault.name == self._path + name for fault in self.faults):
            return
        shown = "" if value is None or isinstance(value, dict | list) else str(value)
        self.faults.append(Field(self._path + name, shown[:200], message))

    def text(self, name: str, *, limit: int = 4000, required: bool = False, other: str = "") -> str:
        """The member, or the one called `other`: the documents spell some names in two ways."""
        if other and name not in self.data and other in self.data:
            name = other
        value = self.data.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.fault(name, f"{name} must be a string")
            return ""
        value = value.strip()
        if required and not value:
            self.fault(name, _MISSING)
        if len(value) > limit:
            self.fault(name, f"{name} cannot be longer than {limit} characters")
        return value

    def flag(self, name: str) -> bool | None:
        value = self.data.get(name)
        if value is not None and not isinstance(value, bool):
            self.fault(name, f"{name} must be a boolean")
            return None
        return value

    def whole(self, name: str, *, least: int, most: int, as_text: bool = False) -> int:
        """A whole number; as_text where the documents want its digits in a string."""
        value = self.data.get(name)
        if as_text and isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value.strip()):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fault(name, f"{name} must be a whole number from {least} to {most}")
            return least
        return value

    def part(self, name: str) -> Reading | None:
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, dict) or not value:
            self.fault(name, f"{name} cannot be empty and must be an object")
            return None
        return Reading(value, self.faults, f"{self._path}{name}.")

    def parts(self, name: str) -> list[Reading]:
        value = self.data.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(name, f"{name} must be an array of objects")
            return []
        return [
            Reading(item, self.faults, f"{self._path}{name}[{index}].")
            for index, item in enumerate(value)
        ]

    def attributes(self, name: str) -> dict[str, str]:
        """A list of attributeName and attributeValue; names are compared in lower case."""
        pairs = (
            (item.text("attributeName", required=True), item.text("attributeValue"))
            for item in self.parts(name)
        )
        return {key.lower(): value for key, value in pairs}


def one(request: web.Request, name: str, limit: int = 35) -> str:
    value = request.query.get(name, "").strip()
    if len(value) > limit:
        raise invalid(Field(name, value[:200], f"{name} cannot be longer than {limit} characters"))
    return value


def yes(request: web.Request, name: str) -> bool:
    return request.query.get(name, "").lower() == "true"


def day(request: web.Request, name: str) -> date | None:
    value = request.query.get(name, "").strip()
    return _date(name, value) if value else None


def between(request: web.Request, *names: str) -> tuple[date, date] | None:
    """A range: the key repeated with exactly two values (a comma between them is read too)."""
    for name in names:
        values = [v for value in request.query.getall(name, []) for v in value.split(",")]
        if not values:
            continue
        if len(values) != 2:
            raise invalid(Field(name, ",".join(values)[:200], "exactly two values are expected"))
        first, last = sorted(_date(name, value.strip()) for value in values)
        return first, last
    return None


def _date(name: str, value: str) -> date:
    message = "input date format error expected format is - yyyy-MM-dd"
    found = iso_day(value)
    if found is None:
        raise invalid(Field(name, value[:200], message))
    return found


def iso_day(text: str) -> date | None:
    """A date as yyyy-MM-dd, or nothing."""
    try:
        # fromisoformat would take 20250131 and 2025-W05-5 too.
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def us_day(text: str) -> date | None:
    """A date as MM/DD/YYYY, or nothing."""
    parts = _US_DAY.fullmatch(text)
    try:
        return date(int(parts[3]), int(parts[1]), int(parts[2])) if parts else None
    except ValueError:
        return None


def whole_number(request: web.Request, name: str, default: int, most: int) -> int:
    value = request.query.get(name, "").strip() or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= most:
        raise invalid(Field(name, value[:200], f"{name} must be from 1 to {most}"))
    return int(value)
