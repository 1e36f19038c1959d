"""Tells what is recorded from where it came, and records each file that is taken away."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from apps.audit.choices import Action, Area
from apps.audit.recording import Origin, coming_from, record


class AuditMiddleware:
    """Stands behind CurrentAccountMiddleware. No query but for a download."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(origin_of(request)):
            response = self.get_response(request)
            if _is_download(response) and request.user.is_authenticated:
                _record_export(request, response)
            return response


def origin_of(request: HttpRequest | None) -> Origin:
    """Who asks, and from where; behind proxies as sign-in reckons it (ALLAUTH_TRUSTED_PROXY_COUNT).

    A request that a test or a command made up comes from nowhere.
    """
    if request is None or not request.META.get("REMOTE_ADDR"):
        return Origin()
    try:
        ip = get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        ip = None
    user = getattr(request, "user", None)
    return Origin(
        actor=user if user is not None and user.is_authenticated else None,
        ip=ip,
        user_agent=request.META.get("HTTP_USER_AGENT", ""),
    )


def _is_download(response: HttpResponse) -> bool:
    told = response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and told.startswith("attachment")


def _record_export(request: HttpRequest, response: HttpResponse) -> None:
    account = getattr(request, "account", None)
    name = response.headers["Content-Disposition"].partition("filename=")[2].strip('"')
    record(
        Area.EXPORT,
        Action.EXPORTED,
        about=name or request.path,
        accounts=[account.pk] if account else [],
        after={"address": request.get_full_path()},
    )
