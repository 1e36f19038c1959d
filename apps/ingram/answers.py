"""What an HTTP answer means: its JSON, and its error whatever shape it has (field notes 4.3)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from msgspec import DecodeError
from msgspec.json import Decoder

from apps.ingram.errors import FieldError
from apps.ingram.schemas.reading import as_list, read_text

#: Their sentence is shown to people up to this length.
MAX_SENTENCE = 300
_INTERNALS = re.compile(
    r"Exception|Traceback|stack ?trace|\bat [\w.]+\(|java\.|System\.|<\w+", re.I
)
_REFUSAL = re.compile(r"validation|bad-?request", re.I)
#: What PostgreSQL cannot store: the NUL character, and the half of a pair (ud800 to udfff).
_UNFIT = ("\\u0000", "\\ud", "\\uD")
_FAILED = frozenset({"FAILED", "FAILURE", "ERROR"})
_STATUS_KEYS = frozenset({"responsestatus", "requeststatus"})
_CODE_KEYS = ("statuscode", "returncode", "responsestatuscode")
_ABSENT = re.compile(r"\bnot[- ]found\b|\bno (?:data|records?) (?:found|available)\b", re.I)
_STRANGER = re.compile(r"\bcustomer\b.*\bnot[- ]found\b", re.I)
_THEIR_TROUBLE = re.compile(r"5\d\d")
_decode = Decoder(float_hook=Decimal).decode
_ENVELOPE = frozenset({"errors", "id", "traceid", "type", "1ype", "message", "status"})


class Unreadable(Exception):
    """The text is no JSON."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An error body, whatever its shape. `message` is for people, empty when unfit for them.

    `is_stated`, `is_absence` and `code` are of a v5 envelope, which tells under HTTP 200 that
    the request failed, that nothing of the kind was found, and a status code of its own.
    """

    message: str = ""
    fields: tuple[FieldError, ...] = ()
    kinds: tuple[str, ...] = ()
    is_gateway: bool = False
    is_stated: bool = False
    is_absence: bool = False
    code: str = ""

    @property
    def is_refusal(self) -> bool:
        """Whether it says that the request itself was bad, so that nothing was done."""
        return self.is_stated or bool(self.fields) or any(map(_REFUSAL.search, self.kinds))

    @property
    def is_trouble(self) -> bool:
        """Whether an envelope says that their system failed, not the request."""
        return bool(_THEIR_TROUBLE.fullmatch(self.code))

    @property
    def is_stranger(self) -> bool:
        """Whether it is the customer number that they do not know."""
        return bool(_STRANGER.search(self.message))

    @property
    def sentence(self) -> str:
        """The message with its fields, in one line fit for a person."""
        details = [str(field) for field in self.fields if str(field) != self.message]
        return fit_for_people("; ".join(filter(None, (self.message, *details))))


def parse(text: str) -> Any:
    """The JSON value, its fractions exact. Raises Unreadable."""
    try:
        value = _decoded(text)
        return _storable(value) if _may_be_unfit(text) else value
    except (ValueError, ArithmeticError, RecursionError):
        raise Unreadable from None


def _decoded(text: str) -> Any:
    try:
        return _decode(text)
    except DecodeError:
        # A byte order mark, or half a pair of characters: the slower parser takes them.
        return json.loads(text.removeprefix("\ufeff"), parse_float=Decimal, parse_constant=_refuse)


def _may_be_unfit(text: str) -> bool:
    # From one backslash to the next: to look for each escape takes a third of the parsing's time.
    place = text.find("\\")
    while place >= 0 and not text.startswith(_UNFIT, place):
        place = text.find("\\", place + 1)
    return place >= 0


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_storable(member) for member in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(member) for key, member in value.items()}
    return value


def read_fault(text: str) -> Fault:
    """The one parser of all error bodies: shapes A to H, and J's rejected lines; K is empty."""
    try:
        return fault_in(parse(text))
    except Unreadable:
        return Fault()


def fault_in(data: Any) -> Fault:
    """The same, of JSON that has been read already."""
    errors = list(_errors(data))
    messages, kinds, fields = [], [], []
    is_gateway = False
    for error in errors:
        messages.append(_text(error, "message", "messaage", "faultstring", *_MESSAGE_KEYS))
        kinds.append(_text(error, "type", "1ype"))
        fields += [*_fields(error), *_rejected_lines(error)]
        is_gateway = is_gateway or "faultstring" in error
    envelopes = [error for error in errors if _is_failed(error)]
    said = "; ".join(dict.fromkeys(filter(None, messages)))
    return Fault(
        message=fit_for_people(said),
        fields=tuple(fields),
        kinds=tuple(filter(None, kinds)),
        is_gateway=is_gateway,
        is_stated=bool(envelopes) and not _names_an_order(data),
        is_absence=bool(envelopes) and _tells_absence(data) and not _STRANGER.search(said),
        code=next(filter(None, (_text(envelope, *_CODE_KEYS) for envelope in envelopes)), ""),
    )


_MESSAGE_KEYS = ("responsemessage", "returnmessage", "errorMessage")


def stated_failure(data: Any) -> bool:
    """Whether an answer with a good HTTP status says nothing but that it failed."""
    if isinstance(data, list):
        return bool(data) and all(isinstance(part, dict) and stated_failure(part) for part in data)
    if not isinstance(data, dict):
        return False
    if data.get("errors"):
        return not any(value for key, value in data.items() if key.lower() not in _ENVELOPE)
    return any(_is_failed(part) for part in _preambles(data)) and not _speaks_by_item(data)


def says_not_found(text: str) -> bool:
    """Whether a text of theirs stands for the thing itself being absent: "Not-Found"."""
    return bool(_ABSENT.search(text))


def _tells_absence(data: Any) -> bool:
    """The preamble says so, or the fields of the thing that was asked for do."""
    return any(
        says_not_found(value)
        for part in _objects(data)
        for value in part.values()
        if isinstance(value, str)
    )


def _names_an_order(data: Any) -> bool:
    """An order that was made although the envelope says FAILED must not pass as refused."""
    return any(_text(part, "globalorderid") for part in _objects(data))


def _speaks_by_item(data: Any) -> bool:
    """Price and availability: each product has a status of its own, whatever the whole says."""
    return any("itemstatus" in part for part in _objects(data))


def _objects(data: Any, depth: int = 6) -> Iterator[dict[str, Any]]:
    for part in data if isinstance(data, list) else [data]:
        if isinstance(part, dict):
            yield part
            if depth:
                for value in part.values():
                    yield from _objects(value, depth - 1)


def _errors(data: Any) -> Iterator[dict[str, Any]]:
    for part in as_list(data):
        if not isinstance(part, dict):
            if isinstance(part, str):
                yield {"message": part}
        elif part.get("errors"):
            yield from _errors(part["errors"])
        elif isinstance(part.get("fault"), dict):
            yield part["fault"]
        else:
            failed = [preamble for preamble in _preambles(part) if _is_failed(preamble)]
            yield from failed or [part]


def _preambles(data: dict[str, Any], depth: int = 3) -> Iterator[dict[str, Any]]:
    """The v5 envelopes, whose preamble lies one or two objects down under many names."""
    if _STATUS_KEYS & {key.lower() for key in data}:
        yield data
    if depth:
        for value in data.values():
            if isinstance(value, dict):
                yield from _preambles(value, depth - 1)


def _is_failed(preamble: dict[str, Any]) -> bool:
    return any(
        key.lower() in _STATUS_KEYS and str(value).upper() in _FAILED
        for key, value in preamble.items()
    )


def _fields(error: dict[str, Any]) -> Iterator[FieldError]:
    for field in as_list(error.get("fields")):
        if isinstance(field, dict):
            name, message = _text(field, "field"), _text(field, "message", "messaage")
            if name or message:
                value = _text(field, "value")
                yield FieldError(field=name, message=fit_for_people(message), value=value)
    if name := _text(error, "field"):
        message = fit_for_people(_text(error, "message"))
        yield FieldError(field=name, message=message, value=_text(error, "value"))


def _rejected_lines(error: dict[str, Any]) -> Iterator[FieldError]:
    for line in as_list(error.get("rejectedLineItems")):
        if isinstance(line, dict):
            number = _text(line, "customerLineNumber", "customerLinenumber", "ingramLineNumber")
            reason = _text(line, "rejectReason", "rejectCode")
            part = _text(line, "ingramPartNumber")
            yield FieldError(field=f"line {number}", message=fit_for_people(reason), value=part)


def _text(source: dict[str, Any], *names: str) -> str:
    lowered = {key.lower(): value for key, value in source.items()}
    for name in names:
        value = lowered.get(name.lower())
        if isinstance(value, str | int | Decimal):
            return read_text(value)
    return ""


def fit_for_people(message: str) -> str:
    """Their sentence, bounded; nothing at all when it shows the inside of their systems."""
    text = re.sub(r"\s+", " ", message).strip()
    if _INTERNALS.search(text):
        return ""
    return text if len(text) <= MAX_SENTENCE else f"{text[: MAX_SENTENCE - 1]}…"
