"""The portal, and two views that do as little as a page and an intake can."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from apps.accounts.models import Membership
from portal.urls import urlpatterns as portal_urls
from tests.load.models import BareRow


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The session and its person, and one query."""
    return HttpResponse(str(Membership.objects.filter(user=request.user).count()))


@csrf_exempt
def insert(request: HttpRequest) -> HttpResponse:
    BareRow.objects.create(body=request.body.decode())
    return HttpResponse()


urlpatterns = [
    *portal_urls,
    path("bare/page/", page),
    path("bare/insert/", insert),
]
