"""Renewals search, whose finer filters stand in the body, and renewal details."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from aiohttp import web

from sandbox.data.renewals import CLOSED, OPEN, status_on
from sandbox.gate import CUSTOMER, answer
from sandbox.paging import Page
from sandbox.problems import Field, invalid
from sandbox.reading import Reading, json_object, one, us_day
from sandbox.records import Renewal
from sandbox.rendering.renewals import purchase_order_number, renewal_details, renewal_row
from sandbox.world import WORLD

Fits = Callable[[Renewal], bool]
_SORTS: dict[str, Callable[[Renewal], Any]] = {
    "renewalid": lambda renewal: int(renewal.number),
    "enduser": lambda renewal: renewal.end_user.company_name.lower(),
    "vendor": lambda renewal: renewal.vendor.lower(),
    "expirationdate": lambda renewal: renewal.expires_on,
    "renewalvalue": lambda renewal: renewal.value,
}
# A contract's last day is the day on which it expires.
_DAYS: dict[str, Callable[[Renewal], date]] = {
    "startDate": lambda renewal: renewal.started_on,
    "endDate": lambda renewal: renewal.expires_on,
    "invoiceDate": lambda renewal: renewal.invoiced_on,
    "expirationDate": lambda renewal: renewal.expires_on,
}


async def search(request: web.Request) -> web.Response:
    """Nothing found is an empty page: only 200, 400 and 500 are documented."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    today = world.clock.now().date()
    page, sort = Page(request, "page", "size"), _sort(request)
    body = await json_object(request, from_array=True)
    filters = [*_of_query(request), *_of_body(body, today)]
    body.finish()
    found = [
        renewal
        for renewal in world.state.of(Renewal, customer.number)
        if all(fits(renewal) for fits in filters)
    ]
    found.sort(key=sort)
    return answer(page.body("renewals", found, lambda renewal: renewal_row(renewal, today)))


async def details(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    number = request.match_info["renewalId"]
    renewal = world.state.get(Renewal, customer.number, number)
    if renewal is None:
        raise invalid(Field("renewalId", number[:200], "Renewal not found"))
    return answer(renewal_details(renewal, world.clock.now().date()))


def _sort(request: web.Request) -> Callable[[Renewal], Any]:
    wanted = one(request, "sort")
    if wanted.lower() not in ("", *_SORTS):
        raise invalid(Field("sort", wanted, "sort must be one of " + ", ".join(_SORTS)))
    return _SORTS[wanted.lower() or "expirationdate"]


def _of_query(request: web.Request) -> list[Fits]:
    """Whole numbers, whose case does not count."""
    order = one(request, "customerOrderNumber").lower()
    purchase = one(request, "ingramPurchaseOrderNumber").lower()
    serial = one(request, "serialNumber").lower()
    return [
        lambda renewal: order in ("", renewal.customer_order_number.lower()),
        lambda renewal: purchase in ("", purchase_order_number(renewal).lower()),
        lambda renewal: serial in ("", renewal.serial_number.lower()),
    ]


def _of_body(body: Reading, today: date) -> list[Fits]:
    vendor = body.text("vendor", limit=100).lower()
    end_user = body.text("endUser", limit=100).lower()
    filters: list[Fits] = [
        lambda renewal: vendor in renewal.vendor.lower(),
        lambda renewal: end_user in renewal.end_user.company_name.lower(),
    ]
    status = _inner(body, "status")
    # Spelt so in every document: another spelling is not known and filters nothing.
    if wanted := status and _inner(status, "OpporutinyStatus"):
        filters.append(_has_status(wanted, today))
    if kinds := _inner(body, "dateType"):
        filters += [_within(kinds, name, day) for name, day in _DAYS.items()]
    return filters


def _inner(body: Reading, name: str) -> Reading | None:
    return body.part(name) if body.data.get(name) else None


def _has_status(wanted: Reading, today: date) -> Fits:
    value, sub_status = wanted.text("value").lower(), wanted.text("subStatus").lower()
    groups = {"open": OPEN, "closed": CLOSED, "": (*OPEN, *CLOSED)}
    if value not in groups:
        wanted.fault("value", "value must be Open or Closed")
    group = {status.lower() for status in groups.get(value, ())}
    if sub_status and sub_status not in group:
        wanted.fault("subStatus", "subStatus is not known for this value")
    statuses = group if sub_status in ("", "all") else {sub_status}
    return lambda renewal: status_on(renewal, today).lower() in statuses


def _within(kinds: Reading, name: str, day: Callable[[Renewal], date]) -> Fits:
    """From one day to another, both included; either may be left out."""
    limits = _inner(kinds, name)
    first = _day(limits, "customStartDate") or date.min
    last = _day(limits, "customEndDate") or date.max
    return lambda renewal: first <= day(renewal) <= last


def _day(limits: Reading | None, name: str) -> date | None:
    text = limits.text(name) if limits else ""
    found = us_day(text)
    if limits and text and found is None:
        limits.fault(name, f"{name} must be in the format MM/DD/YYYY")
    return found
