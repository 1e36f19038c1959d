"""An uploaded table between its preview and its lines: it travels with the form, sealed."""

from __future__ import annotations

from django import forms
from django.core import signing
from django.http import QueryDict

from apps.catalog.uploaded_file import Row, Table
from apps.catalog.uploaded_lines import Column, Reading

_SALT = "orders.uploaded-table"
MAX_NAME = 100


class PreviewForm(forms.Form):
    """What each column is taken for, and the table itself.

    Nothing is kept on the server of a file that is not used in the end.
    """

    table = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(self, *, reading: Reading, sealed: str) -> None:
        super().__init__(initial={"table": sealed})
        for at, column in enumerate(reading.columns):
            heading = reading.headings[at] if at < len(reading.headings) else ""
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=heading[:60] or f"Column {at + 1}",
                choices=Column.choices,
                required=False,
                initial=column.value,
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("column-")]


def seal(name: str, table: Table) -> str:
    """The table as text that cannot be changed on its way through the browser."""
    rows = [[row.number, *row.cells] for row in table.rows]
    return signing.dumps(
        {"name": name[:MAX_NAME], "sheet": table.sheet, "rows": rows}, salt=_SALT, compress=True
    )


def unseal(sealed: str) -> tuple[str, Table]:
    """The file's name and its table. Raises BadSignature for anything that we did not seal."""
    told = signing.loads(sealed, salt=_SALT)
    rows = tuple(Row(number=number, cells=tuple(cells)) for number, *cells in told["rows"])
    return told["name"], Table(rows=rows, sheet=told["sheet"])


def chosen_columns(posted: QueryDict, width: int) -> list[Column]:
    """What a person says of the columns; nonsense is a column that is not used."""
    told = [posted.get(f"column-{at}", "") for at in range(width)]
    return [Column(value) if value in Column else Column.UNUSED for value in told]
