"""What no browser sends by itself: torn values of fields, queries, parts of paths, whole bodies."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, reverse
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.walk.filling import PART, Typed, as_shown, filled_in
from tests.walk.reading import Button, Field, Form
from tests.walk.routes import Arguments

URLENCODED = "application/x-www-form-urlencoded"
#: No value of a text in UTF-8: half a surrogate, and bytes that begin nothing.
_BROKEN = (b"\xed\xa0\x80", b"\xff\xfe")
_TEXTS = (
    *("", " ", "\x00", "a\x00b", "\r\nBcc: x@y.example", "\u202eabc", "\u200b", "😀" * 40),
    *("٣", "½", "²", "-1", "0", "None", "../../x", "%00", "'; --", "<b>&", "=1+1", "null"),
    *("9" * 5000, "x" * 3000, "é" * 300, "on", "true", "[]", "{}", "a,b;c\td", "a\nb\n\nc"),
)
_NUMBERS = (
    *("-1", "0", "1.5", "1e400", "1e-400", "1E+9999999", "0." + "1" * 400, "٣", "²", "1,000", "+1"),
    *("Infinity", "-Infinity", "NaN", "sNaN", "0x10", "1_0", "9" * 9, "9" * 19, "9" * 40),
    *("9" * 5000, "2147483648", "9223372036854775808", "-9223372036854775809", "--1", "1 2"),
)
_DATES = (
    *(
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
        "2026-02-30",
        "10000-01-01",
        "01/02/2026",
        "٢٠٢٦-01-01",
    ),
    *("2026-01-01T25:00", "1900-02-29", "-1", "2026-1-1"),
)
_LONG = "x" * 100_000
_BY_KIND = {"number": _NUMBERS, "date": _DATES, "hidden": (*_NUMBERS, *_DATES)}
#: Numbers that a table of a database has, has not, or cannot have.
_IDS = (0, 1, 2, 2**31, 2**63, 10**30, int("9" * 4000))
_NAMES = ("a\x00b", *_TEXTS[1:], "0", str(2**63))

Value = Any
Body = tuple[bytes, str]


def texts(*more: str) -> SearchStrategy[str | bytes]:
    return st.one_of(st.sampled_from((*more, *_TEXTS, *_NUMBERS, *_DATES, *_BROKEN)), st.text())


def values(control: Field) -> SearchStrategy[list[Value]]:
    """What is sent by the name of one control: nothing, one value or two."""
    if control.kind == "file":
        odd = st.binary(max_size=300).map(lambda content: _file("parts.csv", _ROW + content)())
        known = st.sampled_from(_FILES).map(lambda made: made())
        return st.lists(st.one_of(known, known, odd), max_size=2)
    given = [*control.options, control.value]
    torn = st.sampled_from((*given, *_BY_KIND.get(control.kind, ()), *_TEXTS, *_BROKEN, _LONG))
    return st.lists(st.one_of(torn, texts()), max_size=2)


@st.composite
def typed(draw: DrawFn, form: Form, button: Button | None) -> Typed:
    """A form filled in well, but for some of its controls: one, a few, or all."""
    filled = draw(st.sampled_from((filled_in, as_shown)))(form, button)
    names = {control.name: control for control in form.fields}
    if names:
        torn = st.lists(st.sampled_from(sorted(names)), max_size=3, unique=True)
        for name in draw(st.one_of(torn, torn, torn, st.just(sorted(names)))):
            filled[name] = draw(values(names[name]))
    return filled


def body(filled: Typed) -> Body:
    """The form as a browser sends it; with bytes that are no text as well."""
    if any(isinstance(value, SimpleUploadedFile) for value in _flat(filled)):
        several = {n: v if isinstance(v, list) else [v] for n, v in filled.items()}
        return encode_multipart(BOUNDARY, several), MULTIPART_CONTENT
    return urlencode(filled, doseq=True).encode(), URLENCODED


def _flat(filled: Typed) -> list[Value]:
    return [one for v in filled.values() for one in (v if isinstance(v, list) else [v])]


#: Bodies that are no form at all, or half of one.
BODIES: tuple[Body, ...] = (
    (b"", URLENCODED),
    (b"{", "application/json"),
    (b'{"a": "\\ud800", "b": 1e999, "a": [[[]]]}', "application/json"),
    (b"[" * 3000, "application/json"),
    (b"\xff\xfe\x00", "text/plain; charset=utf-16"),
    (b"a=1", f"{URLENCODED}; charset=none"),
    (b"&".join(b"a=1" for _ in range(6000)), URLENCODED),
    (b"%=%&=&=%zz&a%00=%00", URLENCODED),
    (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    (b"--x\r\n", "multipart/form-data"),
    (b"<a/>", "text/xml"),
)


def queries(names: list[str]) -> SearchStrategy[str]:
    pairs = st.tuples(st.sampled_from(names), texts())
    return st.lists(pairs, min_size=1, max_size=4).map(urlencode)


@st.composite
def addresses(draw: DrawFn, name: str, parameters: tuple[str, ...], known: list[Arguments]) -> str:
    """An address of the pattern with one part that fits no object; empty if there is no such."""
    arguments = dict(draw(st.sampled_from(known))) if known else dict.fromkeys(parameters, 1)
    arguments[draw(st.sampled_from(parameters))] = draw(st.sampled_from((*_IDS, *_NAMES)))
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


# --- Files ---------------------------------------------------------------------------------


def _file(name: str, content: bytes, kind: str = "text/csv") -> Callable[[], SimpleUploadedFile]:
    return lambda: SimpleUploadedFile(name, content, kind)


def _workbook(sheet: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    return held.getvalue()


_PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
_ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7", "gb18030")
_ODD_ROW = f"part number;quantity\r{PART};٣\r=1+1;1.23E+15\r\t日本;-2\r"
_ROW = f"part number,quantity\n{PART},2\n".encode()
_FILES = (
    _file("parts.csv", _ROW),
    _file("parts.csv", b""),
    _file("parts.csv", _PNG),
    _file("logo.png", _PNG, "image/png"),
    _file("parts.csv", _ROW * 100_000),
    _file("parts.csv", b"part number\x00,quantity\n\x00,\x00\n"),
    *(_file("parts.csv", _ODD_ROW.encode(name)) for name in _ENCODINGS),
    _file("parts.xlsx", gzip.compress(_ROW)),
    _file("logo.png", _PNG[:20], "image/svg+xml"),
    _file("parts.csv", b'"part number,quantity\n' + b'"' * 999),
    _file("parts.csv", f"part number,quantity\n{PART},{'9' * 5000}\n".encode()),
    _file("parts.csv", f"part number,quantity\n{'x' * 140_000},2\n".encode()),
    _file("parts.csv", b"," * 5000 + b"\n" * 5000),
    _file("parts.xlsx", b"PK\x03\x04"),
    _file("parts.xlsx", _workbook(b"<worksheet><sheetData><row")),
    _file("parts.xlsx", _workbook(b" " * 60_000_000)),
    _file("\x00" + "x" * 300 + ".csv", _ROW),
    _file("../../etc/passwd", _ROW, "application/x-msdownload"),
)
