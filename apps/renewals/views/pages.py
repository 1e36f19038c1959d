"""The page of one renewal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget

from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.core.htmx import show, wants_fragment
from apps.renewals import selectors, services
from apps.renewals.models import Renewal

DETAIL = "renewals/renewal_detail.html#renewal"
REFRESH = "renewals/renewal_detail.html#renewal-refresh"


@require_GET
@account_required
def detail(request: PortalRequest, renewal_id: str) -> HttpResponse:
    renewal = selectors.renewal_for(request.user, renewal_id=renewal_id)
    services.refresh_when_stale(renewal=renewal)
    return show(request, DETAIL, _context(request, renewal))


@require_http_methods(["GET", "POST"])
@account_required
def fresh(request: PortalRequest, renewal_id: str) -> HttpResponse:
    """GET: how the reading goes, and at its end the renewal. POST: read it now."""
    renewal = selectors.renewal_for(request.user, renewal_id=renewal_id)
    if request.method == "POST":
        services.refresh_renewal(renewal=renewal, actor=request.user)
    if not wants_fragment(request):
        return redirect(renewal)
    refresh = selectors.refresh_of(renewal)
    if refresh.is_moving:
        return show(request, REFRESH, {"renewal": renewal, "refresh": refresh})
    whole = show(request, DETAIL, _context(request, renewal))
    return reswap(retarget(whole, "#renewal"), "outerHTML")


def _context(request: PortalRequest, renewal: Renewal) -> dict[str, Any]:
    return {
        "renewal": renewal,
        "lines": renewal.lines.all(),
        "refresh": selectors.refresh_of(renewal),
        "can_quote": allowed(request.user, Permission.EDIT_QUOTES, renewal.account),
    }
