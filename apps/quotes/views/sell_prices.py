"""Sell prices of a quote: the editor that saves itself, and the approval of low margins."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.core.htmx import show, wants_fragment
from apps.quotes import selectors, services
from apps.quotes.exceptions import ApprovalNotNeeded, NotDecided
from apps.quotes.sell_form import KINDS, ROUNDINGS, sell_context, sell_form, targets
from apps.quotes.typed_rules import typed_rules

EDITOR = "quotes/sell_prices.html"


@require_http_methods(["GET", "POST"])
@account_required
def sell_prices(request: PortalRequest, quote_number: str) -> HttpResponse:
    """One rule by htmx as it is typed, all of them without it. What is wrong is kept and told."""
    quote = selectors.quote_for(request.user, quote_number=quote_number)
    permissions.require(request.user, Permission.SEE_COST, quote.account)
    typed = list(typed_rules(request.POST, targets(quote)))
    problems: dict[str, str] = {}
    if request.method == "POST":
        problems = services.set_sell_rules(quote=quote, actor=request.user, typed=typed)
        if not problems and not wants_fragment(request):
            messages.success(request, "Sell prices saved.")
            return redirect("quotes:sell_prices", quote.quote_number)
    context = sell_context(quote, request.roles)
    form = sell_form(quote, context["prices"], typed=typed, problems=problems)
    context |= {
        "quote": quote,
        "form": form,
        "rows": form.rows_moved_by(typed) if typed and wants_fragment(request) else form.rows,
        "said": [(rule.target.token, problems.get(rule.target.token, "")) for rule in typed],
        "problems": problems,
        "kinds": KINDS,
        "roundings": ROUNDINGS,
    }
    template = f"{EDITOR}#sold" if request.method == "POST" else EDITOR
    return show(request, template, context, status=422 if problems else 200)


@require_POST
@account_required
def ask_approval(request: PortalRequest, quote_number: str) -> HttpResponse:
    quote = selectors.quote_for(request.user, quote_number=quote_number)
    try:
        services.ask_approval(quote=quote, actor=request.user, note=request.POST.get("note", ""))
    except ApprovalNotNeeded as exc:
        messages.error(request, exc.user_message)
    else:
        messages.success(request, "The managers of the account were asked.")
    return redirect(quote)


@require_POST
@account_required
def decide_approval(request: PortalRequest, quote_number: str, pk: int) -> HttpResponse:
    """`decision` is approve or refuse, with `reason`. A word too late is told on the quote."""
    approval = selectors.price_approval_for(request.user, quote_number=quote_number, pk=pk)
    decision = request.POST.get("decision", "")
    if decision not in {"approve", "refuse"}:
        raise Http404
    is_approved = decision == "approve"
    try:
        services.decide_approval(
            approval=approval,
            actor=request.user,
            is_approved=is_approved,
            reason=request.POST.get("reason", ""),
        )
    except NotDecided as exc:
        messages.error(request, exc.user_message)
    else:
        messages.success(request, f"The prices were {'approved' if is_approved else 'refused'}.")
    return redirect(approval.quote)


@require_GET
@account_required
def approvals(request: PortalRequest) -> HttpResponse:
    """The prices that wait for a manager of the current account."""
    permissions.require(request.user, Permission.SEE_COST, request.account)
    waiting = selectors.waiting_approvals(request.account)
    return show(request, "quotes/approvals.html", {"waiting": waiting[: selectors.MOST_APPROVALS]})
