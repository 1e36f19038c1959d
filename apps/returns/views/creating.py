"""A new return: where it starts, its form, what will be sent, and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.models import User
from apps.accounts.permissions import Permission
from apps.core.htmx import show, wants_fragment
from apps.returns import selectors, services
from apps.returns.choices import Origin
from apps.returns.exceptions import (
    LinesRefused,
    NothingToReturn,
    ReferenceInUse,
    ReturnError,
    ReturnSent,
)
from apps.returns.forms import ReturnForm, StartForm
from apps.returns.models import ReturnDraft
from apps.returns.views.drafted import entered, form_facts, read_draft, summary_of

NEW = "returns/return_new.html"
FORM = "returns/return_form.html#return-form"
CONFIRM = "returns/return_confirm.html"
SENT = "returns/return_sent.html#return-sent"
#: So many of the person's drafts stand on the page.
SHOWN = 10


@never_cache
@require_GET
@account_required
def new(request: PortalRequest) -> HttpResponse:
    """One field for any number; a link from an invoice, an order or a serial goes on at once."""
    for origin in Origin:
        if number := request.GET.get(origin.value, "").strip():
            return _open(request, origin, number)
    form = StartForm(request.GET if "q" in request.GET else None)
    if form.is_bound and form.is_valid():
        try:
            return _open(request, *services.recognise(request.account, form.cleaned_data["q"]))
        except NothingToReturn as exc:
            form.add_error("q", exc.user_message)
    drafts = selectors.drafts_of(request.user, request.account)[:SHOWN]
    status = 422 if form.is_bound else 200
    return show(request, NEW, {"form": form, "drafts": drafts}, status=status)


def _open(request: PortalRequest, origin: Origin, number: str) -> HttpResponse:
    """The person's draft of it; a number of another account is nobody's: 404."""
    try:
        draft = services.open_draft(
            account=request.account, actor=request.user, origin=origin, number=number
        )
    except NothingToReturn as exc:
        raise Http404(exc.user_message) from exc
    return redirect(draft)


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def draft(request: PortalRequest, draft_id: int) -> HttpResponse:
    """The form. What is posted is kept first; `?check` says what is wrong with what was kept."""
    found = selectors.draft_for(request.user, draft_id=draft_id)
    if found.is_sent:
        return _what_became(request, found)
    permissions.require(request.user, Permission.CREATE_RETURNS, found.account)
    is_post = request.method == "POST"
    if is_post:
        try:
            services.keep_entered(draft=found, actor=request.user, entered=entered(request.POST))
        except ReturnSent:
            return redirect(found)
    is_bound = is_post or "check" in request.GET
    returnables, form = read_draft(found, is_bound=is_bound)
    if not wants_fragment(request):
        services.have_invoices_read(found.account, returnables)
    refusal = _check(found, form, request.user) if is_bound else None
    if is_post and form.is_valid():
        return redirect("returns:confirm", draft_id)
    context = form_facts(found, request.user) | {
        "draft": found,
        "form": form,
        "found": returnables,
        "is_being_read": services.are_being_read(found.account, returnables),
        "refusal": refusal,
    }
    return show(request, FORM, context, status=422 if is_post else 200)


def _check(found: ReturnDraft, form: ReturnForm, user: User) -> ReturnError | None:
    """Put what the service says against it beside the form's fields."""
    if not form.is_valid():
        problems = services.line_problems(
            draft=found, lines=form.typed_lines, late_reason=form.typed_late_reason, actor=user
        )
        form.refuse(problems)
        return None
    try:
        services.check(draft=found, entry=form.entry(), actor=user)
    except LinesRefused as exc:
        form.refuse(exc.fields)
    except ReferenceInUse as exc:
        form.refuse({"reference_number": exc.user_message})
        return exc
    return None


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def confirm(request: PortalRequest, draft_id: int) -> HttpResponse:
    """In words, what will be sent; POST sends it. A second click finds the same submission."""
    found = selectors.draft_for(request.user, draft_id=draft_id)
    if found.is_sent:
        return redirect(found)
    permissions.require(request.user, Permission.CREATE_RETURNS, found.account)
    _, form = read_draft(found, is_bound=True)
    if not form.is_valid():
        return redirect(found)
    refusal = None
    if request.method == "POST":
        try:
            services.send_return(
                draft=found,
                entry=form.entry(),
                actor=request.user,
                form_key=request.POST.get("form_key", ""),
                agreed=request.POST.get("agreed", ""),
            )
            return redirect(found)
        except ReturnError as exc:
            refusal = exc
    context = summary_of(found, form, request.user)
    if context is None:
        return redirect(f"{found.get_absolute_url()}?check=1")
    status = 422 if refusal else 200
    return show(request, CONFIRM, {**context, "refusal": refusal}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@account_required
def discard(request: PortalRequest, draft_id: int) -> HttpResponse:
    found = selectors.draft_for(request.user, draft_id=draft_id)
    permissions.require(request.user, Permission.CREATE_RETURNS, found.account)
    if request.method == "GET":
        return show(request, "returns/return_discard.html", {"draft": found})
    try:
        services.discard_draft(draft=found, actor=request.user)
    except ReturnSent as exc:
        messages.error(request, exc.user_message)
        return redirect(found)
    messages.success(request, f"{found} was discarded.")
    return redirect(reverse("returns:list"))


def _what_became(request: PortalRequest, found: ReturnDraft) -> HttpResponse:
    submission = found.submission
    lines = selectors.asked_lines(submission) if submission else []
    return show(request, SENT, {"draft": found, "submission": submission, "lines": lines})
