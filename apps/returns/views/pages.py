"""The page of one return, and its labels."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show, wants_fragment
from apps.returns import selectors, services
from apps.returns.exceptions import NotToSend
from apps.returns.labels import labels_of
from apps.returns.models import ReturnCase
from apps.returns.timeline import steps_of
from apps.sync import selectors as sync
from apps.sync.selectors import RefreshOfOne

DETAIL = "returns/return_detail.html#return-case"
REFRESH = "returns/return_detail.html#return-refresh"
LABELS = "returns/return_labels.html"


@require_GET
@account_required
def detail(request: PortalRequest, case_request_number: str) -> HttpResponse:
    case = selectors.case_for(request.user, case_request_number=case_request_number)
    services.refresh_when_stale(case=case)
    return show(request, DETAIL, _context(case))


@require_http_methods(["GET", "POST"])
@account_required
def fresh(request: PortalRequest, case_request_number: str) -> HttpResponse:
    """GET: how the reading goes, and at its end the return. POST: read it now."""
    case = selectors.case_for(request.user, case_request_number=case_request_number)
    if request.method == "POST":
        services.refresh_case(case=case, actor=request.user)
    if not wants_fragment(request):
        return redirect(case)
    refresh = _refresh_of(case)
    if refresh.is_moving:
        return show(request, REFRESH, {"case": case, "refresh": refresh})
    return reswap(retarget(show(request, DETAIL, _context(case)), "#return-case"), "outerHTML")


@require_GET
@account_required
def labels(request: PortalRequest, case_request_number: str) -> HttpResponse:
    """A label for each box, to be printed; `?boxes=` says how many there are."""
    case = selectors.case_for(request.user, case_request_number=case_request_number)
    boxes = labels_of(case, request.GET.get("boxes", ""))
    return show(request, LABELS, {"case": case, "boxes": boxes})


@require_POST
@account_required
def sent(request: PortalRequest, case_request_number: str) -> HttpResponse:
    """The goods are on their way; with `undo`, they are not after all."""
    case = selectors.case_for(request.user, case_request_number=case_request_number)
    try:
        if "undo" in request.POST:
            services.take_back_sent(case=case, actor=request.user)
        else:
            services.mark_sent(case=case, actor=request.user)
            messages.success(request, f"The goods of {case} are noted as sent.")
    except NotToSend as exc:
        messages.error(request, exc.user_message)
    return redirect(case)


def _refresh_of(case: ReturnCase) -> RefreshOfOne:
    return sync.refresh_of_one(case.account, "returns", case.case_request_number)


def _context(case: ReturnCase) -> dict[str, object]:
    return {
        "case": case,
        "lines": case.lines.all(),
        "refresh": _refresh_of(case),
        "steps": steps_of(case),
        "related": selectors.related_to(case),
        "asked_boxes": len(labels_of(case)),
    }
