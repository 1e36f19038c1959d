"""The page of one order."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show, wants_fragment
from apps.orders import selectors, services
from apps.orders.following import following
from apps.orders.holds import hold_panel
from apps.orders.models import Order
from apps.orders.timeline import steps_of
from apps.sync import selectors as sync
from apps.sync.selectors import RefreshOfOne

DETAIL = "orders/order_detail.html#order"
REFRESH = "orders/order_detail.html#order-refresh"


@require_GET
@account_required
def detail(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    services.refresh_when_stale(order=order)
    return show(request, DETAIL, order_context(request, order))


@require_http_methods(["GET", "POST"])
@account_required
def fresh(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    """GET: how the reading goes, and at its end the order. POST: read it now."""
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    if request.method == "POST":
        services.refresh_order(order=order, actor=request.user)
    if not wants_fragment(request):
        return redirect(order)
    if order.awaits_reading and not _refresh_of(order).error:
        services.refresh_when_stale(order=order)
    refresh = _refresh_of(order)
    if refresh.is_moving or (order.awaits_reading and not refresh.error):
        return show(request, REFRESH, {"order": order, "refresh": refresh})
    whole = show(request, DETAIL, order_context(request, order))
    return reswap(retarget(whole, "#order"), "outerHTML")


def _refresh_of(order: Order) -> RefreshOfOne:
    return sync.refresh_of_one(order.account, "orders", order.ingram_order_number)


def order_context(request: PortalRequest, order: Order) -> dict[str, object]:
    """Everything that the page of an order shows."""
    return {
        "order": order,
        "refresh": _refresh_of(order),
        "steps": steps_of(order),
        "hold": hold_panel(order, request.user),
        "following": following(order),
    }
