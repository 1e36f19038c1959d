from __future__ import annotations

from django import forms


class SwitchForm(forms.Form):
    """Where to go on working, and the page to come back to."""

    account = forms.IntegerField(min_value=1)
    next = forms.CharField(required=False)


class ViewNameForm(forms.Form):
    """What a saved view of a list is called."""

    name = forms.CharField(
        label="Name", max_length=60, error_messages={"required": "Give the view a name."}
    )


class SaveViewForm(ViewNameForm):
    """A name, and the filters as they stand in the address of the list."""

    query = forms.CharField(required=False, widget=forms.HiddenInput)
