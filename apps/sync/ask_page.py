"""How a list offers to ask the distributor, and tells once what it answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol
from urllib.parse import urlencode

from django import forms
from django.db.models.enums import TextChoices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest
from apps.accounts.models import CustomerAccount, User
from apps.core.listing import Wanted
from apps.sync.asking import Asked, Notice
from apps.sync.exceptions import DistributorNotAsked


class AskForm(forms.Form):
    """A text, and what the distributor is asked for it as."""

    q = forms.CharField(max_length=80, widget=forms.HiddenInput)
    by = forms.ChoiceField(label="Ask for it as")

    def __init__(self, *args: Any, kinds: type[TextChoices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = kinds.choices  # type: ignore[attr-defined]


class AskService(Protocol):
    """An app's own search at the distributor."""

    def __call__(self, *, account: CustomerAccount, actor: User, by: Any, text: str) -> Asked:
        """Ask once, mirror what carries the text, and tell how much it was."""
        ...


@dataclass(frozen=True, kw_only=True)
class Question:
    """What the list of a resource can ask the distributor for.

    `likely` guesses from the text and its term what it is, or tells that it can't be asked for;
    `term_of` is the word of the index that carries an answer.
    """

    page: ListPage
    noun: str
    kinds: type[TextChoices]
    likely: Callable[[str, str], TextChoices | None]
    service: AskService
    term_of: Callable[[Any], str] = attrgetter("value")

    def context(self, request: PortalRequest, wanted: Wanted) -> dict[str, Any]:
        """The form below a list that found nothing, and the answer to the last question."""
        guess = self.likely(wanted.text, wanted.term) if wanted.text else None
        initial = {"q": wanted.text, "by": guess}
        form = AskForm(initial=initial, kinds=self.kinds, auto_id="ask_%s") if guess else None
        return {"ask": form, "asked": kept_answer(request, self.page)}

    def answer(self, request: PortalRequest) -> HttpResponse:
        """Ask; the list tells what the distributor answered and shows what was found."""
        form = AskForm(request.POST, kinds=self.kinds)
        if not form.is_valid():
            raise Http404
        text, by = form.cleaned_data["q"], self.kinds(form.cleaned_data["by"])
        try:
            asked = self.service(account=request.account, actor=request.user, by=by, text=text)
            keep_answer(request, self.page, asked.notice(self.noun))
        except DistributorNotAsked as exc:
            keep_answer(request, self.page, refusal(exc))
        query = urlencode({"q": text, "term": self.term_of(by)})
        return redirect(f"{reverse(self.page)}?{query}")


def keep_answer(request: PortalRequest, page: ListPage, told: Notice) -> None:
    """The list will say it once, after the redirect that leads to it."""
    request.session[f"asked:{page}"] = told


def kept_answer(request: PortalRequest, page: ListPage) -> Any:
    """What the list has to say, or None."""
    return request.session.pop(f"asked:{page}", None)


def refusal(exc: DistributorNotAsked) -> Notice:
    """What a list says when the distributor could not be asked."""
    return {
        "tone": "warn",
        "title": "The distributor could not be asked",
        "text": exc.user_message,
        "correlation_id": exc.correlation_id,
    }
