"""Pages of the demo's mail. They are there only with DEMO on, and only for who is signed in."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from apps.core.mail import folder

FILE_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@require_GET
@never_cache
@login_required
def mails(request: HttpRequest) -> HttpResponse:
    """The latest mails that the portal wrote."""
    context = {"mails": folder.latest(_folder()), "is_kept_here": _is_kept_here()}
    return render(request, "mail/mail_list.html", context)


@require_GET
@never_cache
@login_required
def mail(request: HttpRequest, file: str, place: int) -> HttpResponse:
    return render(request, "mail/mail_detail.html", {"mail": _mail(file, place)})


@require_GET
@never_cache
@login_required
def attachment(request: HttpRequest, file: str, place: int, number: int) -> HttpResponse:
    """Saved, never shown: it may be anything."""
    found = [each for each in _mail(file, place).attachments if each.place == number]
    if not found:
        raise Http404
    response = HttpResponse(found[0].content, content_type="application/octet-stream")
    name = "".join(sign for sign in found[0].name if sign.isalnum() or sign in "._-")
    response["Content-Disposition"] = (
        f'attachment; filename="{name.encode("ascii", "replace").decode()}"'
    )
    return response


def _mail(file: str, place: int) -> folder.Mail:
    found = folder.mail_in(_folder(), file=file, place=place)
    if found is None:
        raise Http404
    return found


def _folder() -> Path:
    if not settings.DEMO:
        raise Http404
    return Path(str(getattr(settings, "EMAIL_FILE_PATH", "") or settings.VAR_DIR / "mail"))


def _is_kept_here() -> bool:
    return bool(settings.EMAIL_BACKEND == FILE_BACKEND)
