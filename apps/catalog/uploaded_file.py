"""A spreadsheet that somebody uploads, as rows of text. Bounded, whatever the file holds.

No formula is reckoned and no macro runs: of a formula the value counts that was saved with it.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from apps.catalog.exceptions import UnreadableFile
from apps.catalog.part_numbers import as_spreadsheets_write

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_PARTS = 300
MAX_ROWS = 1_000
MAX_COLUMNS = 40
MAX_CELL = 1_000
MAX_TEXT = 400_000
#: Rows without anything in them are passed over, but not for ever.
LAST_ROW = 20_000

NO_VALUE = "(formula without a saved value)"

_DELIMITERS = ",;\t|"
#: Excel's own way to name the delimiter, in the first row.
_TOLD = re.compile(r"sep=([,;\t|])", re.IGNORECASE)
_XLSX = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MACROS = "vbaproject.bin"
_FORMULA = "f"
#: A spreadsheet keeps 15 digits of a number and fills it up with zeros.
_MOST_EXACT = 10**15
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    SyntaxError,
    OSError,
)
"""What the reader of workbooks raises when one is not what it says; XML errors are SyntaxErrors."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row that holds something, by its number in the file."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """The rows of a file; `sheet` names the one that was read of a workbook."""

    rows: tuple[Row, ...]
    sheet: str = ""

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


def read_file(name: str, content: bytes) -> Table:
    """The rows of an .xlsx or .csv file of at most 2 MB, 1,000 lines and a row of headings.

    Raises UnreadableFile with a sentence that says what is wrong and what to do.
    """
    if not name.lower().endswith((".xlsx", ".csv")):
        raise UnreadableFile("Choose a file that ends in .xlsx or .csv: save it as one of these.")
    if len(content) > MAX_BYTES:
        raise UnreadableFile("The file has more than 2 MB. Take out sheets, pictures and columns.")
    if content.startswith(_OLD_EXCEL):
        raise UnreadableFile(
            "This is an old or a locked workbook. Save it as .xlsx without a password."
        )
    table = _read_workbook(content) if content.startswith(_XLSX) else _read_csv(name, content)
    if not table.rows:
        raise UnreadableFile("There is nothing in this file.")
    if sum(len(cell) for row in table.rows for cell in row.cells) > MAX_TEXT:
        raise UnreadableFile(
            "The file holds too much text. Take out the columns that you don't need."
        )
    return table


# --- CSV ----------------------------------------------------------------------------------


def _read_csv(name: str, content: bytes) -> Table:
    text = _decoded(content)
    if "\0" in text or name.lower().endswith(".xlsx"):
        raise UnreadableFile("This file is no spreadsheet, whatever its name says.")
    lines = text.split("\n")
    told = _TOLD.fullmatch(lines[0].strip())
    delimiter = told[1] if told else _delimiter(lines)
    if told:
        # The row still counts, so that row numbers are those of the file.
        text = text[len(lines[0]) :]
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        cells = list(islice(reader, LAST_ROW + 1))
    except csv.Error as exc:
        raise UnreadableFile("This file could not be read as CSV. Save it anew as .xlsx.") from exc
    return Table(rows=_bounded(cells))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if unmarked := _utf_16_of(content):
        return content.decode(unmarked, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _utf_16_of(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of Western text is then zero."""
    sample = content[:400]
    if len(sample) < 4 or len(content) % 2:
        return ""
    low, high = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if high > half * 0.7 and not low:
        return "utf-16-le"
    return "utf-16-be" if low > half * 0.7 and not high else ""


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that parts most of the first lines into the same number of cells, above one."""
    sample = [line for line in lines[:30] if line.strip()]

    def likeness(sign: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=sign)]
        most = max(set(widths), key=lambda width: (width > 1, widths.count(width)), default=1)
        return (widths.count(most), most) if most > 1 else (0, 0)

    try:
        return max(_DELIMITERS, key=likeness)
    except csv.Error:
        return ","


# --- Excel --------------------------------------------------------------------------------


def _read_workbook(content: bytes) -> Table:
    try:
        _check_size(content)
        # What it warns of (styles, validations, pictures) is nothing that we read.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _first_sheet(content)
    except _BROKEN as exc:
        raise UnreadableFile("This workbook could not be read. Save it anew as .xlsx.") from exc


def _check_size(content: bytes) -> None:
    """Before anything is unpacked. The zip reader gives no more than the sizes told here."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFile("Unpacked, this workbook is too large. Copy the lines to a new one.")
    if any(part.filename.lower().endswith(_MACROS) for part in parts):
        raise UnreadableFile("This workbook holds macros. Save it as .xlsx without them.")


def _first_sheet(content: bytes) -> Table:
    """The first sheet that holds anything."""
    with (
        closing(_opened(content, data_only=True)) as values,
        closing(_opened(content, data_only=False)) as formulas,
    ):
        for sheet in values.worksheets:
            rows = _bounded(_sheet_rows(sheet, formulas[sheet.title]))
            if rows:
                return Table(rows=rows, sheet=str(sheet.title)[:60])
    return Table(rows=())


def _opened(content: bytes, *, data_only: bool) -> Workbook:
    return load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _sheet_rows(values: Any, formulas: Any) -> Iterator[list[str]]:
    """Row by row; of a formula that was never reckoned it says so, as its cell looks empty."""
    gap: Sequence[Cell] | None = None
    for told, written in zip(_cells_of(values), _cells_of(formulas), strict=False):
        # A million rows may lie between two that hold something: all of them are one object.
        if told is gap:
            yield []
            continue
        row = [
            NO_VALUE if value.value is None and source.data_type == _FORMULA else _text(value.value)
            for value, source in zip(told, written, strict=False)
        ]
        gap = None if any(row) else told
        yield row


def _cells_of(sheet: Any) -> Iterator[Sequence[Cell]]:
    # A ReadOnlyWorksheet, whose methods the stubs bind to another class. What a sheet says of
    # its own size may be wrong, and then rows would be missing.
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Cell]] = sheet.iter_rows(max_col=MAX_COLUMNS)
    return rows


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float | int) and abs(value) >= _MOST_EXACT:
        return as_spreadsheets_write(value)
    if isinstance(value, float):
        # A spreadsheet knows no other numbers: 3.0 pieces are 3.
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


# --- Both ---------------------------------------------------------------------------------


def _bounded(rows: Iterable[Sequence[str]]) -> tuple[Row, ...]:
    """The rows that hold something. Raises UnreadableFile when there are too many."""
    kept: list[Row] = []
    for number, cells in enumerate(rows, start=1):
        tidy = [_tidy(cell) for cell in cells[:MAX_COLUMNS]]
        while tidy and not tidy[-1]:
            tidy.pop()
        if not tidy:
            continue
        if len(kept) > MAX_ROWS:
            raise UnreadableFile(
                f"The file holds more than {MAX_ROWS:,} lines: split it. Nothing was added."
            )
        if number > LAST_ROW:
            raise UnreadableFile(f"There is something below row {LAST_ROW:,}. Delete it there.")
        kept.append(Row(number=number, cells=tuple(tidy)))
    return tuple(kept)


def _tidy(cell: str) -> str:
    return cell.replace("\0", "").strip()[:MAX_CELL]
