"""From a quote to an order: the form, the summary, and what became of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import PortalRequest, account_required
from apps.connections.choices import AddressKind
from apps.connections.selectors import addresses_for
from apps.core.htmx import show
from apps.orders import selectors, services
from apps.orders.entry import Requirements
from apps.orders.exceptions import OrderError
from apps.orders.forms import OrderForm
from apps.orders.models import OrderDraft
from apps.orders.views.typed import entered, has_free_number
from apps.quotes.exceptions import QuoteError
from apps.quotes.models import Quote
from apps.quotes.selectors import quote_for

FORM = "orders/order_form.html"
SUMMARY = "orders/order_summary.html#order-summary"


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def from_quote(request: PortalRequest, quote_number: str) -> HttpResponse:
    """The form. What is posted is kept first, whatever may be wrong with it or elsewhere."""
    quote = quote_for(request.user, quote_number=quote_number)
    draft = services.open_draft(quote=quote, actor=request.user)
    if draft.is_placed:
        return redirect("orders:summary", quote_number)
    is_post = request.method == "POST"
    if is_post:
        services.keep_entered(draft=draft, entered=entered(request.POST))
    context: dict[str, object] = {"quote": quote, "draft": draft}
    try:
        requirements = services.prepare(draft=draft, quote=quote, actor=request.user)
    except (OrderError, QuoteError) as exc:
        return show(request, FORM, {**context, "refusal": exc}, status=422 if is_post else 200)
    context["quote"] = quote_for(request.user, quote_number=quote_number)  # as just read
    form = _form(draft, requirements, is_bound=is_post)
    if is_post and form.is_valid() and has_free_number(form, draft):
        return redirect("orders:summary", quote_number)
    return show(request, FORM, {**context, "form": form}, status=422 if is_post else 200)


@never_cache
@require_GET
@account_required
def summary(request: PortalRequest, quote_number: str) -> HttpResponse:
    """What will be ordered, before the last button; and afterwards, what became of it."""
    quote = quote_for(request.user, quote_number=quote_number)
    draft = services.open_draft(quote=quote, actor=request.user)
    if draft.is_placed:
        return show(request, SUMMARY, _placed(quote, draft))
    form = _form(draft, Requirements.from_json(draft.requirements), is_bound=True)
    if not draft.validated_at or not form.is_valid():
        return redirect(draft)
    return show(request, SUMMARY, _to_confirm(quote, draft, form))


@require_POST
@account_required
def place(request: PortalRequest, quote_number: str) -> HttpResponse:
    """The last button. A second click, a reload and a second tab find the same submission."""
    quote = quote_for(request.user, quote_number=quote_number)
    draft = services.open_draft(quote=quote, actor=request.user)
    back_to = reverse("orders:summary", args=[quote_number])
    if draft.is_placed:
        return show(request, SUMMARY, _placed(quote, draft), back_to=back_to)
    form = _form(draft, Requirements.from_json(draft.requirements), is_bound=True)
    if not draft.validated_at or not form.is_valid():
        return redirect(draft)
    try:
        draft.submission = services.place_order_from_quote(
            draft=draft,
            quote=quote,
            entry=form.entry(),
            actor=request.user,
            form_key=request.POST.get("form_key", ""),
            agreed=request.POST.get("agreed", ""),
        )
    except OrderError as exc:
        context = {**_to_confirm(quote, draft, form), "refusal": exc}
        return show(request, SUMMARY, context, status=422)
    return show(request, SUMMARY, _placed(quote, draft), back_to=back_to)


def _form(draft: OrderDraft, requirements: Requirements, *, is_bound: bool) -> OrderForm:
    account = draft.account
    bill_to = list(addresses_for(account, AddressKind.BILL_TO))
    ship_to = list(addresses_for(account, AddressKind.SHIP_TO))
    return OrderForm(
        draft.entered if is_bound else None,
        requirements=requirements,
        bill_to=bill_to,
        ship_to=ship_to,
        initial=OrderForm.first_entered(account, bill_to, ship_to) | draft.entered,
    )


def _to_confirm(quote: Quote, draft: OrderDraft, form: OrderForm) -> dict[str, object]:
    entry = form.entry()
    return {
        "quote": quote,
        "draft": draft,
        "entry": entry,
        "bill_to": form.bill_to_address(),
        "ship_complete": form.ship_complete_label(),
        "agreed": services.agreement(quote, entry),
    }


def _placed(quote: Quote, draft: OrderDraft) -> dict[str, object]:
    submission = draft.submission
    orders = selectors.orders_of(submission) if submission else []
    return {"quote": quote, "draft": draft, "submission": submission, "orders": orders}
