"""Lines from a spreadsheet: what was read of it is shown first, then added."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from apps.accounts.http import PortalRequest, account_required
from apps.catalog.exceptions import CatalogError, UnreadableFile
from apps.catalog.uploaded_file import MAX_BYTES, Table, read_file
from apps.catalog.uploaded_lines import Reading
from apps.core.htmx import show
from apps.orders import selectors
from apps.orders.exceptions import DraftPlaced, TooManyLines
from apps.orders.forms.uploading import PreviewForm, chosen_columns, seal, unseal
from apps.orders.models import OrderDraft
from apps.orders.services import drafting
from apps.orders.uploaded_lines import read_lines
from apps.orders.views.drafting import DRAFT, draft_context
from apps.orders.views.starting import NEW, new_context, told

PREVIEW = "orders/draft_upload.html"
NO_FILE = "Choose a file that ends in .xlsx or .csv."
OLD_PREVIEW = "This preview is of another time. Choose the file again."


@require_http_methods(["GET", "POST"])
@account_required
def upload(request: PortalRequest, pk: int | None = None) -> HttpResponse:
    """A file gives its preview; the preview's buttons read it otherwise, or add its lines.

    Without a draft's id the lines become a new draft.
    """
    draft = selectors.own_draft_for(request.user, pk) if pk is not None else None
    if request.method == "GET":
        return redirect(draft or "orders:new")
    if "table" in request.POST:
        return _previewed(request, draft)
    try:
        name, table = _read(request.FILES.get("file"))
    except UnreadableFile as exc:
        return _refused(request, draft, exc.user_message)
    return _preview(request, draft, name, table, read_lines(table))


def _read(file: UploadedFile[bytes] | None) -> tuple[str, Table]:
    if file is None:
        raise UnreadableFile(NO_FILE)
    # One byte more tells a file that is too large without reading all of it.
    name = file.name or ""
    return name, read_file(name, file.read(MAX_BYTES + 1))


def _previewed(request: PortalRequest, draft: OrderDraft | None) -> HttpResponse:
    try:
        name, table = unseal(request.POST["table"])
    except BadSignature:
        return _refused(request, draft, OLD_PREVIEW)
    reading = read_lines(table, chosen_columns(request.POST, table.width))
    if "add" not in request.POST or reading.problem:
        return _preview(request, draft, name, table, reading)
    lines = [drafting.NewLine(part=line.part, entered=line.entered) for line in reading.lines]
    try:
        if draft is None:
            draft, added = drafting.start_with(
                account=request.account, actor=request.user, lines=lines
            )
        else:
            added = drafting.add_lines(draft=draft, actor=request.user, lines=lines)
    except TooManyLines as exc:
        return _preview(request, draft, name, table, reading, refusal=exc.user_message)
    except DraftPlaced as exc:
        return told(request, exc.user_message, tone="bad", back_to=draft)
    with suppress(CatalogError):
        drafting.price_lines(draft=draft, actor=request.user)
    joined = f"; {added.merged} joined a line of the same part" if added.merged else ""
    plural = "" if added.new == 1 else "s"
    messages.success(request, f"{added.new} line{plural} added from {name}{joined}.")
    return redirect(draft)


def _preview(
    request: PortalRequest,
    draft: OrderDraft | None,
    name: str,
    table: Table,
    reading: Reading,
    *,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "draft": draft,
        "name": name,
        "sheet": table.sheet,
        "reading": reading,
        "form": PreviewForm(reading=reading, sealed=seal(name, table)),
        "refusal": refusal or reading.problem,
    }
    return show(request, PREVIEW, context, status=422 if context["refusal"] else 200)


def _refused(request: PortalRequest, draft: OrderDraft | None, sentence: str) -> HttpResponse:
    """The page from which the file came, with what is wrong beside the field."""
    if draft is None:
        context = new_context(request, file_problem=sentence)
        return show(request, NEW, context, status=422)
    context = draft_context(request, draft, file_problem=sentence)
    return show(request, DRAFT, context, status=422)
