"""Lists of part numbers that people paste or upload to have them priced. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from apps.catalog.exceptions import PriceCheckRefused
from apps.catalog.part_numbers import LOST_DIGITS, has_lost_digits, is_askable
from apps.catalog.pasting import PastedLine, add_quantities, read_lines, read_quantity
from apps.catalog.uploaded_file import read_file
from apps.catalog.uploaded_lines import LeftOut, read_table

MAX_PARTS = 1_000
#: Of a paste, so much is looked at: a thousand long lines are shorter.
MAX_TEXT = 200_000
NO_PART = "This is not a part number, so it was not asked for."
NO_PARTS = "No part number was found in this text."


@dataclass(frozen=True, kw_only=True)
class PartList:
    """What is to be priced. `merged` lines joined an earlier one of the same part.

    `left_out` are rows of a file that name no part.
    """

    lines: tuple[PastedLine, ...]
    merged: int = 0
    left_out: tuple[LeftOut, ...] = ()
    source: str = ""


def pasted_list(text: str) -> PartList:
    """The parts of a pasted text. Raises PriceCheckRefused: none, or more than 1,000."""
    if len(text) > MAX_TEXT:
        raise PriceCheckRefused(
            f"This text is too long: paste at most {MAX_PARTS:,} part numbers with their "
            "quantities, without descriptions."
        )
    listed = _merged(read_lines(text.replace("\0", "")))
    if not listed.lines:
        raise PriceCheckRefused(NO_PARTS)
    return _bounded(listed)


def uploaded_list(name: str, content: bytes) -> PartList:
    """The parts of an .xlsx or .csv file, with their quantities if a column holds them.

    Raises UnreadableFile, and PriceCheckRefused when no column or too many rows hold parts.
    """
    table = read_file(name, content)
    reading = read_table(table)
    if reading.problem:
        raise PriceCheckRefused(_as_of_a_check(reading.problem))
    listed = _merged(line.part for line in reading.lines)
    below = (row for row in reading.left_out if row.row > (reading.heading_row or 0))
    source = f"{name}, sheet “{table.sheet}”" if table.sheet else name
    return _bounded(replace(listed, left_out=tuple(below), source=source))


def problem_of(line: PastedLine) -> str:
    """Why the distributor cannot be asked for this line, or nothing."""
    if has_lost_digits(line.part_number):
        return LOST_DIGITS
    return "" if is_askable(line.part_number) else NO_PART


def quantity_of(line: PastedLine) -> int | None:
    return read_quantity(line.quantity_text).value


def _merged(lines: Iterable[PastedLine]) -> PartList:
    """One line a part number. Two numbers that lost their digits may look alike: both stay."""
    kept: dict[str | int, PastedLine] = {}
    merged = 0
    for place, line in enumerate(lines):
        key = place if has_lost_digits(line.part_number) else line.part_number
        if earlier := kept.get(key):
            merged += 1
            text = add_quantities(earlier.quantity_text, line.quantity_text)
            line = replace(earlier, quantity_text=text)
        kept[key] = line
    return PartList(lines=tuple(kept.values()), merged=merged)


def _bounded(listed: PartList) -> PartList:
    if (count := len(listed.lines)) > MAX_PARTS:
        raise PriceCheckRefused(
            f"These are {count:,} part numbers; one check takes {MAX_PARTS:,}. Split the list."
        )
    return listed


def _as_of_a_check(problem: str) -> str:
    """A check does not ask what the columns are: their headings say it."""
    if problem.startswith("No column"):
        return (
            "No column of this file holds part numbers. Give the column the heading “Part number”."
        )
    return problem.replace(" Nothing was added.", "")
