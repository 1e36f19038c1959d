"""What a view does not handle itself when the distributor can't be asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.connections.exceptions import ConnectionInactive
from apps.core.htmx import wants_fragment
from apps.ingram import IngramError

logger = logging.getLogger(__name__)


class UpstreamTroubleMiddleware:
    """Trouble upstream is no fault of the portal: never a 5xx, always words and what is known.

    A net below the views: a page that can show its mirror beside the trouble catches it itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, IngramError | ConnectionInactive):
            return None
        logger.warning("%s %s: %s", request.method, request.path, exception)
        status = HTTPStatus.FAILED_DEPENDENCY
        if wants_fragment(request):
            return HttpResponse(exception.user_message, "text/plain; charset=utf-8", status)
        context = {
            "trouble": exception.user_message,
            "correlation_id": getattr(exception, "correlation_id", ""),
        }
        return render(request, "connections/outage.html", context, status=status)
