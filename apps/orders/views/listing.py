"""The list of orders, its export, and what to do when it does not hold what is looked for."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.saved_views import saved_views
from apps.core.htmx import show
from apps.core.pagination import page_of
from apps.core.spreadsheet import CSV_TYPE, XLSX_TYPE, csv_pieces, xlsx_pieces
from apps.orders import services
from apps.orders.choices import AskBy
from apps.orders.exceptions import DistributorNotAsked
from apps.orders.export import sheet_of
from apps.orders.forms import AskForm, OrderFilterForm, likely
from apps.orders.listing import listing_for, orders_for
from apps.orders.services.asking import Asked
from apps.sync import selectors as sync

LIST = "orders/order_list.html#orders"
#: What the distributor answered stands here until the list has told it.
ASKED = "orders_asked"


@require_GET
@account_required
def order_list(request: PortalRequest) -> HttpResponse:
    form = OrderFilterForm(request.GET)
    wanted = form.wanted()
    listing = listing_for(request.account, wanted)
    guess = likely(wanted.text, wanted.term) if wanted.text else None
    readings = sync.freshness_of(request.account, "orders", "order-details")
    context = {
        "form": form,
        "wanted": wanted,
        "tabs": form.tabs(listing.counts),
        "chips": form.chips(),
        "page": page_of(request, listing.rows, most=listing.most, count=listing.count),
        "freshness": readings["orders"],
        "details_reading": readings["order-details"],
        "sort": wanted.sort,
        "total_label": f"Total ({request.account.currency})",
        "saved": saved_views(request.user, ListPage.ORDERS, form.query),
        "ask": guess and AskForm(initial={"q": wanted.text, "by": guess}),
        "asked": request.session.pop(ASKED, None),
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


@require_POST
@account_required
def ask(request: PortalRequest) -> HttpResponse:
    """Search at the distributor; the list tells what it answered and shows what it found."""
    form = AskForm(request.POST)
    if not form.is_valid():
        raise Http404
    text, by = form.cleaned_data["q"], AskBy(form.cleaned_data["by"])
    try:
        asked = services.ask_distributor(
            account=request.account, actor=request.user, by=by, text=text
        )
        request.session[ASKED] = _answer(asked)
    except DistributorNotAsked as exc:
        request.session[ASKED] = {
            "tone": "warn",
            "title": "The distributor could not be asked",
            "text": exc.user_message,
            "correlation_id": exc.correlation_id,
        }
    query = urlencode({"q": text, "term": by.term.value})
    return redirect(f"{reverse('orders:list')}?{query}")


def _answer(asked: Asked) -> dict[str, str]:
    what = f"{asked.by.label.lower()} {asked.text}"
    count = len(asked.found)
    others = (
        f"It answered with {asked.others} more that do not carry it or were not looked into."
        if asked.others
        else ""
    )
    if not count:
        return {
            "tone": "info",
            "title": f"The distributor knows no order with {what}",
            "text": others or "Check the number, or ask for it as something else.",
        }
    return {
        "tone": "good",
        "title": f"The distributor knows {count} order{'' if count == 1 else 's'} with {what}",
        "text": others,
    }
