"""The list of quotes and drafts, and its export."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.core.htmx import show, wants_fragment
from apps.core.pagination import page_of
from apps.quotes import selectors
from apps.quotes.export import csv_lines
from apps.quotes.forms import FilterForm
from apps.quotes.selectors import DEFAULT_SORT, Tab
from apps.sync.selectors import freshness

LIST = "quotes/quote_list.html#quote-list"


@require_GET
@account_required
def quote_list(request: PortalRequest) -> HttpResponse:
    account = request.account
    form = FilterForm(
        request.GET, vendors=selectors.vendors_of(account), owners=selectors.owners_of(account)
    )
    wanted = form.filters()
    counts = selectors.tab_counts(account)
    is_drafts = wanted.tab is Tab.DRAFTS
    rows: Any = (
        selectors.drafts_for(account, wanted.text)
        if is_drafts
        else selectors.quotes_for(account, wanted)
    )
    context = {
        "form": form,
        "tabs": [(tab.value, tab.label, counts.get(tab.value)) for tab in Tab],
        "wanted": wanted,
        "sort": wanted.sort or DEFAULT_SORT,
        "page": page_of(request, rows),
        "is_drafts": is_drafts,
        "freshness": freshness(account, "quotes"),
        "can_edit": allowed(request.user, Permission.EDIT_QUOTES, account),
    }
    response = show(request, LIST, context)
    if wants_fragment(request):
        response["HX-Push-Url"] = f"{request.path}?{_set_only(request.GET)}".rstrip("?")
    return response


@require_GET
@account_required
def export(request: PortalRequest) -> HttpResponse:
    """The filtered list as CSV, all pages of it."""
    rows = selectors.quotes_for(request.account, FilterForm(request.GET).filters())
    response = StreamingHttpResponse(
        csv_lines(rows.iterator(chunk_size=500)), content_type="text/csv; charset=utf-8"
    )
    name = f"quotes-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response  # type: ignore[return-value]


def _set_only(query: QueryDict) -> str:
    """The query without what is empty, so that a link to a list is short."""
    kept = query.copy()
    for name in [name for name, value in query.items() if not value]:
        del kept[name]
    return kept.urlencode()
