"""The labels of a return: one for each box."""

from __future__ import annotations

from apps.returns.models import ReturnCase

MOST_LABELS = 200


def labels_of(case: ReturnCase, typed: str = "") -> range:
    """The numbers of the boxes, from 1: as many as were typed, else as were asked for, else one.

    The lines that were asked for must be loaded.
    """
    if typed.isdecimal() and 1 <= int(typed[:6]) <= MOST_LABELS:
        return range(1, int(typed[:6]) + 1)
    asked = sum(line.box_count for line in case.asked_lines.all())
    return range(1, min(asked or 1, MOST_LABELS) + 1)
