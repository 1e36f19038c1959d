"""The page that leads an administrator through the first set-up."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from apps.connections.first_run import first_run
from apps.connections.models import Connection


def first_run_view(request: HttpRequest) -> HttpResponse:
    """Each step with its state, what it lacks, and where to mend it. At most ten queries."""
    if not request.user.has_perm("connections.change_connection"):
        raise PermissionDenied
    state = first_run()
    context = {
        **admin.site.each_context(request),
        "title": "First set-up",
        "state": state,
        "test": state.test,
        "webhook_url": _webhook_url(request, state.connection),
        "is_public": settings.HTTPS,
    }
    return TemplateResponse(request, "admin/first_run.html", context)


def _webhook_url(request: HttpRequest, connection: Connection | None) -> str:
    if connection is None:
        return ""
    return request.build_absolute_uri(reverse("webhooks:ingram", args=[connection.key]))
