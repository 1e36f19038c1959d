"""Puts the current customer account and the person's time zone on every request."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount
from apps.accounts.selectors import accounts_for
from apps.core.htmx import wants_fragment

SESSION_KEY = "account_id"


class CurrentAccountMiddleware:
    """Sets `request.accounts`, the `request.roles` in them, and `request.account`. One query.

    Without a membership `request.account` is None.

    What a role does not allow (NotPermitted) is answered here, once for all views.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        accounts: list[CustomerAccount] = []
        roles: dict[int, str] = {}
        zone: zoneinfo.ZoneInfo | None = None
        if request.user.is_authenticated:
            mine = accounts_for(request.user).annotate(role=F("memberships__role"))
            accounts, roles = list(mine), {account.pk: account.role for account in mine}
            zone = request.user.zone
        chosen = request.session.get(SESSION_KEY)
        request.accounts = accounts  # type: ignore[attr-defined]
        request.roles = roles  # type: ignore[attr-defined]
        request.account = next(  # type: ignore[attr-defined]
            (account for account in accounts if account.pk == chosen), next(iter(accounts), None)
        )
        with timezone.override(zone):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A 403 in the refusal's own words; htmx leaves the page as it is and shows a toast."""
        if not isinstance(exception, NotPermitted):
            return None
        if wants_fragment(request):
            return HttpResponse(exception.user_message, "text/plain; charset=utf-8", 403)
        context = {"refusal": exception.user_message}
        return render(request, "accounts/not_permitted.html", context, status=403)
