"""What goes around every v5 answer and request: roots and preambles in many spellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, PrivateAttr

from apps.ingram.schemas.order_changes import NamedParty
from apps.ingram.schemas.reading import (
    Answer,
    Identifier,
    JsonObject,
    Maybe,
    Text,
    as_list,
    read_status,
    read_text,
    spelt,
)
from apps.ingram.schemas.sending import Line, Request

#: They write the root in three ways; the last one is no slip of ours.
ROOTS = ("serviceresponse", "serviceResponse", "servicerresponse")
NOTE = "commenttext"
NOTE_JOINT = " || "

_HOLD = re.compile(r"\bHOLD\b")
#: One letter for each state; the letters that are not here stand for a hold (field notes 6.1).
_CODES = {
    **dict.fromkeys("PR123TEFUW", "PROCESSING"),
    **dict.fromkeys("4I", "SHIPPED"),
    "V": "CANCELLED",
    **dict.fromkeys("SHDOABCGN9Q", "ON HOLD"),
}
_WORDS = {
    **dict.fromkeys(("PENDING", "RELEASED", "PICKED", "INSPECTED", "PACKED"), "PROCESSING"),
    **dict.fromkeys(("TRANSFERRED", "BILLING ERROR", "FORCE BILLING"), "PROCESSING"),
    **dict.fromkeys(("ORDER NOT PRINTED", "BILL FOR HISTORY ONLY"), "PROCESSING"),
    "INVOICED": "SHIPPED",
    "VOIDED": "CANCELLED",
}


def read_old_status(value: object) -> str:
    """A v5 status in the words of v6; one that is not known stays as it is.

    v5 has a hold of its own for each reason ("CREDIT HOLD") and calls what has left "INVOICED".
    """
    text = read_status(value)
    if _HOLD.search(text):
        return "ON HOLD"
    return _CODES.get(text) or _WORDS.get(text, text)


def read_old_line_number(value: object) -> str:
    """A line number that may be written as a fraction: "1.0" is line 1."""
    return re.sub(r"^(\d+)\.0+$", r"\1", read_text(value))


OldStatus = Annotated[str, BeforeValidator(read_old_status)]
OldLineNumber = Annotated[str, BeforeValidator(read_old_line_number)]


class Preamble(Answer):
    """Whether the call succeeded. `status` may say PARTIAL SUCCESS."""

    status: Text = spelt("responsestatus", "requeststatus")
    code: Text = spelt("statuscode", "returncode", "responsestatuscode")
    message: Text = spelt("responsemessage", "returnmessage")


class Inside(Answer):
    """What stands under the root: the preamble, and in subclasses the thing itself."""

    preamble: Maybe[Preamble] = spelt("responsepreamble", default=None)

    @property
    def message(self) -> str:
        return self.preamble.message if self.preamble else ""


class Enveloped(Answer):
    """A result that stood in an envelope. Its `raw` is the whole answer, as it came."""

    _whole: JsonObject | None = PrivateAttr(default=None)

    @property
    def raw(self) -> JsonObject:
        whole = (self.__pydantic_private__ or {}).get("_whole")
        return self._raw if whole is None else whole

    def standing_in(self, answer: JsonObject) -> Self:
        """The same, which remembers what it stood in."""
        whole = self.model_copy()
        whole._whole = answer  # noqa: SLF001 - our own
        return whole


I = TypeVar("I", bound=Inside)  # noqa: E741 - the usual name of a type variable is one letter


class ServiceReply(Answer, Generic[I]):
    """A whole answer with one of the usual roots."""

    inside: Maybe[I] = spelt(*ROOTS, default=None)


class OldParty(NamedParty):
    """A company with its address; `address_id` is the three-digit suffix."""

    company_name: Text = spelt("name", "name1")
    contact: Text = spelt("attention")
    address_id: Identifier = spelt("suffix")
    fax_number: Identifier = spelt("fax")


def members(value: object) -> Iterator[JsonObject]:
    """The objects of a list that may be one object, or hold anything."""
    return (member for member in as_list(value) if isinstance(member, dict))


def told(source: JsonObject, *names: str) -> Any:
    """What an object says under one of these names, in any case of letters."""
    lowered = {key.lower(): value for key, value in source.items()}
    found = (lowered.get(name) for name in names)
    return next((value for value in found if value not in (None, "", [], {})), None)


def text_in(source: JsonObject, *names: str) -> str:
    value = told(source, *names)
    return read_text(value) if isinstance(value, str | int) else ""


def arranged(arrange: Callable[[JsonObject], JsonObject]) -> BeforeValidator:
    """Reads one object or a list of them after `arrange` has put into each what stands elsewhere.

    v5 is flat, or nested, where v6 is not: `arrange` adds keys in our own names.
    """
    return BeforeValidator(lambda value: [arrange(member) for member in members(value)])


def one_arranged(arrange: Callable[[JsonObject], JsonObject]) -> BeforeValidator:
    """The same for a field that holds one object."""
    return BeforeValidator(lambda value: next(map(arrange, members(value)), None))


def notes_in(*specs: object) -> str:
    """The comments among extended specs and comment lines, as v6 joins its notes."""
    texts = [text for spec in specs for entry in members(spec) for text in _comments(entry)]
    return NOTE_JOINT.join(filter(None, texts))


def _comments(entry: JsonObject) -> list[str]:
    if text_in(entry, "attributename").lower() == NOTE:
        return [text_in(entry, "attributevalue")]
    return [text_in(entry, "commenttext1"), text_in(entry, "commenttext2")]


def attribute_in(specs: object, name: str) -> str:
    """The value of an extended spec, whose names vary in case."""
    named = (spec for spec in members(specs) if text_in(spec, "attributename").lower() == name)
    return next((text_in(spec, "attributevalue") for spec in named), "")


class OldRequest(Request):
    """v5 writes its keys in small letters without any joint."""

    model_config = ConfigDict(alias_generator=lambda name: name.replace("_", ""))


class RequestPreamble(OldRequest):
    """Whose account it is: v5 has no headers for that."""

    iso_country_code: Annotated[Line, Field(min_length=2, max_length=2)]
    customer_number: Annotated[Line, Field(min_length=1, max_length=10)]
