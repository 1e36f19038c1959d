"""The list of orders, and one order."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show, wants_fragment
from apps.core.pagination import page_of
from apps.core.spreadsheet import CSV_TYPE, XLSX_TYPE, csv_pieces, xlsx_pieces
from apps.orders import selectors, services
from apps.orders.export import sheet_of
from apps.orders.forms import OrderFilterForm
from apps.orders.holds import hold_panel
from apps.orders.listing import listing_for, orders_for
from apps.orders.models import Order
from apps.orders.timeline import steps_of
from apps.sync import selectors as sync
from apps.sync.selectors import RefreshOfOne

LIST = "orders/order_list.html#orders"
DETAIL = "orders/order_detail.html#order"
REFRESH = "orders/order_detail.html#order-refresh"


@require_GET
@account_required
def order_list(request: PortalRequest) -> HttpResponse:
    form = OrderFilterForm(request.GET)
    wanted = form.wanted()
    listing = listing_for(request.account, wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "tabs": form.tabs(listing.counts),
        "chips": form.chips(),
        "page": page_of(request, listing.rows, most=listing.most, count=listing.count),
        "freshness": sync.freshness(request.account, "orders"),
        "sort": wanted.sort,
        "total_label": f"Total ({request.account.currency})",
    }
    return show(request, LIST, context)


@require_GET
@account_required
def export(request: PortalRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent; `?rows=lines` by line."""
    wanted = OrderFilterForm(request.GET).wanted()
    by_line = request.GET.get("rows") == "lines"
    sheet = sheet_of(orders_for(request.account, wanted), by_line=by_line)
    number, day = request.account.customer_number, f"{timezone.localdate():%Y-%m-%d}"
    if kind == "xlsx":
        pieces, content_type = xlsx_pieces(sheet.title, sheet.headings, sheet.rows), XLSX_TYPE
    else:
        pieces, content_type = csv_pieces(sheet.headings, sheet.rows), CSV_TYPE
    disposition = f'attachment; filename="{sheet.name}-{number}-{day}.{kind}"'
    response = StreamingHttpResponse(
        pieces, content_type=content_type, headers={"Content-Disposition": disposition}
    )
    return cast("HttpResponse", response)


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
    }
