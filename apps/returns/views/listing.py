"""The list of returns, its export, and what to do when it does not hold what is looked for."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.core.exporting import export_response
from apps.core.htmx import show
from apps.core.listing import listing_for, rows_for
from apps.returns import selectors, services
from apps.returns.choices import AskBy
from apps.returns.export import sheet_of
from apps.returns.forms import ReturnFilterForm, likely
from apps.returns.listing import RETURNS
from apps.sync.ask_page import Question
from apps.sync.list_page import exports_of, list_context

LIST = "returns/return_list.html#returns"
EXPORTS = exports_of("returns", "Returns", by_line="Lines with what was decided")
QUESTION = Question(
    page=ListPage.RETURNS,
    noun="return",
    kinds=AskBy,
    likely=likely,
    service=services.ask_distributor,
    term_of=lambda by: by.term.value,
)
#: So many of the person's drafts, and of what is on its way, stand above the list.
SHOWN = 5


@require_GET
@account_required
def return_list(request: PortalRequest) -> HttpResponse:
    form = ReturnFilterForm(request.GET, people=selectors.askers_of(request.account))
    wanted = form.wanted()
    context = list_context(
        request,
        form,
        listing_for(RETURNS, request.account.pk, wanted),
        page=ListPage.RETURNS,
        resource="returns",
        nouns=("return", "returns"),
        exports=EXPORTS,
        besides=("return-details",),
    )
    context |= {
        "details_reading": context["readings"]["return-details"],
        "total_label": f"Value ({request.account.currency})",
        "drafts": list(selectors.drafts_of(request.user, request.account)[:SHOWN]),
        "under_way": list(selectors.under_way(request.account)[:SHOWN]),
    }
    context |= QUESTION.context(request, wanted)
    return show(request, LIST, context)


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent; `?rows=lines` by line."""
    rows = rows_for(RETURNS, request.account.pk, ReturnFilterForm(request.GET).wanted())
    sheet = sheet_of(rows, by_line=request.GET.get("rows") == "lines")
    return export_response(sheet, kind, customer_number=request.account.customer_number)


@require_POST
@account_required
def ask(request: PortalRequest) -> HttpResponse:
    """Search at the distributor; the list tells what it answered and shows what it found."""
    return QUESTION.answer(request)
