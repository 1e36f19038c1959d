"""Price checks: the list, one of them while and after it is priced, and what becomes of it."""

from __future__ import annotations

from typing import Any, Literal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission
from apps.catalog import price_checks
from apps.catalog.exceptions import PriceCheckRefused
from apps.catalog.forms.price_checks import PriceCheckForm, line_filter
from apps.catalog.models import PriceCheck, PriceCheckLine
from apps.catalog.pasting import MAX_LINES
from apps.catalog.price_check_export import sheet_of
from apps.catalog.price_checks import SHOWN
from apps.catalog.services import price_checks as services
from apps.core.exporting import export_response
from apps.core.htmx import STOP_POLLING, show, wants_fragment
from apps.core.pagination import page_of

LIST = "catalog/price_check_list.html"
CHECK = "catalog/price_check_detail.html"
LINES = f"{CHECK}#price-check-lines"
PROGRESS = f"{CHECK}#price-check-progress"
MOVED = "price-check-moved"


@account_required
@require_GET
def price_check_list(request: PortalRequest) -> HttpResponse:
    return show(request, LIST, _list_context(request, PriceCheckForm()))


@account_required
@require_POST
def start(request: PortalRequest) -> HttpResponse:
    """A pasted or uploaded list becomes a check; a refused one stays in its field."""
    form = PriceCheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, LIST, _list_context(request, form), status=422)
    check = services.start_price_check(
        account=request.account,
        actor=request.user,
        listed=form.listed,
        name=form.cleaned_data["name"],
    )
    return redirect(check)


@account_required
@require_GET
def price_check(request: PortalRequest, pk: int) -> HttpResponse:
    """A check as it stands; htmx asks for its lines anew while it is priced."""
    return show(request, LINES, _check_context(request, price_checks.check_for(request.user, pk)))


@account_required
@require_GET
def progress(request: PortalRequest, pk: int) -> HttpResponse:
    """The polled part. The lines are told when more of them are priced than `done`."""
    check = price_checks.check_for(request.user, pk)
    if not wants_fragment(request):
        return redirect(check)
    status = 200 if check.is_moving else STOP_POLLING
    response = show(request, PROGRESS, {"check": check, "is_polled": True}, status=status)
    if not check.is_moving or request.GET.get("done") != str(check.lines_done):
        trigger_client_event(response, MOVED)
    return response


@account_required
@require_POST
def again(request: PortalRequest, pk: int) -> HttpResponse:
    check = price_checks.check_for(request.user, pk)
    return redirect(services.check_again(check=check, actor=request.user))


@account_required
@require_POST
def go_on(request: PortalRequest, pk: int) -> HttpResponse:
    check = price_checks.check_for(request.user, pk)
    services.go_on(check=check, actor=request.user)
    return redirect(check)


@account_required
@require_POST
def replacement(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    """Have what replaces a discontinued part priced in the same check."""
    check = price_checks.check_for(request.user, pk)
    try:
        added = services.check_replacement(check=check, line_id=line_id, actor=request.user)
    except PriceCheckLine.DoesNotExist as exc:
        raise Http404 from exc
    except PriceCheckRefused as exc:
        messages.error(request, exc.user_message)
        return redirect(check)
    if added is None:
        messages.info(request, "The replacement is in this list already.")
    return redirect(check)


@account_required
@require_http_methods(["GET", "POST"])
def delete(request: PortalRequest, pk: int) -> HttpResponse:
    check = price_checks.check_for(request.user, pk)
    permissions.require(request.user, Permission.REFRESH, check.account)
    if request.method == "GET":
        return show(request, "catalog/price_check_delete.html", {"check": check})
    services.delete_price_check(check=check, actor=request.user)
    messages.success(request, f"The price check “{check}” was deleted.")
    return redirect("catalog:price_checks")


@account_required
@require_GET
def export(request: PortalRequest, pk: int, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The lines as they are filtered and sorted, all of them, written while they are sent."""
    check = price_checks.check_for(request.user, pk)
    sheet = sheet_of(price_checks.lines_for(check, line_filter(request.GET)))
    return export_response(sheet, kind, customer_number=check.account.customer_number)


@account_required
@require_GET
def take(request: PortalRequest, pk: int) -> HttpResponse:
    """All parts found, of those shown, on their way to a draft of a quote or an order."""
    check = price_checks.check_for(request.user, pk)
    wanted = line_filter(request.GET)
    lines = price_checks.taken_lines(check, wanted)
    context = {
        "check": check,
        "lines": lines,
        "pasted": "\n".join(line.listed for line in lines),
        "shown": SHOWN[wanted.show][0],
        "unclear": [line for line in lines if line.quantity is None],
        "max_quoted": MAX_LINES,
        "is_here": check.account_id == request.account.pk,
    }
    return show(request, "catalog/price_check_take.html", context)


def _list_context(request: PortalRequest, form: PriceCheckForm) -> dict[str, Any]:
    return {"form": form, "page": page_of(request, price_checks.checks_of(request.account))}


def _check_context(request: PortalRequest, check: PriceCheck) -> dict[str, Any]:
    wanted = line_filter(request.GET)
    sums = price_checks.sums_of(check)
    lines = price_checks.lines_for(check, wanted)
    query = request.GET.copy()
    for name in ("page", "show"):
        query.pop(name, None)
    tabs = []
    for name, (label, _) in SHOWN.items():
        if name:
            query["show"] = name
        href = f"?{query.urlencode()}" if query else "."
        tabs.append((label, href, sums.counts[name], name == wanted.show))
    return {
        "check": check,
        "tabs": tabs,
        "sums": sums,
        "wanted": wanted,
        "sort": wanted.sort,
        "page": page_of(request, lines, count=sums.counts[wanted.show]),
        "price_label": f"Your price ({check.account.currency})",
        "extended_label": f"Extended ({check.account.currency})",
        "own_url": reverse("catalog:price_check", args=[check.pk]),
        "is_here": check.account_id == request.account.pk,
    }
