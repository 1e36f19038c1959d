"""The line editor: a draft that saves itself, and the button that sends it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from apps.accounts import permissions
from apps.accounts.http import PortalRequest, account_required
from apps.accounts.permissions import Permission, allowed, allows
from apps.catalog.draft_lines import priced_since
from apps.catalog.exceptions import CatalogError
from apps.catalog.part_numbers import normalised
from apps.catalog.pasting import MAX_LINES, PastedLine, read_paste, read_quantity
from apps.core.htmx import show, wants_fragment
from apps.quotes import selectors, services
from apps.quotes.draft_prices import field_of, priced_draft
from apps.quotes.exceptions import DraftIncomplete, DraftLocked, TooManyLines
from apps.quotes.forms import DraftForm
from apps.quotes.header import FIELDS, read_header
from apps.quotes.models import QuoteDraft
from apps.quotes.origin import origin_of
from apps.quotes.sell_form import KINDS, ROUNDINGS
from apps.quotes.typed_rules import WHOLE_QUOTE, typed_rules

DRAFT = "quotes/draft_detail.html"
QUANTITY = "quantity-"
NO_PARTS = "No part number was found in this text."


@require_http_methods(["GET", "POST"])
@account_required
def new(request: PortalRequest) -> HttpResponse:
    """Start a draft. A visit goes on with the person's latest one, or starts the first."""
    if request.method == "GET":
        latest = selectors.drafts_for(request.account).filter(owner=request.user).first()
        if latest is not None and not latest.lines.exists():
            return redirect(latest)
    return redirect(services.start_draft(account=request.account, actor=request.user))


@require_POST
@account_required
def start_pasted(request: PortalRequest) -> HttpResponse:
    """A new draft with the parts of a list: `pasted`, once or one for each part chosen."""
    text = "\n".join(request.POST.getlist("pasted"))
    if not read_paste(text).lines:
        return _told(request, NO_PARTS, tone="bad", back_to=reverse("quotes:list"))
    try:
        started = services.start_pasted(account=request.account, actor=request.user, text=text)
    except TooManyLines as exc:
        return _told(request, exc.user_message, tone="bad", back_to=reverse("quotes:list"))
    return redirect(started)


@require_POST
@account_required
def add_to_draft(request: PortalRequest) -> HttpResponse:
    """`part_number` and `quantity`, each once or often, from the catalogue's pages."""
    numbers = request.POST.getlist("part_number")
    quantities = request.POST.getlist("quantity")
    lines = [
        PastedLine(
            part_number=normalised(number)[:80],
            quantity_text=(quantities[place] if place < len(quantities) else "1").strip()[:40],
        )
        for place, number in enumerate(numbers)
        if normalised(number)
    ]
    wrong = [said for line in lines if (said := read_quantity(line.quantity_text).problem)]
    if wrong or not lines:
        said = wrong[0] if wrong else NO_PARTS
        return _told(request, said, tone="bad", back_to=reverse("catalog:search"))
    draft_id = request.POST.get("draft", "")
    try:
        draft = services.add_to_draft(
            account=request.account,
            actor=request.user,
            lines=lines,
            draft_id=int(draft_id) if _is_id(draft_id) else None,
        )
    except (TooManyLines, DraftLocked) as exc:
        return _told(request, exc.user_message, tone="bad", back_to=reverse("quotes:list"))
    count = "1 part" if len(lines) == 1 else f"{len(lines)} parts"
    return _told(request, f"Added {count} to {draft}.", tone="good", back_to=draft)


@require_GET
@account_required
def draft(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.draft_for(request.user, draft_id=pk)
    return show(request, DRAFT, _context(request, found))


@require_POST
@account_required
def save_draft(request: PortalRequest, pk: int) -> HttpResponse:
    """One field by htmx, the whole form without it. What is wrong is kept and told."""
    found = selectors.draft_for(request.user, draft_id=pk)
    try:
        _save_typed(request, found)
    except DraftLocked as exc:
        return _told(request, exc.user_message, tone="bad", back_to=found)
    found = selectors.draft_for(request.user, draft_id=pk)
    return show(
        request, f"{DRAFT}#saved", _context(request, found), back_to=found.get_absolute_url()
    )


@require_POST
@account_required
def paste_lines(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.draft_for(request.user, draft_id=pk)
    text = request.POST.get("pasted", "")
    shown = f"{DRAFT}#draft-lines"
    try:
        added = services.paste_lines(draft=found, actor=request.user, text=text)
    except TooManyLines as exc:
        context = _context(request, found, pasted=text, paste_problem=exc.user_message)
        return show(request, shown, context, status=422)
    except DraftLocked as exc:
        return _told(request, exc.user_message, tone="bad", back_to=found)
    if not wants_fragment(request):
        # Nobody will ask for the prices from the page: the first of them come with it.
        with suppress(CatalogError):
            services.price_lines(draft=found, actor=request.user)
    if not (added.new or added.merged):
        context = _context(request, found, pasted=text, paste_problem=NO_PARTS)
        return show(request, shown, context, status=422)
    found = selectors.draft_for(request.user, draft_id=pk)
    return show(
        request, shown, _context(request, found, added=added), back_to=found.get_absolute_url()
    )


@require_POST
@account_required
def edit_line(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    """Keep the quantity of one line as it was typed."""
    found = selectors.draft_for(request.user, draft_id=pk)
    try:
        _save_typed(request, found)
    except DraftLocked as exc:
        return _told(request, exc.user_message, tone="bad", back_to=found)
    found = selectors.draft_for(request.user, draft_id=pk)
    line = next((line for line in found.lines.all() if line.pk == line_id), None)
    context = _context(request, found, lines=[line] if line else [], is_row=True)
    return show(request, f"{DRAFT}#line", context, back_to=found.get_absolute_url())


@require_POST
@account_required
def remove_line(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    found = selectors.draft_for(request.user, draft_id=pk)
    try:
        services.remove_line(draft=found, actor=request.user, line_id=line_id)
    except DraftLocked as exc:
        return _told(request, exc.user_message, tone="bad", back_to=found)
    found = selectors.draft_for(request.user, draft_id=pk)
    context = _context(request, found, lines=[], is_row=True)
    return show(request, f"{DRAFT}#line", context, back_to=found.get_absolute_url())


@require_POST
@account_required
def price_lines(request: PortalRequest, pk: int) -> HttpResponse:
    """Price the next lines; the answer asks for more of itself until all are priced."""
    found = selectors.draft_for(request.user, draft_id=pk)
    trouble: CatalogError | None = None
    try:
        services.price_lines(draft=found, actor=request.user)
    except CatalogError as exc:
        trouble = exc
    found = selectors.draft_for(request.user, draft_id=pk)
    lines = priced_since(found.lines.all(), request.GET.get("since", ""))
    context = _context(request, found, lines=lines, price_trouble=trouble, is_chunk=True)
    return show(request, f"{DRAFT}#priced", context, back_to=found.get_absolute_url())


@require_POST
@account_required
def sell_price(request: PortalRequest, pk: int) -> HttpResponse:
    """The sell price of all lines, as it is typed; what is wrong is kept and told."""
    found = selectors.draft_for(request.user, draft_id=pk)
    problem = ""
    try:
        for typed in typed_rules(request.POST, [WHOLE_QUOTE]):
            problem = services.set_draft_sell_price(draft=found, actor=request.user, typed=typed)
    except DraftLocked as exc:
        return _told(request, exc.user_message, tone="bad", back_to=found)
    found = selectors.draft_for(request.user, draft_id=pk)
    context = _context(request, found)
    status = 422 if problem else 200
    return show(request, f"{DRAFT}#sold", context, status=status, back_to=found.get_absolute_url())


@require_POST
@account_required
def create(request: PortalRequest, pk: int) -> HttpResponse:
    """Send the draft. What the form holds is saved first, so that nothing typed is lost."""
    found = selectors.draft_for(request.user, draft_id=pk)
    try:
        if not found.is_locked:
            _save_typed(request, found)
        services.create_quote(
            draft=found, actor=request.user, form_key=request.POST.get("form_key", "")
        )
    except DraftIncomplete as exc:
        found = selectors.draft_for(request.user, draft_id=pk)
        context = _context(request, found, problems=exc.fields, refusal=exc.user_message)
        return show(request, DRAFT, context, status=422)
    except DraftLocked:
        pass  # Another tab was quicker: its quote is what the page shows.
    return redirect(found)


@require_POST
@account_required
def copy_draft(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.draft_for(request.user, draft_id=pk)
    return redirect(services.copy_draft(draft=found, actor=request.user))


@require_http_methods(["GET", "POST"])
@account_required
def discard_draft(request: PortalRequest, pk: int) -> HttpResponse:
    found = selectors.draft_for(request.user, draft_id=pk)
    permissions.require(request.user, Permission.EDIT_QUOTES, found.account)
    if request.method == "GET":
        return show(request, "quotes/draft_discard.html", {"draft": found})
    try:
        services.discard_draft(draft=found, actor=request.user)
    except DraftLocked as exc:
        return _told(request, exc.user_message, tone="bad", back_to=found)
    messages.success(request, f"{found} was discarded.")
    return redirect(f"{reverse('quotes:list')}?tab=drafts")


def _save_typed(request: PortalRequest, found: QuoteDraft) -> None:
    posted = request.POST
    typed = {name: posted[name] for name in FIELDS if name in posted}
    quantities = {
        int(line_id): posted[name]
        for name in posted
        if (line_id := name.removeprefix(QUANTITY)) != name and _is_id(line_id)
    }
    services.save_draft(draft=found, actor=request.user, typed=typed, quantities=quantities)


def _is_id(text: str) -> bool:
    # Longer numbers fit no column of ours and some databases refuse to look for them.
    return text.isdecimal() and len(text) < 19


def _context(
    request: PortalRequest,
    found: QuoteDraft,
    *,
    problems: Mapping[str, str] | None = None,
    **more: object,
) -> dict[str, Any]:
    can_edit = not found.is_locked and allowed(request.user, Permission.EDIT_QUOTES, found.account)
    if problems is None:
        problems = read_header(found.entered, today=timezone.localdate()).problems
    form = DraftForm(
        found.entered,
        problems=problems,
        save_url=reverse("quotes:save_draft", args=[found.pk]) if can_edit else "",
        is_locked=not can_edit,
    )
    return {
        "ns": "quotes",
        "draft": found,
        "lines": found.lines.all(),
        "form": form,
        "problems": problems,
        "totals": selectors.totals_of(found),
        "stale": selectors.stale_lines(found).count() if can_edit else 0,
        "shown_at": timezone.now().timestamp(),
        "can_edit": can_edit,
        "can_copy": allowed(request.user, Permission.EDIT_QUOTES, found.account),
        "origin": origin_of(found.entered),
        "quote": selectors.quote_of_submission(found) if found.is_locked else None,
        "max_lines": MAX_LINES,
        **_sell_context(request, found, can_edit=can_edit),
        **more,
    }


def _sell_context(request: PortalRequest, found: QuoteDraft, *, can_edit: bool) -> dict[str, Any]:
    """What the draft would earn, for who may see cost; else nothing. No query."""
    if not allows(request.roles.get(found.account_id), Permission.SEE_COST):
        return {}
    return {
        "prices": priced_draft(found),
        "minimum_margin": found.account.minimum_margin,
        "sell_field": field_of(found),
        "can_price": can_edit,
        "kinds": KINDS,
        "roundings": ROUNDINGS,
    }


def _told(request: PortalRequest, text: str, *, tone: str, back_to: Any) -> HttpResponse:
    """A toast where the person is, or after a redirect."""
    if wants_fragment(request):
        return trigger_client_event(HttpResponse(status=204), "toast", {"text": text, "tone": tone})
    (messages.success if tone == "good" else messages.error)(request, text)
    return redirect(back_to)
