"""What a person was told, and how they wish to be told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show, wants_fragment
from apps.core.pagination import page_of
from apps.notifications import selectors, services
from apps.notifications.forms import ChoicesForm, ListForm
from apps.notifications.models import Notification

LIST = "notifications/notification_list.html#notifications"
LATEST = "notifications/partials/latest.html"


@require_GET
@account_required
def notification_list(request: PortalRequest) -> HttpResponse:
    role = request.roles.get(request.account.pk)
    kinds = selectors.kinds_for(role)
    form, only_unread = ListForm(request.GET, kinds=kinds), request.GET.get("tab") == "unread"
    rows = selectors.notifications_of(
        request.user, request.account, role, only_unread=only_unread, kind=form.chosen
    )
    context = {
        "form": form,
        "page": page_of(request, rows),
        "only_unread": only_unread,
        "is_filtered": bool(form.chosen),
    }
    return show(request, LIST, context)


@require_GET
@account_required
def latest(request: PortalRequest) -> HttpResponse:
    """The list that the bell opens; a page of its own has more."""
    if not wants_fragment(request):
        return redirect("notifications:list")
    return show(request, LATEST, _latest(request))


@require_GET
@account_required
def open_notification(request: PortalRequest, notification_id: int) -> HttpResponse:
    """What it is about; it counts as read from now on."""
    notification = selectors.notification_for(request.user, notification_id=notification_id)
    services.open_one(notification=notification)
    return redirect(notification.url)


@require_POST
@account_required
def read(request: PortalRequest, notification_id: int) -> HttpResponse:
    notification = selectors.notification_for(request.user, notification_id=notification_id)
    services.read(notification=notification)
    return _back(request)


@require_POST
@account_required
def read_all(request: PortalRequest) -> HttpResponse:
    services.read_all(person=request.user, account=request.account)
    return _back(request)


@require_http_methods(["GET", "POST"])
@account_required
def choices(request: PortalRequest) -> HttpResponse:
    known = selectors.choices_of(request.user, request.roles)
    form = ChoicesForm(request.POST if request.method == "POST" else None, choices=known)
    if form.is_valid():
        services.choose(person=request.user, ways=form.ways())
        messages.success(request, "Your choices are kept.")
        return redirect("notifications:choices")
    status = 422 if form.is_bound else 200
    return show(request, "notifications/choices.html", {"form": form}, status=status)


def _back(request: PortalRequest) -> HttpResponse:
    """To the open list of the bell, or to the page."""
    if wants_fragment(request):
        return show(request, LATEST, _latest(request))
    return redirect("notifications:list")


def _latest(request: PortalRequest) -> dict[str, list[Notification]]:
    role = request.roles.get(request.account.pk)
    rows = selectors.notifications_of(request.user, request.account, role)
    return {"notifications": list(rows[: selectors.MOST_LATEST])}
