"""The filter of a list that asks whose a row is: a person's, or nobody's here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from apps.accounts.models import User

#: What the URL says of rows that came from elsewhere.
ELSEWHERE = "none"


class PersonField(forms.CharField):
    """Anybody, one person, or elsewhere; `verb` is what a person did: made, placed, asked for.

    A text and not a choice, so that an address that names a person needs no list of them.
    """

    def __init__(self, verb: str) -> None:
        super().__init__(label=f"{verb.capitalize()} by", required=False)
        self.verb = verb
        self.people: dict[str, str] = {}

    def offer(self, people: Sequence[User]) -> None:
        """The people to choose from."""
        self.people = {str(person.pk): str(person) for person in people}
        elsewhere = (ELSEWHERE, f"{self.verb.capitalize()} elsewhere")
        self.widget = forms.Select(choices=[("", "Anybody"), *self.people.items(), elsewhere])

    def words(self, told: str) -> str:
        """How the filter is told in a chip."""
        if told in self.people:
            return f"{self.verb} by {self.people[told]}"
        return f"{self.verb} elsewhere" if told == ELSEWHERE else f"{self.verb} by somebody else"


def offer_people(form: forms.Form, name: str, people: Sequence[User]) -> PersonField:
    """Put the people into the form's field of this name."""
    field = form.fields[name]
    assert isinstance(field, PersonField)  # noqa: S101 - tells the type checker
    field.offer(people)
    return field


def asked_of_person(told: str) -> list[tuple[str, Any]]:
    """The lookups that the filter asks of its column; nonsense asks for nothing."""
    if told == ELSEWHERE:
        return [("isnull", True)]
    return [("exact", int(told[:18]))] if told.isdigit() and told.isascii() else []
