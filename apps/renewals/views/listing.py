"""The list of renewals, its months, its export, and what to do when it does not know enough."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.choices import ListPage
from apps.accounts.http import PortalRequest, account_required
from apps.core.exporting import export_response
from apps.core.htmx import show
from apps.core.listing import listing_for, rows_for
from apps.renewals import selectors, services
from apps.renewals.export import sheet_of
from apps.renewals.forms import RenewalFilterForm
from apps.renewals.listing import RENEWALS
from apps.sync.ask_page import keep_answer, kept_answer, refusal
from apps.sync.exceptions import DistributorNotAsked
from apps.sync.list_page import exports_of, list_context

LIST = "renewals/renewal_list.html#renewals"
MONTHS = "renewals/renewal_months.html"
EXPORTS = exports_of("renewals", "Renewals", by_line="Products")


@require_GET
@account_required
def renewal_list(request: PortalRequest) -> HttpResponse:
    form = _form(request, request.GET)
    today = timezone.localdate()
    context = list_context(
        request,
        form,
        listing_for(RENEWALS, request.account.pk, form.wanted()),
        page=ListPage.RENEWALS,
        resource="renewals",
        nouns=("renewal", "renewals"),
        exports=EXPORTS,
        besides=("renewal-details",),
    )
    context |= {
        "details_reading": context["readings"]["renewal-details"],
        "months": selectors.months_of(request.account, first=today, today=today),
        "value_label": f"Value ({request.account.currency})",
        "question": form.question(),
        "asked": kept_answer(request, ListPage.RENEWALS),
    }
    return show(request, LIST, context)


@require_GET
@account_required
def month_view(request: PortalRequest) -> HttpResponse:
    """Twelve months from `?from=2026-11`; from this one without it or with nonsense."""
    today = timezone.localdate()
    first = _month(request.GET.get("from", "")) or today.replace(day=1)
    months = selectors.months_of(request.account, first=first, today=today)
    context = {
        "months": months,
        "open_total": selectors.total_of([month.open for month in months]),
        "closed_total": selectors.total_of([month.closed for month in months]),
        "earlier": selectors.months_later(first, -selectors.MONTHS),
        "later": selectors.months_later(first, selectors.MONTHS),
        "is_now": first == today.replace(day=1),
        "value_label": f"Value ({request.account.currency})",
    }
    return show(request, MONTHS, context)


@require_GET
@account_required
def export(request: PortalRequest, kind: Literal["csv", "xlsx"]) -> HttpResponse:
    """The list as it is filtered, all of it, written while it is sent; `?rows=lines` by line."""
    rows = rows_for(RENEWALS, request.account.pk, _form(request, request.GET).wanted())
    by_line = request.GET.get("rows") == "lines"
    sheet = sheet_of(rows, currency=request.account.currency, by_line=by_line)
    return export_response(sheet, kind, customer_number=request.account.customer_number)


@require_POST
@account_required
def ask(request: PortalRequest) -> HttpResponse:
    """Search at the distributor with the list's filters; the list tells what it answered."""
    form = _form(request, QueryDict(request.POST.get("query", "")))
    try:
        answered = services.ask_distributor(
            account=request.account, actor=request.user, question=form.question()
        )
        keep_answer(request, ListPage.RENEWALS, _told(answered))
    except DistributorNotAsked as exc:
        keep_answer(request, ListPage.RENEWALS, refusal(exc))
    return redirect(f"{reverse('renewals:list')}?{form.query}")


def _told(answered: services.Answered) -> dict[str, str]:
    if not answered.read:
        return {"tone": "info", "title": "The distributor knows no such renewal", "text": ""}
    noun = "renewal" if answered.found == 1 else "renewals"
    is_part = answered.read < answered.found
    rest = f"The first {answered.read} were read: narrow the days to see the others."
    return {
        "tone": "good",
        "title": f"The distributor knows {answered.found:,} such {noun}",
        "text": rest if is_part else "",
    }


def _form(request: PortalRequest, query: QueryDict) -> RenewalFilterForm:
    return RenewalFilterForm(query, vendors=selectors.vendors_of(request.account))


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
