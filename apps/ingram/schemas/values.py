"""Single values of an answer (field notes 5.0): each function takes what came and gives what
is meant, or raises a ValueError that says what is wrong with it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

_TRUE = frozenset({"true", "y", "yes", "1"})
_FALSE = frozenset({"false", "n", "no", "0"})
_COMPACT_DAY = re.compile(r"\d{8}")
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?")
_LONG_FRACTION = re.compile(r"(\.\d{6})\d+")
#: No count of theirs comes near; what a database keeps as a number ends here.
_TOO_LARGE = 2**31
_MOST_DIGITS = 30
_NO_DATE = "0001-01-01"
#: So many texts are remembered with what they mean: dates, states and currencies repeat.
_remembered = lru_cache(maxsize=4096)


def read_text(value: object) -> str:
    """Text, stripped: some replies pad with a hundred blanks."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return str(value)
    raise ValueError("is not text")


def read_number(value: object) -> Decimal | None:
    """An exact number from a number or its text; words such as "decimal" cannot be read."""
    if type(value) is int or type(value) is Decimal:
        number = Decimal(value)
    else:
        text = read_text(value)
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ""))
        except InvalidOperation:
            raise ValueError(f"is not a number: {text[:40]!r}") from None
    # Nothing can be reckoned with a number of a million digits, nor can it be stored.
    if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
        raise ValueError(f"is not a number: {str(value)[:40]!r}")
    return number


def read_whole_number(value: object) -> int | None:
    if type(value) is int and abs(value) < _TOO_LARGE:
        return value
    number = read_number(value)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) >= _TOO_LARGE:
        raise ValueError(f"is not a whole number: {number}")
    return int(number)


def read_flag(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    text = read_text(value).lower()
    if not text:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise ValueError(f"is neither yes nor no: {text[:40]!r}")


def read_moment(value: object) -> datetime | None:
    """An aware time, in UTC. A time without an offset is taken as UTC, a bare day as midnight."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    return _moment(read_text(value))


@_remembered
def _moment(text: str) -> datetime | None:
    if not text or text.startswith(_NO_DATE):
        return None
    try:
        if slashed := _SLASHED_DAY.fullmatch(text):
            month, day, year = map(int, slashed.groups())
            return datetime(year, month, day, tzinfo=UTC)
        if _COMPACT_DAY.fullmatch(text):
            return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)
        moment = datetime.fromisoformat(_LONG_FRACTION.sub(r"\1", text))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"is not a date: {text[:40]!r}") from None


def read_day(value: object) -> date | None:
    """A calendar day as it stands in the text: an offset never moves it to another day."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return _day(read_text(value))


@_remembered
def _day(text: str) -> date | None:
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        text = text[:10]
    moment = _moment(text)
    return moment.date() if moment else None


def read_status(value: object) -> str:
    """A status as upper-case words: `im::order_shipped`, "Canceled" -> ORDER SHIPPED, CANCELLED."""
    return _status(read_text(value))


@_remembered
def _status(text: str) -> str:
    text = re.sub(r"^im::", "", text, flags=re.IGNORECASE)
    text = re.sub(r"[\s_]+", " ", text).strip().upper()
    return re.sub(r"\bCANCELED\b", "CANCELLED", text)


def read_currency(value: object) -> str:
    """The currency code; header echoes such as "20-RFKKT : USD" occur (field notes 5.2)."""
    return _currency(read_text(value))


@_remembered
def _currency(text: str) -> str:
    found = re.search(r"\b[A-Z]{3}\b", text.upper())
    return found.group() if found else ""


def read_link(value: object) -> str:
    """A web address fit to be shown as a link; anything else ("string") is dropped."""
    text = read_text(value)
    return text if re.match(r"https?://", text, re.IGNORECASE) else ""


def as_list(value: object) -> list[Any]:
    """One or many: None -> [], an object -> [object]. Empty members are left out."""
    members = value if isinstance(value, (list, tuple)) else [value]
    return [member for member in members if member or member not in (None, "", {})]


def as_object_or_none(value: object) -> object:
    if isinstance(value, list | tuple):
        value = next(iter(as_list(value)), None)
    return value or None
