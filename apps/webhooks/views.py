"""Where the distributor posts its events."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.webhooks import refusals, services
from apps.webhooks.exceptions import NotTheirs

MOST_BYTES = 2_500_000
"""An event of 4,000 stock lines measures 1.2 to 1.9 MB (field notes 10)."""


@csrf_exempt
@require_POST
def ingram(request: HttpRequest, key: str) -> HttpResponse:
    """200 once the event is stored; the same bare 404 for a wrong key, signature or envelope.

    429 without a look at the body for a source that was refused too often within a minute.
    """
    if shut := refusals.seconds_shut(request):
        return HttpResponse(status=429, headers={"Retry-After": str(shut)})
    answer = _take_in(request, key)
    if answer.status_code != HTTPStatus.OK:
        refusals.count(request)
    return answer


def _take_in(request: HttpRequest, key: str) -> HttpResponse:
    if _declared_length(request) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        body = request.read(MOST_BYTES + 1)
    except (UnreadablePostError, RawPostDataException):
        return HttpResponse(status=400)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    try:
        services.take_in(key=key, signature=request.headers.get("x-hub-signature", ""), body=body)
    except NotTheirs:
        return HttpResponse(status=404)
    return HttpResponse(status=200)


def _declared_length(request: HttpRequest) -> int:
    length = request.headers.get("content-length", "")
    return int(length) if length.isdecimal() else 0
