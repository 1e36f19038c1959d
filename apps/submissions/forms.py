from __future__ import annotations

from django import forms

from apps.submissions import registry
from apps.submissions.choices import State
from apps.submissions.selectors import Filters


class FilterForm(forms.Form):
    """The list's filters as they stand in the URL; nonsense there means "any"."""

    q = forms.CharField(
        label="Name or number", max_length=120, required=False, widget=forms.SearchInput
    )
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Any state"), *State.choices]
    )
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - tells the type checker
        kinds.choices = [("", "Any kind"), *sorted(registry.labels().items())]

    def filters(self) -> Filters:
        self.is_valid()
        wanted = self.cleaned_data
        return Filters(
            state=wanted.get("state", ""), kind=wanted.get("kind", ""), text=wanted.get("q", "")
        )


class LinkForm(forms.Form):
    """The number under which a person found it at the distributor."""

    result_number = forms.CharField(
        label="Number at the distributor",
        max_length=80,
        help_text="As the distributor shows it.",
    )
