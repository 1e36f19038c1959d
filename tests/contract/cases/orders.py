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
SUBSCRIPTION = OrderCreateRequest.model_validate(
    {
        "customer_order_number": "PO-2",
        "vendor_required_values": [{"vendor_name": "Microsoft", "values": ATTRIBUTES}],
        "lines": [
            {
                "customer_line_number": "1",
                "plan_id": "438308",
                "resource_id": "R-1",
                "quantity": 3,
                "subscription_periods": [
                    {
                        "unit": "Years",
                        "duration": 1,
                        "starts_on": date(2027, 3, 9),
                        "end_alignment": "CO_TERM_ON_SUBSCRIPTION",
                        "subscription_id": "S-1",
                    }
                ],
                "billing_periods": [{"unit": "Months", "duration": 1}],
                "margin": Decimal("1.5"),
                "end_customer_price": Decimal("99.90"),
                "vendor_required_values": [
                    {
                        "vendor_name": "Microsoft",
                        "vendor_product_id": "PRD-1",
                        "values": ATTRIBUTES,
                    }
                ],
            },
            {
                "customer_line_number": "2",
                "ingram_part_number": "8RB884",
                "quantity": 1,
                "warranty": {
                    "direct_line_link": "L-1",
                    "serials": [
                        {
                            "purchased_on": date(2026, 1, 2),
                            "shipped_on": date(2026, 1, 3),
                            "primary_serial_number": "S-1",
                            "secondary_serial_number": "S-2",
                        }
                    ],
                },
            },
            {
                "customer_line_number": "3",
                "ingram_part_number": "8RB884",
                "quantity": 1,
                "warranty": {"warranty_line_link": "4"},
            },
            {
                "customer_line_number": "4",
                "ingram_part_number": "9HG002",
                "quantity": 1,
                "warranty": {"hardware_line_link": "3"},
            },
        ],
    }
)
CASES = (
    Case(
        operation=orders.CREATE_ORDER,
        answer=OrderAccepted,
        calls=(
            lambda client: orders.create_order(client, FULL_ORDER),
            lambda client: orders.create_order(client, FULL_ORDER.in_newer_keys("Cisco")),
            lambda client: orders.create_order(client, SUBSCRIPTION),
        ),
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
