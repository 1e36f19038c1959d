"""Quotes of v5: search, details."""

from __future__ import annotations

from datetime import timedelta

from apps.ingram.calls import Operation
from apps.ingram.errors import NotOffered
from apps.ingram.operations.filters import Days, both_days, direction
from apps.ingram.operations.paging import page_query
from apps.ingram.schemas.legacy.quotes import (
    OldQuoteSearchRequest,
    QuoteDetailsReply,
    QuoteFilter,
    QuotePreamble,
    QuoteSearch,
    QuoteSearchReply,
)
from apps.ingram.schemas.quotes import QuoteDetails, QuotePage
from apps.ingram.transport import Client

SEARCH_QUOTES_V5 = Operation(
    name="quotes.search_v5",
    method="POST",
    path="/resellers/v5/quote/search",
    none_statuses=frozenset({404}),
    has_im_headers=False,
)
QUOTE_DETAILS_V5 = Operation(
    name="quotes.details_v5",
    method="GET",
    path="/resellers/v5/quote/{quoteNumber}",
    has_im_headers=False,
)
#: Older quotes are not found, whatever the range.
LONGEST_RANGE = timedelta(days=365)
MAX_CONTACT = 64


def search_quotes(
    client: Client,
    *,
    quote_number: str = "",
    special_bid_number: str = "",
    end_user_name: str = "",
    created_between: Days | None = None,
    sort_by: str = "",
    is_descending: bool | None = None,
    page_number: int = 1,
    page_size: int = 25,
) -> QuotePage:
    """One page of active quotes over v5, empty when nothing is found (200 with Failed).

    `sort_by` is quoteNumber, createdDate, lastModifiedDate, expiryDate or endUserName. Without
    days those of the last 30, with days at most 365 back: a longer range raises
    NotOffered, as it would find less than was asked for. Drafts and closed quotes are never
    found. A POST that only reads, so it is retried. [spec] POST /resellers/v5/quote/search
    """
    both_days(created_between)  # refuses a range that ends before it begins
    if created_between and created_between[1] - created_between[0] > LONGEST_RANGE:
        raise NotOffered(detail="v5 finds quotes of at most 365 days")
    number, size = page_query(page_number, page_size).values()
    wanted = QuoteFilter(
        quote_number=quote_number,
        special_bid_number=special_bid_number,
        end_user_name=end_user_name,
        from_on=created_between[0] if created_between else None,
        to_on=created_between[1] if created_between else None,
        page_index=str(number),
        records_per_page=str(size),
        sorting=direction(is_descending),
        sorting_column_name=sort_by,
    )
    search = QuoteSearch(request_preamble=_preamble(client), retrieve_quote_request=wanted)
    reply = client.call(SEARCH_QUOTES_V5, body=OldQuoteSearchRequest(quote_search_request=search))
    if reply.data is None:
        return QuotePage.read({"pageNumber": page_number}, correlation_id=reply.correlation_id)
    page = QuoteSearchReply.read(reply.data).page
    if page is None:
        raise client.unreadable(SEARCH_QUOTES_V5, reply)
    numbered = page.model_copy(update={"page_number": page_number})
    return QuotePage.read(numbered.standing_in(reply.data), correlation_id=reply.correlation_id)


def quote_details(client: Client, quote_number: str) -> QuoteDetails:
    """One quote over v5: no fees, taxes and plans. Raises NotFound.

    [spec] GET /resellers/v5/quote/{quoteNumber}
    """
    reply = client.call(
        QUOTE_DETAILS_V5,
        path={"quoteNumber": quote_number},
        query={
            "customerNumber": client.config.customer_number,
            "isoCountryCode": client.config.country_code.upper(),
        },
    )
    inside = QuoteDetailsReply.read(reply.data).inside
    if inside is None:
        raise client.unreadable(QUOTE_DETAILS_V5, reply)
    quote = inside.quote
    if not quote.quote_number:
        raise client.not_found(QUOTE_DETAILS_V5, reply)
    return QuoteDetails.read(quote.standing_in(reply.data), correlation_id=reply.correlation_id)


def _preamble(client: Client) -> QuotePreamble:
    config = client.config
    return QuotePreamble(
        customer_number=config.customer_number,
        customer_contact=config.contact_email[:MAX_CONTACT],
        iso_country_code=config.country_code.upper(),
    )
