"""A request with a null character in its text is refused: PostgreSQL keeps and compares none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

NULL = "\x00"


class NullCharactersMiddleware:
    """Of the path, the query and the form; a body that is no form is for its view to read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        """Raises BadRequest. A view for machines has no CSRF check and reads its body itself."""
        has_form = request.method == "POST" and not getattr(view, "csrf_exempt", False)
        if (
            NULL in request.path_info
            or _has_null(request.GET)
            or (has_form and _has_null(request.POST))
        ):
            raise BadRequest("a null character")


def _has_null(given: QueryDict) -> bool:
    return any(NULL in name or NULL in value for name in given for value in given.getlist(name))
