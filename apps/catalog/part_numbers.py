"""Part numbers as people type and paste them."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_PART_NUMBER = 40
"""The vendor's may have 40 characters, Ingram's 18 (field notes 5.1, 11)."""

_SEPARATORS = re.compile(r"[\s,;|]+")
_SHORT_FORM = re.compile(r"[+-]?\d+(?:[.,]\d+)?E\+\d{2,3}", re.IGNORECASE)
_ASKABLE = re.compile(rf"[A-Z0-9][A-Z0-9#/.:_+=()&*~-]{{0,{MAX_PART_NUMBER - 1}}}")
_PART_NUMBER = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9#/.:_+=-]{3,39}", re.IGNORECASE)


def normalised(part_number: str) -> str:
    """Upper case, without blanks or invisible characters anywhere."""
    return "".join(character for character in part_number if not _is_blank(character)).upper()


def all_normalised(part_numbers: Iterable[str]) -> list[str]:
    """Each once, in the order given, without empty ones."""
    return list(dict.fromkeys(filter(None, map(normalised, part_numbers))))


def pasted_part_numbers(text: str) -> list[str]:
    """The part numbers of a pasted list; empty when the text is anything else.

    Every word must look like one (a digit and at least four characters), and there must be two:
    a single one is left to the search, which knows it too and finds more.
    """
    words = [word for word in _SEPARATORS.split(text) if word]
    if len(words) < 2 or not all(_PART_NUMBER.fullmatch(word) for word in words):
        return []
    return all_normalised(words)


def is_askable(part_number: str) -> bool:
    """Whether a normalised number may be one: others would spoil the call of 50 it stands in."""
    return bool(_ASKABLE.fullmatch(part_number))


LOST_DIGITS = (
    "A spreadsheet turned this number into its short form and its digits are gone. "
    "Set the column to text and enter the part number again."
)


def has_lost_digits(part_number: str) -> bool:
    """Whether this is what a spreadsheet makes of a long number, such as 1.23E+15."""
    return bool(_SHORT_FORM.fullmatch(part_number))


def as_spreadsheets_write(value: float) -> str:
    """The short form of a number of which a spreadsheet has kept the first digits only."""
    digits, _, exponent = f"{value:.5E}".partition("E")
    return f"{digits.rstrip('0').rstrip('.')}E{exponent}"


def element_key(part_number: str) -> str:
    """Fit for an element's id and for a CSS selector, whatever the part number holds."""
    return "".join(
        character if character.isascii() and character.isalnum() else f"-{ord(character):x}"
        for character in part_number
    )


def _is_blank(character: str) -> bool:
    return character.isspace() or not character.isprintable()
