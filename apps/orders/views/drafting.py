"""The lines of an order without a quote: a page that saves itself, in which a button goes on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.catalog import selectors as catalog
from apps.catalog import services as live
from apps.catalog.draft_lines import priced_since, totals_of
from apps.catalog.exceptions import CatalogError
from apps.catalog.offers import Warehouse
from apps.core.htmx import show, wants_fragment
from apps.orders import selectors
from apps.orders.exceptions import DraftPlaced, LinesIncomplete, TooManyLines
from apps.orders.forms.line_details import LineDetailsForm
from apps.orders.models import OrderDraft, OrderDraftLine
from apps.orders.own_lines import MAX_LINES, MAX_ORDERED, problems_of, too_many
from apps.orders.services import drafting
from apps.orders.views.starting import NO_PARTS, told

DRAFT = "orders/draft_lines.html"
DETAILS = "orders/draft_line.html#line-details"
QUANTITY = "quantity-"


@require_GET
@account_required
def draft(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.own_draft_for(request.user, pk)
    if found.is_placed:
        return redirect("orders:draft_summary", pk)
    return show(request, DRAFT, draft_context(request, found))


@require_POST
@account_required
def save_draft(request: PortalRequest, pk: int) -> HttpResponse:
    """All quantities, for a page without a script."""
    found = selectors.own_draft_for(request.user, pk, with_lines=False)
    try:
        _keep_quantities(request, found)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=found)
    return redirect(found)


@require_POST
@account_required
def paste_lines(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.own_draft_for(request.user, pk)
    text = request.POST.get("pasted", "")
    shown = f"{DRAFT}#draft-lines"
    try:
        added = drafting.paste_lines(draft=found, actor=request.user, text=text)
    except TooManyLines as exc:
        context = draft_context(request, found, pasted=text, paste_problem=exc.user_message)
        return show(request, shown, context, status=422)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=found)
    if not (added.new or added.merged):
        context = draft_context(request, found, pasted=text, paste_problem=NO_PARTS)
        return show(request, shown, context, status=422)
    if not wants_fragment(request):
        # Nobody will ask for the prices from the page: the first of them come with it.
        with suppress(CatalogError):
            drafting.price_lines(draft=found, actor=request.user)
    found = selectors.own_draft_for(request.user, pk)
    context = draft_context(request, found, added=added)
    return show(request, shown, context, back_to=found.get_absolute_url())


@require_POST
@account_required
def edit_line(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    """Keep the quantity of one line as it was typed."""
    found = selectors.own_draft_for(request.user, pk, with_lines=False)
    try:
        _keep_quantities(request, found)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=found)
    return _row(request, pk, line_id)


@require_POST
@account_required
def remove_line(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    found = selectors.own_draft_for(request.user, pk, with_lines=False)
    try:
        drafting.remove_line(draft=found, actor=request.user, line_id=line_id)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=found)
    return _row(request, pk, line_id)


@require_POST
@account_required
def price_lines(request: PortalRequest, pk: int) -> HttpResponse:
    """Price the next lines; the answer asks for more of itself until all are priced."""
    found = selectors.own_draft_for(request.user, pk, with_lines=False)
    trouble: CatalogError | None = None
    try:
        drafting.price_lines(draft=found, actor=request.user)
    except CatalogError as exc:
        trouble = exc
    found = selectors.own_draft_for(request.user, pk)
    lines = priced_since(found.lines.all(), request.GET.get("since", ""))
    context = draft_context(request, found, lines=lines, price_trouble=trouble, is_chunk=True)
    return show(request, f"{DRAFT}#priced", context, back_to=found.get_absolute_url())


@require_http_methods(["GET", "POST"])
@account_required
def line_details(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    """What one line says beside part and quantity: in a dialog by htmx, else on its own page.

    Everything is kept as it was typed; what is wrong keeps the form open.
    """
    found = selectors.own_draft_for(request.user, pk)
    permissions.require(request.user, Permission.PLACE_ORDERS, found.account)
    if request.method == "GET":
        return show(request, DETAILS, _details_context(request, found, line_id))
    try:
        typed = {name: str(request.POST[name]) for name in request.POST}
        drafting.keep_details(draft=found, actor=request.user, line_id=line_id, typed=typed)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=found)
    found = selectors.own_draft_for(request.user, pk)
    context = _details_context(request, found, line_id)
    if context["form"].errors:
        return show(request, DETAILS, context, status=422)
    if not wants_fragment(request):
        return redirect(f"{found.get_absolute_url()}#line-{line_id}")
    return reswap(retarget(_row(request, pk, line_id), f"#line-{line_id}"), "outerHTML")


@require_POST
@account_required
def go_on(request: PortalRequest, pk: int) -> HttpResponse:
    """To the details of the order, once every line can be ordered as it stands."""
    found = selectors.own_draft_for(request.user, pk, with_lines=False)
    try:
        _keep_quantities(request, found)
        found = selectors.own_draft_for(request.user, pk)
        drafting.check_lines(list(found.lines.all()))
    except DraftPlaced:
        return redirect(found)  # Another tab was quicker: what became of it is what is shown.
    except LinesIncomplete as exc:
        context = draft_context(request, found, refusal=exc.user_message)
        return show(request, DRAFT, context, status=422)
    return redirect("orders:draft_details", pk)


@require_http_methods(["GET", "POST"])
@account_required
def discard_draft(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.own_draft_for(request.user, pk)
    permissions.require(request.user, Permission.PLACE_ORDERS, found.account)
    if request.method == "GET":
        return show(request, "orders/draft_discard.html", {"draft": found})
    try:
        drafting.discard_draft(draft=found, actor=request.user)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=found)
    messages.success(request, f"{found} was discarded.")
    return redirect("orders:new")


def draft_context(request: PortalRequest, found: OrderDraft, **more: object) -> dict[str, Any]:
    """The page of a draft; its lines are loaded with it."""
    lines = list(found.lines.all())
    can_edit = not found.is_placed and allowed(request.user, Permission.PLACE_ORDERS, found.account)
    stale = catalog.stale_lines(OrderDraftLine.objects.filter(draft=found))
    return {
        "ns": "orders",
        "draft": found,
        "lines": lines,
        "wrong_details": set(problems_of(lines)),
        "totals": totals_of(lines, currency=found.account.currency),
        "too_many": too_many(len(lines)) if len(lines) > MAX_ORDERED else "",
        "stale": stale.count() if can_edit else 0,
        "shown_at": timezone.now().timestamp(),
        "can_edit": can_edit,
        "max_lines": MAX_LINES,
        "row_more": "orders/partials/draft_line_more.html",
        **more,
    }


def _row(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    """One row with what follows from it; nothing of a row that is gone."""
    found = selectors.own_draft_for(request.user, pk)
    lines = [line for line in found.lines.all() if line.pk == line_id]
    context = draft_context(request, found, lines=lines, is_row=True)
    return show(request, f"{DRAFT}#line", context, back_to=found.get_absolute_url())


def _details_context(request: PortalRequest, found: OrderDraft, line_id: int) -> dict[str, Any]:
    lines = list(found.lines.all())
    line = next((line for line in lines if line.pk == line_id), None)
    if line is None:
        raise Http404
    form = LineDetailsForm(
        line,
        problems=problems_of(lines).get(line.pk, {}),
        others=[other for other in lines if other.pk != line.pk],
        warehouses=_warehouses(request, line),
    )
    can_edit = not found.is_placed and allowed(request.user, Permission.PLACE_ORDERS, found.account)
    return {
        "draft": found,
        "line": line,
        "form": form,
        "can_edit": can_edit,
        "in_dialog": wants_fragment(request),
    }


def _warehouses(request: PortalRequest, line: OrderDraftLine) -> Sequence[Warehouse]:
    """Where the part lies, asked live; nothing in an outage, then the number can be typed."""
    number = line.ingram_part_number
    if not number:
        return ()
    account = line.draft.account
    try:
        offers = live.price_and_availability(account, [number], actor=request.user)
    except CatalogError:
        return ()
    return next((offer.warehouses for offer in offers.values()), ())


def _keep_quantities(request: PortalRequest, found: OrderDraft) -> None:
    posted = request.POST
    quantities = {
        int(line_id): posted[name]
        for name in posted
        if (line_id := name.removeprefix(QUANTITY)) != name and _is_id(line_id)
    }
    drafting.keep_quantities(draft=found, actor=request.user, quantities=quantities)


def _is_id(text: str) -> bool:
    # Longer numbers fit no column of ours and some databases refuse to look for them.
    return text.isascii() and text.isdecimal() and len(text) < 19
