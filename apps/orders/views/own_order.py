"""An order of own lines: its header, its summary with everything checked again, its placing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.connections.choices import AddressKind
from apps.connections.selectors import addresses_for
from apps.core.htmx import show
from apps.orders import selectors, services
from apps.orders.choices import ShipComplete
from apps.orders.exceptions import DraftPlaced, FreightUnavailable, OrderError
from apps.orders.forms import OwnOrderForm
from apps.orders.freight import Plan
from apps.orders.models import OrderDraft
from apps.orders.views.typed import entered, has_free_number

FORM = "orders/draft_details.html"
SUMMARY = "orders/draft_summary.html#order-summary"
FREIGHT = "orders/draft_freight.html#freight"
NUMBER = "orders/partials/number_check.html"


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def details(request: PortalRequest, pk: int) -> HttpResponse:
    """The form. What is posted is kept first, whatever may be wrong with it."""
    draft = _draft(request, pk)
    if draft.is_placed:
        return redirect("orders:draft_summary", pk)
    is_post = request.method == "POST"
    if is_post:
        try:
            services.keep_header(draft=draft, actor=request.user, entered=entered(request.POST))
        except DraftPlaced:
            return redirect("orders:draft_summary", pk)
    form = _form(draft, is_bound=is_post or "mend" in request.GET)
    if is_post and form.is_valid() and has_free_number(form, draft):
        return redirect("orders:draft_summary", pk)
    return show(request, FORM, {"draft": draft, "form": form}, status=422 if is_post else 200)


@never_cache
@require_GET
@account_required
def summary(request: PortalRequest, pk: int) -> HttpResponse:
    """What will be ordered, with price and stock asked now; afterwards, what became of it."""
    draft = _draft(request, pk)
    if draft.is_placed:
        return show(request, SUMMARY, _placed(draft))
    form = _form(draft, is_bound=True)
    if not form.is_valid():
        return _to_form(draft)
    return show(request, SUMMARY, _to_confirm(request, draft, form))


@require_POST
@account_required
def place(request: PortalRequest, pk: int) -> HttpResponse:
    """The last button. A second click, a reload and a second tab find the same submission."""
    draft = _draft(request, pk)
    back_to = reverse("orders:draft_summary", args=[pk])
    if draft.is_placed:
        return show(request, SUMMARY, _placed(draft), back_to=back_to)
    form = _form(draft, is_bound=True)
    if not form.is_valid():
        return _to_form(draft)
    try:
        draft.submission = services.place_order(
            draft=draft,
            entry=form.entry(),
            actor=request.user,
            form_key=request.POST.get("form_key", ""),
            agreed=request.POST.get("agreed", ""),
            has_seen_changes="has_seen_changes" in request.POST,
        )
    except OrderError as exc:
        draft = _draft(request, pk)
        context = {**_to_confirm(request, draft, form), "refusal": exc}
        return show(request, SUMMARY, context, status=422)
    return show(request, SUMMARY, _placed(draft), back_to=back_to)


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def freight(request: PortalRequest, pk: int) -> HttpResponse:
    """Freight estimates side by side; POST takes one carrier over into the form."""
    draft = _draft(request, pk)
    form = _form(draft, is_bound=True)
    if draft.is_placed or not form.is_valid():
        return _to_form(draft)
    if request.method == "POST":
        plan, colon, carrier_code = request.POST.get("choice", "").partition(":")
        if plan in set(Plan) and colon:
            services.choose_carrier(
                draft=draft, actor=request.user, carrier_code=carrier_code, plan=Plan(plan)
            )
        return redirect("orders:draft_summary", pk)
    entry = form.entry()
    is_complete = entry.ship_complete == ShipComplete.ALL
    chosen_plan = Plan.COMPLETE if is_complete else Plan.SPLIT
    context: dict[str, object] = {"draft": draft, "entry": entry, "chosen_plan": chosen_plan}
    try:
        context["freight"] = services.compare_freight(draft=draft, entry=entry, actor=request.user)
    except FreightUnavailable as exc:
        context["unavailable"] = exc
    return show(request, FREIGHT, context)


@never_cache
@require_GET
@account_required
def number(request: PortalRequest, pk: int) -> HttpResponse:
    """Whether a purchase order number is free, asked of the ledger and the mirror while typing."""
    draft = selectors.draft_for(request.user, pk)
    typed = request.GET.get("customer_order_number", "").strip()[:35]
    earlier = None
    if typed:
        earlier = selectors.earlier_use(draft.account, typed, form_key=draft.form_key)
    return show(request, NUMBER, {"typed": typed, "earlier": earlier})


def _draft(request: PortalRequest, pk: int) -> OrderDraft:
    """The draft, for those who may place orders in its account; Http404 for outsiders."""
    draft = selectors.own_draft_for(request.user, pk)
    permissions.require(request.user, Permission.PLACE_ORDERS, draft.account)
    return draft


def _form(draft: OrderDraft, *, is_bound: bool) -> OwnOrderForm:
    account = draft.account
    bill_to = list(addresses_for(account, AddressKind.BILL_TO))
    ship_to = list(addresses_for(account, AddressKind.SHIP_TO))
    return OwnOrderForm(
        draft.entered if is_bound else None,
        bill_to=bill_to,
        ship_to=ship_to,
        has_warranty=any(line.details.has_warranty for line in draft.lines.all()),
        initial=OwnOrderForm.first_entered(account, bill_to, ship_to) | draft.entered,
    )


def _to_form(draft: OrderDraft) -> HttpResponse:
    """Back to the form: with its mistakes marked, if anything was entered."""
    url = reverse("orders:draft_details", args=[draft.pk])
    return redirect(f"{url}?mend" if "customer_order_number" in draft.entered else url)


def _to_confirm(request: PortalRequest, draft: OrderDraft, form: OwnOrderForm) -> dict[str, Any]:
    entry = form.entry()
    check = services.check_now(draft=draft, actor=request.user)
    return {
        "draft": draft,
        "entry": entry,
        "checked": services.compare(draft, check, entry),
        "asked_at": draft.validated_at,
        "closed_until": services.closed_until(draft.account, entry),
        "bill_to": form.bill_to_address(),
        "ship_complete": form.ship_complete_label(),
        "agreed": services.own_agreement(draft, check, entry),
    }


def _placed(draft: OrderDraft) -> dict[str, Any]:
    submission = draft.submission
    orders = selectors.orders_of(submission) if submission else []
    checked = services.ordered_lines(draft)
    return {"draft": draft, "submission": submission, "orders": orders, "checked": checked}
