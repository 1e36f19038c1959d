"""Returns: search, details, create."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict, Unpack

from apps.ingram.calls import Operation
from apps.ingram.operations.filters import Days, both_days, comma_list, direction
from apps.ingram.operations.paging import page_query, pages
from apps.ingram.schemas.return_reasons import ReturnReason
from apps.ingram.schemas.returns import (
    ReturnAccepted,
    ReturnCreateRequest,
    ReturnDetails,
    ReturnPage,
    ReturnStatus,
)
from apps.ingram.transport import Client

SEARCH_RETURNS = Operation(
    name="returns.search",
    method="GET",
    path="/resellers/v6/returns/search",
    none_statuses=frozenset({204, 404}),
)
RETURN_DETAILS = Operation(
    name="returns.details",
    method="GET",
    path="/resellers/v6/returns/{caseRequestNumber}",
)
CREATE_RETURN = Operation(
    name="returns.create",
    method="POST",
    path="/resellers/v6/returns/create",
    is_write=True,
    needs_contact=True,
)


class ReturnFilters(TypedDict, total=False):
    """What `search_returns` and `iter_returns` can filter and sort by."""

    case_request_number: str
    invoice_number: str
    return_claim_id: str
    reference_number: str
    ingram_part_number: str
    vendor_part_number: str
    return_statuses: Sequence[ReturnStatus]
    claim_statuses: Sequence[ReturnStatus]
    created_between: Days | None
    modified_between: Days | None
    reasons: Sequence[ReturnReason]
    sort_by: str
    is_descending: bool | None


def search_returns(
    client: Client,
    *,
    case_request_number: str = "",
    invoice_number: str = "",
    return_claim_id: str = "",
    reference_number: str = "",
    ingram_part_number: str = "",
    vendor_part_number: str = "",
    return_statuses: Sequence[ReturnStatus] = (),
    claim_statuses: Sequence[ReturnStatus] = (),
    created_between: Days | None = None,
    modified_between: Days | None = None,
    reasons: Sequence[ReturnReason] = (),
    sort_by: str = "",
    is_descending: bool | None = None,
    page_number: int = 1,
    page_size: int = 25,
) -> ReturnPage:
    """One page of the account's returns, empty when nothing is found.

    `sort_by` is a column in their spelling, such as createdOn. Filters that the distributor does
    not know are ignored, so check that the rows satisfy yours.
    [spec] GET /resellers/v6/returns/search
    """
    reply = client.call(
        SEARCH_RETURNS,
        query={
            "caseRequestNumber": case_request_number,
            "invoiceNumber": invoice_number,
            "returnClaimId": return_claim_id,
            "referenceNumber": reference_number,
            "ingramPartNumber": ingram_part_number,
            "vendorPartNumber": vendor_part_number,
            "returnStatus-in": comma_list(map(ReturnStatus, return_statuses)),
            "claimStatus-in": comma_list(map(ReturnStatus, claim_statuses)),
            # Sent twice like the other ranges: the documents do not tell (field notes 8.2).
            "createdOn-bt": both_days(created_between),
            "modifiedOn-bt": both_days(modified_between),
            "returnReason-in": comma_list(map(ReturnReason, reasons)),
            # Both are described as the column. Beside a column's name the other can only be
            # the direction, as in the v5 quote search, which has the same pair.
            "sort": direction(is_descending),
            "sortingColumnName": sort_by,
            **page_query(page_number, page_size, number_key="page", size_key="size"),
        },
    )
    page = ReturnPage.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(SEARCH_RETURNS, reply, is_there=page.is_told or reply.data is None)
    return page


def iter_returns(
    client: Client, *, first_page: int = 1, page_size: int = 100, **filters: Unpack[ReturnFilters]
) -> Iterator[ReturnPage]:
    """All pages from `first_page` on, each as it is read: keep `page_number` to resume."""
    return pages(
        lambda number: search_returns(client, page_number=number, page_size=page_size, **filters),
        lambda page: page.claims,
        first_page=first_page,
    )


def return_details(client: Client, case_request_number: str) -> ReturnDetails:
    """One return in full.

    Raises NotFound, or ValidationFailed: for an unknown number only a 400 is documented.
    [spec] GET /resellers/v6/returns/{caseRequestNumber}
    """
    reply = client.call(RETURN_DETAILS, path={"caseRequestNumber": case_request_number})
    found = ReturnDetails.read(reply.data, correlation_id=reply.correlation_id)
    client.expect(RETURN_DETAILS, reply, is_there=bool(found.case_request_number))
    return found


def create_return(
    client: Client, request: ReturnCreateRequest, *, correlation_id: str | None = None
) -> ReturnAccepted:
    """Ask to return goods; the answer has a claim for each line, found with `claim_for`.

    Never retried: there is no idempotency key. Raises Rejected (nothing was done) or
    OutcomeUnknown: then look each line up by its reference number before sending again.
    [spec] POST /resellers/v6/returns/create
    """
    reply = client.call(CREATE_RETURN, body=request, correlation_id=correlation_id)
    accepted = ReturnAccepted.read(reply.data, correlation_id=reply.correlation_id)
    client.require(CREATE_RETURN, reply, accepted.case_request_number)
    return accepted
