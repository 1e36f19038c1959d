"""The list of deals, its export, and what to do when it does not hold what is looked for."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.core.exporting import export_response
from apps.core.htmx import show
from apps.core.listing import listing_for, rows_for
from apps.deals import selectors, services
from apps.deals.choices import AskBy
from apps.deals.export import sheet_of
from apps.deals.forms import DealFilterForm, likely
from apps.deals.listing import DEALS
from apps.sync.ask_page import Question
from apps.sync.list_page import exports_of, list_context

LIST = "deals/deal_list.html#deals"
EXPORTS = exports_of("deals", "Deals", by_line="Products")
QUESTION = Question(
    page=ListPage.DEALS,
    noun="deal",
    kinds=AskBy,
    likely=likely,
    service=services.ask_distributor,
)


@require_GET
@account_required
def deal_list(request: PortalRequest) -> HttpResponse:
    form = _form(request)
    wanted = form.wanted()
    context = list_context(
        request,
        form,
        listing_for(DEALS, request.account.pk, wanted),
        page=ListPage.DEALS,
        resource="deals",
        nouns=("deal", "deals"),
        exports=EXPORTS,
        besides=("deal-details",),
    )
    context |= {
        "details_reading": context["readings"]["deal-details"],
    }
    context |= QUESTION.context(request, wanted)
    return show(request, LIST, context)


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent; `?rows=lines` by line."""
    rows = rows_for(DEALS, request.account.pk, _form(request).wanted())
    sheet = sheet_of(rows, by_line=request.GET.get("rows") == "lines")
    return export_response(sheet, kind, customer_number=request.account.customer_number)


@require_POST
@account_required
def ask(request: PortalRequest) -> HttpResponse:
    """Search at the distributor; the list tells what it answered and shows what it found."""
    return QUESTION.answer(request)


def _form(request: PortalRequest) -> DealFilterForm:
    return DealFilterForm(request.GET, vendors=selectors.vendors_of(request.account))
