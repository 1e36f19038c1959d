from __future__ import annotations

from datetime import date
from decimal import Decimal

from apps.ingram.operations import order_changes as changes
from apps.ingram.schemas.order_changes import OrderCreated, OrderModified
from apps.ingram.schemas.order_requests import OrderCreateV6Request, OrderModifyRequest
from apps.ingram.schemas.reading import Answer
from tests.contract.cases.case import ATTRIBUTES, PARTY, Case

ADDRESS = {**PARTY, "address_line3": "Gate 3"}
NAMED = {**ADDRESS, "name1": "Acme", "name2": "West", "address_line4": "Yard"}
FULL_V6_ORDER = OrderCreateV6Request.model_validate(
    {
        "customer_order_number": "PO-1",
        "end_customer_order_number": "EU-1",
        "bill_to_address_id": "000",
        "special_bid_number": "B-1",
        "notes": "ring twice",
        "accept_back_order": True,
        "reseller": {**ADDRESS, "reseller_id": "R-1"},
        "vendor_mandatory_fields": {"vendor_authorization_number": "A-1"},
        "ship_to": {**NAMED, "address_id": "200"},
        "end_user": {**NAMED, "end_user_id": "5"},
        "shipment": {
            "carrier_code": "RG",
            "freight_account_number": "123",
            "ship_complete": "P",
            "requested_delivery_on": date(2027, 3, 9),
            "is_signature_required": True,
            "shipping_instructions": "dock",
        },
        "attributes": ATTRIBUTES,
        "lines": [
            {
                "customer_line_number": "001",
                "ingram_part_number": "8RB884",
                "quantity": 2,
                "special_bid_number": "B-1",
                "notes": "n",
                "unit_price": Decimal("12.30"),
                "end_user_price": Decimal("15.10"),
                "attributes": ATTRIBUTES,
                "warranties": [{"warranty_line_link": "002"}],
                "end_users": [
                    {
                        **NAMED,
                        "end_user_id": "5",
                        "end_user_type": "endUser",
                        "address_sequence_number": "1",
                        "contact_id": "1",
                    }
                ],
            },
            {
                "customer_line_number": "002",
                "ingram_part_number": "9HG002",
                "quantity": 2,
                "warranties": [{"hardware_line_link": "001"}],
            },
            {
                "customer_line_number": "003",
                "customer_part_number": "90NB0GI4-M03110",
                "quantity": 1,
                "warranties": [
                    {
                        "direct_line_link": "LINK-1",
                        "serials": [
                            {
                                "purchased_on": date(2026, 1, 2),
                                "shipped_on": date(2026, 1, 3),
                                "primary_serial_number": "S-1",
                                "secondary_serial_number": "S-2",
                            }
                        ],
                    }
                ],
            },
        ],
    }
)
FULL_CHANGE = OrderModifyRequest.model_validate(
    {
        "notes": "a header comment of more than 35 characters",
        "ship_to": {
            **ADDRESS,
            "name1": "Acme",
            "name2": "West",
            "address_id": "200",
        },
        "attributes": ATTRIBUTES,
        "lines": [
            {
                "action": "ADD",
                "ingram_part_number": "2GZ200",
                "customer_line_number": "002",
                "quantity": 2,
                "notes": "for the new desk",
            },
            {
                "action": "UPDATE",
                "ingram_line_number": "003",
                "ingram_part_number": "1C6094",
                "quantity": 2,
            },
            {"action": "UPDATE", "ingram_line_number": "009", "notes": "another comment"},
            {"action": "DELETE", "ingram_line_number": "004", "ingram_part_number": "1C6094"},
            {"action": "DELETE", "ingram_line_number": "010"},
        ],
    }
)
CASES = (
    Case(
        operation=changes.CREATE_ORDER_V6,
        answer=OrderCreated,
        calls=(lambda client: changes.create_order_v6(client, FULL_V6_ORDER),),
    ),
    Case(
        operation=changes.MODIFY_ORDER,
        answer=OrderModified,
        calls=(lambda client: changes.modify_order(client, "20-RC1RD", FULL_CHANGE),),
    ),
    Case(
        operation=changes.RELEASE_ORDER,
        answer=OrderModified,
        calls=(lambda client: changes.release_order(client, "20-RC1RD"),),
    ),
    Case(
        operation=changes.CANCEL_ORDER,
        answer=Answer,
        calls=(lambda client: changes.cancel_order(client, "20-RD128"),),
        is_empty=True,
    ),
)
