"""The page of one invoice."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from apps.accounts.http import PortalRequest, account_required
from apps.core.htmx import show, wants_fragment
from apps.invoices import selectors, services
from apps.invoices.exceptions import SerialsNotRead
from apps.invoices.models import Invoice
from apps.sync import selectors as sync
from apps.sync.selectors import RefreshOfOne

DETAIL = "invoices/invoice_detail.html#invoice"
REFRESH = "invoices/invoice_detail.html#invoice-refresh"
LINES = "invoices/invoice_detail.html#invoice-lines"
#: Lines of a page; an invoice of thousands stays quick.
PAGE_OF_LINES = 200
#: What asks for all of them on one page, to be printed.
ALL_LINES = "all"


@require_GET
@account_required
def detail(request: PortalRequest, invoice_number: str) -> HttpResponse:
    """The mirror at once; an invoice that only an order names so far is read meanwhile."""
    invoice = selectors.known_invoice(request.user, invoice_number=invoice_number)
    if invoice is None:
        invoice = services.invoice_named_by_orders(user=request.user, invoice_number=invoice_number)
    if invoice is None:
        raise Http404("No invoice with this number in your accounts.")
    services.refresh_when_stale(invoice=invoice)
    return show(request, DETAIL, _context(request, invoice))


@require_http_methods(["GET", "POST"])
@account_required
def fresh(request: PortalRequest, invoice_number: str) -> HttpResponse:
    """GET: how the reading goes, and at its end the invoice. POST: read it now."""
    invoice = selectors.invoice_for(request.user, invoice_number=invoice_number)
    if request.method == "POST":
        services.refresh_invoice(invoice=invoice, actor=request.user)
    if not wants_fragment(request):
        return redirect(invoice)
    refresh = _refresh_of(invoice)
    if refresh.is_moving:
        return show(request, REFRESH, {"invoice": invoice, "refresh": refresh})
    whole = show(request, DETAIL, _context(request, invoice))
    return reswap(retarget(whole, "#invoice"), "outerHTML")


@require_POST
@account_required
def serials(request: PortalRequest, invoice_number: str) -> HttpResponse:
    """Load the serial numbers of all lines."""
    invoice = selectors.invoice_for(request.user, invoice_number=invoice_number)
    try:
        invoice = services.load_serials(invoice=invoice, actor=request.user)
    except SerialsNotRead as exc:
        return show(request, LINES, {**_context(request, invoice), "serials_error": exc})
    if not wants_fragment(request):
        return redirect(invoice)
    return show(request, LINES, _context(request, invoice))


def _refresh_of(invoice: Invoice) -> RefreshOfOne:
    return sync.refresh_of_one(invoice.account, "invoices", invoice.invoice_number)


def _context(request: PortalRequest, invoice: Invoice) -> dict[str, object]:
    """Everything that the page of an invoice shows. Four queries for lines, order and windows."""
    lines = selectors.lines_of(invoice)
    if request.GET.get("lines") == ALL_LINES:
        page = Paginator(lines, max(lines.count(), 1)).page(1)
    else:
        page = Paginator(lines, PAGE_OF_LINES).get_page(request.GET.get("page"))
    windows = selectors.return_windows(invoice.account)
    return {
        "invoice": invoice,
        "refresh": _refresh_of(invoice),
        "page": page,
        "lines": selectors.shown_lines(invoice, list(page), windows),
        "charges": selectors.charges_of(invoice),
        "order": selectors.order_of(invoice),
        "return_url": _return_url(invoice),
    }


def _return_url(invoice: Invoice) -> str:
    """Where a return of it begins; "" in a portal without returns."""
    try:
        start = reverse("returns:new")
    except NoReverseMatch:
        return ""
    return f"{start}?{urlencode({'invoice': invoice.invoice_number})}"
