"""An invoice in the spelling of version 5: lower case, every figure a text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sandbox.invoicing import Invoice, InvoiceLine
from sandbox.records import Address
from sandbox.rendering.invoices import COMPANY_CURRENCY
from sandbox.settings import Customer

FREIGHT_LINE = "895"
FIRST_TRACKING_LINE = 900


def invoice_details_v5(invoice: Invoice, customer: Customer) -> dict[str, Any]:
    """`shiptoaddress` as in the data: only the document's schema calls it shoptoaddress."""
    order, first = invoice.order, invoice.lines[0].shipments[0]
    package = next(iter(first.packages), None)
    weight = sum((line.line.weight * line.quantity for line in invoice.lines), Decimal(0))
    return {
        "customernumber": customer.number,
        "invoicenumber": invoice.number_with_dashes[3:],
        "invoicedate": invoice.invoiced_on.isoformat(),
        "invoicetype": "Invoice",
        "customerordernumber": order.customer_order_number.upper(),
        "customerfreightamount": f"{invoice.freight:.2f}",
        "customerforeignfrightamt": f"{invoice.freight:.2f}",
        "totaltaxamount": f"{invoice.tax:.2f}",
        "totalamount": f"{invoice.total:.2f}",
        "shiptosuffix": order.ship_to_address_id,
        "billtosuffix": order.bill_to_address_id,
        "freightamount": f"{invoice.freight:.2f}",
        "paymentterms": "30",
        "orderdate": order.entered_at.date().isoformat(),
        "carrier": package.carrier_code if package else "",
        "carrierdescription": package.carrier_name if package else "",
        "discountamount": 0,
        "enduserponumber": order.end_customer_order_number.upper(),
        "shipdate": first.shipped_on.isoformat(),
        "companycurrency": COMPANY_CURRENCY,
        "currencycode": order.currency,
        "currencyrate": f"{customer.rate:.6f}",
        "globalorderid": invoice.sub_order_number,
        "ordertype": order.order_type,
        "orderstatus": "I",
        "totalsales": f"{invoice.net:.2f}",
        "weight": f"{weight:.2f}",
        "billto": _address(order.bill_to),
        "shiptoaddress": _address(order.ship_to),
        "lines": [*(_line(invoice, line) for line in invoice.lines), *_pseudo_lines(invoice)],
    }


def _line(invoice: Invoice, line: InvoiceLine) -> dict[str, Any]:
    ordered, delivery = line.line, invoice.delivery_number
    return {
        "linenumber": ordered.number.lstrip("0"),
        "linetype": "P",
        "partnumber": ordered.part_number,
        "vendorpartnumber": ordered.vendor_part_number,
        "partdescription": ordered.description,
        "shipfrombranch": line.shipments[0].warehouse_id,
        "shippedquantity": str(line.quantity),
        "orderedquantity": str(ordered.quantity_ordered),
        "backorderquantity": str(ordered.quantity_backordered),
        "extendedprice": f"{line.extended_price:.2f}",
        "specialbidnumber": ordered.special_bid_number,
        "ordersuffix": ordered.sub_order_number[-2:],
        "unitprice": f"{ordered.unit_price:.2f}",
        "unitofmeasure": "EA",
        "serialnumberdetails": [
            {"serialnumber": number, "deliverynumber": delivery} for number in line.serial_numbers
        ],
        "trackingnumberdetails": [{"trackingnumber": number} for number in line.tracking_numbers],
        "productextendedspecs": [{"attributename": "commenttext", "attributevalue": ordered.notes}]
        if ordered.notes
        else [],
    }


def _pseudo_lines(invoice: Invoice) -> Iterator[dict[str, Any]]:
    """Without a part number: freight, and tracking numbers as text (field-notes 4.2)."""
    freight = "FREIGHT OUT" if invoice.freight else "FREE FREIGHT"
    yield _pseudo_line(invoice, FREIGHT_LINE, freight, invoice.freight)
    tracking = (number for line in invoice.lines for number in line.tracking_numbers)
    for index, number in enumerate(dict.fromkeys(tracking), start=FIRST_TRACKING_LINE):
        yield _pseudo_line(invoice, str(index), f"TRACKING# {number}", Decimal(0))


def _pseudo_line(
    invoice: Invoice, number: str, description: str, amount: Decimal
) -> dict[str, Any]:
    return {
        "linenumber": number,
        "vendorpartnumber": "",
        "partdescription": description,
        "shipfrombranch": invoice.lines[0].shipments[0].warehouse_id,
        "shippedquantity": "0",
        "orderedquantity": "0",
        "backorderquantity": "0",
        "extendedprice": f"{amount:.2f}",
        "specialbidnumber": "",
        "ordersuffix": invoice.number[-2:],
        "unitprice": "0",
        "unitofmeasure": "",
    }


def _address(of: Address) -> dict[str, str]:
    return {
        "attention": of.contact,
        "name1": of.company_name,
        "name2": "",
        "addressline1": of.line1,
        "addressline2": of.line2,
        "addressline3": of.line3,
        "city": of.city,
        "state": of.state,
        "postalcode": of.postal_code,
        "countrycode": of.country_code,
        "phonenumber": of.phone_number,
        "email": of.email,
    }
