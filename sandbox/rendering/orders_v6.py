"""The replies of order create and modify v6."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.changes import NO_NUMBER, REASONS, Changes, Outcome
from sandbox.fulfilment import all_notes, carrier_name
from sandbox.records import Order, OrderLine
from sandbox.rendering.addresses import address
from sandbox.wishes import OrderBody, Rejection

BAD_ADDRESS = "The shipping address is invalid. Please send it again with valid details"


def created(
    wish: OrderBody, orders: Sequence[Order], rejected: Sequence[Rejection]
) -> dict[str, Any]:
    """What was ordered, and what of it was not. An order on hold costs nothing yet (6.2)."""
    first = orders[0]
    is_split = len(orders) > 1
    total = Decimal(0) if wish.is_customer_hold else sum((o.total for o in orders), Decimal(0))
    body: dict[str, Any] = {
        "customerOrderNumber": wish.customer_order_number.upper(),
        "endCustomerOrderNumber": wish.end_customer_order_number.upper(),
        # Every order of a split adds its own, and a shipping instruction its number (5.2).
        "billToAddressId": _marked(wish, first, first.bill_to_address_id * len(orders)),
        "specialBidNumber": wish.special_bid_number.upper(),
        "orderSplit": is_split,
        "processedPartially": bool(rejected),
        "purchaseOrderTotal": total,
        "shipToInfo": _ship_to(first),
        "orders": [
            _order(wish, order, len(orders), rejected if order is first else ()) for order in orders
        ],
    }
    if wish.end_user:
        body["endUserInfo"] = address(wish.end_user)
    return body


def _marked(wish: OrderBody, order: Order, text: str) -> str:
    return f"{order.number} : {text}" if wish.shipping.instructions else text


def _ship_to(order: Order) -> dict[str, str]:
    known = {"addressId": order.ship_to_address_id} if order.ship_to_address_id else {}
    return known | address(order.ship_to)


def _order(
    wish: OrderBody, order: Order, count: int, rejected: Sequence[Rejection]
) -> dict[str, Any]:
    amounts = (order.total, order.freight, order.tax)
    total, freight, tax = (Decimal(0),) * 3 if order.is_customer_hold else amounts
    body: dict[str, Any] = {
        "numberOfLinesWithSuccess": len(order.lines),
        "numberOfLinesWithError": len(rejected),
        "numberOfLinesWithWarning": 0,
        "ingramOrderNumber": order.number,
        "ingramOrderDate": order.entered_at.date().isoformat(),
        "notes": order.notes,
        "orderType": order.order_type,
        "orderTotal": total,
        "freightCharges": freight,
        "totalTax": tax,
        "currencyCode": _marked(wish, order, " ".join([order.currency] * count)),
        "lines": [_line(wish, line) for line in order.lines],
        "miscellaneousCharges": _charges(order),
        "links": [
            {"topic": "orders", "href": f"/resellers/v6/orders/{order.number}", "type": "GET"}
        ],
        "additionalAttributes": [],
    }
    if rejected:
        body["rejectedLineItems"] = [_rejected(rejection) for rejection in rejected]
    return body


def _line(wish: OrderBody, line: OrderLine) -> dict[str, Any]:
    shipping = wish.shipping
    details = {
        "carrierCode": shipping.carrier_code,
        "carrierName": carrier_name(shipping.carrier_code) if shipping.carrier_code else "",
        "shipFromWarehouseId": line.warehouse_id,
        "shipFromLocation": line.location,
        "freightAccountNumber": shipping.freight_account_number,
        "signatureRequired": "true" if shipping.is_signed_for else "",
        "shippingInstructions": shipping.instructions,
    }
    is_short = line.quantity_backordered > 0
    return {
        "subOrderNumber": line.sub_order_number,
        "ingramLineNumber": line.number,
        "customerLineNumber": line.customer_line_number.lstrip("0"),
        "lineStatus": "Backordered" if is_short else "In Progress",
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "unitPrice": line.unit_price,
        # What is not there yet is not charged yet.
        "extendedUnitPrice": line.unit_price * line.quantity_confirmed,
        "quantityOrdered": line.quantity_ordered,
        "quantityConfirmed": line.quantity_confirmed,
        "quantityBackOrdered": line.quantity_backordered,
        "specialBidNumber": line.special_bid_number.upper(),
        "notes": line.notes,
        "shipmentDetails": [{name: value for name, value in details.items() if value}],
        "additionalAttributes": [],
    }


def _charges(order: Order) -> list[dict[str, Any]]:
    if order.freight or order.order_type == "D":
        return []
    return [
        {
            "subOrderNumber": order.lines[0].sub_order_number,
            "chargeLineReference": "895",
            "chargeDescription": "FREE FREIGHT",
            "chargeAmount": 0,
        }
    ]


def _rejected(rejection: Rejection) -> dict[str, Any]:
    return {
        "customerLinenumber": rejection.line.customer_line_number,
        "ingramPartNumber": rejection.part_number,
        "quantityOrdered": rejection.line.quantity,
        "rejectCode": rejection.code,
        "rejectReason": rejection.reason,
    }


def modified(order: Order, changes: Changes, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Only the lines that were changed, under their new numbers (field-notes 5.3)."""
    body: dict[str, Any] = {
        "ingramOrderNumber": order.number,
        "customerOrderNumber": order.customer_order_number.upper(),
        "endCustomerOrderNumber": order.end_customer_order_number.upper(),
        "orderTotal": order.total,
        "orderSubTotal": order.subtotal,
        "freightCharges": order.freight,
        "totalTax": order.tax,
        "orderStatus": "ON HOLD",
        "billToAddressId": order.bill_to_address_id,
        "notes": all_notes(order),
    }
    if changes.has_bad_address:
        body["changeDescription"] = BAD_ADDRESS
    if changes.ship_to or changes.ship_to_address_id:
        ship_to = _ship_to(order)
        body["shipToInfo"] = ship_to | {"email": ship_to["email"].replace("@", "")}
    lines = [_changed(outcome) for outcome in outcomes if not outcome.code]
    rejected = [_refused(outcome) for outcome in outcomes if outcome.code]
    named = {"lines": lines, "rejectedLineItems": rejected}
    return body | {name: rows for name, rows in named.items() if rows}


def _changed(outcome: Outcome) -> dict[str, Any]:
    change, line = outcome.change, outcome.line
    if outcome.comment:
        return {
            "ingramLineNumber": outcome.comment.number,
            "customerLineNumber": change.customer_line_number,
            "notes": outcome.comment.text,
        }
    if line is None:
        part = {"ingramPartNumber": change.part_number} if change.part_number else {}
        number = change.line_number.zfill(3)
        return {"ingramLineNumber": number, "customerLineNumber": NO_NUMBER} | part
    notes = {"notes": line.notes} if line.notes else {}
    return {
        "subOrderNumber": line.sub_order_number,
        "ingramLineNumber": line.number.lstrip("0"),
        "customerLineNumber": line.customer_line_number,
        "ingramPartNumber": line.part_number,
        "vendorPartNumber": line.vendor_part_number,
        "quantityOrdered": line.quantity_ordered,
        "quantityConfirmed": line.quantity_confirmed,
        "quantityBackOrdered": line.quantity_backordered,
        "shipmentDetails": {"carrierCode": "OT", "carrierName": "OTHER"},
    } | notes


def _refused(outcome: Outcome) -> dict[str, Any]:
    change = outcome.change
    texts = {
        "ingramLineNumber": change.line_number,
        "customerLineNumber": change.customer_line_number,
        "ingramPartNumber": change.part_number,
    }
    return {name: text for name, text in texts.items() if text} | {
        "quantityOrdered": change.quantity,
        "rejectCode": outcome.code,
        "rejectReason": REASONS[outcome.code],
    }
