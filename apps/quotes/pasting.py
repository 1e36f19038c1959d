"""Reading what people type and paste: quantities, and part numbers with quantities. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

MAX_QUANTITY = 999_999
MAX_PART_NUMBER = 80
_SPACES = re.compile(r"\s+")
_CELLS = re.compile(r"[\t,;|]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_WHOLE = re.compile(r"\d+")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_TIMES = re.compile(r"^(?:x\s*(?=\d))|(?<=\d)\s*x$", re.IGNORECASE)
_HEADINGS = frozenset(
    {"PART", "PARTNUMBER", "SKU", "MPN", "VPN", "QTY", "QUANTITY", "ITEM", "INGRAMPARTNUMBER"}
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
    digits = typed.replace(",", "") if _GROUPED.fullmatch(typed) else typed
    if not digits.isascii() or not _NUMBER.fullmatch(digits):
        return Quantity(problem="A quantity is a whole number, such as 12.")
    if digits.startswith("-") or not digits.strip("+0.,"):
        return Quantity(problem="Enter a quantity of at least 1.")
    if not _WHOLE.fullmatch(digits.lstrip("+")):
        return Quantity(problem="Quantities are whole: no decimals.")
    if len(digits.lstrip("+0")) > len(str(MAX_QUANTITY)) or int(digits) > MAX_QUANTITY:
        return Quantity(problem=f"At most {MAX_QUANTITY:,} of one part.")
    return Quantity(value=int(digits))


def normalise_part_number(text: str) -> str:
    """As the catalogue spells it: no spaces, upper case."""
    return _SPACES.sub("", text).upper()


def read_paste(text: str) -> Paste:
    """Part numbers with quantities, one a line; the same part twice becomes one line.

    A line is "PART", "PART 3", "3 PART", "PART x3", with blanks, tabs, commas, semicolons or bars
    between; further columns of a spreadsheet and a line of headings are passed over.
    """
    read = [line for row in text.splitlines() if (line := _read_row(row)) is not None]
    return merge(read)


def merge(lines: Iterable[PastedLine]) -> Paste:
    """One line a part number; whole quantities add up, what is no quantity stays as typed."""
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
    row = row.strip()
    if not row:
        return None
    cells = [cell.strip() for cell in _CELLS.split(row) if cell.strip()]
    if len(cells) <= 1:
        cells = _split_at_blanks(cells[0]) if cells else []
    if not cells or all(normalise_part_number(cell) in _HEADINGS for cell in cells[:2]):
        return None
    return _line_of(cells)


def _line_of(cells: list[str]) -> PastedLine:
    """The part number and the first cell beside it that looks like a number."""
    bare = [_TIMES.sub("", cell) for cell in cells]
    numbers = [place for place, cell in enumerate(bare) if _NUMBER.fullmatch(cell)]
    # A part number may be all digits: with two numbers the first is the part.
    part = next((place for place in range(len(cells)) if place not in numbers), 0)
    quantity = next((bare[place] for place in numbers if place != part), "1")
    if part != 0 and part - 1 not in numbers:
        part = 0
    return PastedLine(
        part_number=normalise_part_number(cells[part])[:MAX_PART_NUMBER],
        quantity_text=quantity[:40],
    )


def _split_at_blanks(row: str) -> list[str]:
    """ "PART 3", "3 PART", and "ab c12 3" whose part number was typed with a blank in it."""
    words = row.split()
    if len(words) < 2:
        return words
    if _NUMBER.fullmatch(_TIMES.sub("", words[-1])):
        return ["".join(words[:-1]), words[-1]]
    if _NUMBER.fullmatch(_TIMES.sub("", words[0])):
        return [words[0], "".join(words[1:])]
    return ["".join(words)]
