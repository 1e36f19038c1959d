"""The calls that were made for an account, and how many of them a minute."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show
from apps.core.pagination import page_of
from apps.oversight import selectors
from apps.oversight.forms import CallFilterForm
from apps.oversight.traffic import traffic_of

LIST = "oversight/call_list.html#calls"


@require_GET
@account_required
def call_list(request: PortalRequest) -> HttpResponse:
    form = CallFilterForm(
        request.GET,
        operations=selectors.operations_of(request.account),
        people=selectors.people_of(request.account),
    )
    wanted = form.wanted()
    listing = selectors.calls_of(request.user, request.account, wanted)
    rows = listing.rows.select_related("actor")
    context = {
        "form": form,
        "wanted": wanted,
        "sort": wanted.sort,
        "tabs": form.tabs(listing.counts),
        "chips": form.chips(),
        "page": page_of(request, rows, most=listing.most, count=listing.count),
        "list_url": reverse("oversight:calls"),
        "noun": "call",
        "nouns": "calls",
    }
    return show(request, LIST, context)


@require_GET
@account_required
def call(request: PortalRequest, call_id: int) -> HttpResponse:
    found = selectors.call_for(request.user, request.account, call_id=call_id)
    return show(request, "oversight/call_detail.html", {"call": found})


@require_GET
@account_required
def traffic(request: PortalRequest) -> HttpResponse:
    found = traffic_of(request.user, request.account)
    return show(request, "oversight/traffic.html", {"traffic": found})
