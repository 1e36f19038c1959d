from __future__ import annotations

from apps.ingram.operations import renewals
from apps.ingram.schemas.renewals import (
    RenewalDetails,
    RenewalPage,
    RenewalState,
    RenewalSubStatus,
)
from tests.contract.cases.case import DAYS, Case

CASES = (
    Case(
        operation=renewals.SEARCH_RENEWALS,
        answer=RenewalPage,
        calls=(
            lambda client: renewals.search_renewals(client),
            lambda client: renewals.search_renewals(
                client,
                customer_order_number="PO-1",
                ingram_purchase_order_number="70GZJ35",
                serial_number="S-1",
                state=RenewalState.CLOSED,
                sub_status=RenewalSubStatus.WENT_DIRECT,
                starts_between=DAYS,
                ends_between=DAYS,
                invoiced_between=DAYS,
                expires_between=DAYS,
                vendor_name="HP",
                end_user_name="STARK",
                sort_by="expirationDate",
                page_number=2,
                page_size=100,
            ),
            lambda client: next(renewals.iter_renewals(client, state=RenewalState.OPEN)),
        ),
    ),
    Case(
        operation=renewals.RENEWAL_DETAILS,
        answer=RenewalDetails,
        calls=(lambda client: renewals.renewal_details(client, "1234567"),),
    ),
)
