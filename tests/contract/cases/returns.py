from __future__ import annotations

from apps.ingram.operations import returns
from apps.ingram.schemas.return_reasons import ReturnReason
from apps.ingram.schemas.returns import (
    ReturnAccepted,
    ReturnCreateRequest,
    ReturnDetails,
    ReturnPage,
    ReturnStatus,
)
from tests.contract.cases.case import DAYS, PARTY, Case

FULL_RETURN = ReturnCreateRequest.model_validate(
    {
        "lines": [
            {
                "invoice_number": "40-NFERG-11",
                "invoiced_on": DAYS[0],
                "customer_order_number": "PO-1",
                "ingram_part_number": "164B2G",
                "vendor_part_number": "V-1",
                "serial_number": "S-1",
                "quantity": 1,
                "primary_reason": "Not received",
                "secondary_reason": "Partial shipment",
                "notes": "box two never came",
                "reference_number": "R-1",
                "bill_to_address_id": "000",
                "ship_from": {**PARTY, "address_line3": "Gate 4"},
                "box_count": 2,
            }
        ]
    }
)
CASES = (
    Case(
        operation=returns.SEARCH_RETURNS,
        answer=ReturnPage,
        calls=(
            lambda client: returns.search_returns(client),
            lambda client: returns.search_returns(
                client,
                case_request_number="CAS-12345-G0S5J1-1",
                invoice_number="40-NFERG-11",
                return_claim_id="12-RH5LX-34",
                reference_number="R-1",
                ingram_part_number="164B2G",
                vendor_part_number="V-1",
                return_statuses=[ReturnStatus.OPEN, ReturnStatus.PARTIALLY_APPROVED],
                claim_statuses=[ReturnStatus.DENIED],
                created_between=DAYS,
                modified_between=DAYS,
                reasons=[ReturnReason.DEFECTIVE, ReturnReason.SHORT_SHIPMENT],
                sort_by="createdOn",
                is_descending=True,
                page_number=2,
                page_size=100,
            ),
            lambda client: next(returns.iter_returns(client, created_between=DAYS)),
        ),
    ),
    Case(
        operation=returns.RETURN_DETAILS,
        answer=ReturnDetails,
        calls=(lambda client: returns.return_details(client, "CAS-12345-M4H2Y8-0"),),
    ),
    Case(
        operation=returns.CREATE_RETURN,
        answer=ReturnAccepted,
        calls=(lambda client: returns.create_return(client, FULL_RETURN),),
    ),
)
