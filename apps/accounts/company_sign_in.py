"""The company's OpenID Connect provider, believed only as far as its signature goes.

allauth takes the issuer from the provider's own metadata and leaves an ID token's signature
unchecked when it came over TLS. Here both are checked, with the algorithms named below alone.
"""

from __future__ import annotations

import logging
from typing import Any, Final

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

logger = logging.getLogger(__name__)

#: Signed with a private key. HMAC is not among them: its key would be the one that we keep too.
ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
_NEEDED: Final = ["iss", "sub", "aud", "exp", "iat"]
#: Seconds by which the provider's clock may differ.
_LEEWAY: Final = 60


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth is untyped
    """Checks who speaks, before anything that is said counts."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's metadata; asked where allauth expects no error, so answered here."""
        try:
            config: dict[str, Any] = super().openid_config
        except OSError as exc:  # every error of requests is one
            logger.warning("The company's sign-in cannot be reached: %s", type(exc).__name__)
            raise _did_not_work() from exc
        configured = str(self.get_provider().app.settings["server_url"])
        if str(config.get("issuer", "")).rstrip("/") != configured.rstrip("/"):
            logger.error("The company's sign-in names another issuer than OIDC_ISSUER")
            raise _did_not_work()
        return config

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any
    ) -> Any:
        """As allauth does it, but never without an ID token that is of the same person."""
        told = self._decode_id_token(app, str(kwargs["response"].get("id_token") or ""))
        person = self._fetch_user_info(token.token)
        if person.get("sub") != told["sub"]:
            raise OAuth2Error("The ID token and the user information are of different people.")
        data = {"userinfo": person, "id_token": told}
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            told: dict[str, Any] = jwt.decode(
                id_token,
                self._key_of(id_token),
                algorithms=list(ALGORITHMS),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=_LEEWAY,
                options={"require": _NEEDED},
            )
        except jwt.PyJWTError as exc:
            raise OAuth2Error("The ID token is not valid.") from exc
        jwtkit.verify_jti(told)
        return told

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        """The provider's key that the token names; its only one where it names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        named = jwt.get_unverified_header(id_token).get("kid")
        signing = [key for key in keys if key.key_type != "oct" and key.public_key_use != "enc"]
        fitting = [key for key in signing if named in (None, key.key_id)]
        if len(fitting) != 1:
            raise OAuth2Error("The provider has no key of this name.")
        return fitting[0]


class CheckedProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """Named in SOCIALACCOUNT_PROVIDERS."""

    package = "allauth.socialaccount.providers.openid_connect"  # whose addresses it keeps
    oauth2_adapter_class = CheckedAdapter
    #: Nothing here takes an ID token from anywhere but the provider.
    supports_token_authentication = False


@login_not_required  # type: ignore[untyped-decorator]
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Stands before allauth's view of the same address, which names its own adapter."""
    try:
        view = OAuth2CallbackView.adapter_view(CheckedAdapter(request, provider_id))
        answer: HttpResponse = view(request)
    except SocialApp.DoesNotExist as exc:
        raise Http404 from exc
    return answer


def _did_not_work() -> ImmediateHttpResponse:
    return ImmediateHttpResponse(redirect("socialaccount_login_error"))
