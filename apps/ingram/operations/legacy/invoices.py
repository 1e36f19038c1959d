"""Invoice details of v5, and as they were in v6 before v6.1."""

from __future__ import annotations

from apps.ingram.calls import Operation
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceNumberOf
from apps.ingram.schemas.legacy.invoices import EarlyInvoiceReply, InvoiceDetailsReply
from apps.ingram.transport import Client

INVOICE_DETAILS_V6 = Operation(
    name="invoices.details_legacy_v6",
    method="GET",
    path="/resellers/v6/invoices/{invoicenumber}",
    # Required. Its example is a customer number; the version itself is what peers send.
    headers=(("version", "6"),),
)
INVOICE_DETAILS_V5 = Operation(
    name="invoices.details_v5",
    method="GET",
    path="/resellers/v5/invoices/{invoiceNumber}",
    has_im_headers=False,
)


def invoice_details_v6(
    client: Client,
    number: str,
    *,
    number_of: InvoiceNumberOf | None = None,
    includes_serial_numbers: bool = True,
) -> InvoiceDetails:
    """One invoice as v6 told of it before v6.1, in any of its three layouts. Raises NotFound.

    [spec] GET /resellers/v6/invoices/{invoicenumber}
    """
    reply = client.call(
        INVOICE_DETAILS_V6,
        path={"invoicenumber": number},
        query={
            "customerType": number_of or "",
            "includeSerialNumbers": includes_serial_numbers,
        },
    )
    invoice = EarlyInvoiceReply.read(reply.data).invoice
    client.expect(INVOICE_DETAILS_V6, reply, is_there=bool(invoice.invoice_number))
    return InvoiceDetails.read(invoice, correlation_id=reply.correlation_id)


def invoice_details(
    client: Client,
    number: str,
    *,
    includes_serial_numbers: bool = True,
) -> InvoiceDetails:
    """One invoice over v5, of an order of the last nine months. Raises NotFound.

    Lines without a part number are no products: their charges are among the sums, their texts
    among the notes. [spec] GET /resellers/v5/invoices/{invoiceNumber}
    """
    reply = client.call(
        INVOICE_DETAILS_V5,
        path={"invoiceNumber": number},
        query={
            "customerNumber": client.config.customer_number,
            "isoCountryCode": client.config.country_code.upper(),
        },
    )
    inside = InvoiceDetailsReply.read(reply.data).inside
    invoice = inside.invoice if inside else None
    if invoice is None or not invoice.invoice_number:
        raise client.unreadable(INVOICE_DETAILS_V5, reply)
    whole = invoice.as_current.standing_in(reply.data)
    return InvoiceDetails.read(whole, correlation_id=reply.correlation_id)
