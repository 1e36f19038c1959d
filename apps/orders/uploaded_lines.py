"""What an uploaded table means for an order: its further columns are those of a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apps.catalog.uploaded_file import Table
from apps.catalog.uploaded_lines import Column, Reading, read_table
from apps.orders.line_details import read_details


def read_lines(table: Table, columns: Sequence[Column] | None = None) -> Reading:
    """The lines of a table with price, bid and note, and what is wrong with them."""
    return read_table(table, columns, wrong=_wrong)


def _wrong(entered: Mapping[str, str]) -> Mapping[str, str]:
    return read_details(entered).problems
