"""The filters of the list, as they stand in the URL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from apps.accounts.models import User
from apps.accounts.person_filter import PersonField, asked_of_person, offer_people
from apps.core.list_form import ListForm, Special, day_field, told_day
from apps.core.listing import Conditions
from apps.ingram.schemas.return_reasons import ReturnReason
from apps.returns.choices import CaseKind, CaseStatus, TermKind
from apps.returns.listing import RETURNS, to_send

#: By code; the few without one are compared as a whole and cannot be chosen.
REASONS = {reason.code: reason.sentence for reason in ReturnReason if reason.code}

#: What to watch for: approved returns whose goods wait here.
SEND = "send"


class ReturnFilterForm(ListForm):
    """The filters of the list of returns: those of the distributor's own search (notes 8.2)."""

    kind = RETURNS
    first_row = ("term", "status")
    spans = (("asked_from", "asked_to"), ("moved_from", "moved_to"))

    term = forms.ChoiceField(
        label="Found in", required=False, choices=[("", "Anywhere"), *TermKind.choices]
    )
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any status"), *CaseStatus.choices]
    )
    case_kind = forms.ChoiceField(
        label="Goods or money", required=False, choices=[("", "Both"), *CaseKind.choices]
    )
    reason = forms.ChoiceField(
        label="Reason",
        required=False,
        choices=[("", "Any reason"), *sorted(REASONS.items(), key=lambda pair: pair[1])],
    )
    watch = forms.ChoiceField(
        label="Watch for",
        required=False,
        choices=[("", "Everything"), (SEND, "Goods to send")],
    )
    asked_by = PersonField("asked for")
    asked_from = day_field("Asked for from")
    asked_to = day_field("Asked for until")
    moved_from = day_field("Changed from")
    moved_to = day_field("Changed until")

    def __init__(self, data: QueryDict, *, people: Sequence[User] = ()) -> None:
        super().__init__(data)
        self.person = offer_people(self, "asked_by", people)

    def conditions(self, cleaned: Mapping[str, Any]) -> Conditions:
        def exactly(name: str) -> list[tuple[str, Any]]:
            return [("exact", cleaned[name])] if cleaned.get(name) else []

        return {
            "status": exactly("status"),
            "kind": exactly("case_kind"),
            "reason_code": exactly("reason"),
            "asked_by": asked_of_person(cleaned.get("asked_by", "")),
            "asked_at": moments(cleaned.get("asked_from"), cleaned.get("asked_to")),
            "sorted_modified": moments(cleaned.get("moved_from"), cleaned.get("moved_to")),
        }

    def special(self, cleaned: Mapping[str, Any]) -> Special | None:
        return to_send if cleaned.get("watch") == SEND else None

    def chip_words(self, cleaned: Mapping[str, Any]) -> dict[str, Callable[[Any], str]]:
        return {
            "term": lambda kind: f"in {TermKind(kind).label.lower()}",
            "status": lambda status: str(CaseStatus(status).label),
            "case_kind": lambda kind: str(CaseKind(kind).label),
            "reason": lambda code: REASONS[code],
            "watch": lambda _: "goods to send",
            "asked_by": self.person.words,
            "asked_from": told_day("asked for from"),
            "asked_to": told_day("asked for until"),
            "moved_from": told_day("changed from"),
            "moved_to": told_day("changed until"),
        }


def moments(first: date | None, last: date | None) -> list[tuple[str, Any]]:
    """The lookups of a span of days of a time, both included; days are told in UTC."""
    lookups: list[tuple[str, Any]] = []
    if first:
        lookups.append(("gte", datetime.combine(first, time.min, UTC)))
    if last and last < date.max:
        lookups.append(("lt", datetime.combine(last + timedelta(days=1), time.min, UTC)))
    return lookups
