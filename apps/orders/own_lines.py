"""The lines of an order without a quote: how many, and what is wrong with them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apps.ingram.schemas.orders import MAX_LINES as MAX_ORDERED
from apps.orders.models import OrderDraftLine

#: A draft takes more than one order holds: lines can be taken out again.
MAX_LINES = 1_000
NO_LINE = "The line that this warranty is for is no longer there."
OWN_LINE = "A line cannot be its own warranty."

__all__ = ["MAX_LINES", "MAX_ORDERED", "problems_of", "said_of_lines"]


def problems_of(lines: Sequence[OrderDraftLine]) -> dict[int, Mapping[str, str]]:
    """By line id, what is wrong with its details, a field to its sentence."""
    ids = {line.pk for line in lines}
    wrong = {line.pk: _problems(line, ids) for line in lines if line.entered}
    return {pk: problems for pk, problems in wrong.items() if problems}


def said_of_lines(lines: Sequence[OrderDraftLine]) -> str:
    """Why the lines cannot be ordered as they are, or nothing."""
    if not lines:
        return "Add at least one line."
    unknown = sum(line.is_unknown for line in lines)
    no_quantity = sum(line.quantity is None for line in lines)
    details = len(problems_of(lines))
    said = []
    if unknown:
        said.append(f"{_count(unknown)} an unknown part number: correct or remove it.")
    if no_quantity:
        said.append(f"{_count(no_quantity)} no valid quantity.")
    if details:
        said.append(f"{_count(details)} details that need mending.")
    if len(lines) > MAX_ORDERED:
        said.append(too_many(len(lines)))
    return " ".join(said)


def too_many(number: int) -> str:
    """What to do with more lines than one order takes."""
    return (
        f"The distributor takes at most {MAX_ORDERED} lines an order: take out "
        f"{number - MAX_ORDERED:,}, or order in two parts."
    )


def _problems(line: OrderDraftLine, ids: set[int]) -> Mapping[str, str]:
    covered = line.details.warranty_for
    if covered is None or (covered in ids and covered != line.pk):
        return line.read.problems
    return {**line.read.problems, "warranty_for": OWN_LINE if covered == line.pk else NO_LINE}


def _count(number: int) -> str:
    return "1 line has" if number == 1 else f"{number:,} lines have"
