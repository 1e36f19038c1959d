"""One quote: the mirror at once, the distributor's latest a moment later."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.core.htmx import STOP_POLLING, show, wants_fragment
from apps.quotes import selectors, services
from apps.quotes.exceptions import DistributorTrouble, QuoteNotOrderable, TooManyLines
from apps.quotes.models import Quote
from apps.quotes.sell_form import sell_context
from apps.quotes.terms import shown
from apps.quotes.timeline import steps_of

QUOTE = "quotes/quote_detail.html#quote"
VALIDATION = "quotes/quote_detail.html#quote-validation"
TERMS = (
    ("Introduction", "intro_html"),
    ("How to purchase", "purchase_instructions_html"),
    ("Legal terms", "legal_terms_html"),
    ("Leasing", "leasing_instructions_html"),
)


@require_GET
@account_required
def detail(request: PortalRequest, quote_number: str) -> HttpResponse:
    quote = selectors.quote_for(request.user, quote_number=quote_number)
    if selectors.is_stale(quote):
        services.have_read(quote=quote)
    return show(request, QUOTE, _context(request, quote))


@require_http_methods(["GET", "POST"])
@account_required
def fresh(request: PortalRequest, quote_number: str) -> HttpResponse:
    """POST asks for a fresh reading; GET is polled: 204 while nothing is new, 286 at the end."""
    quote = selectors.quote_for(request.user, quote_number=quote_number)
    if request.method == "POST":
        services.have_read(quote=quote, actor=request.user)
        return show(request, QUOTE, _context(request, quote), back_to=quote.get_absolute_url())
    if not wants_fragment(request):
        return redirect(quote)
    if quote.is_being_made and selectors.is_stale(quote):
        services.have_read(quote=quote)
    context = _context(request, quote)
    if not context["poll"]:
        return show(request, QUOTE, context, status=STOP_POLLING)
    if request.GET.get("seen") == context["version"]:
        return HttpResponse(status=204)
    return show(request, QUOTE, context)


@require_POST
@account_required
def validate(request: PortalRequest, quote_number: str) -> HttpResponse:
    """Ask live what the vendor demands; upstream trouble is told, never an error page."""
    quote = selectors.quote_for(request.user, quote_number=quote_number)
    outcome: dict[str, object]
    try:
        outcome = {"requirements": services.validate_quote(quote=quote, actor=request.user)}
    except QuoteNotOrderable as exc:
        outcome = {"refusal": exc}
    except DistributorTrouble as exc:
        outcome = {"trouble": exc}
    return show(request, VALIDATION, _context(request, quote) | outcome)


@require_POST
@account_required
def copy_quote(request: PortalRequest, quote_number: str) -> HttpResponse:
    quote = selectors.quote_for(request.user, quote_number=quote_number)
    try:
        return redirect(services.copy_quote(quote=quote, actor=request.user))
    except TooManyLines as exc:
        return show(
            request,
            QUOTE,
            _context(request, quote) | {"copy_refusal": exc.user_message},
            status=422,
        )


def _context(request: PortalRequest, quote: Quote) -> dict[str, Any]:
    refresh = selectors.refresh_of(quote)
    sell = sell_context(quote, request.roles)
    rows = sell["prices"].lines if sell["prices"] else [{"line": x} for x in quote.lines.all()]
    texts = [(title, str(getattr(quote, column))) for title, column in TERMS]
    number = quote.quote_number
    return {
        "quote": quote,
        "rows": rows,
        "steps": steps_of(quote, today=timezone.localdate()),
        "terms": [(title, shown(text, quote_number=number)) for title, text in texts if text],
        "refresh": refresh,
        "draft": selectors.draft_to_mend(quote),
        "poll": refresh.is_moving or quote.is_being_made,
        "version": selectors.version_of(quote, refresh),
        "can_edit": allowed(request.user, Permission.EDIT_QUOTES, quote.account),
        "can_order": quote.is_orderable
        and allowed(request.user, Permission.PLACE_ORDERS, quote.account),
        "order_url": reverse("orders:from_quote", args=[number]),
        **sell,
    }
