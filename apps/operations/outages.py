"""Trouble of the machines below the portal: nobody's fault in the code, and over by itself."""

from __future__ import annotations

import errno
import re
import sqlite3
from enum import StrEnum
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

RETRY_AFTER: Final = 10
"""Seconds after which it is worth asking again."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_DISK_FULL = "53100"  # PostgreSQL's own code
_SECRET = re.compile(r"pass|secret|otp", re.IGNORECASE)
_SECRET_PAGES = ("/accounts/", "/admin/")


class Outage(StrEnum):
    DATABASE = "database"
    ROOM = "room"


def outage_behind(exception: BaseException | None) -> Outage | None:
    """What is away or full when this is raised; None when the fault is the portal's own."""
    if isinstance(exception, OSError) and exception.errno in _FULL:
        return Outage.ROOM
    if not isinstance(exception, OperationalError | InterfaceError):
        return None
    cause = exception.__cause__
    if getattr(cause, "sqlstate", None) == _DISK_FULL:
        return Outage.ROOM
    # SQLite calls a mistake in a query an operational error too, with the plainest of its codes.
    code = getattr(cause, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return None
    return Outage.ROOM if code == sqlite3.SQLITE_FULL else Outage.DATABASE


def kept_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into the form that could not be kept, to be sent once more; often nothing.

    Nothing of a form that another site may have sent, that held a password or a secret, or that
    held a file, which no page can carry.
    """
    is_secret = request.path.startswith(_SECRET_PAGES) or any(map(_SECRET.search, request.POST))
    if request.method != "POST" or is_secret or request.FILES or not _is_ours(request):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _is_ours(request: HttpRequest) -> bool:
    """Whether the form came from a page of the portal; the trouble may be older than the check."""
    if not request.COOKIES:
        return False
    guard = CsrfViewMiddleware(lambda _: HttpResponse())
    guard.process_request(request)
    return guard.process_view(request, lambda _: HttpResponse(), (), {}) is None
