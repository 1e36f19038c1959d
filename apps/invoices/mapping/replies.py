"""What a reply of the API says, as rows of the mirror."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from apps.accounts.models import CustomerAccount
from apps.ingram.schemas import invoices as schema
from apps.ingram.schemas.reading import Party
from apps.invoices.choices import SETTLED_STATUSES, InvoiceStatus, InvoiceType
from apps.invoices.mapping.numbers import comparable
from apps.invoices.models import Invoice, InvoiceLine

_STATUSES = {
    "OPEN": InvoiceStatus.OPEN,
    "NOT DUE": InvoiceStatus.OPEN,
    "PARTIALLY PAID": InvoiceStatus.OPEN,
    "PAST DUE": InvoiceStatus.PAST_DUE,
    "OVERDUE": InvoiceStatus.PAST_DUE,
    "PAID": InvoiceStatus.PAID,
    "CLEARED": InvoiceStatus.PAID,
    "CLOSED": InvoiceStatus.CLOSED,
    "CANCELLED": InvoiceStatus.CANCELLED,
    "VOIDED": InvoiceStatus.CANCELLED,
}
#: What the columns can hold. A figure beyond is unknown rather than an error page.
_MOST_AMOUNT, _MOST_RATE, _MOST_PERCENTAGE = Decimal(10) ** 12, Decimal(10) ** 10, Decimal(10) ** 5
_MOST_QUANTITY = 2**31


def status_of(text: str) -> InvoiceStatus:
    """Our status for a word of theirs, already in upper case; an unknown one is OTHER."""
    return _STATUSES.get(text, InvoiceStatus.OTHER)


def type_of(text: str) -> InvoiceType:
    """Our kind of document for a word of theirs."""
    told = text.upper()
    if not told:
        return InvoiceType.UNTOLD
    for word, kind in (("CREDIT", InvoiceType.CREDIT_MEMO), ("DEBIT", InvoiceType.DEBIT_MEMO)):
        if word in told:
            return kind
    return InvoiceType.INVOICE if "INVOICE" in told else InvoiceType.OTHER


def counts_as_owed(invoice: Invoice) -> bool:
    """Whether it belongs to the open balances: not settled, and not over nothing."""
    return invoice.status not in SETTLED_STATUSES and invoice.amount_due != 0


def summary_row(
    account: CustomerAccount, summary: schema.InvoiceSummary, *, read_at: datetime
) -> Invoice:
    """What search tells of an invoice. It tells neither currency nor kind of document."""
    texts = {
        "invoice_number": summary.invoice_number,
        "status_text": summary.status_text,
        "ingram_order_number": summary.ingram_order_number.upper(),
        "customer_order_number": summary.customer_order_number.upper(),
        "end_customer_order_number": summary.end_customer_order_number.upper(),
        "gst_invoice_number": summary.gst_invoice_number,
    }
    return Invoice(
        account=account,
        comparable_number=comparable(summary.invoice_number),
        **{column: _cut(Invoice, column, text) for column, text in texts.items()},
        status=status_of(summary.status),
        invoiced_on=summary.invoiced_on,
        due_on=summary.due_on or summary.payment_terms_due_on,
        payment_terms_due_on=summary.payment_terms_due_on,
        ordered_on=summary.ordered_on,
        special_bid_numbers=[number for number in summary.special_bid_numbers if number],
        amount_due=_within(summary.amount_due, _MOST_AMOUNT),
        amount_with_tax=_within(summary.amount_with_tax, _MOST_AMOUNT),
        synced_at=read_at,
    )


@dataclass(frozen=True, kw_only=True)
class DetailRows:
    """Invoice details as unsaved rows: `header` are the values of the invoice's own columns."""

    comparable_number: str
    header: dict[str, Any]
    lines: list[InvoiceLine]


def detail_rows(
    details: schema.InvoiceDetails, *, read_at: datetime, with_serials: bool
) -> DetailRows:
    """Everything that the details tell; their blank text and days leave what search told."""
    header: dict[str, Any] = {
        column: _cut(Invoice, column, text) for column, text in _texts(details).items() if text
    }
    terms_due_on = details.payment_terms.due_on
    days = {
        "invoiced_on": details.invoiced_on,
        "due_on": details.due_on or terms_due_on,
        "payment_terms_due_on": terms_due_on,
        "ordered_on": details.ordered_on,
    }
    header |= {column: day for column, day in days.items() if day}
    header |= _documents(details)
    header |= {column: amount for column, amount in _amounts(details).items() if amount is not None}
    if details.status:
        header["status"] = status_of(details.status)
    if details.invoice_type:
        header["invoice_type"] = type_of(details.invoice_type)
    header |= {"synced_at": read_at, "details_at": read_at}
    if with_serials:
        header["serials_at"] = read_at
    return DetailRows(
        comparable_number=comparable(details.invoice_number),
        header=header,
        lines=[
            _line_row(line, place, with_serials=with_serials)
            for place, line in enumerate(details.lines, start=1)
        ],
    )


def _texts(details: schema.InvoiceDetails) -> dict[str, str]:
    return {
        "invoice_number": details.invoice_number,
        "status_text": details.status_text,
        "invoice_type_text": details.invoice_type,
        "ingram_order_number": details.ingram_order_number.upper(),
        "customer_order_number": details.customer_order_number.upper(),
        "end_customer_order_number": details.end_customer_order_number.upper(),
        "currency": details.currency,
        "discount_type": details.summary.totals.discount_type,
        "payment_terms_code": details.payment_terms.code,
        "payment_terms": details.payment_terms.description,
        "bill_to_address_id": details.bill_to_address_id,
        "foreign_currency": details.summary.foreign.currency if details.summary.foreign else "",
    }


def _documents(details: schema.InvoiceDetails) -> dict[str, Any]:
    return {
        "notes": details.notes,
        "bill_to": _party(details.bill_to),
        "ship_to": _party(details.ship_to),
        "end_user": _party(details.end_user),
        "charges": [_charge(charge) for charge in details.summary.charges],
    }


def _amounts(details: schema.InvoiceDetails) -> dict[str, Decimal | None]:
    """As they are told: they do not add up with the charges (field notes 9.2)."""
    totals, foreign = details.summary.totals, details.summary.foreign
    amounts = {
        "amount_due": totals.amount_due,
        "net_amount": totals.net_amount,
        "tax_amount": totals.tax_amount,
        "freight_amount": totals.freight_amount,
        "discount_amount": totals.discount_amount,
        "foreign_taxable_amount": foreign.taxable_amount if foreign else None,
        "foreign_tax_amount": foreign.tax_amount if foreign else None,
        "foreign_amount_due": foreign.amount_due if foreign else None,
    }
    rate = foreign.rate if foreign else None
    return {
        **{column: _within(amount, _MOST_AMOUNT) for column, amount in amounts.items()},
        "foreign_rate": _within(rate, _MOST_RATE),
    }


def _charge(charge: schema.InvoiceCharge) -> dict[str, str]:
    amount = "" if charge.amount is None else str(charge.amount)
    return {
        "description": charge.description,
        "reference": charge.reference,
        "amount": amount,
    }


def _party(party: Party | None) -> dict[str, str]:
    """An address as a document of its filled parts."""
    if party is None:
        return {}
    parts = {
        "company_name": party.company_name,
        "contact": party.contact,
        "address_line_1": party.address_line1,
        "address_line_2": party.address_line2,
        "address_line_3": party.address_line3,
        "city": party.city,
        "state": party.state,
        "postal_code": party.postal_code,
        "country_code": party.country_code,
        "phone_number": party.phone_number,
        "email": party.email,
    }
    return {name: text for name, text in parts.items() if text}


def _line_row(line: schema.InvoiceLine, position: int, *, with_serials: bool) -> InvoiceLine:
    texts = {
        "ingram_line_number": line.ingram_line_number,
        "customer_line_number": line.customer_line_number,
        "ingram_part_number": line.ingram_part_number,
        "vendor_part_number": line.vendor_part_number,
        "customer_part_number": line.customer_part_number,
        "upc": line.upc,
        "vendor_name": line.vendor_name,
        "unit_of_measure": line.unit_of_measure,
        "currency": line.currency,
    }
    percentage = line.tax_rate if line.tax_percentage is None else line.tax_percentage
    return InvoiceLine(
        position=position,
        **{column: _cut(InvoiceLine, column, text) for column, text in texts.items()},
        description=line.description,
        quantity=_whole(line.quantity),
        quantity_ordered=_whole(line.quantity_ordered),
        quantity_shipped=_whole(line.quantity_shipped),
        unit_price=_within(line.unit_price, _MOST_AMOUNT),
        extended_price=_within(line.extended_price, _MOST_AMOUNT),
        tax_percentage=_within(percentage, _MOST_PERCENTAGE),
        tax_amount=_within(line.tax_amount, _MOST_AMOUNT),
        serial_numbers=list(line.serial_numbers) if with_serials else None,
    )


def _whole(number: int | None) -> int | None:
    return number if number is not None and abs(number) < _MOST_QUANTITY else None


def _within(number: Decimal | None, most: Decimal) -> Decimal | None:
    return number if number is not None and abs(number) < most else None


def _cut(model: type[Any], column: str, text: str) -> str:
    return text[: model._meta.get_field(column).max_length]  # noqa: SLF001 - documented
