"""The page of one deal."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.core.htmx import show, wants_fragment
from apps.deals import selectors, services
from apps.deals.models import Deal

DETAIL = "deals/deal_detail.html#deal"
REFRESH = "deals/deal_detail.html#deal-refresh"


@require_GET
@account_required
def detail(request: PortalRequest, deal_id: str) -> HttpResponse:
    deal = selectors.deal_for(request.user, deal_id=deal_id)
    services.refresh_when_stale(deal=deal)
    return show(request, DETAIL, _context(request, deal))


@require_http_methods(["GET", "POST"])
@account_required
def fresh(request: PortalRequest, deal_id: str) -> HttpResponse:
    """GET: how the reading goes, and at its end the deal. POST: read it now."""
    deal = selectors.deal_for(request.user, deal_id=deal_id)
    if request.method == "POST":
        services.refresh_deal(deal=deal, actor=request.user)
    if not wants_fragment(request):
        return redirect(deal)
    refresh = selectors.refresh_of(deal)
    if refresh.is_moving:
        return show(request, REFRESH, {"deal": deal, "refresh": refresh})
    whole = show(request, DETAIL, _context(request, deal))
    return reswap(retarget(whole, "#deal"), "outerHTML")


@require_POST
@account_required
def vendor(request: PortalRequest, deal_id: str) -> HttpResponse:
    """Say whose deal it is; it is read again with that."""
    deal = selectors.deal_for(request.user, deal_id=deal_id)
    services.name_vendor(
        deal=deal, actor=request.user, vendor_name=request.POST.get("vendor_name", "")
    )
    return redirect(deal)


def _context(request: PortalRequest, deal: Deal) -> dict[str, Any]:
    return {
        "deal": deal,
        "lines": deal.lines.all(),
        "refresh": selectors.refresh_of(deal),
        "vendors": [] if deal.vendor_name else selectors.vendors_of(deal.account),
        "can_quote": allowed(request.user, Permission.EDIT_QUOTES, deal.account),
    }
