from __future__ import annotations

from apps.ingram.operations import deals
from apps.ingram.schemas.deals import DealDetails, DealPage
from tests.contract.cases.case import Case

CASES = (
    Case(
        operation=deals.SEARCH_DEALS,
        answer=DealPage,
        calls=(
            lambda client: deals.search_deals(client),
            lambda client: deals.search_deals(
                client,
                deal_id="TEST-RESEU DISC",
                vendor_name="Cisco",
                end_user_name="AB & C DEALS",
                page_number=2,
                page_size=100,
            ),
            lambda client: next(deals.iter_deals(client, vendor_name="Cisco")),
        ),
    ),
    Case(
        operation=deals.DEAL_DETAILS,
        answer=DealDetails,
        calls=(
            lambda client: deals.deal_details(client, "TEST-RESEU DISC", vendor_name="TestVendor"),
        ),
    ),
)
