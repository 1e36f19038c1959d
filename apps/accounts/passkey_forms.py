"""allauth's forms of passkeys; one that does not fit is told like a wrong code, by its signal."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.core.exceptions import ValidationError


class _Told:
    user: Any
    reauthenticated: bool

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form beside it
        except (ValidationError, LookupError, TypeError, ValueError) as exc:
            signals.authentication_failed.send(
                sender=Authenticator,
                request=context.request,
                user=self.user,
                authenticator=Authenticator(type=Authenticator.Type.WEBAUTHN),
                reauthentication=self.reauthenticated,
            )
            if isinstance(exc, ValidationError):
                raise
            # allauth trusts the browser to send all parts of an answer.
            raise get_adapter().validation_error("incorrect_code") from exc


class SecondStepForm(_Told, AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """After the password."""


class SignInForm(_Told, LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of the password: whose it would be is not known."""


class ConfirmForm(_Told, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Of somebody who is signed in."""
