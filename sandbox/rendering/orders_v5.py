"""Orders as version 5 spells them: lower-case keys, figures in texts, hold reasons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.fulfilment import OTHER, all_notes
from sandbox.records import Address, Order, OrderLine, Package, Shipment
from sandbox.rendering.orders import by_sub_order, day, sub_order_status, weight_of
from sandbox.wishes import OrderBody, Rejection

# Status of our records to the code and the words of v5 (field-notes 6.1).
_STATUSES = {
    "On Hold": ("S", "SALES HOLD"),
    "Processing": ("R", "Released"),
    "Backordered": ("P", "Pending"),
    "Shipped": ("4", "Shipped"),
    "Delivered": ("4", "Shipped"),
    "Canceled": ("V", "Voided"),
}
CUSTOMER_HOLD = ("B", "INTERNET CUSTOMER HOLD")
INVOICED = ("I", "Invoiced")


def status_v5(order: Order, lines: Sequence[OrderLine]) -> tuple[str, str]:
    """Code and words; only here a hold says whose it is."""
    if order.is_customer_hold:
        return CUSTOMER_HOLD
    status = _STATUSES[sub_order_status(lines) if lines else "Canceled"]
    shipments = [shipment for line in lines for shipment in line.shipments]
    is_invoiced = status[0] == "4" and all(shipment.invoice_number for shipment in shipments)
    return INVOICED if is_invoiced else status


def order_row_v5(order: Order) -> dict[str, Any]:
    return {
        "ordernumber": order.number,
        "entrytimestamp": order.entered_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "customerordernumber": order.customer_order_number.upper(),
        "suborders": [
            _sub_order(order, number, lines) for number, lines in by_sub_order(order.lines).items()
        ],
        "links": _link(order, "orders", order.number),
    }


def _sub_order(order: Order, number: str, lines: list[OrderLine]) -> dict[str, Any]:
    code, words = status_v5(order, lines)
    is_held = code in ("B", "S")
    invoices = sorted({s.invoice_number for line in lines for s in line.shipments} - {""})
    return {
        "subordernumber": number,
        "statuscode": code,
        "status": words,
        "holdreasoncode": code if is_held else "",
        "holdreason": words if is_held else "",
        "links": [
            _link(order, "orders", number),
            *(_link(order, "invoices", invoice) for invoice in invoices),
        ],
    }


def _link(order: Order, topic: str, number: str) -> dict[str, str]:
    account = f"customerNumber={order.customer}&isoCountryCode={order.bill_to.country_code}"
    return {"topic": topic, "href": f"/resellers/v5/{topic}/{number}?{account}", "type": "GET"}


def order_details_v5(order: Order, sub_order_number: str = "") -> dict[str, Any]:
    lines = [line for line in order.lines if sub_order_number in ("", line.sub_order_number)]
    return {
        "ordernumber": order.number,
        "ordertype": order.order_type,
        "customerordernumber": order.customer_order_number.upper(),
        "enduserponumber": order.end_customer_order_number.upper(),
        "orderstatus": status_v5(order, order.lines)[1],
        "entrytimestamp": order.entered_at.isoformat(timespec="seconds"),
        "entrymethoddescription": "XML/PCG",
        "ordertotalvalue": order.total,
        "ordersubtotal": order.subtotal,
        "freightamount": str(order.freight),
        "currencycode": order.currency,
        "totalweight": str(weight_of(lines)),
        "totaltax": str(order.tax),
        "billtoaddress": {"suffix": order.bill_to_address_id} | address_v5(order.bill_to),
        "shiptoaddress": {"suffix": order.ship_to_address_id} | address_v5(order.ship_to),
        "lines": [_line(order, line) for line in lines],
        "miscfeeline": [{"description": "FREIGHT OUT", "chargeamount": str(order.freight)}]
        if order.freight
        else [],
        "extendedspecs": [
            {"attributename": "commenttext", "attributevalue": text}
            for text in all_notes(order).split(" || ")
            if text
        ],
    }


def address_v5(of: Address) -> dict[str, str]:
    return {
        "attention": of.contact,
        "name": of.company_name,
        "addressline1": of.line1,
        "addressline2": of.line2,
        "addressline3": of.line3,
        "city": of.city,
        "state": of.state,
        "postalcode": of.postal_code,
        "countrycode": of.country_code,
    }


def _line(order: Order, line: OrderLine) -> dict[str, Any]:
    code, words = status_v5(order, [line])
    serials = [serial for package in line.packages for serial in package.serial_numbers]
    return {
        "linenumber": line.customer_line_number,
        "globallinenumber": line.number,
        "ordersuffix": line.sub_order_number[-2:],
        "erpordernumber": line.sub_order_number,
        "linestatus": words,
        "partnumber": line.part_number,
        "manufacturerpartnumber": line.vendor_part_number,
        "vendorname": line.vendor_name.upper(),
        "partdescription1": line.description[:31],
        "partdescription2": line.description[31:62],
        "unitweight": str(line.weight),
        "unitprice": line.unit_price,
        "extendedprice": line.unit_price * line.quantity_ordered,
        "taxamount": 0,
        "requestedquantity": str(line.quantity_ordered),
        "confirmedquantity": str(line.quantity_confirmed),
        "backorderquantity": str(line.quantity_backordered),
        "serialnumberdetails": [{"serialnumber": serial} for serial in serials],
        "trackingnumber": [p.tracking_number for p in line.packages if p.tracking_number],
        "shipmentdetails": [
            _shipment(code, words, shipment, package)
            for shipment in line.shipments
            for package in shipment.packages
        ],
        "backorderetadate": day(line.backorder_eta_on),
    }


def _shipment(code: str, words: str, shipment: Shipment, package: Package) -> dict[str, Any]:
    return {
        "quantity": package.quantity,
        "shipmentdate": day(shipment.shipped_on),
        "shipfromwarehouseid": shipment.warehouse_id,
        "warehousename": shipment.location,
        "invoicenumber": shipment.invoice_number,
        "invoicedate": day(shipment.invoiced_on),
        "status": code,
        "statusdescription": words,
        "shippeddate": day(shipment.shipped_on),
        "holdreasoncodedescription": "NA",
        "carriercode": package.carrier_code,
        "carriername": package.carrier_name,
        "packagedetails": {
            "trackingnumber": package.tracking_number,
            "packageweight": str(package.weight),
            "cartonnumber": package.carton_number,
            "quantityinbox": str(package.quantity),
        },
    }


def created_v5(
    wish: OrderBody, orders: Sequence[Order], rejected: Sequence[Rejection]
) -> dict[str, Any]:
    total = sum((order.total for order in orders), Decimal(0))
    return {
        "ordersummary": {
            "customerponumber": wish.customer_order_number.upper(),
            "totalorderamount": str(total),
            "totalordercreated": str(len(orders)),
            "shiptoaddress": address_v5(orders[0].ship_to),
            "ordercreateresponse": [
                _created(order, len(rejected) if order is orders[0] else 0) for order in orders
            ],
        }
    }


def _created(order: Order, errors: int) -> dict[str, Any]:
    return {
        "numberoflineswithsuccess": str(len(order.lines)),
        "numberoflineswitherror": str(errors),
        "numberoflineswithwarning": "0",
        "globalorderid": order.number,
        "ordertype": order.order_type,
        "ordertimestamp": day(order.entered_at.date()),
        "invoicingsystemorderid": order.number,
        "taxamount": order.tax,
        "freightamount": order.freight,
        "orderamount": order.total,
        "lines": [_created_line(order, line) for line in order.lines],
    }


def _created_line(order: Order, line: OrderLine) -> dict[str, Any]:
    return {
        "linetype": "P",
        "globallinenumber": line.number,
        "partnumber": line.part_number,
        "linenumber": line.customer_line_number.lstrip("0"),
        "carriercode": order.carrier_code or "OT",
        "carrierdescription": OTHER,
        "requestedunitprice": line.unit_price,
        "requestedquantity": line.quantity_ordered,
        "confirmedquantity": line.quantity_confirmed,
        "backorderedquantity": line.quantity_backordered,
        "unitproductprice": line.unit_price,
        "netamount": line.unit_price * line.quantity_ordered,
        "warehouseid": line.warehouse_id,
        "ordersuffix": line.sub_order_number[-2:],
    }
