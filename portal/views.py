"""The start page: the one page that looks into every domain."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show
from portal.dashboard import dashboard_for, first_readings

#: What the address says when only one's own work is counted.
MINE = "mine"


@require_GET
@account_required
def start(request: PortalRequest) -> HttpResponse:
    only_mine = request.GET.get("whose") == MINE
    role = request.roles[request.account.pk]
    readings = first_readings(request.account)
    context = {
        "dashboard": dashboard_for(request.account, request.user, role=role, only_mine=only_mine),
        "readings": readings,
        "unread": [reading for reading in readings if reading.has_failed],
        "only_mine": only_mine,
        "owned": f"&owner={request.user.pk}" if only_mine else "",
    }
    return show(request, "start.html#dashboard", context)
