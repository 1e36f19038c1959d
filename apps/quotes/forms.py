"""The draft's head and the list's filters, as they stand in a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from apps.accounts.models import User
from apps.accounts.person_filter import PersonField, asked_of_person, offer_people
from apps.core.list_form import ListForm, TabLink, between, day_field, told_day
from apps.core.listing import Conditions
from apps.quotes.choices import QuoteStatus
from apps.quotes.header import END_USER_FIELDS, FIELDS, KEPT_TEXT, QUOTE_FIELDS, Field
from apps.quotes.listing import DRAFTS, QUOTES
from apps.quotes.models import MADE_UNTOLD, NO_EXPIRY

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


class QuoteFilterForm(ListForm):
    """The filters of the list of quotes. With `drafts` its last tab is that of the drafts."""

    kind = QUOTES
    first_row = ("status", "vendor")
    spans = (("created_from", "created_to"), ("expires_from", "expires_to"))

    status = forms.ChoiceField(
        required=False, label="Status", choices=[("", "Any status"), *QuoteStatus.choices]
    )
    vendor = forms.CharField(required=False, label="Vendor")
    owner = PersonField("made")
    created_from = day_field("Made from")
    created_to = day_field("Made until")
    expires_from = day_field("Expires from")
    expires_to = day_field("Expires until")

    def __init__(
        self,
        data: QueryDict,
        *,
        vendors: Sequence[str] = (),
        owners: Sequence[User] = (),
        drafts: int | None = None,
    ) -> None:
        super().__init__(data)
        self.person = offer_people(self, "owner", owners)
        self.drafts = drafts
        self.fields["vendor"].widget = forms.Select(
            choices=[("", "Any vendor"), *((name, name) for name in vendors)]
        )
        self.fields["q"].widget.attrs["placeholder"] = "Number, name, end user, part, special bid"

    @property
    def is_drafts(self) -> bool:
        """Whether the tab of the drafts is asked for."""
        return self.data.get("tab") == DRAFTS

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        asked = {"status": cleaned.get("status"), "vendor_name": cleaned.get("vendor")}
        made = between(_begin(cleaned.get("created_from")), _begin(cleaned.get("created_to")))
        # Until the end of the last day.
        made = [
            ("lt", at + timedelta(days=1)) if name == "lte" else (name, at) for name, at in made
        ]
        ends = between(cleaned.get("expires_from"), cleaned.get("expires_to"))
        return {
            **{column: [("exact", value)] if value else [] for column, value in asked.items()},
            "owner": asked_of_person(cleaned.get("owner", "")),
            "sorted_created_at": [*made, ("gt", MADE_UNTOLD)] if made else [],
            "sorted_expires_on": [*ends, ("lt", NO_EXPIRY)] if ends else [],
        }

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        return {
            "status": lambda status: str(QuoteStatus(status).label),
            "vendor": str,
            "owner": self.person.words,
            "created_from": told_day("made from"),
            "created_to": told_day("made until"),
            "expires_from": told_day("expires from"),
            "expires_to": told_day("expires until"),
        }

    def tabs(self, counts: Mapping[str, int]) -> list[TabLink]:
        """Those of the quotes, and that of the drafts."""
        drafts = TabLink(
            label="Drafts",
            href=self._href(tab=DRAFTS),
            count=self.drafts,
            is_capped=False,
            is_current=self.is_drafts,
        )
        tabs = [
            replace(t, is_current=t.is_current and not self.is_drafts) for t in super().tabs(counts)
        ]
        return [*tabs, drafts]


def _begin(day: date | None) -> datetime | None:
    # Quote search tells the day of a quote as its first moment in UTC (field notes 5.5).
    return datetime.combine(day, time.min, tzinfo=UTC) if day else None
