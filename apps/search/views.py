"""The one search: under its field as one types, and as a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show, wants_fragment
from apps.search import selectors
from apps.search.forms import SearchForm

RESULTS = "search/results.html#search-found"


@require_GET
@account_required
def results(request: PortalRequest) -> HttpResponse:
    """What is found; the page of the only thing that is meant, unless `?all=` wants to see all."""
    words = SearchForm(request.GET).words()
    found = selectors.search(request.account, words) if words else None
    if found and found.only and "all" not in request.GET and not wants_fragment(request):
        return redirect(found.only.url)
    context = {"words": words, "found": found, "searched": selectors.searched()}
    return show(request, RESULTS, context)
