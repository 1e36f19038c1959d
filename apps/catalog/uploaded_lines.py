"""What an uploaded table means: which column holds what, and which lines it makes. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices

from apps.catalog.part_numbers import LOST_DIGITS, has_lost_digits, normalised
from apps.catalog.pasting import KEPT_PART_NUMBER, KEPT_QUANTITY, PastedLine, read_quantity
from apps.catalog.uploaded_file import MAX_ROWS, NO_VALUE, Row, Table

Wrong = Callable[[Mapping[str, str]], Mapping[str, str]]
"""What is wrong with the further columns of a line, by column: their user knows."""

#: Headings may stand below a title.
HEADING_ROWS = 10


class Column(TextChoices):
    """What a column of the file is taken for."""

    UNUSED = "", "Not used"
    PART = "part", "Part number"
    VENDOR_PART = "vendor_part", "Vendor's part number"
    QUANTITY = "quantity", "Quantity"
    PRICE = "requested_price", "Requested price"
    BID = "special_bid_number", "Special bid number"
    NOTE = "notes", "Note"


_HEADINGS = {
    Column.PART: r"(ingram(micro)?|im)?(part|sku)(no|num|number)?|(item|product)(no|number)|pn",
    Column.VENDOR_PART: r"(vendor|mfg|mfr|manufacturer)(part|sku)(no|num|number)?|vpn|mpn",
    Column.QUANTITY: r"(order|ordered)?(quantity|qty)(ordered)?|pieces|pcs|count|units",
    Column.PRICE: r"(requested|requestedunit|unit|net|customer|bid|special)?(price|cost)",
    Column.BID: r"(special)?bid(no|number)?|dart|dealid",
    Column.NOTE: r"(line)?(note|comment|remark)s?",
}
#: Means a part number only where no other column does: it may as well be a name or a count.
_WEAK = r"item|product|article"
_PART_LIKE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9#/.:_+=()&*~-]{2,39}")


@dataclass(frozen=True, kw_only=True)
class UploadedLine:
    """A row that makes a line. `problems` are kept with the line and can be mended there."""

    row: int
    part: PastedLine
    entered: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A row that makes no line, with what it holds."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A table read with a certain meaning of its columns."""

    columns: tuple[Column, ...]
    headings: tuple[str, ...]
    heading_row: int | None
    lines: tuple[UploadedLine, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def problem(self) -> str:
        """Why nothing can be added, or nothing."""
        if not {Column.PART, Column.VENDOR_PART} & set(self.columns):
            return "No column holds part numbers. Say which one it is."
        if len(self.lines) > MAX_ROWS:
            return f"The file holds more than {MAX_ROWS:,} lines: split it. Nothing was added."
        return "" if self.lines else "No row of this file names a part."

    @property
    def wrong(self) -> tuple[UploadedLine, ...]:
        return tuple(line for line in self.lines if line.problems)


def nothing_wrong(entered: Mapping[str, str]) -> Mapping[str, str]:
    return {}


def read_table(
    table: Table, columns: Sequence[Column] | None = None, *, wrong: Wrong = nothing_wrong
) -> Reading:
    """The lines of a table. `columns` is what a person says of them; else it is recognised."""
    place = _heading_place(table.rows)
    heading = table.rows[place] if place is not None else None
    below = table.rows if place is None else table.rows[place + 1 :]
    if columns is None:
        columns = _named(heading.cells) if heading else _guessed(below, table.width)
    columns = (*columns, *[Column.UNUSED] * table.width)[: table.width]
    above = () if place is None else table.rows[:place]
    lines: list[UploadedLine] = []
    left_out = [_left_out(row, "It stands above the headings.") for row in above]
    for row in below:
        read = _read_row(row, columns, wrong)
        if isinstance(read, UploadedLine):
            lines.append(read)
        else:
            left_out.append(read)
    return Reading(
        columns=tuple(columns),
        headings=heading.cells if heading else (),
        heading_row=heading.number if heading else None,
        lines=tuple(lines),
        left_out=tuple(left_out),
    )


def _heading_place(rows: Sequence[Row]) -> int | None:
    """The row that names a column of part numbers, in whatever case and with whatever signs."""
    for place, row in enumerate(rows[:HEADING_ROWS]):
        if {Column.PART, Column.VENDOR_PART} & set(_named(row.cells)):
            return place
    return None


def _named(cells: Sequence[str]) -> tuple[Column, ...]:
    """The columns by their headings; a meaning is given once, to the first that bears it."""
    names = [re.sub(r"[^a-z0-9]", "", cell.lower().replace("#", "no")) for cell in cells]
    given: list[Column] = []
    for name in names:
        column = next((x for x, rule in _HEADINGS.items() if re.fullmatch(rule, name)), None)
        given.append(column if column and column not in given else Column.UNUSED)
    if not {Column.PART, Column.VENDOR_PART} & set(given):
        weak = next((at for at, name in enumerate(names) if re.fullmatch(_WEAK, name)), None)
        if weak is not None:
            given[weak] = Column.PART
    return tuple(given)


def _guessed(rows: Sequence[Row], width: int) -> tuple[Column, ...]:
    """Without headings: the most part-like column, and beside it the most quantity-like one."""
    cells = [[row.cells[at] if at < len(row.cells) else "" for row in rows] for at in range(width)]

    def parts(at: int) -> tuple[int, int]:
        # Both may be digits only: part numbers are the longer ones.
        likely = [cell for cell in cells[at] if _PART_LIKE.fullmatch(cell)]
        return len(likely), sum(map(len, likely))

    def quantities(at: int) -> int:
        return sum(read_quantity(cell).value is not None for cell in cells[at])

    columns = [Column.UNUSED] * width
    part = max(range(width), key=parts, default=None)
    if part is None or not parts(part)[0]:
        return tuple(columns)
    columns[part] = Column.PART
    rest = [at for at in range(width) if at != part]
    if rest and quantities(most := max(rest, key=quantities)):
        columns[most] = Column.QUANTITY
    return tuple(columns)


def _read_row(row: Row, columns: Sequence[Column], wrong: Wrong) -> UploadedLine | LeftOut:
    told = _told(row, columns)
    part = normalised(told.get(Column.PART, "")) or normalised(told.get(Column.VENDOR_PART, ""))
    if not part or NO_VALUE in (told.get(Column.PART), told.get(Column.VENDOR_PART)):
        is_formula = NO_VALUE in told.values()
        return _left_out(row, "Its part number is " + (NO_VALUE if is_formula else "missing") + ".")
    if len(part) > KEPT_PART_NUMBER:
        return _left_out(row, f"A part number has at most {KEPT_PART_NUMBER} characters.")
    quantity = told.get(Column.QUANTITY, "") if Column.QUANTITY in columns else "1"
    details = (Column.PRICE, Column.BID, Column.NOTE)
    entered = {column.value: told[column] for column in details if told.get(column)}
    return UploadedLine(
        row=row.number,
        part=PastedLine(part_number=part, quantity_text=quantity[:KEPT_QUANTITY]),
        entered=entered,
        problems=(*_problems_of(part, quantity), *_said(entered, wrong(entered))),
    )


def _told(row: Row, columns: Sequence[Column]) -> dict[Column, str]:
    pairs = zip(columns, row.cells, strict=False)
    return {column: cell for column, cell in pairs if column is not Column.UNUSED}


def _problems_of(part: str, quantity: str) -> Iterator[str]:
    if has_lost_digits(part):
        yield LOST_DIGITS
    if said := read_quantity(quantity[:KEPT_QUANTITY]).problem:
        yield f"Quantity “{quantity[:KEPT_QUANTITY]}”: {said}" if quantity else said


def _said(entered: Mapping[str, str], wrong: Mapping[str, str]) -> Iterator[str]:
    for name, said in wrong.items():
        yield f"{Column(name).label} “{entered[name][:60]}”: {said}"


def _left_out(row: Row, reason: str) -> LeftOut:
    return LeftOut(row=row.number, text=" · ".join(filter(None, row.cells)), reason=reason)
