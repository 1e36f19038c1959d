"""Lists as CSV and as Excel workbooks that are safe to open, written while they are sent."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from django.db.models import Model, Prefetch, QuerySet

M = TypeVar("M", bound=Model)

#: An export holds so many objects in memory at a time, each with all of its lines.
CHUNK = 50
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A spreadsheet takes a text that starts so for a formula, and runs it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Tells a spreadsheet that the file is UTF-8.
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
#: What is sent at once; many small pieces cost more than their bytes.
_PIECE = 64 * 1024
#: A sheet of Excel holds 1,048,576 rows, a cell 32,767 characters.
MOST_ROWS = 1_048_576
_LONGEST_CELL = 32_767
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DAY_ZERO = date(1899, 12, 30)


def with_parts(rows: QuerySet[M], *parts: str | Prefetch[Any]) -> Iterator[M]:
    """The rows in chunks, each with its parts until the next row is asked for.

    A row and its parts know each other: unless they are made to forget, they fill the memory until
    the garbage collector has looked through all that the process holds.
    """
    for row in rows.prefetch_related(*parts).iterator(chunk_size=CHUNK):
        yield row
        _forget_parts(row)


def _forget_parts(row: Model) -> None:
    for parts in vars(row).pop("_prefetched_objects_cache", {}).values():
        for part in parts:
            _forget_parts(part)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Headings and rows; the rows are read as they are asked for."""

    name: str
    title: str
    headings: tuple[str, ...]
    rows: Iterator[tuple[object, ...]]


#: Columns that tell amounts in words.
_AMOUNTS_IN_WORDS = frozenset({"Discounts"})


def without_amounts(sheet: Sheet) -> Sheet:
    """The sheet with an empty cell for each amount: amounts are Decimals, and counts are not."""
    in_words = {n for n, name in enumerate(sheet.headings) if name in _AMOUNTS_IN_WORDS}
    rows = (
        tuple(
            None if isinstance(cell, Decimal) or place in in_words else cell
            for place, cell in enumerate(row)
        )
        for row in sheet.rows
    )
    return replace(sheet, rows=rows)


class _Passing:
    """A file that keeps nothing: what is written to it is handed back."""

    def write(self, text: str) -> str:
        return text


def csv_pieces(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """The headings and then a line a row, in pieces; nothing more is held in memory.

    None is an empty cell. Figures are given as numbers, so that a minus sign stays one.
    """
    writer = csv.writer(_Passing())
    waiting = [_MARK + str(writer.writerow(headings))]
    size = 0
    for row in rows:
        line = str(writer.writerow(map(harmless, row)))
        waiting.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()


def harmless(cell: object) -> object:
    """A text with an apostrophe before it where a spreadsheet would see a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS):
        return f"'{cell}"
    return cell


# --- Excel ------------------------------------------------------------------------------------

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    # How many sheets there will be is not known yet: whatever is not named here is one.
    f'<Default Extension="xml" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
# Cell formats by place: plain, bold (the head), a day, an amount.
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_SHEET = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '</sheetView></sheetViews><cols><col min="1" max="64" width="18" customWidth="1"/></cols>'
    "<sheetData>"
)


class _Outgoing:
    """What the archive has written and nobody has taken yet; it never looks back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Everything is taken as it comes."""

    def take(self) -> bytes:
        taken, self._pieces, self.size = b"".join(self._pieces), [], 0
        return taken


def xlsx_pieces(
    title: str, headings: Sequence[str], rows: Iterable[Iterable[object]]
) -> Iterator[bytes]:
    """A workbook with the headings and the rows, in pieces; nothing more is held in memory.

    Days and numbers are such; every text is a text, whatever it starts with. What is too long for
    a sheet goes on in the next one, under the headings again.
    """
    outgoing = _Outgoing()
    with zipfile.ZipFile(outgoing, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:  # type: ignore[call-overload]
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _ROOT)
        archive.writestr("xl/styles.xml", _STYLES)
        left = iter(rows)
        sheets = 0
        first: object = None
        while sheets == 0 or first is not None:
            sheets += 1
            body = islice(left, MOST_ROWS - 1) if first is None else _with(first, left)
            yield from _sheet(archive, outgoing, sheets, headings, body)
            first = next(left, None)
        archive.writestr("xl/workbook.xml", _workbook(title, sheets))
        archive.writestr("xl/_rels/workbook.xml.rels", _workbook_parts(sheets))
    yield outgoing.take()


def _with(first: object, left: Iterator[Iterable[object]]) -> Iterator[Iterable[object]]:
    return islice(chain([first], left), MOST_ROWS - 1)  # type: ignore[list-item]


def _sheet(
    archive: zipfile.ZipFile,
    outgoing: _Outgoing,
    number: int,
    headings: Sequence[str],
    rows: Iterable[Iterable[object]],
) -> Iterator[bytes]:
    with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
        sheet.write(f"{_SHEET}<row>{''.join(_text(h, style=1) for h in headings)}</row>".encode())
        for row in rows:
            sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
            if outgoing.size >= _PIECE:
                yield outgoing.take()
        sheet.write(b"</sheetData></worksheet>")


def _cell(value: object) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return f'<c s="2"><v>{(day - _DAY_ZERO).days}</v></c>'
    if isinstance(value, Decimal):
        return f'<c s="3"><v>{value:f}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return _text(str(value))


def _text(text: str, style: int = 0) -> str:
    shown = escape(_NOT_XML.sub("", text)[:_LONGEST_CELL])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def _workbook(title: str, sheets: int) -> str:
    name = escape(title, {'"': "&quot;"})
    listed = "".join(
        f'<sheet name="{name}{f" {n}" if n > 1 else ""}" sheetId="{n}" r:id="rId{n}"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{listed}</sheets></workbook>"
    )


def _workbook_parts(sheets: int) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}<Relationship '
        f'Id="rId{sheets + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )
