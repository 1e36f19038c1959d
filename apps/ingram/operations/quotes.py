"""Quotes: create, search, details, validate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from apps.ingram.calls import Operation
from apps.ingram.config import Resource
from apps.ingram.operations.legacy import quotes as legacy
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.operations.versions import by_version, not_offered
from apps.ingram.schemas.quotes import (
    QuoteAccepted,
    QuoteCreateRequest,
    QuoteDetails,
    QuotePage,
    QuoteValidation,
)
from apps.ingram.transport import Client

CREATE_QUOTE = Operation(
    name="quotes.create", method="POST", path="/resellers/v6/quotes/create", is_write=True
)
SEARCH_QUOTES = Operation(
    name="quotes.search",
    method="GET",
    path="/resellers/v6/quotes/search",
    needs_contact=True,
    none_statuses=frozenset({404}),
)
QUOTE_DETAILS = Operation(
    name="quotes.details", method="GET", path="/resellers/v6/quotes/{quoteNumber}"
)
VALIDATE_QUOTE = Operation(
    name="quotes.validate", method="GET", path="/resellers/v6/q2o/validatequote"
)


@by_version(Resource.QUOTES, v5=not_offered)
def create_quote(
    client: Client, request: QuoteCreateRequest, *, correlation_id: str | None = None
) -> QuoteAccepted:
    """Ask for a quote; it is made later and announced by webhook.

    Never retried. Raises Rejected (nothing was done) or OutcomeUnknown (look the quote up by
    name before sending again). [spec] POST /resellers/v6/quotes/create
    """
    reply = client.call(CREATE_QUOTE, body=request, correlation_id=correlation_id)
    accepted = QuoteAccepted.read(reply.data, correlation_id=reply.correlation_id)
    client.require(CREATE_QUOTE, reply, accepted.quote_number)
    return accepted


@by_version(Resource.QUOTES, v5=legacy.search_quotes)
def search_quotes(
    client: Client,
    *,
    quote_number: str = "",
    quote_name: str = "",
    special_bid_number: str = "",
    end_user_contact: str = "",
    vendor_name: str = "",
    status: str = "",
    created_between: tuple[date, date] | None = None,
    sort_by: str = "",
    is_descending: bool | None = None,
    page_number: int = 1,
    page_size: int = 25,
) -> QuotePage:
    """One page of quotes; without dates those of the last 30 days, with dates at most 365 back.

    `sort_by` is quoteNumber, createdDate, lastModifiedDate or expiryDate. An empty page when
    nothing is found (404). [spec] GET /resellers/v6/quotes/search
    """
    order = {None: "", True: "desc", False: "asc"}[is_descending]
    reply = client.call(
        SEARCH_QUOTES,
        query={
            "quoteNumber": quote_number,
            "quoteName": quote_name,
            "specialBidNumber": special_bid_number,
            "endUserContact": end_user_contact,
            "vendorName": vendor_name,
            "status": status,
            "quoteCreateDate-bt": [day.isoformat() for day in created_between or ()],
            "sortBy": sort_by,
            "sortingOrder": order,
            **page_query(page_number, page_size),
        },
    )
    page = QuotePage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_QUOTES, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_quotes(
    client: Client,
    *,
    created_between: tuple[date, date] | None = None,
    first_page: int = 1,
    page_size: int = 100,
) -> Iterator[QuotePage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_quotes(
            client, created_between=created_between, page_number=number, page_size=page_size
        ),
        lambda page: page.quotes,
        first_page=first_page,
    )


@by_version(Resource.QUOTES, v5=legacy.quote_details)
def quote_details(client: Client, quote_number: str) -> QuoteDetails:
    """One quote in full. Raises NotFound. [spec] GET /resellers/v6/quotes/{quoteNumber}"""
    reply = client.call(QUOTE_DETAILS, path={"quoteNumber": quote_number})
    quote = QuoteDetails.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(QUOTE_DETAILS, reply, is_there=bool(quote.quote_number))
    return quote


@by_version(Resource.QUOTES, v5=not_offered)
def validate_quote(client: Client, quote_number: str) -> QuoteValidation:
    """What the vendor demands before this quote can be ordered.

    Raises ValidationFailed with the reason when it is not orderable.
    [spec] GET /resellers/v6/q2o/validatequote
    """
    reply = client.call(VALIDATE_QUOTE, query={"quoteNumber": quote_number})
    validation = QuoteValidation.read(reply.data, correlation_id=reply.correlation_id)
    # An answer that tells nothing must not pass as "nothing is demanded".
    client.expect(VALIDATE_QUOTE, reply, is_there=validation.is_told)
    return validation
