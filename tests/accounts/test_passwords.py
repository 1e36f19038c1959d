"""Which passwords somebody may choose."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password",
    [
        "brighton",  # eight characters
        "password1",
        "letmein123",  # both among those that breaches made known
        "rep@reseller.example",
        "IngramMicro2026!",
        "trade-counter-1",
        "Quote order invoice",
    ],
)
def test_what_others_would_guess_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, make_user("rep"))


@pytest.mark.parametrize(
    "password",
    [
        "quinces in the orchard",
        "an order of herons",
        "7301948826",
        "白鳥とザリガニとカワカマス",
        "x" * 20 + "plover" * 18,
    ],
)
def test_any_characters_and_many_of_them_are_welcome(password):
    validate_password(password, make_user("rep"))
