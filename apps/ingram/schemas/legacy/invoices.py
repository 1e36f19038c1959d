"""Invoice details as they were: v5's envelope, and the first v6 in any of its layouts."""

from __future__ import annotations

from typing import Annotated

from apps.ingram.schemas.invoices import (
    FxRate,
    InvoiceCharge,
    InvoiceDetails,
    InvoiceLine,
    InvoiceSums,
    PaymentTerms,
)
from apps.ingram.schemas.legacy.envelope import (
    ROOTS,
    Enveloped,
    Inside,
    OldParty,
    OldStatus,
    members,
    notes_in,
    one_arranged,
    text_in,
    told,
)
from apps.ingram.schemas.legacy.orders import OldSerial
from apps.ingram.schemas.reading import (
    Answer,
    Attribute,
    Currency,
    Day,
    Flag,
    Identifier,
    JsonObject,
    Many,
    Maybe,
    Number,
    Text,
    WholeNumber,
    spelt,
)

#: Lines from this number on are charges (field notes 6.4).
FIRST_CHARGE_LINE = 885


class OldTracking(Answer):
    tracking_number: Identifier = spelt("trackingnumber")


class OldInvoiceLine(InvoiceLine):
    ingram_line_number: Identifier = spelt("linenumber")
    line_kind: Text = spelt("linetype")
    ingram_part_number: Identifier = spelt("partnumber")
    description: Text = spelt("partdescription")
    quantity: WholeNumber = spelt("shippedquantity", default=None)
    quantity_ordered: WholeNumber = spelt("orderedquantity", default=None)
    quantity_shipped: WholeNumber = spelt("shippedquantity", default=None)
    quantity_backordered: WholeNumber = spelt("backorderquantity", default=None)
    backorder_eta_on: Day = spelt("backorderetadate", default=None)
    warehouse_id: Identifier = spelt("shipfrombranch")
    margin_percent: Number = None
    special_bid_number: Identifier = ""
    sub_order_suffix: Identifier = spelt("ordersuffix")
    is_acop_applied: Flag = None
    serials: Many[OldSerial] = spelt("serialnumberdetails", default=())
    tracking: Many[OldTracking] = spelt("trackingnumberdetails", default=())
    attributes: Many[Attribute] = spelt("productextendedspecs", default=())

    @property
    def notes(self) -> str:
        return notes_in([attribute.raw for attribute in self.attributes])


class OldInvoiceCharge(InvoiceCharge):
    reference: Identifier = spelt("code")
    amount: Number = spelt("chargeamount", default=None)


def _is_charge(line: JsonObject) -> bool:
    number = text_in(line, "linenumber")
    return number.isdecimal() and int(number) >= FIRST_CHARGE_LINE


def _arranged(invoice: JsonObject) -> JsonObject:
    """Products apart from pseudo-lines, and what is flat put where v6 has it.

    Lines without a part number carry charges, tracking and comments (field notes 4.2): charges
    go to the sums, texts to the notes.
    """
    lines = list(members(told(invoice, "lines")))
    products = [line for line in lines if text_in(line, "partnumber")]
    pseudo = [line for line in lines if not text_in(line, "partnumber")]
    charges = [_charge(line) for line in pseudo if _is_charge(line)]
    texts = [text_in(line, "partdescription") for line in pseudo if not _is_charge(line)]
    specs = notes_in(told(invoice, "extendedspecs"))
    return {
        **invoice,
        "product_lines": products,
        "charge_lines": charges,
        "notes": " || ".join(filter(None, (specs, *texts))),
    }


def _charge(line: JsonObject) -> JsonObject:
    return {
        "reference": told(line, "linenumber"),
        "description": told(line, "partdescription"),
        "amount": told(line, "extendedprice"),
    }


class OldInvoiceDetails(Enveloped, InvoiceDetails):
    """`ship_to` is documented as `shoptoaddress` and comes as `shiptoaddress`."""

    order_status: OldStatus = spelt("orderstatus")
    ingram_order_number: Identifier = spelt("globalorderid")
    end_customer_order_number: Identifier = spelt("enduserponumber")
    bill_to_address_id: Identifier = spelt("billtosuffix")
    ship_to_address_id: Identifier = spelt("shiptosuffix")
    bill_to: Maybe[OldParty] = spelt("billto", default=None)
    ship_to: Maybe[OldParty] = spelt("shiptoaddress", "shoptoaddress", default=None)
    sold_to: Maybe[OldParty] = spelt("soldto", default=None)
    lines: Many[OldInvoiceLine] = spelt("product_lines", "lines", default=())
    charge_lines: Many[InvoiceCharge] = ()
    charges: Many[OldInvoiceCharge] = spelt("miscfeeline", default=())
    attributes: Many[Attribute] = spelt("extendedspecs", default=())
    payment_terms_code: Identifier = spelt("paymentterms")
    net_amount: Number = spelt("totalsales", default=None)
    total: Number = spelt("totalamount", default=None)
    tax_total: Number = spelt("totaltaxamount", default=None)
    fees_total: Number = spelt("totalotherfees", default=None)
    freight_amount: Number = spelt("freightamount", default=None)
    customer_freight_amount: Number = spelt("customerfreightamount", default=None)
    customer_foreign_freight: Number = spelt("customerforeignfrightamt", default=None)
    discount_amount: Number = None
    tax_type: Text = ""
    order_type: Text = ""
    invoice_currency: Currency = spelt("currencycode")
    company_currency: Currency = ""
    currency_rate: Number = None
    carrier_code: Text = spelt("carrier")
    carrier_name: Text = spelt("carrierdescription")
    shipped_on: Day = spelt("shipdate", default=None)
    weight: Number = None
    hold_reason: Text = spelt("holdreason")
    credit_reason_code: Text = spelt("creditmemoreasoncode")
    ship_complete: Text = spelt("shipcomplete")

    @property
    def as_current(self) -> OldInvoiceDetails:
        """The same with sums, currency and terms where v6.1 has them."""
        rate = {
            "currency": self.invoice_currency,
            "company_currency": self.company_currency,
            "invoice_currency": self.invoice_currency,
            "rate": self.currency_rate,
        }
        terms = PaymentTerms.read({"code": self.payment_terms_code})
        known = {"summary": self._sums(), "fx": FxRate.read(rate), "payment_terms": terms}
        return self.model_copy(update=known)

    def _sums(self) -> InvoiceSums:
        freight = self.freight_amount
        totals = {
            "net_amount": self.net_amount,
            "discount_amount": self.discount_amount,
            "tax_amount": self.tax_total,
            "freight_amount": self.customer_freight_amount if freight is None else freight,
            "amount_due": self.total,
        }
        quantity = sum(line.quantity or 0 for line in self.lines)
        return InvoiceSums.read(
            {
                "counts": {"lines": len(self.lines), "quantity": quantity},
                "charges": [*self.charges, *self.charge_lines],
                "totals": totals,
            }
        )


class InvoiceInside(Inside):
    invoice: Annotated[OldInvoiceDetails | None, one_arranged(_arranged)] = spelt(
        "invoicedetailresponse", default=None
    )


class InvoiceDetailsReply(Answer):
    inside: Maybe[InvoiceInside] = spelt(*ROOTS, default=None)


class EarlyInvoiceReply(InvoiceDetails):
    """Legacy v6: keys as in v6.1 in any case of letters, or else v5's envelope."""

    ingram_invoice_number: Identifier = ""
    inside: Maybe[InvoiceInside] = spelt(*ROOTS, default=None)

    @property
    def invoice(self) -> InvoiceDetails:
        if self.inside and self.inside.invoice:
            return self.inside.invoice.as_current.standing_in(self.raw)
        return self
