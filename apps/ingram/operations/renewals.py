"""Renewals: search, details."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict, Unpack

from apps.ingram.calls import Operation
from apps.ingram.operations.filters import Days, both_days
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.schemas.renewals import (
    DaySpan,
    OpportunityStatus,
    RenewalDates,
    RenewalDetails,
    RenewalPage,
    RenewalSearchRequest,
    RenewalState,
    RenewalStatus,
    RenewalSubStatus,
)
from apps.ingram.transport import Client

SEARCH_RENEWALS = Operation(
    name="renewals.search",
    method="POST",  # a read all the same: it may be repeated
    path="/resellers/v6/renewals/search",
    none_statuses=frozenset({204, 404}),
)
RENEWAL_DETAILS = Operation(
    name="renewals.details", method="GET", path="/resellers/v6/renewals/{renewalId}"
)


class RenewalFilters(TypedDict, total=False):
    """What `search_renewals` and `iter_renewals` can filter and sort by."""

    customer_order_number: str
    ingram_purchase_order_number: str
    serial_number: str
    state: RenewalState | None
    sub_status: RenewalSubStatus | None
    starts_between: Days | None
    ends_between: Days | None
    invoiced_between: Days | None
    expires_between: Days | None
    vendor_name: str
    end_user_name: str
    sort_by: str


def search_renewals(
    client: Client,
    *,
    customer_order_number: str = "",
    ingram_purchase_order_number: str = "",
    serial_number: str = "",
    state: RenewalState | None = None,
    sub_status: RenewalSubStatus | None = None,
    starts_between: Days | None = None,
    ends_between: Days | None = None,
    invoiced_between: Days | None = None,
    expires_between: Days | None = None,
    vendor_name: str = "",
    end_user_name: str = "",
    sort_by: str = "",
    page_number: int = 1,
    page_size: int = 25,
) -> RenewalPage:
    """One page of renewals, empty when nothing is found; a sub-status implies its state.

    Filters that the distributor does not know are ignored, so check that the rows satisfy yours.
    [spec] POST /resellers/v6/renewals/search
    """
    reply = client.call(
        SEARCH_RENEWALS,
        query={
            "customerOrderNumber": customer_order_number,
            "ingramPurchaseOrderNumber": ingram_purchase_order_number,
            "serialNumber": serial_number,
            "sort": sort_by,
            **page_query(page_number, page_size, number_key="page", size_key="size"),
        },
        body=RenewalSearchRequest(
            status=_status(state, sub_status),
            dates=RenewalDates(
                starts=_span(starts_between),
                ends=_span(ends_between),
                invoiced=_span(invoiced_between),
                expires=_span(expires_between),
            ),
            vendor_name=vendor_name,
            end_user_name=end_user_name,
        ),
    )
    page = RenewalPage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_RENEWALS, reply, is_there=page.is_told or reply.data is None)
    return page


def _status(
    state: RenewalState | None, sub_status: RenewalSubStatus | None
) -> RenewalStatus | None:
    if sub_status is not None:
        state = state or RenewalSubStatus(sub_status).state
    if state is None:
        return None
    return RenewalStatus(opportunity=OpportunityStatus(state=state, sub_status=sub_status))


def _span(days: Days | None) -> DaySpan | None:
    return DaySpan(first=days[0], last=days[1]) if days and both_days(days) else None


def iter_renewals(
    client: Client, *, first_page: int = 1, page_size: int = 100, **filters: Unpack[RenewalFilters]
) -> Iterator[RenewalPage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_renewals(client, page_number=number, page_size=page_size, **filters),
        lambda page: page.renewals,
        first_page=first_page,
    )


def renewal_details(client: Client, renewal_id: str) -> RenewalDetails:
    """One renewal in full.

    Raises NotFound, or ValidationFailed: for an unknown id only a 400 is documented.
    [spec] GET /resellers/v6/renewals/{renewalId}
    """
    reply = client.call(RENEWAL_DETAILS, path={"renewalId": renewal_id})
    renewal = RenewalDetails.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(RENEWAL_DETAILS, reply, is_there=bool(renewal.renewal_id))
    return renewal
