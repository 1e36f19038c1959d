"""The start page: the one page that looks into every domain."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show
from portal.dashboard import dashboard_for, first_readings


@require_GET
@account_required
def start(request: PortalRequest) -> HttpResponse:
    context = {
        "dashboard": dashboard_for(request.account),
        "readings": first_readings(request.account),
    }
    return show(request, "start.html#dashboard", context)
