from __future__ import annotations

from apps.ingram.operations import freight
from apps.ingram.schemas.freight import FreightAnswer, FreightRequest
from tests.contract.cases.case import Case

FULL_FREIGHT = FreightRequest.model_validate(
    {
        "bill_to_address_id": "000",
        "ship_to_address_id": "200",
        "ship_to": {
            "company_name": "Acme",
            "address_line1": "1 Main Street",
            "address_line2": "Floor 2",
            "address_line3": "Gate 4",
            "city": "Irvine",
            "state": "CA",
            "postal_code": "92612",
            "country_code": "US",
        },
        "lines": [
            {
                "customer_line_number": "001",
                "ingram_part_number": "A300-123456",
                "quantity": 3,
                "warehouse_id": "20",
                "carrier_code": "RG",
            }
        ],
    }
)
CASES = (
    Case(
        operation=freight.ESTIMATE_FREIGHT,
        answer=FreightAnswer,
        calls=(lambda client: freight.estimate_freight(client, FULL_FREIGHT),),
    ),
)
