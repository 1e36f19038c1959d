"""Pages of quotes: the list, the line editor of a draft, one quote."""

from __future__ import annotations

from django.http import HttpResponse

from apps.accounts.http import PortalRequest, account_required


@account_required
def quote_list(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def export(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def new(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def add_to_draft(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def draft(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def save_draft(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def paste_lines(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def edit_line(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def remove_line(request: PortalRequest, pk: int, line_id: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def price_lines(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def create(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def copy_draft(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def discard_draft(request: PortalRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


@account_required
def detail(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def fresh(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def validate(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def copy_quote(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError
