"""What Django's administration is sent in the place of a key: a refusal, and no error of ours."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.defaults import bad_request

#: How Django words it; the administration looks objects up by keys as they were posted.
_NO_NUMBER = "expected a number but got"


class TornKeysMiddleware:
    """400 where the administration was given a text as the number of an object."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        is_torn = isinstance(exception, ValueError) and _NO_NUMBER in str(exception)
        if is_torn and match is not None and match.app_name == "admin":
            return bad_request(request, exception)
        return None
