"""What machines ask the portal about itself, and what people hear when a part of it is away."""

from __future__ import annotations

import sys

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.defaults import server_error
from prometheus_client import CONTENT_TYPE_LATEST

from apps.operations import health
from apps.operations.metrics import exposition
from apps.operations.outages import RETRY_AFTER, Outage, kept_fields, outage_behind


@require_GET
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part that the portal hangs on, and why it does not answer; 503 unless all do."""
    parts = health.parts()
    is_ready = all(part.is_ok for part in parts)
    told = {part.name: {"ok": part.is_ok, "why": part.why} for part in parts}
    return JsonResponse({"ready": is_ready, "parts": told}, status=200 if is_ready else 503)


@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus, which says METRICS_TOKEN as its bearer token; without one there are none."""
    token = settings.METRICS_TOKEN
    said = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token or not constant_time_compare(said, token):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def something_broke(request: HttpRequest) -> HttpResponse:
    """For what no view caught: 503 with words while the database is away or full, else 500.

    Asks neither database nor session. What was typed stands in the page, to be sent once more.
    """
    outage = outage_behind(sys.exception())
    if outage is None:
        return server_error(request)
    if request.headers.get("hx-request") == "true":
        answer = HttpResponse(_WORDS[outage], "text/plain; charset=utf-8", status=503)
    else:
        answer = HttpResponse(_outage_page(request, outage), status=503)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def _outage_page(request: HttpRequest, outage: Outage) -> str:
    fields = kept_fields(request)
    context = {
        # Without the request itself no context processor asks for a session.
        "request": request,
        "words": _WORDS[outage],
        "fields": fields,
        "csrf_token": get_token(request) if fields else "",
    }
    return render_to_string("503.html", context)


_WORDS = {
    Outage.DATABASE: "The portal cannot reach its database. It goes on by itself in a moment.",
    Outage.ROOM: "The portal has no room left to keep anything. Tell who looks after it.",
}
