"""The request as the portal's views know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails

from apps.accounts.models import CustomerAccount, User

P = ParamSpec("P")


class PortalRequest(HttpRequest):
    """A request of a signed-in person who works in a customer account."""

    user: User
    htmx: HtmxDetails
    account: CustomerAccount
    roles: Mapping[int, str]
    """The person's role in each of their accounts, by its id."""


def account_required(
    view: Callable[Concatenate[PortalRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Sign-in first; a person without any customer account reads whom to ask instead."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if getattr(request, "account", None) is None:
            return render(request, "accounts/no_account.html", status=403)
        return view(cast("PortalRequest", request), *args, **kwargs)

    return guarded
