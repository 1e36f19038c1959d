from __future__ import annotations

from django import forms


class SwitchForm(forms.Form):
    """Where to go on working, and the page to come back to."""

    account = forms.IntegerField(min_value=1)
    next = forms.CharField(required=False)
