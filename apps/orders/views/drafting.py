"""Where an order starts, and the lines of one that has no quote."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show
from apps.core.pagination import page_of
from apps.orders import selectors

NEW = "orders/order_new.html#quotes"
DRAFT = "orders/draft_lines.html"


@require_GET
@account_required
def new(request: PortalRequest) -> HttpResponse:
    """Where an order starts: the quotes that are ready for it."""
    text = request.GET.get("q", "").strip()
    quotes = selectors.orderable_quotes(request.account, text)
    return show(request, NEW, {"page": page_of(request, quotes), "q": text})


@require_GET
@account_required
def draft(request: PortalRequest, pk: int) -> HttpResponse:
    """The lines of an order without a quote."""
    found = selectors.own_draft_for(request.user, pk)
    return show(request, DRAFT, {"draft": found, "lines": found.lines.all()})
