"""A list to be priced, as it is pasted or uploaded, and how a priced one is looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from apps.catalog.exceptions import PriceCheckRefused, UnreadableFile
from apps.catalog.part_lists import PartList, pasted_list, uploaded_list
from apps.catalog.price_checks import DEFAULT_SORT, SHOWN, SORTS, LineFilter
from apps.catalog.uploaded_file import MAX_BYTES

NOTHING = "Paste part numbers here, or choose a file."
BOTH = "Choose a file or paste a list, not both: empty one of the two."


class PriceCheckForm(forms.Form):
    """Either a pasted list or a file; a valid form has read it (`listed`)."""

    use_required_attribute = False  # one of the two is enough

    pasted = forms.CharField(
        label="Part numbers",
        error_messages={"required": NOTHING},
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="One a line, with or without a quantity: <code>6YE881 3</code>. Ingram's or the "
        "vendor's number, or a UPC; a block from a spreadsheet too. At most 1,000.",
    )
    file = forms.FileField(
        label="Or a spreadsheet",
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=".xlsx or .csv, at most 1,000 lines and 2 MB. A column with the heading “Part "
        "number” and, if you like, one with “Quantity”.",
    )
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=120,
        help_text="To find it again within 30 days. Without one it is named after its list.",
    )

    listed: PartList

    def clean(self) -> dict[str, Any]:
        pasted = self.cleaned_data.get("pasted", "")
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if pasted or not self.files.get("file"):
            self.errors.pop("file", None)
        if self.files.get("file"):
            self.errors.pop("pasted", None)
        if file is not None and pasted:
            self.add_error("file", BOTH)
        elif file is not None:
            self._read(file)
        elif pasted:
            self._read_pasted(pasted)
        return self.cleaned_data

    def _read(self, file: UploadedFile[bytes]) -> None:
        try:
            # One byte more tells a file that is too large without reading all of it.
            self.listed = uploaded_list(file.name or "", file.read(MAX_BYTES + 1))
        except (UnreadableFile, PriceCheckRefused) as exc:
            self.add_error("file", exc.user_message)

    def _read_pasted(self, pasted: str) -> None:
        try:
            self.listed = pasted_list(pasted)
        except PriceCheckRefused as exc:
            self.add_error("pasted", exc.user_message)


def line_filter(query: QueryDict) -> LineFilter:
    """What the address says; nonsense shows everything in its order."""
    show, sort = query.get("show", ""), query.get("sort", DEFAULT_SORT)
    return LineFilter(
        show=show if show in SHOWN else "",
        sort=sort if sort.removeprefix("-") in SORTS else DEFAULT_SORT,
    )
