"""How a page answers: its fragment to htmx, itself to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

STOP_POLLING = 286
"""htmx stops asking when a polled fragment comes with this status."""


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked for a part of a page (not a boosted visit or a restored entry)."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
    back_to: str | None = None,
) -> HttpResponse:
    """Answer with `template`, written "page.html#fragment".

    htmx gets the fragment; a plain accepted POST is redirected to `back_to` (a URL, or an object
    with `get_absolute_url`); everybody else gets the whole page.
    """
    page, _, fragment = template.partition("#")
    if wants_fragment(request):
        response = render(
            request, f"{page}#{fragment}" if fragment else page, context, status=status
        )
    elif back_to is not None and request.method == "POST" and status < 400:
        response = redirect(back_to)
    else:
        response = render(request, page, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
