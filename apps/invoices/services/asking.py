"""Ask the distributor for invoices that the mirror does not know, or not by this number yet."""

from __future__ import annotations

from apps.accounts.models import CustomerAccount, User
from apps.ingram import Client, Rejected
from apps.ingram.operations import invoices as api
from apps.ingram.operations.invoices import InvoiceFilters
from apps.ingram.schemas.invoices import InvoiceSummary
from apps.invoices import mapping
from apps.invoices.choices import AskBy
from apps.invoices.models import Term
from apps.invoices.services import mirror
from apps.orders.services.mirror import read_order
from apps.sync.asking import Asked, asking, wanted_text

#: So many invoices are read in full to see whether they carry what was asked for.
MOST_READ = 5
LONGEST = {AskBy.INVOICE: 11, AskBy.SERIAL: 32}
LONGEST_OTHER = 35
#: A row of invoice search tells neither: the invoice or its order has to be read.
_IN_DETAILS = (AskBy.SERIAL, AskBy.DELIVERY)


def ask_distributor(*, account: CustomerAccount, actor: User, by: AskBy, text: str) -> Asked:
    """Search the distributor's invoices by one number and mirror what carries it.

    One call; by a number that a row of invoice search does not tell up to MOST_READ more (twice
    as many by a delivery), since a filter that is not known there is ignored silently (field
    notes 4.4). Raises NotPermitted and DistributorNotAsked. [spec] GET /resellers/v6/invoices
    """
    number = mapping.comparable(text) if by is AskBy.INVOICE else text
    wanted = wanted_text(number, by, LONGEST.get(by, LONGEST_OTHER))
    with asking(account, actor=actor, purpose="invoice search") as client:
        return _asked(client, account, by, wanted)


def _asked(client: Client, account: CustomerAccount, by: AskBy, wanted: str) -> Asked:
    rows = api.search_invoices(client, page_size=25, **_filter(by, wanted)).invoices
    if by in _IN_DETAILS:
        fitting = [
            row for row in rows[:MOST_READ] if _carries(client, account, row, by=by, wanted=wanted)
        ]
    else:
        fitting = [row for row in rows if wanted in _numbers(row, by)]
        mirror.save_summaries(account, fitting)
    found = tuple(row.invoice_number for row in fitting)
    return Asked(by=by, text=wanted, found=found, others=len(rows) - len(found))


def _filter(by: AskBy, wanted: str) -> InvoiceFilters:
    filters: dict[AskBy, InvoiceFilters] = {
        AskBy.INVOICE: {"invoice_number": wanted},
        AskBy.ORDER: {"ingram_order_number": wanted},
        AskBy.DELIVERY: {"delivery_number": wanted},
        AskBy.PURCHASE_ORDER: {"customer_order_number": wanted},
        AskBy.END_CUSTOMER: {"end_customer_order_number": wanted},
        AskBy.SPECIAL_BID: {"special_bid_number": wanted},
        AskBy.SERIAL: {"serial_number": wanted},
    }
    return filters[by]


def _numbers(row: InvoiceSummary, by: AskBy) -> set[str]:
    told: dict[AskBy, tuple[str, ...]] = {
        AskBy.INVOICE: (mapping.comparable(row.invoice_number),),
        AskBy.ORDER: tuple(mapping.order_numbers(row.ingram_order_number)),
        AskBy.PURCHASE_ORDER: (row.customer_order_number,),
        AskBy.END_CUSTOMER: (row.end_customer_order_number,),
        AskBy.SPECIAL_BID: row.special_bid_numbers,
    }
    return {number.upper() for number in told[by]}


def _carries(
    client: Client, account: CustomerAccount, row: InvoiceSummary, *, by: AskBy, wanted: str
) -> bool:
    """Read the invoice into the mirror, and see whether it is found there by what was asked for."""
    try:
        if by is AskBy.DELIVERY:
            read_order(client, account, mapping.order_numbers(row.ingram_order_number)[-1])
        invoice = mirror.read_invoice(
            client, account, row.invoice_number, with_serials=by is AskBy.SERIAL
        )
    except (Rejected, IndexError):  # search knows it, details do not (yet), or it has no order
        return False
    return Term.objects.filter(subject=invoice, kind=by.value, text=wanted).exists()
