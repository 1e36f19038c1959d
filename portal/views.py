"""The start page: the one page that looks into every domain."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from portal.dashboard import dashboard_for


@require_GET
@account_required
def start(request: PortalRequest) -> HttpResponse:
    dashboard = dashboard_for(request.account, today=timezone.localdate())
    return render(request, "start.html", {"dashboard": dashboard})
