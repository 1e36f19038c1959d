"""Plain text as the distributor takes it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator

plain_text = RegexValidator(
    r"[<>\x00-\x08\x0b\x0c\x0e-\x1f\x7f]",
    "Leave out the signs < and >: plain text only.",
    inverse_match=True,
)
printable_ascii = RegexValidator(
    r"^[\x20-\x7e]*$", "Use letters A to Z, digits, spaces and the usual signs only."
)


class PlainField(forms.CharField):
    """Trimmed plain text whose limit is checked here, so that what was typed is never cut.

    The browser gets no `maxlength`: it would cut a pasted text silently.
    """

    def __init__(self, *, limit: int, pattern: RegexValidator = plain_text, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Set late: the counter reads it, the widget has not made a `maxlength` of it.
        self.max_length = limit
        self.validators += [
            pattern,
            *([] if pattern is plain_text else [plain_text]),
            MaxLengthValidator(limit, f"Use at most {limit} characters; these are %(show_value)s."),
        ]
