from __future__ import annotations

from apps.ingram.operations import invoices
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceNumberOf, InvoicePage
from tests.contract.cases.case import DAYS, Case

CASES = (
    Case(
        operation=invoices.SEARCH_INVOICES,
        answer=InvoicePage,
        calls=(
            lambda client: invoices.search_invoices(client),
            lambda client: invoices.search_invoices(
                client,
                invoice_number="40MKTRW11",
                status="OPEN",
                invoice_type="Invoice",
                invoiced_on=DAYS[0],
                invoiced_between=DAYS,
                due_on=DAYS[0],
                due_between=DAYS,
                ordered_on=DAYS[0],
                ordered_between=DAYS,
                payment_terms_due_on=DAYS[0],
                ingram_order_number="40-MKTRW-11",
                customer_order_number="PO-1",
                end_customer_order_number="EU-1",
                delivery_number="335238411",
                special_bid_number="B-1",
                serial_number="S-1",
                sort_by="InvoiceDate",
                is_descending=True,
                page_number=2,
                page_size=100,
            ),
            lambda client: next(invoices.iter_invoices(client, invoiced_between=DAYS)),
        ),
    ),
    Case(
        operation=invoices.INVOICE_DETAILS,
        answer=InvoiceDetails,
        calls=(
            lambda client: invoices.invoice_details(client, "335238411"),
            lambda client: invoices.invoice_details(
                client,
                "20-RD3QV-11",
                number_of=InvoiceNumberOf.ORDER,
                includes_serial_numbers=False,
            ),
        ),
    ),
)
