"""A draft from a renewal or a deal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from apps.accounts.http import PortalRequest, account_required
from apps.deals import selectors as deals
from apps.quotes.exceptions import TooManyLines
from apps.quotes.services import starting
from apps.renewals import selectors as renewals

QUANTITY = "quantity "


@require_POST
@account_required
def from_renewal(request: PortalRequest, renewal_id: str) -> HttpResponse:
    renewal = renewals.renewal_for(request.user, renewal_id=renewal_id)
    try:
        return redirect(starting.start_from_renewal(renewal=renewal, actor=request.user))
    except TooManyLines as exc:
        messages.error(request, exc.user_message)
        return redirect(renewal)


@require_POST
@account_required
def from_deal(request: PortalRequest, deal_id: str) -> HttpResponse:
    """`line` once for each chosen product, and `quantity <line>` as it was typed."""
    deal = deals.deal_for(request.user, deal_id=deal_id)
    keys = request.POST.getlist("line")
    chosen = {key: request.POST.get(f"{QUANTITY}{key}", "1") for key in keys}
    try:
        return redirect(starting.start_from_deal(deal=deal, actor=request.user, chosen=chosen))
    except TooManyLines as exc:
        messages.error(request, exc.user_message)
        return redirect(deal)
