"""The tolerant reader (field notes 5.0): every answer passes through here.

Nothing is believed about type, key case, object-or-list or presence. A field that cannot be
read becomes None (or an empty text), is named in `problems`, and takes nothing else down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel

JsonObject = dict[str, Any]

_TRUE = frozenset({"true", "y", "yes", "1"})
_FALSE = frozenset({"false", "n", "no", "0"})
_COMPACT_DAY = re.compile(r"\d{8}")
_SLASHED_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T].*)?")
_LONG_FRACTION = re.compile(r"(\.\d{6})\d+")
_NO_DATE = "0001-01-01"


def read_text(value: object) -> str:
    """Text, stripped: some replies pad with a hundred blanks."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | Decimal):
        return str(value).strip()
    raise ValueError("is not text")


def read_number(value: object) -> Decimal | None:
    """An exact number from a number or its text; words such as "decimal" cannot be read."""
    text = read_text(value)
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(f"is not a number: {text[:40]!r}") from None
    if not number.is_finite():
        raise ValueError(f"is not a number: {text[:40]!r}")
    return number


def read_whole_number(value: object) -> int | None:
    number = read_number(value)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) >= 10**18:
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
    text = read_text(value)
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
    text = read_text(value)
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        text = text[:10]
    moment = read_moment(text)
    return moment.date() if moment else None


def read_status(value: object) -> str:
    """A status as upper-case words: `im::order_shipped`, "Canceled" -> ORDER SHIPPED, CANCELLED."""
    text = re.sub(r"^im::", "", read_text(value), flags=re.IGNORECASE)
    text = re.sub(r"[\s_]+", " ", text).strip().upper()
    return re.sub(r"\bCANCELED\b", "CANCELLED", text)


def read_currency(value: object) -> str:
    """The currency code; header echoes such as "20-RFKKT : USD" occur (field notes 5.2)."""
    found = re.search(r"\b[A-Z]{3}\b", read_text(value).upper())
    return found.group() if found else ""


def read_link(value: object) -> str:
    """A web address fit to be shown as a link; anything else ("string") is dropped."""
    text = read_text(value)
    return text if re.match(r"https?://", text, re.IGNORECASE) else ""


def as_list(value: object) -> list[Any]:
    """One or many: None -> [], an object -> [object]. Empty members are left out."""
    members = value if isinstance(value, list | tuple) else [value]
    return [member for member in members if member not in (None, "", {})]


def as_object_or_none(value: object) -> object:
    if isinstance(value, list | tuple):
        value = next(iter(as_list(value)), None)
    return value or None


class _Identifier:
    """Marks a text that names something: given as a number it may have lost leading zeros."""


Text = Annotated[str, BeforeValidator(read_text)]
Identifier = Annotated[str, BeforeValidator(read_text), _Identifier()]
Number = Annotated[Decimal | None, BeforeValidator(read_number)]
WholeNumber = Annotated[int | None, BeforeValidator(read_whole_number)]
Flag = Annotated[bool | None, BeforeValidator(read_flag)]
Moment = Annotated[datetime | None, BeforeValidator(read_moment)]
Day = Annotated[date | None, BeforeValidator(read_day)]
Status = Annotated[str, BeforeValidator(read_status)]
Currency = Annotated[str, BeforeValidator(read_currency)]
Link = Annotated[str, BeforeValidator(read_link)]

T = TypeVar("T")
Many = Annotated[tuple[T, ...], BeforeValidator(as_list)]
Maybe = Annotated[T | None, BeforeValidator(as_object_or_none)]


def spelt(*names: str, default: Any = "") -> Any:
    """A field with its spellings upstream, the usual one first."""
    return Field(default=default, validation_alias=AliasChoices(*names))


class Answer(BaseModel):
    """Base of everything read. `raw` is what came, `problems` what could not be read of it."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    _raw: JsonObject = PrivateAttr(default_factory=dict)
    _problems: tuple[str, ...] = PrivateAttr(default=())

    #: Set by the operation on the outermost object.
    _correlation_id: str = PrivateAttr(default="")

    @property
    def raw(self) -> JsonObject:
        return self._raw

    @property
    def correlation_id(self) -> str:
        return self._correlation_id

    @property
    def is_told(self) -> bool:
        """Whether the answer held any key that is known here."""
        return bool(self.model_fields_set)

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence a field that could not be read, those of parts included."""
        found = list(self._problems)
        for name in type(self).model_fields:
            value = getattr(self, name)
            for number, member in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(member, Answer):
                    place = f"{name}[{number}]" if isinstance(value, tuple) else name
                    found += [_within(place, problem) for problem in member.problems]
        return tuple(found)

    @classmethod
    def read(cls, data: object, *, correlation_id: str = "") -> Self:
        answer = cls.model_validate(data)
        answer._correlation_id = correlation_id  # noqa: SLF001 - our own
        return answer

    @model_validator(mode="wrap")
    @classmethod
    def _read_tolerantly(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if isinstance(data, cls):
            return data
        given = as_object_or_none(data) or {}
        problems = []
        if not isinstance(given, dict):
            problems.append(f"is not an object: {str(given)[:40]!r}")
            given = {}
        values = dict(cls._known(given))
        problems += cls._numbered_identifiers(values)
        try:
            answer = handler(values)
        except ValidationError as error:
            for place in error.errors(include_url=False):
                name = str(place["loc"][0])
                values.pop(name, None)
                problems.append(f"{name} {place['msg'].removeprefix('Value error, ')}")
            answer = handler(values)
        answer._raw = given  # noqa: SLF001 - our own
        answer._problems = tuple(problems)  # noqa: SLF001 - our own
        return answer

    @classmethod
    def _known(cls, given: JsonObject) -> Iterator[tuple[str, Any]]:
        lowered: dict[str, str] = {}
        for name, spellings in spellings_of(cls):
            value = _first(given, spellings)
            if value is None:
                lowered = lowered or {key.lower(): key for key in given}
                value = _first(given, [lowered.get(key.lower(), "") for key in spellings])
            if value is not None:
                yield name, value

    @classmethod
    def _numbered_identifiers(cls, values: Mapping[str, object]) -> list[str]:
        return [
            f"{name} is given as a number; leading zeros may be lost"
            for name, value in values.items()
            if isinstance(value, int | Decimal)
            and any(isinstance(mark, _Identifier) for mark in cls.model_fields[name].metadata)
        ]


def _within(place: str, problem: str) -> str:
    return f"{place} {problem}" if problem.startswith("is ") else f"{place}.{problem}"


def _first(given: JsonObject, keys: Iterable[str]) -> Any:
    """The first value that says something, else the first that is there at all."""
    values = [value for key in keys if (value := given.get(key)) is not None]
    return next((value for value in values if value not in ("", [], {})), next(iter(values), None))


@cache
def spellings_of(model: type[BaseModel]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each field with what it may be called: its spellings upstream, then our own name."""
    pairs = []
    for name, field in model.model_fields.items():
        alias = field.validation_alias
        upstream = (
            tuple(str(choice) for choice in alias.choices)
            if isinstance(alias, AliasChoices)
            else (to_camel(name),)
        )
        pairs.append((name, (*upstream, name)))
    return tuple(pairs)


class Attribute(Answer):
    """A name and value of an `additionalAttributes` list."""

    name: Text = spelt("attributeName")
    value: Text = spelt("attributeValue")


class Party(Answer):
    """A company with its address: bill-to, ship-to, end user or reseller."""

    company_name: Text = ""
    contact: Text = ""
    address_id: Identifier = ""
    address_line1: Text = spelt("addressLine1")
    address_line2: Text = spelt("addressLine2")
    address_line3: Text = spelt("addressLine3")
    city: Text = ""
    state: Text = ""
    postal_code: Identifier = ""
    country_code: Text = ""
    phone_number: Identifier = ""
    email: Text = ""
    market_segment: Text = ""
    customer_number: Identifier = ""


class Page(Answer):
    """One page of a search. The distributor's own next links are broken and never followed."""

    records_found: WholeNumber = None
    page_size: WholeNumber = None
    page_number: WholeNumber = None

    @property
    def page_count(self) -> int | None:
        """Pages in all, from the count and the page size that came back; None when not told."""
        if self.records_found is None or not self.page_size:
            return None
        return -(-self.records_found // self.page_size)
