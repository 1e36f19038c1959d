"""Read invoices into the mirror, and decide when that is due."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apps.accounts import permissions
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import Permission
from apps.ingram import Client
from apps.ingram.operations import invoices as api
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceSummary
from apps.invoices import mapping
from apps.invoices.choices import InvoiceStatus, TermKind
from apps.invoices.mapping.replies import counts_as_owed
from apps.invoices.models import Invoice, InvoiceLine, Term
from apps.invoices.services import balances, spend
from apps.orders.models import Order, Shipment
from apps.sync import services as sync

RESOURCE = "invoices"
#: How old the details of an invoice may be before a visit has them read again.
OWED_FOR, SETTLED_FOR = timedelta(hours=24), timedelta(days=14)
_BATCH = 500

#: What a row of invoice search may change in an invoice that is known already.
_SUMMARY_COLUMNS = (
    "invoice_number",
    "status",
    "status_text",
    "invoiced_on",
    "due_on",
    "payment_terms_due_on",
    "ordered_on",
    "ingram_order_number",
    "customer_order_number",
    "end_customer_order_number",
    "special_bid_numbers",
    "gst_invoice_number",
    "amount_due",
    "amount_with_tax",
    "is_owed",
    "synced_at",
)
_LINE_COLUMNS = tuple(
    field.name
    for field in InvoiceLine._meta.concrete_fields  # noqa: SLF001 - documented
    if field.name not in ("id", "invoice", "position", "serial_numbers")
)
#: What only details tell, and what makes an invoice owed or not.
_NEWS = ("status", "amount_due", "due_on")


@transaction.atomic
def save_summaries(account: CustomerAccount, summaries: Sequence[InvoiceSummary]) -> int:
    """Upsert the rows of a page of invoice search; how many are new or tell something else.

    At most fourteen statements.
    """
    read_at = timezone.now()
    told = {
        row.comparable_number: row
        for row in (mapping.summary_row(account, s, read_at=read_at) for s in summaries)
        if row.comparable_number
    }
    balances.lock(account)
    known = {
        invoice.comparable_number: invoice
        for invoice in Invoice.objects.filter(account=account, comparable_number__in=told)
    }
    for number, row in told.items():
        if number in known:
            _merge(row, known[number])
        row.is_owed = counts_as_owed(row)
    moved = [
        known[number].pk
        for number, row in told.items()
        if number in known and spend.is_moved(known[number], row)
    ]
    spent = spend.sums_of(moved)
    saved = Invoice.objects.bulk_create(
        told.values(),
        update_conflicts=True,
        unique_fields=["account", "comparable_number"],
        update_fields=_SUMMARY_COLUMNS,
    )
    balances.move(account, before=known.values(), after=saved)
    spend.move(account, before=spent, after=spend.sums_of(moved))
    _save_header_terms(saved)
    return sum(_is_news(row, known.get(number)) for number, row in told.items())


def _merge(row: Invoice, known: Invoice) -> None:
    """Keep what the mirror knows better than a row of invoice search does."""
    for column in _SUMMARY_COLUMNS:
        if getattr(row, column) in (None, "", []):
            setattr(row, column, getattr(known, column))
    if known.details_at:
        row.invoice_number = known.invoice_number
    # Not written, but needed for the balances and the terms.
    row.currency, row.invoice_type = known.currency, known.invoice_type
    row.delivery_numbers = known.delivery_numbers


def _is_news(row: Invoice, known: Invoice | None) -> bool:
    return known is None or any(getattr(row, c) != getattr(known, c) for c in _NEWS)


def _save_header_terms(invoices: Iterable[Invoice]) -> None:
    terms = [term for invoice in invoices for term in mapping.header_terms(invoice)]
    Term.objects.bulk_create(terms, ignore_conflicts=True, batch_size=_BATCH)


@transaction.atomic
def save_details(
    account: CustomerAccount, details: InvoiceDetails, *, with_serials: bool
) -> Invoice:
    """Upsert one invoice with its lines. Serial numbers that were not asked for stay as known.

    Sixteen statements, and one more for each 500 lines.
    """
    rows = mapping.detail_rows(details, read_at=timezone.now(), with_serials=with_serials)
    balances.lock(account)
    place = {"account": account, "comparable_number": rows.comparable_number}
    known = Invoice.objects.filter(**place).first()
    invoice = Invoice.objects.get(pk=known.pk) if known else Invoice(**place)
    for column, value in rows.header.items():
        setattr(invoice, column, value)
    deliveries = _delivery_numbers(invoice)
    invoice.delivery_numbers = deliveries or invoice.delivery_numbers
    invoice.is_owed = counts_as_owed(invoice)
    spent = spend.sums_of([known.pk] if known else [])
    invoice.save()
    balances.move(account, before=[known] if known else [], after=[invoice])
    _save_lines(invoice, rows.lines, with_serials=with_serials)
    spend.move(account, before=spent, after=spend.sums_of([invoice.pk]))
    _save_terms(invoice, rows.lines, with_serials=with_serials)
    return invoice


def _save_lines(invoice: Invoice, lines: list[InvoiceLine], *, with_serials: bool) -> None:
    parts = dict(invoice.lines.values_list("position", "ingram_part_number"))
    if any(parts.get(line.position, line.ingram_part_number) != line.ingram_part_number
           for line in lines):  # fmt: skip
        # Other goods stand in these places now: serial numbers of the old ones must not stay.
        invoice.lines.all().delete()
    else:
        invoice.lines.filter(position__gt=len(lines)).delete()
    for line in lines:
        line.invoice = invoice
    InvoiceLine.objects.bulk_create(
        lines,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["invoice", "position"],
        update_fields=(*_LINE_COLUMNS, *(("serial_numbers",) if with_serials else ())),
    )


def _save_terms(invoice: Invoice, lines: list[InvoiceLine], *, with_serials: bool) -> None:
    old = invoice.terms.all() if with_serials else invoice.terms.exclude(kind=TermKind.SERIAL)
    old.delete()
    terms = mapping.header_terms(invoice) + mapping.line_terms(
        invoice, lines, with_serials=with_serials
    )
    Term.objects.bulk_create(terms, ignore_conflicts=True, batch_size=_BATCH)


def _delivery_numbers(invoice: Invoice) -> list[str]:
    """Invoices do not tell them; the shipments of the order do. One query."""
    shipments = Shipment.objects.filter(
        order__account=invoice.account_id,
        order__ingram_order_number__in=mapping.order_numbers(invoice.ingram_order_number),
    ).exclude(delivery_number="")
    found = [
        delivery
        for delivery, number in shipments.values_list("delivery_number", "invoice_number")
        if mapping.comparable(number) == invoice.comparable_number
    ]
    return list(dict.fromkeys(found))


def read_invoice(
    client: Client, account: CustomerAccount, invoice_number: str, *, with_serials: bool = False
) -> Invoice:
    """Read one invoice from the API and mirror it. One call; raises the client's errors."""
    details = api.invoice_details(client, invoice_number, includes_serial_numbers=with_serials)
    # The oldest version tells them unasked.
    is_told = with_serials or any(line.serial_numbers for line in details.lines)
    return save_details(account, details, with_serials=is_told)


@transaction.atomic
def adopt(account: CustomerAccount, shipments: Iterable[Shipment]) -> list[Invoice]:
    """Make rows for invoices that so far only these shipments name; their orders are loaded.

    They have a number, a day and an order until their details have been read. Four statements.
    """
    now = timezone.now()
    told = {mapping.comparable(s.invoice_number): s for s in shipments if s.invoice_number}
    balances.lock(account)
    known = Invoice.objects.filter(account=account, comparable_number__in=told)
    for number in known.values_list("comparable_number", flat=True):
        del told[number]
    found = Invoice.objects.bulk_create(
        Invoice(
            account=account,
            invoice_number=shipment.invoice_number,
            comparable_number=number,
            status=InvoiceStatus.OTHER,
            status_text="Not read yet",
            invoiced_on=shipment.invoiced_on,
            ordered_on=shipment.order.ordered_on,
            ingram_order_number=shipment.order.ingram_order_number,
            customer_order_number=shipment.order.customer_order_number_upper,
            synced_at=now,
        )
        for number, shipment in told.items()
    )
    _save_header_terms(found)
    return found


def adopt_of_orders(account: CustomerAccount, ingram_order_numbers: Collection[str]) -> int:
    """Adopt what the shipments of these orders name; how many invoices that brought."""
    orders = Order.objects.filter(account=account, ingram_order_number__in=ingram_order_numbers)
    shipments = Shipment.objects.filter(order__in=orders).exclude(invoice_number="")
    return len(adopt(account, shipments.select_related("order")))


def refresh_when_stale(*, invoice: Invoice) -> None:
    """Have a worker read the invoice again if the mirror is old. Many askers: one reading."""
    allowed = OWED_FOR if invoice.is_owed else SETTLED_FOR
    if invoice.details_at is None or timezone.now() - invoice.details_at > allowed:
        _have_read(invoice)


def refresh_invoice(*, invoice: Invoice, actor: User) -> None:
    """Have a worker read the invoice now, because a person asks. Raises NotPermitted."""
    permissions.require(actor, Permission.REFRESH, invoice.account)
    _have_read(invoice, actor=actor)


def _have_read(invoice: Invoice, actor: User | None = None) -> None:
    sync.refresh_one(
        account=invoice.account, resource=RESOURCE, key=invoice.invoice_number, actor=actor
    )
