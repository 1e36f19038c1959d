"""The list of orders, its export, and what to do when it does not hold what is looked for."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.core.exporting import export_response
from apps.core.htmx import show
from apps.core.listing import listing_for, rows_for
from apps.orders import selectors, services
from apps.orders.choices import AskBy
from apps.orders.export import sheet_of
from apps.orders.forms import OrderFilterForm, likely
from apps.orders.listing import ORDERS
from apps.sync.ask_page import Question
from apps.sync.list_page import exports_of, list_context

LIST = "orders/order_list.html#orders"
EXPORTS = exports_of("orders", "Orders", by_line="Lines with dates and tracking")
QUESTION = Question(
    page=ListPage.ORDERS,
    noun="order",
    kinds=AskBy,
    likely=likely,
    service=services.ask_distributor,
    term_of=lambda by: by.term.value,
)


@require_GET
@account_required
def order_list(request: PortalRequest) -> HttpResponse:
    form = OrderFilterForm(request.GET, people=selectors.buyers_of(request.account))
    wanted = form.wanted()
    context = list_context(
        request,
        form,
        listing_for(ORDERS, request.account.pk, wanted),
        page=ListPage.ORDERS,
        resource="orders",
        nouns=("order", "orders"),
        exports=EXPORTS,
        besides=("order-details",),
    )
    context |= {
        "details_reading": context["readings"]["order-details"],
        "total_label": f"Total ({request.account.currency})",
    }
    context |= QUESTION.context(request, wanted)
    return show(request, LIST, context)


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent; `?rows=lines` by line."""
    rows = rows_for(ORDERS, request.account.pk, OrderFilterForm(request.GET).wanted())
    sheet = sheet_of(rows, by_line=request.GET.get("rows") == "lines")
    return export_response(sheet, kind, customer_number=request.account.customer_number)


@require_POST
@account_required
def ask(request: PortalRequest) -> HttpResponse:
    """Search at the distributor; the list tells what it answered and shows what it found."""
    return QUESTION.answer(request)
