"""The start page: the one page that looks into every domain."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required


@require_GET
@account_required
def start(request: PortalRequest) -> HttpResponse:
    return render(request, "start.html")
