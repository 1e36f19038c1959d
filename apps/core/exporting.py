"""Lists as files that are sent while they are read."""

from __future__ import annotations

from typing import Literal, cast

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from apps.core.discretion import are_amounts_hidden
from apps.core.spreadsheet import (
    CSV_TYPE,
    XLSX_TYPE,
    Sheet,
    csv_pieces,
    without_amounts,
    xlsx_pieces,
)


def export_response(
    sheet: Sheet, kind: Literal["csv", "xlsx"], *, customer_number: str
) -> HttpResponse:
    """The sheet as a download that is named for its account and day.

    Without amounts for whoever may not see them; that is settled here, as rows are read later.
    """
    if are_amounts_hidden():
        sheet = without_amounts(sheet)
    if kind == "xlsx":
        pieces, content_type = xlsx_pieces(sheet.title, sheet.headings, sheet.rows), XLSX_TYPE
    else:
        pieces, content_type = csv_pieces(sheet.headings, sheet.rows), CSV_TYPE
    name = f"{sheet.name}-{customer_number}-{timezone.localdate():%Y-%m-%d}.{kind}"
    response = StreamingHttpResponse(
        pieces,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
    return cast("HttpResponse", response)
