"""Quote search and quote details of version 5."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from aiohttp import web

from sandbox.gate import CUSTOMER
from sandbox.operations.legacy.envelope import Envelope, request_body
from sandbox.operations.quotes import within
from sandbox.paging import LARGEST, USUAL
from sandbox.problems import Problem
from sandbox.reading import Reading, iso_day
from sandbox.records import Quote
from sandbox.rendering.quotes_v5 import quote_details_v5, quote_row_v5
from sandbox.world import WORLD

Fits = Callable[[Quote], bool]
# Neither drafts nor closed quotes are shown, as version 6 shows them.
_HIDDEN = ("draft", "closed")
_SORTS: dict[str, Callable[[Quote], Any]] = {
    "createdon": lambda quote: quote.created_at,
    "modifiedon": lambda quote: quote.modified_at,
    "quotenumber": lambda quote: quote.number,
    "quotename": lambda quote: quote.name.lower(),
    "expirydate": lambda quote: quote.expires_on or date.max,
}
# The document's prose names these; its example says createdon.
_SORTS |= {"createddate": _SORTS["createdon"], "lastmodifieddate": _SORTS["modifiedon"]}


@dataclass(frozen=True, kw_only=True)
class _QuoteEnvelope(Envelope):
    """Has words of its own for success and failure, and a code with each."""

    preamble: str = "responsePreamble"
    status: str = "responseStatus"
    message: str = "responseMessage"

    def success(
        self, body: dict[str, Any], message: str = "Records Found", code: str = "200"
    ) -> web.Response:
        return self.told("Passed", message, code, body)

    def failed(
        self, message: str, code: str = "400", body: dict[str, Any] | None = None
    ) -> web.Response:
        return self.told("Failed", message, code, body or {})


class _SearchEnvelope(_QuoteEnvelope):
    """Counts nothing when it fails."""

    def failed(
        self, message: str, code: str = "400", body: dict[str, Any] | None = None
    ) -> web.Response:
        return super().failed(message, code, body or {"totalCount": 0})


_SEARCH = _SearchEnvelope(root="quoteSearchResponse", code="responseStatusCode")
_DETAILS = _QuoteEnvelope(root="quoteDetailResponse", code="statusCode")


@_SEARCH
async def search(request: web.Request) -> web.Response:
    """Active quotes of the last thirty days; a range of days reaches back a year."""
    world, customer = request.app[WORLD], request[CUSTOMER]
    body = await request_body(request)
    given = body.data.get("retrievequoterequest")
    asked = (body.part("retrievequoterequest") if given else None) or Reading({}, body.faults)
    index = _figure(asked, "pageindex", 1, 1_000_000)
    size = _figure(asked, "recordsperpage", USUAL, LARGEST)
    filters, sort = _filters(asked, world.clock.now()), _sort(asked)
    is_rising = asked.text("sorting").lower() == "asc"
    body.finish()
    found = [
        quote
        for quote in world.state.of(Quote, customer.number)
        if all(fits(quote) for fits in filters)
    ]
    found.sort(key=sort, reverse=not is_rising)
    rows = [quote_row_v5(quote) for quote in found[(index - 1) * size : index * size]]
    message = "Records Found" if found else "No Records Found"
    return _SEARCH.success({"quoteList": rows, "totalCount": len(found)}, message)


@_DETAILS
async def details(request: web.Request) -> web.Response:
    world, customer = request.app[WORLD], request[CUSTOMER]
    quote = world.state.get(Quote, customer.number, request.match_info["quoteNumber"])
    if quote is None:
        return _DETAILS.failed("Quote Not Found", "404")
    return _DETAILS.success(quote_details_v5(quote, customer))


def _figure(asked: Reading, name: str, usual: int, most: int) -> int:
    """A text by the schema, a number in the example."""
    if asked.data.get(name) in (None, ""):
        return usual
    return asked.whole(name, least=1, most=most, as_text=True)


def _filters(asked: Reading, now: datetime) -> list[Fits]:
    number = asked.text("quotenumber", limit=100).upper()
    bid = asked.text("bidnumber", limit=100).lower()
    end_user = asked.text("endusername", limit=300).lower()
    asked.text("thirdpartysource", limit=100)
    return [
        within(_span(asked, now.date()), now),
        lambda quote: quote.status.lower() not in _HIDDEN,
        lambda quote: number in quote.number,
        lambda quote: bid in quote.special_bid_number.lower(),
        lambda quote: end_user in (quote.end_user.company_name.lower() if quote.end_user else ""),
    ]


def _span(asked: Reading, today: date) -> tuple[date, date] | None:
    first, last = _day(asked, "fromdate"), _day(asked, "todate")
    if first is None and last is None:
        return None
    return first or date.min, last or today


def _day(asked: Reading, name: str) -> date | None:
    text = asked.text(name)
    found = iso_day(text)
    if text and found is None:
        asked.fault(name, f"{name} must be in the format YYYY-MM-DD")
    return found


def _sort(asked: Reading) -> Callable[[Quote], Any]:
    wanted = asked.text("sortingcolumnname", limit=100).lower()
    if wanted not in ("", *_SORTS):
        raise Problem(400, "Provide valid sort column name")
    return _SORTS[wanted or "createdon"]
