from __future__ import annotations

from datetime import date
from decimal import Decimal

from apps.ingram.operations import orders
from apps.ingram.schemas.orders import (
    OrderAccepted,
    OrderCreateRequest,
    OrderDetails,
    OrderPage,
)
from tests.contract.cases.case import ATTRIBUTES, DAYS, PARTY, Case

FULL_ORDER = OrderCreateRequest.model_validate(
    {
        "quote_number": "QUO-14551943-D2Y9L9",
        "customer_order_number": "PO-1",
        "end_customer_order_number": "EU-1",
        "notes": "ring twice",
        "bill_to_address_id": "000",
        "special_bid_number": "B-1",
        "accept_back_order": True,
        "vendor_authorization_number": "A-1",
        "reseller": {**PARTY, "reseller_id": "R-1"},
        "end_user": {**PARTY, "end_user_id": "5"},
        "ship_to": {**PARTY, "address_id": "200", "shipping_notes": "dock 2"},
        "shipment": {
            "carrier_code": "F1",
            "requested_delivery_on": date(2027, 3, 9),
            "ship_complete": "C",
            "shipping_instructions": "dock",
            "freight_account_number": "123",
            "is_signature_required": True,
        },
        "attributes": ATTRIBUTES,
        "vendor_mandatory_fields": ATTRIBUTES,
        "lines": [
            {
                "customer_line_number": "1",
                "ingram_part_number": "6YE881",
                "vendor_part_number": "V-1",
                "quantity": 3,
                "unit_price": Decimal("12.30"),
                "end_user_price": Decimal("15.10"),
                "special_bid_number": "B-1",
                "notes": "n",
                "end_users": [{**PARTY, "end_user_id": "5", "end_user_type": "S"}],
                "attributes": ATTRIBUTES,
                "vendor_mandatory_fields": ATTRIBUTES,
            }
        ],
    }
)
CASES = (
    Case(
        operation=orders.CREATE_ORDER,
        answer=OrderAccepted,
        calls=(lambda client: orders.create_order(client, FULL_ORDER),),
    ),
    Case(
        operation=orders.ORDER_DETAILS,
        answer=OrderDetails,
        calls=(
            lambda client: orders.order_details(client, "20-RD3QV"),
            lambda client: orders.order_details(
                client,
                "20-RD3QV-11",
                ordered_on=DAYS[0],
                vendor_number="802U",
                is_iml=True,
                simulate_status="IM::HOLD",
            ),
        ),
    ),
    Case(
        operation=orders.SEARCH_ORDERS,
        answer=OrderPage,
        calls=(
            lambda client: orders.search_orders(client),
            lambda client: orders.search_orders(
                client,
                ingram_order_number="20-RD3QV",
                customer_order_number="PO-1",
                end_customer_order_number="EU-1",
                status="BACKORDERED",
                statuses=["SHIPPED", "ON HOLD"],
                ordered_on=DAYS[0],
                ordered_between=DAYS,
                invoiced_between=DAYS,
                shipped_between=DAYS,
                delivered_between=DAYS,
                ingram_part_number="6YE881",
                vendor_part_number="V-1",
                serial_number="S-1",
                tracking_number="T-1",
                vendor_name="Cisco",
                special_bid_number="B-1",
                page_number=2,
                page_size=100,
            ),
            lambda client: next(orders.iter_orders(client, ordered_between=DAYS)),
        ),
    ),
)
