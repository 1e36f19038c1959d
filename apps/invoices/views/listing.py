"""The list of invoices, its export, and what to do when it does not hold what is looked for."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.core.exporting import export_response
from apps.core.htmx import show
from apps.core.listing import listing_for, rows_for
from apps.invoices import services
from apps.invoices.ageing import ageing_of
from apps.invoices.choices import AskBy
from apps.invoices.export import sheet_of
from apps.invoices.forms import InvoiceFilterForm, likely
from apps.invoices.listing import INVOICES
from apps.invoices.spend import vendors_of
from apps.sync.ask_page import Question
from apps.sync.list_page import exports_of, list_context

LIST = "invoices/invoice_list.html#invoices"
EXPORTS = exports_of("invoices", "Invoices", by_line="Lines with serial numbers")
QUESTION = Question(
    page=ListPage.INVOICES,
    noun="invoice",
    kinds=AskBy,
    likely=likely,
    service=services.ask_distributor,
)


@require_GET
@account_required
def invoice_list(request: PortalRequest) -> HttpResponse:
    form = InvoiceFilterForm(request.GET, vendors=vendors_of(request.account))
    wanted = form.wanted()
    context = list_context(
        request,
        form,
        listing_for(INVOICES, request.account.pk, wanted),
        page=ListPage.INVOICES,
        resource="invoices",
        nouns=("invoice", "invoices"),
        exports=EXPORTS,
        besides=("invoice-details",),
    )
    told = form.cleaned_data
    context |= {
        "ageing": ageing_of(
            request.account, age=told.get("age", ""), currency=told.get("currency", "")
        ),
        "details_reading": context["readings"]["invoice-details"],
    }
    context |= QUESTION.context(request, wanted)
    return show(request, LIST, context)


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent; `?rows=lines` by line."""
    rows = rows_for(INVOICES, request.account.pk, InvoiceFilterForm(request.GET).wanted())
    sheet = sheet_of(rows, by_line=request.GET.get("rows") == "lines")
    return export_response(sheet, kind, customer_number=request.account.customer_number)


@require_POST
@account_required
def ask(request: PortalRequest) -> HttpResponse:
    """Search at the distributor; the list tells what it answered and shows what it found."""
    return QUESTION.answer(request)
