"""Deals: search, details."""

from __future__ import annotations

from collections.abc import Iterator

from apps.ingram.calls import Operation
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.schemas.deals import DealDetails, DealPage
from apps.ingram.transport import Client

SEARCH_DEALS = Operation(
    name="deals.search",
    method="GET",
    path="/resellers/v6/deals/search",
    none_statuses=frozenset({204, 404}),
)
DEAL_DETAILS = Operation(name="deals.details", method="GET", path="/resellers/v6/deals/{dealId}")


def search_deals(
    client: Client,
    *,
    deal_id: str = "",
    vendor_name: str = "",
    end_user_name: str = "",
    page_number: int = 1,
    page_size: int = 25,
) -> DealPage:
    """One page of deals, empty when nothing is found.

    Filters that the distributor does not know are ignored, so check that the rows satisfy yours.
    [spec] GET /resellers/v6/deals/search
    """
    reply = client.call(
        SEARCH_DEALS,
        query={
            "dealId": deal_id,
            "vendor": vendor_name,
            "endUser": end_user_name,
            # Capitals here, and nowhere else.
            **page_query(page_number, page_size, number_key="Page", size_key="Size"),
        },
    )
    page = DealPage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_DEALS, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_deals(
    client: Client,
    *,
    deal_id: str = "",
    vendor_name: str = "",
    end_user_name: str = "",
    first_page: int = 1,
    page_size: int = 100,
) -> Iterator[DealPage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_deals(
            client,
            deal_id=deal_id,
            vendor_name=vendor_name,
            end_user_name=end_user_name,
            page_number=number,
            page_size=page_size,
        ),
        lambda page: page.deals,
        first_page=first_page,
    )


def deal_details(client: Client, deal_id: str, *, vendor_name: str) -> DealDetails:
    """One deal in full. The document of November 2025 requires its vendor.

    Search names the vendor; where it does not, ask the user, or leave it blank: then it is not
    sent, as the older documents have it. Raises NotFound, or ValidationFailed: for an unknown id
    only a 400 is documented. [spec] GET /resellers/v6/deals/{dealId}
    """
    reply = client.call(DEAL_DETAILS, path={"dealId": deal_id}, query={"vendorName": vendor_name})
    deal = DealDetails.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(DEAL_DETAILS, reply, is_there=bool(deal.deal_id))
    return deal
