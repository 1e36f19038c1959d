"""The tolerant reader (field notes 5.0): every answer passes through here.

Nothing is believed about type, key case, object-or-list or presence. A field that cannot be
read becomes None (or an empty text), is named in `problems`, and takes nothing else down.

Since reading never fails, it can wait: an object is read when one of its fields is first asked
for. An order of a hundred lines costs no more than the lines that are looked at.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from apps.ingram.schemas.plans import MANY, MAYBE, Numberless, Read, plan_of, spellings_of
from apps.ingram.schemas.values import (
    as_list,
    as_object_or_none,
    read_currency,
    read_day,
    read_flag,
    read_link,
    read_moment,
    read_number,
    read_status,
    read_text,
    read_whole_number,
)

__all__ = [
    "Answer",
    "Attribute",
    "Currency",
    "Day",
    "Flag",
    "Identifier",
    "JsonObject",
    "Link",
    "Many",
    "Maybe",
    "Moment",
    "Number",
    "Page",
    "Party",
    "Status",
    "Text",
    "WholeNumber",
    "as_list",
    "as_object_or_none",
    "read_currency",
    "read_day",
    "read_flag",
    "read_link",
    "read_moment",
    "read_number",
    "read_status",
    "read_text",
    "read_whole_number",
    "spellings_of",
    "spelt",
]

JsonObject = dict[str, Any]

Text = Annotated[str, Read(read_text)]
Identifier = Annotated[str, Numberless(read_text)]
Number = Annotated[Decimal | None, Read(read_number)]
WholeNumber = Annotated[int | None, Read(read_whole_number)]
Flag = Annotated[bool | None, Read(read_flag)]
Moment = Annotated[datetime | None, Read(read_moment)]
Day = Annotated[date | None, Read(read_day)]
Status = Annotated[str, Read(read_status)]
Currency = Annotated[str, Read(read_currency)]
Link = Annotated[str, Read(read_link)]

T = TypeVar("T")
Many = Annotated[tuple[T, ...], MANY]
Maybe = Annotated[T | None, MAYBE]

#: Where pydantic keeps the fields of an object, and how it is got at and set.
_FIELDS: Any = BaseModel.__dict__["__dict__"]
_set: Any = object.__setattr__


def spelt(*names: str, default: Any = "") -> Any:
    """A field with its spellings upstream, the usual one first."""
    return Field(default=default, validation_alias=AliasChoices(*names))


class Answer(BaseModel):
    """Base of everything read. `raw` is what came, `problems` what could not be read of it."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, defer_build=True)

    _raw: JsonObject = PrivateAttr(default_factory=dict)
    #: Why `raw` is empty, when something else than an object came.
    _misfit: str = PrivateAttr(default="")
    #: Set by the operation on the outermost object.
    _correlation_id: str = PrivateAttr(default="")

    def __init__(self, **values: Any) -> None:
        """An answer of our own making, its fields by name or as they are spelt upstream."""
        self._hold(values)

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
        found = [self._misfit] if self._misfit else []
        found += plan_of(type(self)).read(self._raw)[1]
        for name in type(self).model_fields:
            value = getattr(self, name)
            for number, member in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(member, Answer):
                    place = f"{name}[{number}]" if isinstance(value, tuple) else name
                    found += [_within(place, problem) for problem in member.problems]
        return tuple(found)

    @classmethod
    def read(cls, data: object, *, correlation_id: str = "") -> Self:
        """The answer that these data are; its fields are read when one is asked for."""
        if type(data) is not dict and isinstance(data, cls):
            data._correlation_id = correlation_id  # noqa: SLF001 - our own
            return data
        answer = cls.__new__(cls)
        answer._hold(data, correlation_id)  # noqa: SLF001 - our own
        return answer

    @classmethod
    def within(cls, data: object) -> Self:
        """The same of a part of an answer, which may have been read already."""
        if type(data) is not dict and isinstance(data, cls):
            return data
        answer = cls.__new__(cls)
        answer._hold(data)  # noqa: SLF001 - our own
        return answer

    @model_validator(mode="wrap")
    @classmethod
    def _read_tolerantly(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:  # noqa: ARG003
        return cls.within(data)

    def _hold(self, data: object, correlation_id: str = "") -> None:
        misfit = ""
        if type(data) is not dict:
            data = as_object_or_none(data) or {}
            if not isinstance(data, dict):
                misfit, data = f"is not an object: {str(data)[:40]!r}", {}
        held = {"_raw": data, "_misfit": misfit, "_correlation_id": correlation_id}
        _set(self, "__pydantic_private__", held)

    def _read_now(self) -> JsonObject:
        plan = plan_of(type(self))
        given: JsonObject = self.__pydantic_private__["_raw"]  # type: ignore[index] # see _hold
        values, _ = plan.read(given)
        _set(self, "__pydantic_fields_set__", set(values))
        _set(self, "__pydantic_extra__", None)
        fields: JsonObject = _FIELDS.__get__(self)
        fields.update(plan.completed(values))
        return fields

    if not TYPE_CHECKING:
        # Whoever looks at all fields at once asks for these: pydantic when it compares, copies
        # or dumps an object, and pickle. A field that is asked for by its name and is there
        # comes without a detour.

        @property
        def __dict__(self) -> JsonObject:
            return _FIELDS.__get__(self) or self._read_now()

        @__dict__.setter
        def __dict__(self, fields: JsonObject) -> None:
            _FIELDS.__set__(self, fields)

        def __getattr__(self, name: str) -> Any:
            if name in plan_of(type(self)).names or name in _READ_LATER:
                self._read_now()
                return object.__getattribute__(self, name)
            return super().__getattr__(name)


_READ_LATER = frozenset({"__pydantic_fields_set__", "__pydantic_extra__"})


def _within(place: str, problem: str) -> str:
    return f"{place} {problem}" if problem.startswith("is ") else f"{place}.{problem}"


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
