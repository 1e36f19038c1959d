"""Reading what people type and paste: quantities, and part numbers with quantities. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from apps.catalog.part_numbers import normalised

MAX_LINES = 500
MAX_QUANTITY = 999_999
KEPT_PART_NUMBER = 80
KEPT_QUANTITY = 40

_COLUMNS = re.compile(r"[\t;|]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*")
_DECIMAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_TIMES = re.compile(r"^x(?=\d)|(?<=\d)x$", re.IGNORECASE)
_PART_NUMBER = re.compile(r"(?=.*\d)\S+")
_HEADINGS = frozenset(
    {"PART", "PARTNUMBER", "PARTNO", "SKU", "MPN", "VPN", "ITEM", "INGRAMPARTNUMBER", "PRODUCT"}
)


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A quantity, or the sentence that says why what was typed is none."""

    value: int | None = None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class PastedLine:
    """A part number in the catalogue's spelling, and its quantity as it was typed."""

    part_number: str
    quantity_text: str = "1"


@dataclass(frozen=True, kw_only=True)
class Paste:
    """What a block of text holds: its lines, and how many were merged into an earlier one."""

    lines: tuple[PastedLine, ...]
    merged: int = 0


def read_quantity(text: str) -> Quantity:
    """A whole number from 1 to 999,999; "1,000" is a thousand."""
    typed = text.strip()
    if not typed:
        return Quantity(problem="Enter a quantity.")
    plain = typed.replace(",", "") if _GROUPED.fullmatch(typed) else typed
    if not plain.isascii() or not _DECIMAL.fullmatch(plain):
        return Quantity(problem="A quantity is a whole number, such as 12.")
    if plain.startswith("-") or not plain.strip("+0.,"):
        return Quantity(problem="Enter a quantity of at least 1.")
    if not plain.lstrip("+").isdigit():
        return Quantity(problem="Quantities are whole: no decimals.")
    # Digits are counted first: a very long number is never turned into one.
    if len(plain.lstrip("+0")) > len(str(MAX_QUANTITY)) or int(plain) > MAX_QUANTITY:
        return Quantity(problem=f"At most {MAX_QUANTITY:,} of one part.")
    return Quantity(value=int(plain))


def read_paste(text: str) -> Paste:
    """Part numbers with quantities, one a line; the same part twice becomes one line.

    A line is "PART", "PART 3", "3 PART" or "PART x 3", with blanks, tabs, commas, semicolons or
    bars between; further columns of a spreadsheet and a line of headings are passed over.
    """
    return merge(read_lines(text))


def read_lines(text: str) -> Iterator[PastedLine]:
    """The lines of `read_paste` as they stand, the same part as often as it does."""
    return (line for row in text.splitlines() if (line := _read_row(row.strip())))


def merge(lines: Iterable[PastedLine]) -> Paste:
    """One line a part number; quantities add up, what is no quantity stays as typed."""
    kept: dict[str, PastedLine] = {}
    merged = 0
    for line in lines:
        earlier = kept.get(line.part_number)
        if earlier is None:
            kept[line.part_number] = line
            continue
        merged += 1
        text = add_quantities(earlier.quantity_text, line.quantity_text)
        kept[line.part_number] = replace(earlier, quantity_text=text)
    return Paste(lines=tuple(kept.values()), merged=merged)


def add_quantities(first: str, second: str) -> str:
    """The sum of two typed quantities; the one that is wrong wins, so that it is seen."""
    one, other = read_quantity(first).value, read_quantity(second).value
    if one is None:
        return first
    return second if other is None else str(one + other)


def _read_row(row: str) -> PastedLine | None:
    cells = [cell for cell in map(_tidy, _cells(row)) if cell]
    if not cells or normalised(cells[0]) in _HEADINGS:
        return None
    part, quantity = _part_and_quantity(cells)
    return PastedLine(
        part_number=normalised(part)[:KEPT_PART_NUMBER], quantity_text=quantity[:KEPT_QUANTITY]
    )


def _cells(row: str) -> list[str]:
    """Columns; else "PART 3" or "3 PART", whose part may hold a blank; else comma separated."""
    columns = _COLUMNS.split(row)
    if len(columns) > 1:
        return columns
    words = [word for word in row.split() if word.lower() != "x"]
    if len(words) > 1 and _is_number(words[-1]):
        return ["".join(words[:-1]), words[-1]]
    if len(words) > 1 and _is_number(words[0]):
        return [words[0], "".join(words[1:])]
    part, comma, rest = row.partition(",")
    if comma and _GROUPED.fullmatch(rest.strip()):
        return [part, rest]
    return row.split(",")


def _part_and_quantity(cells: list[str]) -> tuple[str, str]:
    numbers = [cell for cell in cells if _is_number(cell)]
    words = [cell for cell in cells if not _is_number(cell)]
    if words:
        # A description may stand before the part number: prefer what looks like one.
        part = next((word for word in words if _PART_NUMBER.fullmatch(word)), words[0])
        return part, numbers[0] if numbers else "1"
    if len(numbers) == 1:
        return numbers[0], "1"
    # Part numbers of digits only exist; of two numbers the longer is the part.
    first, second = numbers[:2]
    return (second, first) if len(second) > len(first) else (first, second)


def _tidy(cell: str) -> str:
    return _TIMES.sub("", cell.strip().strip("\",'").strip())


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(_tidy(cell)))
