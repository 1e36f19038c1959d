"""How many pages and files a person may ask for: far more than work needs, less than copying all.

Pages are counted by each web process for itself, as a look into the cache for every page would
cost more than it tells. Files are counted over all processes, so that more of those do not help.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.core.htmx import wants_fragment

_MINUTE, _HOUR = 60, 3_600
PAGES = "You have opened too many pages within a minute. Wait a minute, then try again."
FILES = "You have saved too many files within an hour. Try again later."


class PaceMiddleware:
    """Stands last, so that a file that is refused was not written down as taken. No query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._minute = 0
        self._pages: dict[int, int] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        if self._is_too_fast(request.user.pk):
            return _too_many(request, PAGES, _MINUTE)
        response = self.get_response(request)
        if _is_file(response) and _are_too_many_files(request.user.pk):
            # What streams has not been read yet. Closing it would end the request for Django.
            return _too_many(request, FILES, _HOUR)
        return response

    def _is_too_fast(self, person: int) -> bool:
        if not settings.PAGES_PER_MINUTE:
            return False
        minute = int(time()) // _MINUTE
        with self._lock:
            if minute != self._minute:
                self._minute, self._pages = minute, {}
            self._pages[person] = count = self._pages.get(person, 0) + 1
        return bool(count > settings.PAGES_PER_MINUTE)


def _is_file(response: HttpResponse) -> bool:
    told = response.headers.get("Content-Disposition", "")
    return response.status_code == 200 and told.startswith("attachment")


def _are_too_many_files(person: int) -> bool:
    if not settings.FILES_PER_HOUR:
        return False
    key = f"files-taken:{person}:{int(time()) // _HOUR}"
    cache.add(key, 0, timeout=2 * _HOUR)
    with suppress(ValueError):  # thrown out of the cache at this moment
        return bool(cache.incr(key) > settings.FILES_PER_HOUR)
    return False


def _too_many(request: HttpRequest, words: str, seconds: int) -> HttpResponse:
    if wants_fragment(request):
        response = HttpResponse(words, "text/plain; charset=utf-8", 429)
    else:
        response = render(request, "429.html", {"words": words}, status=429)
    response["Retry-After"] = str(seconds - int(time()) % seconds)
    return response
