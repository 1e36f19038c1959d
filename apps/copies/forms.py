"""To whom a copy goes, and with what words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django import forms
from django.http import QueryDict

from apps.accounts.models import User
from apps.copies.addresses import addresses_in
from apps.copies.choices import CopyKind
from apps.copies.models import new_form_key
from apps.copies.services.sending import Letter
from apps.core.mailing import one_line
from apps.quotes.models import Quote


class SendForm(forms.Form):
    """`kinds` are those that the person may have; the first is offered."""

    kind = forms.ChoiceField(label="What", widget=forms.RadioSelect)
    recipients = forms.CharField(
        label="To",
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Addresses, a line each or with commas between; at most 20. Each gets a mail "
        "of their own and does not see the others.",
    )
    subject = forms.CharField(max_length=150)
    message = forms.CharField(
        required=False, max_length=4_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    to_me = forms.BooleanField(label="Send one to me too", required=False)
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        quote: Quote,
        sender: User,
        kinds: Sequence[CopyKind],
    ) -> None:
        offered = {
            "kind": kinds[0] if kinds else "",
            "recipients": quote.end_user.get("email", ""),
            "subject": f"Quote {quote.quote_number}" + (f": {quote.name}" if quote.name else ""),
            "form_key": new_form_key(),
        }
        offered["subject"] = one_line(str(offered["subject"]))[:150]
        super().__init__(data, initial=offered)
        self.sender = sender
        choices = cast("forms.ChoiceField", self.fields["kind"])
        choices.choices = [(kind.value, kind.label) for kind in kinds]

    def clean_recipients(self) -> list[str]:
        return addresses_in(self.cleaned_data["recipients"])

    def clean_subject(self) -> str:
        subject = one_line(self.cleaned_data["subject"])
        if not subject:
            raise forms.ValidationError("Write a subject.")
        return subject

    @property
    def copy_kind(self) -> CopyKind:
        return CopyKind(self.cleaned_data["kind"])

    @property
    def letter(self) -> Letter:
        """What was written, when the form is valid."""
        found: list[str] = self.cleaned_data["recipients"]
        me = self.sender.email
        if self.cleaned_data["to_me"] and me.casefold() not in map(str.casefold, found):
            found = [*found, me]
        return Letter(
            recipients=tuple(found),
            subject=self.cleaned_data["subject"],
            message=self.cleaned_data["message"].strip(),
        )
