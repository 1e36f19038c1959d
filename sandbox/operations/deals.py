"""Deals search and deal details."""

from __future__ import annotations

from collections import Counter

from aiohttp import web

from sandbox.gate import CUSTOMER, answer
from sandbox.paging import Page
from sandbox.problems import Field, invalid
from sandbox.reading import one
from sandbox.records import Deal, Order
from sandbox.rendering.deals import deal_details, deal_row
from sandbox.world import WORLD, World

# The next page is told by a path of theirs that nobody outside can reach (field-notes 5.6).
_INTERNAL = "/bids/v1/special-bidsB2B"


async def search(request: web.Request) -> web.Response:
    """Parts of words are enough. Nothing found is an empty page: no 404 is documented."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    page = Page(request, "Page", "Size")
    end_user = one(request, "endUser", 100).lower()
    vendor = one(request, "vendor", 100).lower()
    number = one(request, "dealId", 100).lower()
    found = [
        deal
        for deal in world.state.of(Deal, customer.number)
        if end_user in deal.end_user.company_name.lower()
        and vendor in deal.vendor.lower()
        and number in deal.number.lower()
    ]
    found.sort(key=lambda deal: (deal.expires_on, deal.number), reverse=True)
    body = page.body("deals", found, deal_row)
    if body["nextPage"]:
        body["nextPage"] = f"{_INTERNAL}?Size={page.size}&Page={page.number + 1}"
    return answer(body)


async def details(request: web.Request) -> web.Response:
    """The vendor's name is required by the newest document only: without one any vendor fits."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    number, vendor = request.match_info["dealId"], one(request, "vendorName", 100)
    deal = world.state.get(Deal, customer.number, number)
    if deal is None:
        raise invalid(Field("dealId", number[:200], "Deal not found"))
    if vendor.lower() not in ("", deal.vendor.lower()):
        raise invalid(Field("vendorName", vendor, "Deal not found for this vendor"))
    return answer(deal_details(deal, _ordered(world, deal), world.clock.now().date()))


def _ordered(world: World, deal: Deal) -> Counter[str]:
    """What the customer's orders took under the deal; a line's bid wins over its order's."""
    taken: Counter[str] = Counter()
    for order in world.state.of(Order, deal.customer):
        for line in order.lines:
            bid = line.special_bid_number or order.special_bid_number
            if bid.upper() == deal.number.upper() and line.status != "Canceled":
                taken[line.part_number] += line.quantity_ordered
    return taken
