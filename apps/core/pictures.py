"""Pictures of figures, drawn on the server: {% include "partials/picture.html" %}.

A picture is columns or rows of bars. Each bar leads to the list behind it, tells its figures when
it is pointed at or focused, and stands with the same figures in a table. Nothing is told by colour
alone: each series has a pattern of its own. Sizes are percentages, so that a bar takes whatever
room the style sheet gives it and its pattern keeps its shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Pattern = Literal["", "stripes", "dots", "lines"]
#: What is there is to be seen, however little it is.
LEAST = Decimal(2)


@dataclass(frozen=True, kw_only=True)
class Series:
    """What one colour and pattern mean; the style sheet has the colour by its `code`."""

    code: str
    label: str
    url: str = ""
    figure: str = ""
    pattern: Pattern = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a bar, in percent of the whole picture's; `told` are its words."""

    code: str
    start: Decimal
    size: Decimal
    told: str = ""
    url: str = ""
    pattern: Pattern = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`spoken` is its label in full where that of the picture is short."""

    label: str
    figure: str
    url: str
    parts: Sequence[Part]
    spoken: str = ""
    under: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`is_none` is of a figure that a narrow page may leave out."""

    text: str
    url: str = ""
    is_none: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table: its own head, and the cells under those of the table."""

    label: str
    cells: Sequence[Cell]
    anchor: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """`head` names the rows and then each cell. Without bars `empty` says why there are none."""

    name: str
    title: str
    summary: str
    shape: Literal["columns", "rows"]
    bars: Sequence[Bar]
    head: Sequence[str]
    rows: Sequence[Row]
    legend: Sequence[Series] = field(default_factory=tuple)
    note: str = ""
    empty: str = ""

    @property
    def named_rows(self) -> Iterator[tuple[Row, Sequence[tuple[str, Cell]]]]:
        """Each row with its cells, each of them with its head."""
        for row in self.rows:
            yield row, list(zip(self.head[1:], row.cells, strict=True))


def shares(sizes: Sequence[Decimal | int], most: Decimal | int) -> list[tuple[Decimal, Decimal]]:
    """Where each of a bar's parts starts and how long it is, of 100 for `most`.

    A part too short to be seen is made longer, at the cost of the longest.
    """
    scale = Decimal(100) / Decimal(most) if most else Decimal(0)
    lengths = [max(Decimal(size) * scale, LEAST) if size > 0 else Decimal(0) for size in sizes]
    if (over := sum(lengths, Decimal(0)) - 100) > 0:
        longest = max(range(len(lengths)), key=lengths.__getitem__)
        lengths[longest] -= over
    places, start = [], Decimal(0)
    for length in lengths:
        places.append((_rounded(start), _rounded(length)))
        start += length
    return places


def _rounded(figure: Decimal) -> Decimal:
    return figure.quantize(Decimal("0.01"))
