"""Words that everybody here would guess, which make no password; and the link to choose one."""

from __future__ import annotations

import re
from typing import Final

from allauth.account.forms import ResetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from apps.accounts.models import User

#: The portal's own, the distributor's and the trade's, the longer ones first.
WORDS: Final = re.compile(
    r"administrator|distributor|microsoft|password|reseller|xvantage|counter|invoice|"
    r"manager|welcome|ingram|portal|seller|viewer|admin|micro|order|quote|sales|trade|"
    r"demo"
)
#: So many letters must be left when these words are taken out of a password that holds one.
LEAST_OTHER_LETTERS: Final = 4


class HouseWordsValidator:
    """Refuses IngramMicro2026 and trade-counter-1, not a sentence in which such a word stands."""

    def validate(self, password: str, user: object = None) -> None:
        others, found = WORDS.subn("", password.lower())
        letters = sum(character.isalpha() for character in others)
        if found and letters < LEAST_OTHER_LETTERS:
            raise ValidationError(
                "This password is made of words that everybody here would guess.",
                code="password_house_words",
            )

    def get_help_text(self) -> str:
        return "Your password cannot be made of the words of the trade, such as ingram or quote."


def send_link(person: User, request: HttpRequest) -> None:
    """By e-mail, as if they had asked for it themselves: it works once, for an hour."""
    form = ResetPasswordForm({"email": person.email})
    if form.is_valid():
        form.save(request)
