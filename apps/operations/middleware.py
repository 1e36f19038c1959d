"""What machines ask is answered before anything that only people need."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseForbidden,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
)
from django.urls import resolve

from apps.audit.middleware import origin_of
from apps.core.log_lines import without_keys

logger = logging.getLogger("portal.requests")
security = logging.getLogger("portal.security")

#: The names under which a log is searched for attempts to go where one may not (docs/security.md).
SECURITY_EVENTS = {
    400: "request_refused",
    403: "permission_refused",
    413: "request_refused",
    429: "limit_reached",
}
WEBHOOK_REFUSED = "webhook_refused"

PROBES = ("/healthz", "/readyz", "/metrics")
EVENTS = "/webhooks/"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
NO_FRAME = "default-src 'none'; frame-ancestors 'none'"


class GateMiddleware:
    """What holds for every answer, also for those that the middleware of pages never sees.

    Only a page leads from http to https: a machine that sends its secrets in the clear is told so,
    or it would go on unnoticed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._refusal(request) or self.get_response(request)
        headers = response.headers
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Content-Security-Policy", NO_FRAME)
        return response

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        path = request.path_info
        is_page = request.method in ("GET", "HEAD") and not path.startswith(EVENTS)
        if is_page or path in PROBES or not settings.SECURE_SSL_REDIRECT or request.is_secure():
            return None
        return HttpResponseForbidden("Only https is answered here.", content_type="text/plain")


class ProbesMiddleware:
    """A probe comes from inside, by an address that is not among ALLOWED_HOSTS, and without TLS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PROBES:
            return self.get_response(request)
        try:
            answer: HttpResponse = resolve(request.path_info).func(request)
        except Http404:
            return HttpResponseNotFound()
        return answer


class EventsMiddleware:
    """An event of the distributor has no session, no person and no page: a burst skips these."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(EVENTS):
            return self.get_response(request)
        try:
            found = resolve(request.path_info)
        except Http404:
            return HttpResponseNotFound()
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        return answer


class RequestLogMiddleware:
    """One line for each request: never its query or its body, which may name people and prices."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.monotonic()
        response = self.get_response(request)
        told = {
            "method": request.method,
            "path": without_keys(request.path),
            "status": response.status_code,
            "duration_ms": round(1000 * (time.monotonic() - start)),
            # Only if somebody asked already: a line of the log is worth no query.
            "person": getattr(getattr(request, "_cached_user", None), "pk", None),
        }
        words = "%(method)s %(path)s %(status)s %(duration_ms)s ms"
        logger.info(words, told, extra=told)
        if event := _security_event(request, response):
            security.warning("%(event)s %(method)s %(path)s", told | event, extra=told | event)
        return response


def _security_event(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    """What an attempt to go round a rule is called, and from where it came."""
    if request.path.startswith(EVENTS) and response.status_code == 404:
        name = WEBHOOK_REFUSED
    elif response.status_code in SECURITY_EVENTS:
        name = SECURITY_EVENTS[response.status_code]
    else:
        return {}
    return {"event": name, "ip": origin_of(request).ip}
