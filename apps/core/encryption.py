"""Secrets at rest: a text column encrypted with a set of keys that can be rotated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.views.decorators.debug import sensitive_variables

from apps.core.ciphers import TOKENS_BEGIN, CannotOpen, cipher_of


@sensitive_variables()
def encrypt(text: str) -> str:
    """Encrypt with the newest key (the first of FIELD_ENCRYPTION_KEYS), by its algorithm."""
    return cipher_of(settings.FIELD_ENCRYPTION_KEYS[0]).encrypt(text.encode())


@sensitive_variables()
def decrypt(token: str) -> str:
    """Decrypt with whichever key of the set fits; raises `Undecipherable` when none does."""
    for key in settings.FIELD_ENCRYPTION_KEYS:
        try:
            return cipher_of(key).decrypt(token).decode()
        except CannotOpen:
            continue
    raise Undecipherable


@sensitive_variables()
def is_current(token: str) -> bool:
    """Whether the newest key opens it: then it need not be encrypted anew."""
    try:
        cipher_of(settings.FIELD_ENCRYPTION_KEYS[0]).decrypt(token)
    except CannotOpen:
        return False
    return True


def is_token(text: object) -> bool:
    """Whether it begins as what we have encrypted."""
    return isinstance(text, str) and text.startswith(TOKENS_BEGIN)


class Undecipherable(Exception):
    """No key of FIELD_ENCRYPTION_KEYS opens a stored secret: a key was removed too early."""


class EncryptedTextField(models.TextField):
    """Text that is readable in Python and encrypted in the database; an empty text stays empty."""

    @sensitive_variables()
    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    @sensitive_variables()
    def from_db_value(
        self, value: str | None, expression: object, connection: BaseDatabaseWrapper
    ) -> str | None:
        return decrypt(value) if value else value

    def value_to_string(self, obj: models.Model) -> str:
        """What `dumpdata` writes: encrypted, as in the database."""
        text: str = str(self.value_from_object(obj) or "")
        return encrypt(text) if text else ""

    @sensitive_variables()
    def to_python(self, value: Any) -> Any:
        """What `loaddata` reads again. A typed secret is none of our tokens and stays as it is."""
        text = super().to_python(value)
        if is_token(text):
            try:
                return decrypt(text)
            except Undecipherable:
                return text
        return text
