"""Copies of a quote: looked at, sent, and what became of them."""

from __future__ import annotations

import re
from typing import Any

from csp.constants import NONE, SELF
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.http import PortalRequest, account_required
from apps.copies import selectors, services
from apps.copies.choices import CopyKind
from apps.copies.exceptions import CopyError
from apps.copies.forms import SendForm
from apps.copies.models import new_form_key
from apps.copies.panel import panel_of
from apps.core.htmx import show, wants_fragment
from apps.quotes import selectors as quotes
from apps.quotes.models import Quote

PAGE = "copies/copies.html"
LOG = f"{PAGE}#copy-log"
PANEL = "copies/partials/panel.html"
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
# A browser shows a PDF in a page of its own making, to which the answer's policy applies: it
# needs its plug-in and its styles. A PDF brings neither scripts nor markup into our pages.
FOR_PDF = {
    "default-src": [NONE],
    "object-src": [SELF],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": [NONE],
}


@require_http_methods(["GET", "POST"])
@account_required
def page(request: PortalRequest, quote_number: str) -> HttpResponse:
    """The form and what was sent; POST sends."""
    quote = quotes.quote_for(request.user, quote_number=quote_number)
    kinds = _kinds(request, quote)
    bound = request.POST if request.method == "POST" else None
    form = SendForm(bound, quote=quote, sender=request.user, kinds=kinds)
    if bound is None:
        return show(request, PAGE, _context(request, quote, form))
    if not form.is_valid():
        return show(request, PAGE, _context(request, quote, form), status=422)
    try:
        mail = services.send_copy(
            quote=quote,
            kind=form.copy_kind,
            actor=request.user,
            letter=form.letter,
            form_key=form.cleaned_data["form_key"],
        )
    except CopyError as exc:
        form.add_error(None, exc.user_message)
        return show(request, PAGE, _context(request, quote, form), status=422)
    count = len(mail.deliveries.all())
    messages.success(request, f"Queued for {count} address{'' if count == 1 else 'es'}.")
    return redirect("copies:page", quote_number)


@require_GET
@account_required
def log(request: PortalRequest, quote_number: str) -> HttpResponse:
    """What was sent, polled while something is still to come; `?on=quote` as its page shows it."""
    quote = quotes.quote_for(request.user, quote_number=quote_number)
    if not wants_fragment(request):
        return redirect("copies:page", quote_number)
    if request.GET.get("on") == "quote":
        return show(request, PANEL, panel_of(quote, role=_role(request, quote)))
    return show(request, LOG, _log(request, quote))


@require_POST
@account_required
def again(request: PortalRequest, quote_number: str, mail_id: int) -> HttpResponse:
    """The same document once more, to all or to those that were refused."""
    mail = selectors.mail_for(request.user, quote_number=quote_number, mail_id=mail_id)
    try:
        services.send_again(
            mail=mail,
            actor=request.user,
            form_key=_key(request),
            only_refused=request.POST.get("who") == "refused",
        )
    except CopyError as exc:
        messages.error(request, exc.user_message)
    else:
        messages.success(request, "Queued once more.")
    if request.POST.get("back") == "quote":
        return redirect(mail.copy.quote)
    return redirect("copies:page", quote_number)


@require_GET
@never_cache
@account_required
def preview(request: PortalRequest, quote_number: str, kind: str) -> HttpResponse:
    """The copy as it would leave now; `?download` saves it. Words instead where none may leave."""
    quote = quotes.quote_for(request.user, quote_number=quote_number)
    try:
        made = services.make_copy(quote=quote, kind=CopyKind(kind), actor=request.user)
    except CopyError as exc:
        context = {"quote": quote, "kind": CopyKind(kind), "refusal": exc.user_message}
        return show(request, "copies/no_copy.html", context, status=422)
    return _pdf(made.content, made.file_name, download="download" in request.GET)


@require_GET
@never_cache
@account_required
def kept(request: PortalRequest, quote_number: str, copy_id: int) -> HttpResponse:
    """A copy as it left, to the byte."""
    copy = selectors.copy_for(request.user, quote_number=quote_number, copy_id=copy_id)
    services.require_kind(request.user, CopyKind(copy.kind), copy.quote.account)
    return _pdf(bytes(copy.pdf), copy.file_name, download="download" in request.GET)


def _pdf(content: bytes, file_name: str, *, download: bool) -> HttpResponse:
    place = "attachment" if download else "inline"
    response = HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'{place}; filename="{file_name}"'},
    )
    vars(response)["_csp_config"] = FOR_PDF  # where the decorator `csp` puts it
    return response


def _key(request: PortalRequest) -> str:
    key = request.POST.get("form_key", "")
    return key if KEY.fullmatch(key) else new_form_key()


def _role(request: PortalRequest, quote: Quote) -> str | None:
    return request.roles.get(quote.account_id)


def _kinds(request: PortalRequest, quote: Quote) -> list[CopyKind]:
    return selectors.kinds_of(_role(request, quote))


def _context(request: PortalRequest, quote: Quote, form: SendForm) -> dict[str, Any]:
    told = _log(request, quote)
    reason = selectors.why_no_customer_copy(quote) if told["kinds"] else ""
    blocked = {CopyKind.CUSTOMER: bool(reason), CopyKind.INTERNAL: not quote.lines.all()}
    ready = [kind for kind in told["kinds"] if not blocked[kind]]
    return {"form": form, "reason": reason, "ready": ready, **told}


def _log(request: PortalRequest, quote: Quote) -> dict[str, Any]:
    mails = selectors.mails_of(quote)
    return {
        "quote": quote,
        "mails": mails,
        "kinds": _kinds(request, quote),
        "poll": selectors.has_open(mails),
        "log_url": reverse("copies:log", args=[quote.quote_number]),
        "form_key": new_form_key(),
    }
