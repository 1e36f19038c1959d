"""Catalogue pages. No view answers 5xx because the distributor did: it says what is known."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from apps.accounts.http import PortalRequest, account_required
from apps.catalog import selectors, services
from apps.catalog.exceptions import (
    CatalogError,
    DetailsUnavailable,
    PriceUnavailable,
    SearchUnavailable,
    UnknownProduct,
)
from apps.catalog.forms import ProductQueryForm, priced_parts
from apps.catalog.links import search_url
from apps.catalog.offers import ReportedStock
from apps.catalog.part_numbers import normalised
from apps.catalog.products import ProductDetails, ProductQuery, ProductRow
from apps.core.htmx import show, wants_fragment

RESULTS = "catalog/product_list.html#results"
PRICES = "catalog/price_list.html#prices"
PRODUCT = "catalog/product_detail.html"
OFFER = "catalog/product_offer.html#offer"
UNKNOWN = "catalog/product_unknown.html"


@account_required
@require_GET
def search(request: PortalRequest) -> HttpResponse:
    """Search results, the start of a search, or why there are none."""
    form = ProductQueryForm(request.GET)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        context |= _results(request, form.query())
    if not wants_fragment(request):
        context |= {
            "vendors": selectors.names(request.account, "vendor_name"),
            "categories": selectors.names(request.account, "category"),
        }
    response = show(request, RESULTS, context, status=200 if form.is_valid() else 422)
    if wants_fragment(request) and form.is_valid():
        # The shortest address of this search, not the form's with its empty fields.
        response["HX-Push-Url"] = search_url(form.query())
    return response


def _results(request: PortalRequest, query: ProductQuery) -> dict[str, Any]:
    account = request.account
    if query.is_empty:
        return {
            "query": query,
            "seen_vendors": selectors.lately_seen(account, "vendor_name"),
            "seen_categories": selectors.lately_seen(account, "category"),
        }
    try:
        return {"query": query, "page": services.search(account, query, actor=request.user)}
    except SearchUnavailable as error:
        return {"query": query, "error": error, "known": selectors.last_known(account, query)}


@account_required
@require_GET
def prices(request: PortalRequest) -> HttpResponse:
    """Price and stock of the rows of a page, in one call; the last known ones in an outage."""
    parts = priced_parts(request.GET)
    context: dict[str, Any] = {"only_in_stock": "stock" in request.GET}
    try:
        asked = services.price_and_availability(request.account, parts, actor=request.user)
        offers = selectors.as_reported(request.account, asked)
    except PriceUnavailable as error:
        offers = selectors.last_offers(request.account, parts)
        context |= {"error": error, "is_last_known": True}
    return show(request, PRICES, context | {"cells": [(part, offers.get(part)) for part in parts]})


@account_required
@require_GET
def product(request: PortalRequest, part_number: str) -> HttpResponse:
    """One product; its price and stock follow by `offer`."""
    number = normalised(part_number)
    if number != part_number and number:
        return redirect("catalog:product", part_number=number)
    details = error = None
    try:
        details = services.product(request.account, number, actor=request.user)
    except UnknownProduct as refusal:
        return _unknown(request, number, refusal)
    except DetailsUnavailable as trouble:
        error = trouble
    seen = selectors.product_seen(request.account, number)
    reported = selectors.reported_stock(request.account, [number]).get(number)
    return _page(
        request, details=details, error=error, seen=seen, part_number=number, reported=reported
    )


def _page(
    request: PortalRequest,
    *,
    details: ProductDetails | None,
    error: CatalogError | None,
    seen: ProductRow | None = None,
    part_number: str = "",
    plan_id: str = "",
    title: str = "",
    reported: ReportedStock | None = None,
) -> HttpResponse:
    known = details.product if details else seen
    context = {
        "part_number": part_number,
        "plan_id": plan_id,
        "details": details,
        "product": known,
        "replacement": seen.replacement_part_number if seen else "",
        "reported": reported,
        "title": (known and known.description) or title or part_number,
        "error": error,
    }
    return show(request, PRODUCT, context)


def _unknown(request: PortalRequest, number: str, error: CatalogError) -> HttpResponse:
    by_vendor = selectors.ingram_part_numbers(request.account, [number]).get(number)
    if by_vendor:
        return redirect("catalog:product", part_number=by_vendor)
    context = {"part_number": number, "error": error}
    return show(request, UNKNOWN, context, status=404)


@account_required
@require_GET
def offer(request: PortalRequest, part_number: str) -> HttpResponse:
    """Price, discounts and stock of one product; the last known ones in an outage."""
    number = normalised(part_number)
    context: dict[str, Any] = {"part_number": number}
    try:
        asked = services.price_and_availability(request.account, [number], actor=request.user)
        offers = selectors.as_reported(request.account, asked)
    except PriceUnavailable as error:
        offers = selectors.last_offers(request.account, [number])
        reported = selectors.reported_stock(request.account, [number]).get(number)
        context |= {"error": error, "is_last_known": True, "reported": reported}
    return show(request, OFFER, context | {"offer": offers.get(number)})


@account_required
@require_GET
def plan(request: PortalRequest, plan_id: str) -> HttpResponse:
    """A subscription plan; one that is sold under a part number has that product's page."""
    try:
        details = services.plan(request.account, plan_id, actor=request.user)
    except UnknownProduct as error:
        return show(request, UNKNOWN, {"part_number": "", "error": error}, status=404)
    except DetailsUnavailable as error:
        return _page(request, details=None, error=error, title=f"Plan {plan_id}", plan_id=plan_id)
    if number := details.product.ingram_part_number:
        return redirect("catalog:product", part_number=number)
    name = details.plans[0].name if details.plans else ""
    title = name or f"Plan {plan_id}"
    return _page(request, details=details, error=None, title=title, plan_id=plan_id)


@account_required
@require_GET
def plan_offer(request: PortalRequest, plan_id: str) -> HttpResponse:
    """The prices of a plan; no mirror knows plans, so there are none in an outage."""
    context: dict[str, Any] = {"plan_id": plan_id}
    try:
        context["offer"] = services.plan_offer(request.account, plan_id, actor=request.user)
    except PriceUnavailable as error:
        context |= {"error": error, "is_last_known": True}
    return show(request, OFFER, context)
