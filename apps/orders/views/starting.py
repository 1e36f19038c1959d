"""Where an order starts: a quote, nothing, a pasted list, or an earlier order."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed
from apps.catalog.exceptions import CatalogError
from apps.catalog.part_numbers import normalised
from apps.catalog.pasting import PastedLine, read_paste, read_quantity
from apps.core.htmx import show, wants_fragment
from apps.core.listing import Wanted, listing_for
from apps.core.pagination import page_of
from apps.orders import selectors
from apps.orders.exceptions import LinesIncomplete, OrderError, TooManyLines
from apps.orders.listing import ORDERS, newest_orders
from apps.orders.own_lines import MAX_LINES
from apps.orders.services import drafting

NEW = "orders/order_new.html"
NO_PARTS = "No part number was found in this text."
#: Of each kind of start, so many stand on the page.
SHOWN = 10


@require_GET
@account_required
def new(request: PortalRequest) -> HttpResponse:
    """All ways in which an order starts; htmx asks for one list when it is searched."""
    part = "earlier-orders" if "order" in request.GET else "quotes"
    return show(request, f"{NEW}#{part}", new_context(request))


def new_context(request: PortalRequest, **more: object) -> dict[str, Any]:
    """The page of all starts, with what went wrong with one of them."""
    text, earlier = request.GET.get("q", "").strip(), request.GET.get("order", "").strip()
    quotes = selectors.orderable_quotes(request.account, text)
    orders = (
        listing_for(ORDERS, request.account.pk, Wanted(text=earlier)).rows
        if earlier
        else newest_orders(request.account)
    )
    return {
        "page": page_of(request, quotes),
        "q": text,
        "drafts": selectors.own_drafts_of(request.user, request.account)[:SHOWN],
        "earlier": earlier,
        "orders": orders[:SHOWN],
        "can_place": allowed(request.user, Permission.PLACE_ORDERS, request.account),
        "max_lines": MAX_LINES,
        **more,
    }


@require_POST
@account_required
def start_empty(request: PortalRequest) -> HttpResponse:
    return redirect(drafting.start_order(account=request.account, actor=request.user))


@require_POST
@account_required
def start_pasted(request: PortalRequest) -> HttpResponse:
    """A draft with the parts of a pasted list; a list that cannot be taken stays in its field.

    A page that offers parts to choose sends one `pasted` for each.
    """
    text = "\n".join(request.POST.getlist("pasted"))
    lines = [drafting.NewLine(part=part) for part in read_paste(drafting.storable(text)).lines]
    problem = "" if lines else NO_PARTS
    if lines:
        try:
            draft, _ = drafting.start_with(account=request.account, actor=request.user, lines=lines)
        except TooManyLines as exc:
            problem = exc.user_message
        else:
            with suppress(CatalogError):
                drafting.price_lines(draft=draft, actor=request.user)
            return redirect(draft)
    context = new_context(request, pasted=text, paste_problem=problem)
    return show(request, NEW, context, status=422)


@require_POST
@account_required
def add_to_draft(request: PortalRequest) -> HttpResponse:
    """`part_number` and `quantity`, each once or often, from the catalogue's pages."""
    quantities = request.POST.getlist("quantity")
    parts = [
        PastedLine(
            part_number=normalised(number)[:80],
            quantity_text=(quantities[place] if place < len(quantities) else "1").strip()[:40],
        )
        for place, number in enumerate(request.POST.getlist("part_number"))
        if normalised(number)
    ]
    wrong = [said for part in parts if (said := read_quantity(part.quantity_text).problem)]
    if wrong or not parts:
        said = wrong[0] if wrong else NO_PARTS
        return told(request, said, tone="bad", back_to=reverse("catalog:search"))
    try:
        draft = drafting.add_to_order(account=request.account, actor=request.user, parts=parts)
    except OrderError as exc:
        return told(request, exc.user_message, tone="bad", back_to=reverse("orders:new"))
    count = "1 part" if len(parts) == 1 else f"{len(parts)} parts"
    return told(request, f"Added {count} to {draft}.", tone="good", back_to=draft)


@require_POST
@account_required
def order_again(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    """A draft like an earlier order."""
    order = selectors.order_for(request.user, ingram_order_number=ingram_order_number)
    try:
        draft = drafting.order_again(order=order, actor=request.user)
    except (TooManyLines, LinesIncomplete) as exc:
        # The page of the order has it read again when there is need.
        messages.error(request, exc.user_message)
        return redirect(order)
    messages.success(request, f"These are the lines and addresses of order {order}.")
    return redirect(draft)


def told(request: PortalRequest, text: str, *, tone: str, back_to: Any) -> HttpResponse:
    """A toast where the person is, or after a redirect."""
    if wants_fragment(request):
        return trigger_client_event(HttpResponse(status=204), "toast", {"text": text, "tone": tone})
    (messages.success if tone == "good" else messages.error)(request, text)
    return redirect(back_to)
