from __future__ import annotations

from decimal import Decimal

from apps.ingram.operations.legacy import catalog, invoices, orders, quotes
from apps.ingram.schemas.invoices import InvoiceNumberOf
from apps.ingram.schemas.legacy.catalog import PriceReply, ProductSearchReply
from apps.ingram.schemas.legacy.invoices import EarlyInvoiceReply, InvoiceDetailsReply
from apps.ingram.schemas.legacy.orders import (
    EarlyOrderDetails,
    OrderCancelReply,
    OrderCreateReply,
    OrderDetailsReply,
    OrderSearchReply,
)
from apps.ingram.schemas.legacy.quotes import QuoteDetailsReply, QuoteSearchReply
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.ingram.schemas.orders import OrderCreateRequest
from apps.ingram.schemas.prices import PriceRequest
from tests.contract.cases.case import DAYS, PARTY, Case

OLD_ORDER = OrderCreateV6Request.model_validate(
    {
        "customer_order_number": "PO-1",
        "end_customer_order_number": "EU-1",
        "bill_to_address_id": "000",
        "special_bid_number": "B-1",
        "notes": "ring twice",
        "accept_back_order": True,
        "reseller": {**PARTY},
        "vendor_mandatory_fields": {"vendor_authorization_number": "A-1"},
        "ship_to": {**PARTY, "address_id": "200"},
        "end_user": {**PARTY, "end_user_id": "5"},
        "shipment": {
            "carrier_code": "F1",
            "freight_account_number": "123",
            "is_signature_required": True,
            "shipping_instructions": "dock 2",
        },
        "attributes": [
            {"name": "allowOrderOnCustomerHold", "value": "true"},
            {"name": "allowDuplicateCustomerOrderNumber", "value": "true"},
            {"name": "allowPartialOrder", "value": "true"},
            {"name": "shipFromWarehouseId", "value": "10"},
        ],
        "lines": [
            {
                "customer_line_number": "1",
                "ingram_part_number": "TSXML3",
                "customer_part_number": "C-1",
                "quantity": 3,
                "unit_price": Decimal("12.30"),
                "special_bid_number": "B-2",
                "notes": "n",
            }
        ],
    }
)
OLD_QUOTE_ORDER = OrderCreateRequest.model_validate(
    {
        "quote_number": "QUO-1",
        "customer_order_number": "PO-2",
        "vendor_authorization_number": "A-1",
        "ship_to": PARTY,
        "lines": [{"customer_line_number": "1", "vendor_part_number": "V-1", "quantity": 1}],
    }
)
FULL_PRICES = PriceRequest.model_validate(
    {
        "products": [
            {
                "ingram_part_number": "TB6489",
                "vendor_part_number": "V-1",
                "customer_part_number": "C-1",
                "upc": "0718908728116",
                "quantity_requested": 3,
            }
        ],
        "special_bid_number": "B-1",
    }
)
#: The document's own example of a success is the answer of another operation.
NO_QUOTES = {
    "quoteSearchResponse": {
        "responsePreamble": {"responseStatus": "Passed", "responseStatusCode": "200"},
        "totalCount": 0,
    }
}
CASES = (
    Case(
        operation=orders.ORDER_DETAILS_V6,
        answer=EarlyOrderDetails,
        calls=(
            lambda client: orders.order_details_v6(
                client, "20-RD3QV", ordered_on=DAYS[0], vendor_number="1234", is_iml=False
            ),
        ),
    ),
    Case(
        operation=orders.ORDER_DETAILS_V5,
        answer=OrderDetailsReply,
        calls=(
            lambda client: orders.order_details(
                client, "20-RD128", ordered_on=DAYS[0], customer_order_number="ZENPO"
            ),
        ),
    ),
    Case(
        operation=orders.SEARCH_ORDERS_V5,
        answer=OrderSearchReply,
        calls=(
            lambda client: orders.search_orders(client),
            lambda client: orders.search_orders(
                client,
                ingram_order_number="20-RD128",
                customer_order_number="ZENPO",
                statuses=["SHIPPED"],
                ordered_between=DAYS,
                page_number=2,
                page_size=100,
            ),
        ),
    ),
    Case(
        operation=orders.CREATE_ORDER_V5,
        answer=OrderCreateReply,
        calls=(
            lambda client: orders.create_order(client, OLD_ORDER),
            lambda client: orders.accept_order(client, OLD_QUOTE_ORDER),
        ),
    ),
    Case(
        operation=orders.CANCEL_ORDER_V5,
        answer=OrderCancelReply,
        calls=(lambda client: orders.cancel_order(client, "20-RD128", ordered_on=DAYS[0]),),
    ),
    Case(
        operation=catalog.SEARCH_PRODUCTS_V5,
        answer=ProductSearchReply,
        calls=(
            lambda client: catalog.search_products(client, keywords=["3AR598"]),
            lambda client: catalog.product_details(client, "3AR598"),
        ),
    ),
    Case(
        operation=catalog.PRICE_AND_AVAILABILITY_V5,
        answer=PriceReply,
        calls=(
            lambda client: catalog.price_and_availability(client, FULL_PRICES),
            lambda client: catalog.price_and_availability(
                client, FULL_PRICES, includes_availability=False
            ),
        ),
    ),
    Case(
        operation=quotes.SEARCH_QUOTES_V5,
        answer=QuoteSearchReply,
        reply=NO_QUOTES,
        calls=(
            lambda client: quotes.search_quotes(client),
            lambda client: quotes.search_quotes(
                client,
                quote_number="QUO",
                special_bid_number="B-1",
                end_user_name="Acme",
                created_between=DAYS,
                sort_by="createdDate",
                is_descending=True,
                page_number=2,
                page_size=100,
            ),
        ),
    ),
    Case(
        operation=quotes.QUOTE_DETAILS_V5,
        answer=QuoteDetailsReply,
        calls=(lambda client: quotes.quote_details(client, "QUO-25576-C8S2W7"),),
    ),
    Case(
        operation=invoices.INVOICE_DETAILS_V6,
        answer=EarlyInvoiceReply,
        calls=(
            lambda client: invoices.invoice_details_v6(
                client, "335238411", number_of=InvoiceNumberOf.INVOICE
            ),
        ),
    ),
    Case(
        operation=invoices.INVOICE_DETAILS_V5,
        answer=InvoiceDetailsReply,
        calls=(lambda client: invoices.invoice_details(client, "RCW67-11"),),
    ),
)
