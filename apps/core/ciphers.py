"""The algorithms that may encrypt, each known by how its keys and its tokens begin.

A new one is a class here: its keys go in front of FIELD_ENCRYPTION_KEYS, `rotate_keys` writes
everything anew, and the old one can go.
"""

from __future__ import annotations

import base64
import binascii
import os
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.views.decorators.debug import sensitive_variables

_KEY_BYTES, _NONCE_BYTES = 32, 12


class CannotOpen(Exception):
    """The token is of another algorithm, of another key, or was changed."""


class Cipher(Protocol):
    def encrypt(self, data: bytes) -> str: ...
    def decrypt(self, token: str) -> bytes: ...


class FernetCipher:
    """AES-128 in CBC mode with HMAC-SHA256."""

    TOKENS_BEGIN = "gAAAA"  # the version and the time of every Fernet token

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key)

    def encrypt(self, data: bytes) -> str:
        return self._fernet.encrypt(data).decode()

    def decrypt(self, token: str) -> bytes:
        try:
            return self._fernet.decrypt(token.encode())
        except InvalidToken as exc:
            raise CannotOpen from exc


class GcmCipher:
    """AES-256 in Galois counter mode, with a random nonce for each token."""

    KEYS_BEGIN = "aes256gcm:"
    TOKENS_BEGIN = "aes256gcm."

    @sensitive_variables()
    def __init__(self, key: str) -> None:
        raw = base64.urlsafe_b64decode(key.removeprefix(self.KEYS_BEGIN))
        if len(raw) != _KEY_BYTES:
            raise ValueError("A key of AES-256 has 32 bytes.")
        self._sealed = Sealed(raw)

    def encrypt(self, data: bytes) -> str:
        sealed = self._sealed.seal(data, self.TOKENS_BEGIN.encode())
        return self.TOKENS_BEGIN + base64.urlsafe_b64encode(sealed).decode()

    def decrypt(self, token: str) -> bytes:
        if not token.startswith(self.TOKENS_BEGIN):
            raise CannotOpen
        try:
            sealed = base64.urlsafe_b64decode(token.removeprefix(self.TOKENS_BEGIN))
        except (binascii.Error, ValueError) as exc:
            raise CannotOpen from exc
        data: bytes = self._sealed.open(sealed, self.TOKENS_BEGIN.encode())
        return data


class Sealed:
    """Bytes by AES-256-GCM, bound to words that say what they are for."""

    @sensitive_variables()
    def __init__(self, key: bytes) -> None:
        self._aes = AESGCM(key)

    def seal(self, data: bytes, purpose: bytes) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, data, purpose)

    def open(self, sealed: bytes, purpose: bytes) -> bytes:
        try:
            return self._aes.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose)
        except (InvalidTag, ValueError) as exc:
            raise CannotOpen from exc


TOKENS_BEGIN = (FernetCipher.TOKENS_BEGIN, GcmCipher.TOKENS_BEGIN)


@sensitive_variables()
@lru_cache(maxsize=16)
def cipher_of(key: str) -> Cipher:
    """The algorithm that the key is for. Raises ValueError when it is for none."""
    return GcmCipher(key) if key.startswith(GcmCipher.KEYS_BEGIN) else FernetCipher(key)


@sensitive_variables()
@lru_cache(maxsize=16)
def derived(key: str, purpose: str) -> Sealed:
    """A key of its own for another purpose, which ends with the key that it comes from."""
    raw = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=purpose.encode())
    return Sealed(raw.derive(key.encode()))
