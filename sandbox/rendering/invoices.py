"""Invoices as the API spells them: a row of a search, the details, the details of early v6."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.data.catalogue import in_currency
from sandbox.invoicing import INVOICE, Invoice, InvoiceLine
from sandbox.rendering.addresses import address
from sandbox.settings import Customer

COMPANY_CURRENCY = "USD"
FREIGHT_LINE = "890"
HUNDRED = Decimal(100)


def invoice_row(invoice: Invoice, today: date, *, as_text: bool = False) -> dict[str, Any]:
    """Number without dashes, sub-order number with them: as in the document's example.

    Amounts are numbers in the newer documents and texts in the older one (field-notes 5.6).
    """
    order = invoice.order
    total = f"{invoice.total:.2f}" if as_text else invoice.total
    return {
        "paymentTermsDueDate": invoice.due_on.isoformat(),
        "specialBidNumbers": list(invoice.special_bid_numbers),
        "erpOrderNumber": invoice.sub_order_number,
        "invoiceNumber": invoice.number,
        "invoiceStatus": invoice.status(today).upper(),
        "invoiceDate": invoice.invoiced_on.isoformat(),
        "invoiceDueDate": invoice.due_on.isoformat(),
        "invoicedAmountDue": total,
        "customerOrderNumber": order.customer_order_number.upper(),
        "endCustomerOrderNumber": order.end_customer_order_number.upper(),
        "orderCreateDate": order.entered_at.date().isoformat(),
        "invoiceAmountInclTax": total,
        "forgntotalamount": invoice.total,
        "gstInvoiceNumber": "",
        "isfseccenabled": False,
    }


def invoice_details(
    invoice: Invoice, customer: Customer, today: date, *, with_serials: bool
) -> dict[str, Any]:
    """The charges are spelt as the schema has them: it refuses the capitals of its own example."""
    order = invoice.order
    return {
        "invoiceNumber": invoice.number_with_dashes,
        "invoiceStatus": invoice.status(today),
        "invoiceDate": invoice.invoiced_on.isoformat(),
        "customerOrderNumber": order.customer_order_number.upper(),
        "endCustomerOrderNumber": order.end_customer_order_number.upper(),
        "orderDate": order.entered_at.date().isoformat(),
        "billToID": order.bill_to_address_id,
        "invoiceType": INVOICE,
        "invoiceDueDate": invoice.due_on.isoformat(),
        "customerCountryCode": customer.country,
        "customerNumber": customer.number,
        "ingramOrderNumber": invoice.sub_order_number,
        "notes": order.notes,
        "paymentTermsInfo": {
            "paymentTermsCode": "30",
            "paymentTermsDescription": "NET 30 DAYS",
            "paymentTermsDueDate": invoice.due_on.isoformat(),
        },
        "billToInfo": address(order.bill_to),
        "shipToInfo": address(order.ship_to),
        "endUserInfo": address(order.end_user),
        "lines": [_line(invoice, line, with_serials=with_serials) for line in invoice.lines],
        "fxRateInfo": {
            "currencyCode": order.currency,
            "companyCurrency": COMPANY_CURRENCY,
            "invoiceCurrency": order.currency,
            "currencyFxRate": customer.rate,
        },
        "summary": _summary(invoice, customer),
    }


def legacy_invoice_details(
    invoice: Invoice, customer: Customer, today: date, *, with_serials: bool
) -> dict[str, Any]:
    """All keys begin with capitals, the serial numbers excepted (field-notes 5.6)."""
    details = invoice_details(invoice, customer, today, with_serials=with_serials)
    # Both spellings of one key: the second is the document's own slip.
    lines = [line | {"TaxPercentage": line["taxPercentage"]} for line in details["lines"]]
    found: dict[str, Any] = _in_capitals(details | {"lines": lines})
    return found | {
        "IngramPurchaseOrderNumber": invoice.order.customer_order_number.upper(),
        "IngramInvoiceNumber": "",
    }


def _in_capitals(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_capitals(item) for item in value]
    if not isinstance(value, dict):
        return value
    as_it_is = ("serialNumbers", "taxPercentage")
    return {
        key if key in as_it_is else key[0].upper() + key[1:]: item
        if key in as_it_is
        else _in_capitals(item)
        for key, item in value.items()
    }


def _line(invoice: Invoice, line: InvoiceLine, *, with_serials: bool) -> dict[str, Any]:
    ordered, order = line.line, invoice.order
    serials = [{"serialNumber": number} for number in line.serial_numbers]
    percentage = in_currency(invoice.tax_rate, HUNDRED)
    return {
        "ingramLineNumber": ordered.number.lstrip("0"),
        "customerLineNumber": ordered.customer_line_number.lstrip("0") or "0",
        "ingramPartNumber": ordered.part_number,
        "upc": ordered.upc,
        "vendorPartNumber": ordered.vendor_part_number,
        "customerPartNumber": "",
        "vendorName": ordered.vendor_name.upper()[:15],
        "productDescription": " || ".join(_pieces(ordered.description)),
        "unitWeight": ordered.weight,
        "quantity": line.quantity,
        "unitPrice": ordered.unit_price,
        "unitOfMeasure": "EA",
        "currencyCode": order.currency,
        "extendedPrice": line.extended_price,
        "taxPercentage": percentage,
        "taxRate": percentage,
        "taxAmount": in_currency(line.extended_price, invoice.tax_rate),
        "serialNumbers": serials if with_serials and serials else None,
        "quantityOrdered": ordered.quantity_ordered,
        "quantityShipped": line.quantity,
    }


def _pieces(text: str) -> list[str]:
    return [text[start : start + 35].strip() for start in range(0, len(text), 35)]


def _summary(invoice: Invoice, customer: Customer) -> dict[str, Any]:
    return {
        "lines": {
            "productLineCount": len(invoice.lines),
            "productLineTotalQuantity": invoice.quantity,
        },
        "miscCharges": _charges(invoice) or None,
        "totals": {
            "netInvoiceAmount": invoice.net,
            "discountAmount": 0,
            "discountType": "Terms Charge",
            "totalTaxAmount": invoice.tax,
            "invoicedAmountDue": invoice.total,
            "freightAmount": invoice.freight,
        },
        "foreignFxTotals": {
            "foreignCurrencyCode": invoice.order.currency,
            "foreignCurrencyFxRate": customer.rate,
            "foreignTotalTaxableAmount": f"{invoice.net:.2f}",
            "foreignTotalTaxAmount": invoice.tax,
            "foreignInvoiceAmountDue": f"{invoice.total:.2f}",
        },
    }


def _charges(invoice: Invoice) -> list[dict[str, Any]]:
    charges = (("TAX", 0, invoice.tax, ""), ("FREIGHT OUT", 1, invoice.freight, FREIGHT_LINE))
    return [
        {
            "chargeDescription": description,
            "miscChargeLineCount": count,
            "miscChargeLineTotal": amount,
            "chargeLineReference": reference,
            "isNonMisc": "N",
        }
        for description, count, amount, reference in charges
        if amount
    ]
