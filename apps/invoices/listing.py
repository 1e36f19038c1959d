"""The list of invoices: its tabs and sorts."""

from __future__ import annotations

from apps.core.listing import ListKind, Tab, in_states
from apps.invoices.choices import OPEN_STATUSES, SETTLED_STATUSES, InvoiceDay, InvoiceStatus
from apps.invoices.models import Invoice, Term

INVOICES = ListKind(
    model=Invoice,
    terms=Term,
    tabs={
        "": Tab(label="All"),
        "open": in_states("Open", *OPEN_STATUSES),
        "past_due": in_states("Past due", InvoiceStatus.PAST_DUE),
        "settled": in_states("Settled", *SETTLED_STATUSES),
    },
    sorts={
        "number": "comparable_number",
        "po": "customer_order_number",
        "order": "ingram_order_number",
        "status": "status",
        "invoiced": "invoiced_on",
        "due": "due_on",
        "terms": "payment_terms_due_on",
        "ordered": "ordered_on",
        "amount": "sorted_amount_due",
    },
    default_sort="-invoiced",
    in_order=("status", "invoice_type"),
    documents=("notes", "bill_to", "ship_to", "end_user", "charges"),
)
DAYS = {
    InvoiceDay.INVOICED: "invoiced_on",
    InvoiceDay.DUE: "due_on",
    InvoiceDay.TERMS: "payment_terms_due_on",
    InvoiceDay.ORDERED: "ordered_on",
}
