"""Puts the current customer account and the person's time zone on every request."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.exceptions import NotPermitted
from apps.accounts.second_factor import staff_needs_one, with_need
from apps.accounts.selectors import accounts_for
from apps.core.htmx import wants_fragment

SESSION_KEY = "account_id"
#: What somebody needs who is still to set up their second factor.
WITHOUT_SECOND_FACTOR = {
    "account_confirm_email",
    "account_email",
    "account_email_verification_sent",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "core:healthz",
    "core:readyz",
    "core:theme",
}


class CurrentAccountMiddleware:
    """Sets `request.accounts`, the `request.roles` in them, and `request.account`.

    One query; a second one for who may open the admin site.

    Without a membership `request.account` is None.

    What a role does not allow (NotPermitted) is answered here, once for all views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        accounts: list[Any] = []
        roles: dict[int, str] = {}
        zone: zoneinfo.ZoneInfo | None = None
        if request.user.is_authenticated:
            mine = with_need(
                accounts_for(request.user).annotate(role=F("memberships__role")), request.user
            )
            accounts, roles = list(mine), {account.pk: account.role for account in mine}
            zone = request.user.zone
        chosen = request.session.get(SESSION_KEY)
        needs_one = any(account.needs_second_factor for account in accounts)
        request.needs_second_factor = needs_one or (  # type: ignore[attr-defined]
            request.user.is_authenticated and staff_needs_one(request.user)
        )
        request.accounts = accounts  # type: ignore[attr-defined]
        request.roles = roles  # type: ignore[attr-defined]
        request.account = next(  # type: ignore[attr-defined]
            (account for account in accounts if account.pk == chosen), next(iter(accounts), None)
        )
        with timezone.override(zone):
            response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            # What one goes back to is asked for anew: it may have moved, or one has signed out.
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        """Who must have a second factor and lacks it sets one up before they see anything."""
        match = request.resolver_match
        if not request.needs_second_factor or match is None:  # type: ignore[attr-defined]
            return None
        if match.view_name.startswith("mfa_") or match.view_name in WITHOUT_SECOND_FACTOR:
            return None
        if wants_fragment(request):
            return HttpResponseClientRedirect(reverse("mfa_index"))
        return redirect("mfa_index")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A 403 in the refusal's own words; htmx leaves the page as it is and shows a toast."""
        if not isinstance(exception, NotPermitted):
            return None
        if wants_fragment(request):
            return HttpResponse(exception.user_message, "text/plain; charset=utf-8", 403)
        context = {"refusal": exception.user_message}
        return render(request, "accounts/not_permitted.html", context, status=403)
