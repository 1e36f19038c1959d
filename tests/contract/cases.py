"""Every operation of the client: the calls that show all it can send, and how it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from apps.ingram import Client, Operation
from apps.ingram.operations import catalog, orders, quotes
from apps.ingram.schemas.catalog import ProductDetails, ProductPage
from apps.ingram.schemas.orders import (
    OrderAccepted,
    OrderCreateRequest,
    OrderDetails,
    OrderPage,
)
from apps.ingram.schemas.prices import PriceAnswer, PriceRequest
from apps.ingram.schemas.quotes import (
    QuoteAccepted,
    QuoteCreateRequest,
    QuoteDetails,
    QuotePage,
    QuoteValidation,
)
from apps.ingram.schemas.reading import Answer


@dataclass(frozen=True, kw_only=True)
class Case:
    operation: Operation
    answer: type[Answer]
    calls: tuple[Callable[[Client], Any], ...]
    #: The key under which the client puts a root that is an array.
    wrapped_in: str = ""


DAYS = (date(2026, 1, 2), date(2026, 2, 3))
ATTRIBUTES = [{"name": "n", "value": "v"}]
PARTY = {
    "company_name": "Acme",
    "contact": "Jo Doe",
    "address_line1": "1 Main Street",
    "address_line2": "Floor 2",
    "city": "Irvine",
    "state": "CA",
    "postal_code": "92612",
    "country_code": "US",
    "phone_number": "9495550100",
    "email": "jo@acme.example",
}
FULL_QUOTE = QuoteCreateRequest.model_validate(
    {
        "quote_name": "Branch office",
        "contact_first_name": "Jo",
        "contact_last_name": "Doe",
        "customer_contact": "rep@reseller.example",
        "expires_on": date(2027, 3, 9),
        "customer_need": "Ten seats",
        "end_user": PARTY,
        "deal_id": "D-1",
        "pricing_type": "y",
        "send_quote_copy": ["a@x.example", "b@x.example"],
        "lines": [
            {
                "customer_line_number": "1",
                "ingram_part_number": "6YE881",
                "vendor_part_number": "V-1",
                "quantity": 3,
                "special_bid_number": "B-1",
                "notes": "soon",
                "pricing_type": "y",
            }
        ],
    }
)
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
FULL_PRICES = PriceRequest.model_validate(
    {
        "products": [
            {
                "ingram_part_number": "6YE881",
                "vendor_part_number": "V-1",
                "customer_part_number": "C-1",
                "upc": "0718908728116",
                "plan_id": "438323",
                "quantity_requested": 3,
            }
        ],
        "shows_reserve_inventory": True,
        "special_bid_number": "B-1",
        "attributes": ATTRIBUTES,
    }
)
CASES = (
    Case(
        operation=catalog.SEARCH_PRODUCTS,
        answer=ProductPage,
        calls=(
            lambda client: catalog.search_products(client),
            lambda client: catalog.search_products(
                client,
                keywords=["laptop", "15"],
                vendors=["Lenovo"],
                vendor_part_numbers=["20VE0117MH"],
                vendor_number="1234",
                category="Computers",
                kind="physical",
                has_discounts=True,
                skip_authorization=False,
                group_name="NCE",
                plan_id="438323",
                page_number=2,
                page_size=50,
            ),
            lambda client: catalog.search_products(client, kind="subscription"),
        ),
    ),
    Case(
        operation=catalog.PRODUCT_DETAILS,
        answer=ProductDetails,
        calls=(
            lambda client: catalog.product_details(client, "6YE881"),
            lambda client: catalog.product_details(client, "5348387"),
        ),
    ),
    Case(
        operation=catalog.PRODUCT_DETAILS_BY_VENDOR_PART,
        answer=ProductDetails,
        calls=(
            lambda client: catalog.product_details_by_vendor_part(
                client, vendor_part_number="20VE0117MH", plan_name="E5", plan_id="438323"
            ),
        ),
    ),
    Case(
        operation=catalog.PRICE_AND_AVAILABILITY,
        answer=PriceAnswer,
        wrapped_in="offers",
        calls=(lambda client: catalog.price_and_availability(client, FULL_PRICES),),
    ),
    Case(
        operation=quotes.CREATE_QUOTE,
        answer=QuoteAccepted,
        calls=(lambda client: quotes.create_quote(client, FULL_QUOTE),),
    ),
    Case(
        operation=quotes.SEARCH_QUOTES,
        answer=QuotePage,
        calls=(
            lambda client: quotes.search_quotes(client),
            lambda client: quotes.search_quotes(
                client,
                quote_number="QUO",
                quote_name="Branch",
                special_bid_number="B-1",
                end_user_contact="Jo",
                vendor_name="Cisco",
                status="Active",
                created_between=DAYS,
                sort_by="createdDate",
                is_descending=True,
            ),
            lambda client: next(quotes.iter_quotes(client)),
        ),
    ),
    Case(
        operation=quotes.QUOTE_DETAILS,
        answer=QuoteDetails,
        calls=(lambda client: quotes.quote_details(client, "QUO-14551943-D2Y9L9"),),
    ),
    Case(
        operation=quotes.VALIDATE_QUOTE,
        answer=QuoteValidation,
        calls=(lambda client: quotes.validate_quote(client, "QUO-14551943-D2Y9L9"),),
    ),
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
            lambda client: orders.order_details(client, "20-RD3QV-11", ordered_on=DAYS[0]),
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
                statuses=["SHIPPED", "ON HOLD"],
                ordered_on=DAYS[0],
                ordered_between=DAYS,
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
