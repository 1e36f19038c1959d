"""The list of quotes and drafts, and its export."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_GET

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.core.exporting import export_response
from apps.core.htmx import show, wants_fragment
from apps.core.listing import Listing, listing_for, rows_for
from apps.quotes import selectors
from apps.quotes.export import sheet_of
from apps.quotes.forms import QuoteFilterForm
from apps.quotes.listing import QUOTES
from apps.sync.list_page import exports_of, list_context

LIST = "quotes/quote_list.html#quote-list"
EXPORTS = exports_of("quotes", "Quotes")


@require_GET
@account_required
def quote_list(request: PortalRequest) -> HttpResponse:
    account = request.account
    drafts = selectors.drafts_for(
        account,
        request.GET.get("q", "").strip()[:100],
        owner=request.GET.get("owner", ""),
    )
    form = QuoteFilterForm(
        request.GET,
        vendors=selectors.vendors_of(account),
        owners=selectors.owners_of(account),
        drafts=drafts.count(),
    )
    found: Listing[Any] = listing_for(QUOTES, account.pk, form.wanted())
    if form.is_drafts:
        found = replace(found, rows=drafts, count=form.drafts or 0)
    else:
        found = replace(found, rows=found.rows.select_related("owner"))
    context = list_context(
        request,
        form,
        found,
        page=ListPage.QUOTES,
        resource="quotes",
        nouns=("draft", "drafts") if form.is_drafts else ("quote", "quotes"),
        exports=() if form.is_drafts else EXPORTS,
    )
    context["can_edit"] = allowed(request.user, Permission.EDIT_QUOTES, account)
    response = show(request, LIST, context)
    if wants_fragment(request):
        response["HX-Push-Url"] = f"{request.path}?{_set_only(request.GET)}".rstrip("?")
    return response


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"] = "csv") -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent."""
    rows = rows_for(QUOTES, request.account.pk, QuoteFilterForm(request.GET).wanted())
    sheet = sheet_of(rows.select_related("owner"))
    return export_response(sheet, kind, customer_number=request.account.customer_number)


def _set_only(query: QueryDict) -> str:
    """The query without what is empty, so that a link to a list is short."""
    kept = query.copy()
    for name in [name for name, value in query.items() if not value]:
        del kept[name]
    return kept.urlencode()
