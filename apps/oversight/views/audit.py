"""The audit of an account, for its administrators."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.core.exporting import export_response
from apps.core.htmx import show
from apps.core.pagination import page_of
from apps.oversight import selectors
from apps.oversight.export import sheet_of
from apps.oversight.forms import EventFilterForm

LIST = "oversight/event_list.html#events"


@require_GET
@account_required
def event_list(request: PortalRequest) -> HttpResponse:
    form = EventFilterForm(request.GET)
    wanted = form.wanted()
    listing = selectors.events_of(request.user, request.account, wanted)
    context = {
        "form": form,
        "wanted": wanted,
        "sort": wanted.sort,
        "tabs": form.tabs(listing.counts),
        "chips": form.chips(),
        "page": page_of(request, listing.rows, most=listing.most, count=listing.count),
        "list_url": reverse("oversight:audit"),
        "noun": "event",
        "nouns": "events",
    }
    return show(request, LIST, context)


@require_GET
@account_required
def event(request: PortalRequest, event_id: int) -> HttpResponse:
    found = selectors.event_for(request.user, request.account, event_id=event_id)
    return show(request, "oversight/event_detail.html", {"event": found})


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The audit as it is filtered, all of it, written while it is sent."""
    wanted = EventFilterForm(request.GET).wanted()
    events = selectors.all_events_of(request.user, request.account, wanted)
    number = request.account.customer_number
    return export_response(sheet_of(events), kind, customer_number=number)
