"""Where one is signed in: everybody ends their own sessions, after confirming who they are."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from apps.accounts import session_lifetime


@login_required
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]
def sessions(request: HttpRequest) -> HttpResponse:
    """GET: all of them. POST: end all others. At the address of allauth's own page."""
    answer: HttpResponse = list_usersessions(request)
    return answer


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of them; the one that is being used ends by signing out."""
    others = UserSession.objects.exclude(session_key=request.session.session_key)
    session_lifetime.end([get_object_or_404(others, pk=session_id, user=request.user)])
    messages.success(request, "That browser is signed out.")
    return redirect("accounts:sessions")
