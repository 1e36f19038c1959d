"""Pages of orders: the list, one order, and the way from a quote to an order."""

from __future__ import annotations

from django.http import HttpResponse

from apps.accounts.http import PortalRequest, account_required


@account_required
def order_list(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def export(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def new(request: PortalRequest) -> HttpResponse:
    raise NotImplementedError


@account_required
def from_quote(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def summary(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def place(request: PortalRequest, quote_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def detail(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    raise NotImplementedError


@account_required
def fresh(request: PortalRequest, ingram_order_number: str) -> HttpResponse:
    raise NotImplementedError
