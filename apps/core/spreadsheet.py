"""Lists as CSV that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

#: A spreadsheet takes a text that starts so for a formula, and runs it.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Tells a spreadsheet that the file is UTF-8.
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class _Passing:
    """A file that keeps nothing: what is written to it is handed back."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The headings and then a line a row, as text; nothing is held in memory.

    None is an empty cell. Figures are given as numbers, so that a minus sign stays one.
    """
    writer = csv.writer(_Passing())
    yield _MARK + str(writer.writerow(headings))
    for row in rows:
        yield str(writer.writerow(map(harmless, row)))


def harmless(cell: object) -> object:
    """A text with an apostrophe before it where a spreadsheet would see a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS):
        return f"'{cell}"
    return cell
