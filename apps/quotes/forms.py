"""The draft's head and the list's filters, as they stand in a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from apps.accounts.models import User
from apps.quotes.choices import QuoteStatus
from apps.quotes.header import END_USER_FIELDS, FIELDS, KEPT_TEXT, QUOTE_FIELDS, Field
from apps.quotes.selectors import SORTS, QuoteFilter, Tab

_WIDGETS: dict[str, type[forms.Widget]] = {
    "textarea": forms.Textarea,
    "email": forms.EmailInput,
    "date": forms.DateInput,
}


class DraftForm(forms.Form):
    """The head of a draft as it was typed. `header.read_header` says what is wrong with it.

    With `save_url` each field saves itself, by its own name only: two people who write into
    different fields of one draft do not overwrite each other.
    """

    def __init__(
        self,
        entered: Mapping[str, object],
        *,
        problems: Mapping[str, str],
        save_url: str = "",
        is_locked: bool = False,
    ) -> None:
        super().__init__({name: entered.get(name, "") for name in FIELDS})
        for name, spec in FIELDS.items():
            self.fields[name] = _form_field(spec)
            self.fields[name].disabled = is_locked
            if is_locked:
                self.initial[name] = entered.get(name, "")
            else:
                self.fields[name].widget.attrs |= _saves_itself(name, save_url)
        self.full_clean()
        for name, sentence in problems.items():
            if name in self.fields and not is_locked:
                self.add_error(name, sentence)

    @property
    def quote_fields(self) -> list[forms.BoundField]:
        return [self[spec.name] for spec in QUOTE_FIELDS]

    @property
    def end_user_fields(self) -> list[forms.BoundField]:
        return [self[spec.name] for spec in END_USER_FIELDS]


class _Typed(forms.CharField):
    """Text as it was typed; `limit` is for the counter beside it."""

    limit: int | None = None


def _form_field(spec: Field) -> _Typed:
    attrs: dict[str, Any] = {"autocomplete": "off"}
    if spec.kind == "textarea":
        attrs["rows"] = 3
    if spec.kind == "date":
        attrs["type"] = "date"
    if spec.kind == "tel":
        attrs["inputmode"] = "tel"
    field = _Typed(
        label=spec.label,
        strip=False,
        help_text=spec.help,
        required=False,
        widget=_WIDGETS.get(spec.kind, forms.TextInput)(attrs=attrs),
    )
    if spec.limit < KEPT_TEXT and spec.kind != "date":
        # Shown by the counter, not enforced by the browser: what is too long is told, not cut.
        field.widget.attrs |= {
            "data-counter": f"id_{spec.name}_counter",
        }
        field.limit = spec.limit
    described = [f"id_{spec.name}_helptext"] if spec.help else []
    field.widget.attrs["aria-describedby"] = " ".join([*described, f"id_{spec.name}_problem"])
    return field


def _saves_itself(name: str, save_url: str) -> dict[str, str]:
    if not save_url:
        return {}
    return {
        "hx-post": save_url,
        "hx-trigger": "change, input changed delay:900ms",
        "hx-params": name,
        "hx-swap": "none",
        "hx-sync": "this:queue last",
    }


class FilterForm(forms.Form):
    """Filters of the list. What makes no sense is passed over: a link is never an error page."""

    q = forms.CharField(required=False, label="Search")
    tab = forms.ChoiceField(required=False, choices=[(tab.value, tab.label) for tab in Tab])
    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Any status"), *QuoteStatus.choices]
    )
    vendor = forms.CharField(required=False, label="Vendor")
    owner = forms.CharField(required=False, label="Made by")
    created_from = forms.DateField(required=False, label="Made from")
    created_to = forms.DateField(required=False, label="Made until")
    expires_from = forms.DateField(required=False, label="Expires from")
    expires_to = forms.DateField(required=False, label="Expires until")
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTS])

    def __init__(
        self, data: QueryDict, *, vendors: list[str] | None = None, owners: list[User] | None = None
    ) -> None:
        super().__init__(data)
        self.owners = {str(owner.pk): str(owner) for owner in owners or []}
        self.fields["vendor"].widget = forms.Select(
            choices=[("", "Any vendor"), *((name, name) for name in vendors or [])]
        )
        self.fields["owner"].widget = forms.Select(
            choices=[("", "Anybody"), *self.owners.items(), ("none", "Made elsewhere")]
        )
        self.fields["q"].widget.attrs |= {
            "type": "search",
            "placeholder": "Number, name, end user, special bid",
            # The answer to what was typed must not take back what has been typed since.
            "hx-preserve": "true",
        }
        for name in ("created_from", "created_to", "expires_from", "expires_to"):
            self.fields[name].widget.input_type = "date"

    def filters(self) -> QuoteFilter:
        self.is_valid()
        given = self.cleaned_data
        days = {
            name: given.get(name)
            for name in ("created_from", "created_to", "expires_from", "expires_to")
        }
        return QuoteFilter(
            text=(given.get("q") or "").strip()[:100],
            tab=Tab(given.get("tab") or Tab.ALL),
            status=QuoteStatus(given["status"]) if given.get("status") else None,
            vendor=given.get("vendor") or "",
            owner=given.get("owner") or "",
            sort=given.get("sort") or "",
            **days,
        )

    def chips(self) -> list[tuple[str, str, str]]:
        """What is set: parameter, name and words, for the chips that clear it."""
        self.is_valid()
        chips = []
        for name in ("q", "status", "vendor", "owner", *_DAYS):
            value = self.cleaned_data.get(name)
            if value:
                chips.append((name, str(self.fields[name].label), self._words(name, value)))
        return chips

    def _words(self, name: str, value: object) -> str:
        if name == "status":
            return str(QuoteStatus(str(value)).label)
        if name == "owner":
            return self.owners.get(str(value), "Elsewhere")
        return str(value)


_DAYS = ("created_from", "created_to", "expires_from", "expires_to")
