"""How fresh the account's mirror is, and "read it again now"."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import STOP_POLLING, show, wants_fragment
from apps.sync import registry, selectors, services

FRESHNESS = "sync/partials/freshness.html"
SLOW_FILLING = "sync/partials/slow_filling.html"


@require_GET
@account_required
def status(request: PortalRequest, resource: str) -> HttpResponse:
    """The polled part. When a reading has ended the page's own list is told by an event."""
    freshness = _freshness(request, resource)
    is_over = not freshness.is_moving
    response = show(
        request,
        SLOW_FILLING if freshness.is_slow else FRESHNESS,
        {"freshness": freshness},
        status=STOP_POLLING if is_over and wants_fragment(request) else 200,
    )
    if is_over and not freshness.error:
        response["HX-Trigger"] = f"{resource}-refreshed"
    return response


@require_POST
@account_required
def refresh(request: PortalRequest, resource: str) -> HttpResponse:
    try:
        services.refresh_list(account=request.account, resource=resource, actor=request.user)
    except registry.UnknownResource as exc:
        raise Http404 from exc
    if not wants_fragment(request):
        return redirect(_back(request))
    return show(request, FRESHNESS, {"freshness": _freshness(request, resource)})


def _freshness(request: PortalRequest, resource: str) -> selectors.Freshness:
    try:
        return selectors.freshness(request.account, resource)
    except registry.UnknownResource as exc:
        raise Http404 from exc


def _back(request: PortalRequest) -> str:
    """The page whose button it was; a form without a script has no better way to tell."""
    back = request.headers.get("referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return back if is_ours else "/"
