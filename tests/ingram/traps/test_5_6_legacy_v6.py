"""Field notes 5.6, the row of early v6, and 4.1 row 27."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from apps.ingram import Client
from apps.ingram.operations.legacy import invoices
from tests.ingram.legacy import answers
from tests.ingram.upstream import Upstream

PASCAL_LINE = {
    "IngramPartNumber": "05QC29",
    "UnitWeight": "0.0",
    "Quantity": 1,
    "UnitPrice": 533.33,
    "TaxPercentage": None,
    "taxPercentage": 7.5,
    "serialNumbers": [{"serialNumber": "S-1"}, {"serialNumber": "S-2"}],
}
PASCAL_INVOICE = {
    "InvoiceNumber": "40-DPJ17-11",
    "InvoiceDate": "2022-09-07",
    "PaymentTermsInfo": {"PaymentTermsCode": "45", "PaymentTermsDescription": "NET 45 DAYS"},
    "Lines": [PASCAL_LINE],
    "FxRateInfo": {"CurrencyCode": "USD"},
    "Summary": {
        "MiscCharges": [{"ChargeDescription": "STATETAX", "MiscChargeLineTotal": 355.83}],
        "Totals": {"NetInvoiceAmount": 533.33, "InvoicedAmountDue": 533.33},
    },
}


def lowered_first(value: Any) -> Any:
    """The same in the spelling of v6.1."""
    if isinstance(value, dict):
        return {key[:1].lower() + key[1:]: lowered_first(part) for key, part in value.items()}
    return [lowered_first(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("body", [PASCAL_INVOICE, lowered_first(PASCAL_INVOICE)])
def test_legacy_v6_invoices_are_read_in_capitals_and_in_small_letters(
    body: dict[str, Any], client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, body)

    invoice = invoices.invoice_details_v6(client, "40-DPJ17-11")

    assert (invoice.invoice_number, invoice.invoiced_on) == ("40-DPJ17-11", date(2022, 9, 7))
    assert invoice.payment_terms.description == "NET 45 DAYS"
    assert invoice.lines[0].serial_numbers == ("S-1", "S-2")
    assert invoice.summary.charges[0].amount == Decimal("355.83")
    assert invoice.summary.totals.amount_due == Decimal("533.33")
    assert invoice.currency == "USD"


def test_legacy_v6_invoices_are_read_from_the_documented_envelope(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answers.invoice())

    invoice = invoices.invoice_details_v6(client, "RCW67-11")

    assert invoice.invoice_number == "RCW67-11"
    assert invoice.summary.totals.amount_due == Decimal("61.22")
    assert invoice.raw == answers.invoice()


def test_legacy_v6_invoice_lines_hold_a_key_in_two_cases(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, PASCAL_INVOICE)

    assert invoices.invoice_details_v6(client, "40-DPJ17-11").lines[0].tax_percentage == Decimal(
        "7.5"
    )


def test_legacy_v6_invoices_want_a_header_called_version(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, PASCAL_INVOICE)

    invoices.invoice_details_v6(client, "40-DPJ17-11")

    headers = {name.lower(): value for name, value in upstream.calls[0].headers.items()}
    assert headers["version"] == "6"
    assert headers["im-customernumber"] == "20-222222"
