"""Addresses as people type and paste them."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

MOST = 20
_BETWEEN = re.compile(r"[,;\r\n]+")
_NAMED = re.compile(r"[^<>]*<([^<>]*)>\Z")
_is_address = EmailValidator()


def addresses_in(text: str) -> list[str]:
    """The addresses of a text, one each however often and in whatever case they were typed.

    Between them stand commas, semicolons or new lines; "Name <address>" is read as pasted. The
    domain comes in its ASCII form. Raises ValidationError with a sentence for each that is none.
    """
    found: dict[str, str] = {}
    mistakes = []
    for piece in filter(None, map(str.strip, _BETWEEN.split(text))):
        try:
            address = address_of(piece)
        except ValueError:
            shown = "".join(sign if sign.isprintable() else "?" for sign in piece[:80])
            mistakes.append(f"“{shown}” is no address that mail can be sent to.")
        else:
            found.setdefault(address.casefold(), address)
    if mistakes:
        raise ValidationError(mistakes[:10])
    if not found:
        raise ValidationError("Write at least one address.")
    if len(found) > MOST:
        raise ValidationError(f"Write at most {MOST} addresses; these are {len(found)}.")
    return list(found.values())


def address_of(text: str) -> str:
    """One address, fit for a header and an envelope; ValueError when it is none."""
    named = _NAMED.match(text)
    address = (named[1] if named else text).strip()
    local, _, domain = address.rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode('ascii').lower()}"
        _is_address(plain)
        plain.encode("ascii")  # a server that takes others cannot be counted on
    except (UnicodeError, ValidationError) as exc:
        raise ValueError(address) from exc
    if len(plain) > 254 or len(local) > 64 or '"' in local or "[" in plain:
        raise ValueError(address)
    return plain
