"""Invoices: what comes back (field notes 5.6, 9.1, 9.2). The legacy answers are read as these."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from apps.ingram.schemas.orders import Serial
from apps.ingram.schemas.reading import (
    Answer,
    Currency,
    Day,
    Flag,
    Identifier,
    Many,
    Maybe,
    Number,
    Page,
    Party,
    Status,
    Text,
    WholeNumber,
    spelt,
)


class InvoiceNumberOf(StrEnum):
    """What the number in the path of invoice details names: the `customerType` of the API."""

    INVOICE = "invoice"
    ORDER = "order"


def comparable_number(invoice_number: str) -> str:
    """An invoice number for comparing: search writes it without dashes, details with them."""
    return invoice_number.replace("-", "").strip().upper()


class InvoiceSummary(Answer):
    """A row of invoice search. Its amounts carry no currency: invoice details tell it."""

    invoice_number: Identifier = ""
    status: Status = spelt("invoiceStatus")
    status_text: Text = spelt("invoiceStatus")
    invoiced_on: Day = spelt("invoiceDate", default=None)
    due_on: Day = spelt("invoiceDueDate", default=None)
    payment_terms_due_on: Day = spelt("paymentTermsDueDate", default=None)
    ordered_on: Day = spelt("orderCreateDate", default=None)
    ingram_order_number: Identifier = spelt("erpOrderNumber", "ingramOrderNumber")
    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    special_bid_numbers: Many[Identifier] = ()
    amount_due: Number = spelt("invoicedAmountDue", default=None)
    amount_with_tax: Number = spelt("invoiceAmountInclTax", default=None)
    foreign_amount: Number = spelt("forgntotalamount", default=None)
    gst_invoice_number: Identifier = ""
    is_fsec_enabled: Flag = spelt("isfseccenabled", default=None)


class InvoicePage(Page):
    invoices: Many[InvoiceSummary] = ()


class PaymentTerms(Answer):
    code: Identifier = spelt("paymentTermsCode")
    description: Text = spelt("paymentTermsDescription")
    due_on: Day = spelt("paymentTermsDueDate", default=None)


class InvoiceLine(Answer):
    ingram_line_number: Identifier = ""
    customer_line_number: Identifier = ""  # "0" when the order gave none
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    customer_part_number: Identifier = ""
    upc: Identifier = spelt("upc", "upcCode")
    vendor_name: Text = ""
    description: Text = spelt("productDescription")
    unit_weight: Number = None
    quantity: WholeNumber = None
    quantity_ordered: WholeNumber = None
    quantity_shipped: WholeNumber = None
    unit_price: Number = None
    unit_of_measure: Text = ""
    currency: Currency = spelt("currencyCode")
    extended_price: Number = None
    # Legacy lines hold both spellings at once, and one of them may be null.
    tax_percentage: Number = spelt("taxPercentage", "TaxPercentage", default=None)
    tax_rate: Number = None
    tax_amount: Number = None
    serials: Many[Serial] = spelt("serialNumbers", default=())

    @property
    def serial_numbers(self) -> tuple[str, ...]:
        """They may outnumber `quantity`: keys of licences are listed here too."""
        return tuple(serial.number for serial in self.serials if serial.number)


class FxRate(Answer):
    currency: Currency = spelt("currencyCode")
    company_currency: Currency = ""
    invoice_currency: Currency = ""
    rate: Number = spelt("currencyFxRate", default=None)


class InvoiceCounts(Answer):
    lines: WholeNumber = spelt("productLineCount", default=None)
    quantity: WholeNumber = spelt("productLineTotalQuantity", default=None)


class InvoiceCharge(Answer):
    """A charge beside the product lines: tax, freight and the like. For display only.

    Charges do not add up with the totals (field notes 9.2).
    """

    description: Text = spelt("chargeDescription")
    reference: Identifier = spelt("chargeLineReference")
    line_count: WholeNumber = spelt("miscChargeLineCount", default=None)
    amount: Number = spelt("miscChargeLineTotal", default=None)
    is_non_misc: Flag = None


class InvoiceTotals(Answer):
    net_amount: Number = spelt("netInvoiceAmount", default=None)
    discount_amount: Number = None
    discount_type: Text = ""
    tax_amount: Number = spelt("totalTaxAmount", default=None)
    freight_amount: Number = None
    amount_due: Number = spelt("invoicedAmountDue", default=None)


class ForeignTotals(Answer):
    currency: Currency = spelt("foreignCurrencyCode")
    rate: Number = spelt("foreignCurrencyFxRate", default=None)
    taxable_amount: Number = spelt("foreignTotalTaxableAmount", default=None)
    tax_amount: Number = spelt("foreignTotalTaxAmount", default=None)
    amount_due: Number = spelt("foreignInvoiceAmountDue", default=None)


class InvoiceSums(Answer):
    counts: InvoiceCounts = spelt("lines", default=InvoiceCounts())
    charges: Many[InvoiceCharge] = spelt("miscCharges", default=())
    totals: InvoiceTotals = Field(default_factory=InvoiceTotals)
    foreign: Maybe[ForeignTotals] = spelt("foreignFxTotals", default=None)


class InvoiceDetails(Answer):
    """One invoice in full."""

    invoice_number: Identifier = ""
    status: Status = spelt("invoiceStatus")
    status_text: Text = spelt("invoiceStatus")
    invoice_type: Text = ""
    invoiced_on: Day = spelt("invoiceDate", default=None)
    due_on: Day = spelt("invoiceDueDate", default=None)
    ordered_on: Day = spelt("orderDate", default=None)
    # `orderNumber` is described as the end customer's, and holds Ingram's.
    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")
    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    ingram_purchase_order_number: Identifier = ""
    customer_number: Identifier = ""
    customer_country_code: Text = ""
    bill_to_address_id: Identifier = spelt("billToID")
    notes: Text = ""
    payment_terms: PaymentTerms = spelt("paymentTermsInfo", default=PaymentTerms())
    bill_to: Maybe[Party] = spelt("billToInfo", default=None)
    ship_to: Maybe[Party] = spelt("shipToInfo", default=None)
    end_user: Maybe[Party] = spelt("endUserInfo", default=None)
    lines: Many[InvoiceLine] = ()
    fx: Maybe[FxRate] = spelt("fxRateInfo", default=None)
    summary: InvoiceSums = Field(default_factory=InvoiceSums)

    @property
    def currency(self) -> str:
        """That of the amounts: of the invoice, or else of its first line; "" when not told."""
        told = (self.fx.invoice_currency, self.fx.currency) if self.fx else ()
        return next(filter(None, (*told, *(line.currency for line in self.lines))), "")
