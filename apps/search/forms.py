"""What is typed into the one search."""

from __future__ import annotations

from django import forms

#: Pasted with a number, and never a part of it.
_AROUND = " \t\"'#,;\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"


class SearchForm(forms.Form):
    """The words, without what a spreadsheet or a letter puts around a number."""

    q = forms.CharField(label="Search", required=False, max_length=200)

    def words(self) -> str:
        """Never longer than a number or name can be; nothing where it cannot be read."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")).strip(_AROUND)
