"""How long a sign-in lasts: so many hours without a request, and so many days in all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from apps.accounts.models import User
from apps.audit import receivers as audited
from apps.core.htmx import wants_fragment

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
#: Seconds: to write each request down would cost more than it tells.
NOTED_EVERY = 300


class SessionLifetimeMiddleware:
    """Signs out who was away for too long, or in for too long. A query every five minutes.

    A page that follows something under way asks by itself, which counts as being there.

    Who confirmed who they are goes on under another key, which the browser's other tabs share.
    After a sign-out the browser is told to forget what it keeps of the portal.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_in, before = SESSION_KEY in request.session, _confirmations(request.session)
        if was_in:
            if is_over(request.session):
                logout(request)
            else:
                _note(request.session)
        response = self.get_response(request)
        is_in = SESSION_KEY in request.session
        if is_in and _confirmations(request.session) > before:
            _renew_key(request)
        if was_in and not is_in:
            response["Clear-Site-Data"] = '"cache", "storage"'
        if not is_in and _is_led_to_sign_in(request, response):
            # A part of a page cannot be the page for signing in: the whole tab goes there.
            shown = urlsplit(request.headers.get("HX-Current-URL", "")).path
            back = urlencode({"next": shown or "/"})
            return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
        return response


def _is_led_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    place = response.headers.get("Location", "")
    is_part = bool(getattr(request, "htmx", False)) and wants_fragment(request)
    return is_part and place.partition("?")[0] == resolve_url(settings.LOGIN_URL)


def is_over(session: SessionBase) -> bool:
    """Whether one of the two times has passed. A session from before this rule begins now."""
    now = _now()
    idle = now - session.get(SEEN_AT, now)
    age = now - session.get(SIGNED_IN_AT, now)
    return bool(idle > settings.SESSION_IDLE_HOURS * 3_600 or age > settings.SESSION_DAYS * 86_400)


def end_all(person: User) -> None:
    """Every session of the person is over at once."""
    end(UserSession.objects.filter(user=person))


@transaction.atomic
def end(sessions: Iterable[UserSession]) -> None:
    """These sessions of a person are over at once; the audit tells by whom and where they were."""
    ended = list(sessions)
    for session in ended:
        session.end()
    if ended:
        audited.signed_out_elsewhere(ended[0].user, addresses=[session.ip for session in ended])


def connect() -> None:
    """Once, when the app is ready."""
    user_logged_in.connect(_begin, dispatch_uid="session_lifetime")


def _begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = _now()


def _confirmations(session: SessionBase) -> int:
    """How often one's password or second step was asked for again, and was right."""
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    return sum(bool(record.get("reauthenticated")) for record in records)


def _renew_key(request: HttpRequest) -> None:
    audited.confirmed(request)
    before = request.session.session_key
    request.session.cycle_key()
    listed = UserSession.objects.filter(session_key=before)
    listed.update(session_key=request.session.session_key)


def _note(session: SessionBase) -> None:
    if SIGNED_IN_AT not in session:
        session[SIGNED_IN_AT] = _now()
    if _now() - session.get(SEEN_AT, 0) > NOTED_EVERY:
        session[SEEN_AT] = _now()


def _now() -> int:
    return int(timezone.now().timestamp())
