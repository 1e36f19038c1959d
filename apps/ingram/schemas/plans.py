"""How an answer is read: worked out once for its class, and once for each set of keys that comes.

An object of a hundred keys is then read in one pass over the keys that are there. Spellings,
cases and annotations are looked at only when a new set of keys turns up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Any, NamedTuple, cast, get_args, get_origin

from pydantic import AliasChoices, BaseModel, BeforeValidator, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel
from pydantic.fields import FieldInfo

from apps.ingram.schemas.values import as_list, as_object_or_none

Reader = Callable[[Any], Any]

#: So many sets of keys are remembered for a class.
SHAPES = 256
_NUMBERS = (int, Decimal)


class Read(BeforeValidator):
    """Marks a type by its reader, whose result is the value: nothing is left to validate."""


class Numberless(Read):
    """The same of a text that names something: given as a number it may have lost its zeros."""


MANY = BeforeValidator(as_list)
MAYBE = BeforeValidator(as_object_or_none)


class Step(NamedTuple):
    """One field that is there: under which key, and under which others if that says nothing."""

    name: str
    key: str
    others: tuple[str, ...]
    read: Reader
    is_numberless: bool


class Plan:
    """How to read one class of answers."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._fields = {
            name: (spellings, reader_of(model.model_fields[name]), _is_numberless(model, name))
            for name, spellings in spellings_of(model)
        }
        fields = model.model_fields.items()
        self._defaults = {name: field.default for name, field in fields}
        self._factories = [
            (name, field.get_default) for name, field in fields if field.default_factory
        ]
        self.names = frozenset(model.model_fields)
        self._steps = lru_cache(maxsize=SHAPES)(self._worked_out)

    def read(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The fields that were told and can be read, and a sentence for each that cannot."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for name, key, others, read, is_numberless in self._steps(tuple(given)):
            value = given[key]
            if others and not value:
                value = _first(given, (key, *others))
            if value is None:
                continue
            if is_numberless and isinstance(value, _NUMBERS):
                problems.append(f"{name} is given as a number; leading zeros may be lost")
            try:
                values[name] = read(value)
            except ValueError as error:
                problems.append(f"{name} {error}")
        return values, problems

    def completed(self, values: dict[str, Any]) -> dict[str, Any]:
        """All fields: those that were told, and what stands for the others."""
        whole = {**self._defaults, **values}
        for name, default in self._factories:
            if name not in values:
                whole[name] = default(call_default_factory=True)
        return whole

    def _worked_out(self, keys: tuple[str, ...]) -> list[Step]:
        return list(self._steps_of(keys))

    def _steps_of(self, keys: tuple[str, ...]) -> Iterator[Step]:
        lowered: dict[str, list[str]] = {}
        for key in keys:
            lowered.setdefault(key.lower(), []).append(key)
        for name, (spellings, read, is_numberless) in self._fields.items():
            exact = [key for key in spellings if key in keys]
            alike = [key for spelling in spellings for key in lowered.get(spelling.lower(), ())]
            found = tuple(dict.fromkeys([*exact, *alike]))
            if found:
                yield Step(name, found[0], found[1:], read, is_numberless)


@cache
def plan_of(model: type[BaseModel]) -> Plan:
    return Plan(model)


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


def reader_of(field: FieldInfo) -> Reader:
    return _reader(field.annotation, tuple(field.metadata))


def _reader(annotation: Any, marks: tuple[Any, ...]) -> Reader:
    if get_origin(annotation) is Annotated:
        annotation, *inner = get_args(annotation)
        return _reader(annotation, (*inner, *marks))
    if marks == (MANY,):
        return _many(_reader(get_args(annotation)[0], ()))
    if marks == (MAYBE,):
        (kind,) = (kind for kind in get_args(annotation) if kind is not type(None))
        return _maybe(_reader(kind, ()))
    if len(marks) == 1 and isinstance(marks[0], Read):
        return cast("Reader", marks[0].func)
    if not marks and hasattr(annotation, "within"):
        within: Reader = annotation.within
        return within
    return _validated(TypeAdapter(Annotated[annotation, *marks] if marks else annotation))


def _many(read: Reader) -> Reader:
    return lambda value: tuple([read(member) for member in as_list(value)])


def _maybe(read: Reader) -> Reader:
    def read_one(value: object) -> Any:
        one = as_object_or_none(value)
        return None if one is None else read(one)

    return read_one


def _validated(adapter: TypeAdapter[Any]) -> Reader:
    """Any other type, as pydantic reads it."""

    def read(value: object) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as error:
            message = error.errors(include_url=False)[0]["msg"]
            raise ValueError(message.removeprefix("Value error, ")) from None

    return read


def _is_numberless(model: type[BaseModel], name: str) -> bool:
    return any(isinstance(mark, Numberless) for mark in model.model_fields[name].metadata)


def _first(given: Mapping[str, Any], keys: Iterable[str]) -> Any:
    """The first value that says something, else the first that is there at all."""
    values = [value for key in keys if (value := given[key]) is not None]
    return next((value for value in values if value not in ("", [], {})), next(iter(values), None))
