"""What allauth asks us: who may come in, and how secrets of second factors are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from apps.accounts import invitations, second_factor, session_lifetime
from apps.accounts.models import User
from apps.core.encryption import decrypt, encrypt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allauth.account.models import EmailAddress
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialLogin
    from allauth.usersessions.models import UserSession

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing is bound: who comes by a socket shares one limit

# Whichever of the two is wrong: who guesses must not learn which names exist.
_MISMATCH = "Name and password do not belong together. Look at both, or choose a new password."


class InvitationOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sign-in without open sign-up: people are invited by an administrator."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _MISMATCH,
        "email_password_mismatch": _MISMATCH,
        "incorrect_password": "This is not your password.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose limit an attempt counts against; a web server on a socket tells no address."""
        if not request.META.get("REMOTE_ADDR") and "HTTP_X_FORWARDED_FOR" not in request.META:
            return NO_ADDRESS
        return str(super().get_client_ip(request))

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """Everybody keeps the address that counts: without one nobody could write to them."""
        return bool(email_address.email != email_address.user.email.lower())

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Whether the address now counts; not if it is that of a person who never signed in.

        allauth knows only of addresses that were verified.
        """
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email__iexact=email_address.email).exists():
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        return bool(super().confirm_email(request, email_address))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted like all of ours; what a role requires cannot be switched off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not fit. Write the one that the app shows now.",
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whether another factor stays, or the person's roles require none."""
        person: User = authenticator.user
        return second_factor.has_other(person, than=authenticator.pk) or not (
            second_factor.is_required_of(person)
        )


class CompanySignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes by OpenID Connect needs to be known, invited, or of an allowed domain."""

    def get_requests_session(self) -> Any:
        """It follows no redirect: only the provider's own addresses are asked and told secrets."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        email = _verified(sociallogin)
        return bool(email) and (
            invitations.open_for(email).exists()
            or email.rpartition("@")[2].lower() in settings.OIDC_DOMAINS
        )

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Nobody ties their company's sign-in to another person's address."""
        process = sociallogin.state.get("process")
        if process != "connect" or not request.user.is_authenticated:
            return
        if _verified(sociallogin).lower() != request.user.email.lower():
            raise ImmediateHttpResponse(redirect("socialaccount_login_error"))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """A new person with a free user name, and the roles they were invited to."""
        person: User = super().save_user(request, sociallogin, form)
        invitations.accept_all(person=person, email=_verified(sociallogin))
        return person


def _verified(sociallogin: SocialLogin) -> str:
    """The address that the provider has verified; empty if there is none."""
    for address in sociallogin.email_addresses:
        if address.verified and address.email:
            return str(address.email)
    return ""


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth is untyped
    """What one ends on the page of one's sessions is audited."""

    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        session_lifetime.end(sessions)
