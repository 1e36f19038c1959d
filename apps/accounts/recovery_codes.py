"""Recovery codes of 140 random bits: shown once, and kept as hashes from then on.

allauth derives its codes, of eight digits, from a seed that stays in the database. It names its
class in two places and asks no setting for another one; `install` puts ours there, and a test
looks into the database to see that it stands.
"""

from __future__ import annotations

import hashlib
import secrets
from hmac import compare_digest
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from apps.core.encryption import decrypt, encrypt

COUNT = 10
#: Without 0, 1, l and o, which are read for one another: 32 characters of five bits.
ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"
LENGTH, GROUP = 28, 4
_OURS = "sha256$"


class HashedRecoveryCodes(auth.RecoveryCodes):  # type: ignore[misc]  # allauth is untyped
    """`hashes` are those that still work; `unseen` holds the codes until they are shown.

    Codes that were never shown open nothing, so no code that works can be read anywhere.
    """

    @classmethod
    @sensitive_variables()
    def activate(cls, user: Any) -> HashedRecoveryCodes:
        kind = Authenticator.Type.RECOVERY_CODES
        instance = Authenticator.objects.filter(user_id=user.pk, type=kind).first()
        if instance is None:
            codes = [_new_code() for _ in range(COUNT)]
            data = {
                "hashes": [_hashed(code, secrets.token_hex(16)) for code in codes],
                "unseen": encrypt(" ".join(codes)),
            }
            instance = Authenticator.objects.create(user=user, type=kind, data=data)
        return cls(instance)

    def generate_codes(self) -> list[str]:
        """As many as there were at first; pages count them."""
        return [""] * COUNT

    @sensitive_variables()
    def get_unused_codes(self) -> list[str]:
        """The codes themselves while they are shown for the first time; else as many blanks."""
        shown: list[str] | None = getattr(self, "_shown", None)
        if shown is not None:
            return shown
        return [""] * len(self.instance.data["hashes"])

    @transaction.atomic
    @sensitive_variables()
    def validate_code(self, code: str) -> bool:
        """Whether it is one of them; it is used up then."""
        shared = Authenticator.objects.select_for_update()
        row = shared.get(pk=self.instance.pk)  # type: ignore[has-type]
        data = row.data
        if "unseen" in data:
            return False
        fitting = [kept for kept in data["hashes"] if _fits(normalize_user_code(code), kept)]
        if not fitting:
            return False
        data["hashes"].remove(fitting[0])
        row.save(update_fields=["data"])
        self.instance = row
        return True

    @sensitive_variables()
    def mark_as_viewed(self) -> None:
        """The page that is about to be written shows them; nothing else will."""
        unseen = self.instance.data.pop("unseen", None)
        if unseen is not None:
            self._shown = [_readable(code) for code in decrypt(unseen).split()]
        super().mark_as_viewed()


def install() -> None:
    """Once, when the app is ready."""
    auth.RecoveryCodes = flows.RecoveryCodes = HashedRecoveryCodes


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _readable(code: str) -> str:
    return "-".join(code[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _hashed(code: str, salt: str) -> str:
    # One round is enough for what nobody can guess: ASVS V6.5.2 draws the line at 112 bits.
    return f"{_OURS}{salt}${hashlib.sha256(f'{salt}{code}'.encode()).hexdigest()}"


def _fits(code: str, kept: str) -> bool:
    if kept.startswith(_OURS):
        return compare_digest(_hashed(code, kept.split("$")[1]), kept)
    return check_password(code, kept)  # of eight digits, from before: migration 0008
