"""The filters of both lists, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from apps.audit.choices import Action, TermKind
from apps.core.list_form import ListForm, Special, day_field, told_day
from apps.core.listing import Conditions, Wanted
from apps.oversight.listing import CALLS, EVENTS


def _moments(first: date | None, last: date | None) -> list[tuple[str, Any]]:
    """The lookups of a span of days in the person's time zone, both included."""
    lookups: list[tuple[str, Any]] = []
    if first:
        lookups.append(("gte", _midnight(first)))
    if last and last < date.max:
        lookups.append(("lt", _midnight(last + timedelta(days=1))))
    return lookups


def _midnight(day: date) -> datetime:
    # The first and the last year have no midnight in every zone.
    bounded = min(max(day, date(1970, 1, 2)), date(9998, 12, 31))
    return timezone.make_aware(datetime.combine(bounded, time.min))


class EventFilterForm(ListForm):
    """The filters of the audit."""

    kind = EVENTS
    first_row = ("term", "action")
    spans = (("at_from", "at_to"),)

    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    action = forms.ChoiceField(
        label="What", required=False, choices=[("", "Anything"), *Action.choices]
    )
    at_from = day_field("From")
    at_to = day_field("Until")

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["q"].label = "Person, object or address"

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        action = cleaned.get("action")
        return {
            "action": [("exact", action)] if action else [],
            "at": _moments(cleaned.get("at_from"), cleaned.get("at_to")),
        }

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        return {
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "action": lambda action: Action(action).label,
            "at_from": told_day("from"),
            "at_to": told_day("until"),
        }


class CallFilterForm(ListForm):
    """The filters of the calls; they are found by the beginning of a correlation id."""

    kind = CALLS
    first_row = ("operation", "person")
    spans = (("at_from", "at_to"),)

    operation = forms.ChoiceField(label="Operation", required=False)
    person = forms.ChoiceField(label="Person", required=False)
    outcome = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any"), ("none", "No answer came")]
    )
    at_from = day_field("From")
    at_to = day_field("Until")

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        operations: Sequence[str],
        people: Sequence[tuple[int, str]],
    ) -> None:
        super().__init__(data)
        self._people = {str(pk): name for pk, name in people}
        choices = {
            "operation": [("", "Any operation"), *((name, name) for name in operations)],
            "person": [("", "Anybody"), *self._people.items()],
        }
        for name, known in choices.items():
            self.fields[name].choices = known  # type: ignore[attr-defined]
        self.fields["q"].label = "Correlation id"

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        operation, person = cleaned.get("operation"), cleaned.get("person")
        return {
            "operation": [("exact", operation)] if operation else [],
            "actor": [("exact", int(person))] if person else [],
            "at": _moments(cleaned.get("at_from"), cleaned.get("at_to")),
        }

    def special(self, cleaned: Mapping[str, Any]) -> Special | None:
        begins, has_none = cleaned.get("q", "").strip(), cleaned.get("outcome") == "none"
        if not begins and not has_none:
            return None
        asked: dict[str, Any] = {"correlation_id__startswith": begins} if begins else {}
        if has_none:
            asked["status__isnull"] = True
        return lambda rows: rows.filter(**asked)

    def wanted(self) -> Wanted:
        """As every list, but the words are no terms."""
        return replace(super().wanted(), text="")

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        return {
            "operation": str,
            "person": lambda pk: self._people[pk],
            "outcome": lambda _: "no answer came",
            "at_from": told_day("from"),
            "at_to": told_day("until"),
        }
