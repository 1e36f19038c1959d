"""What was bought of each vendor, kept with the mirror: added up beforehand, by day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Abs

from apps.accounts.models import CustomerAccount
from apps.invoices.choices import InvoiceStatus, InvoiceType
from apps.invoices.models import Invoice, InvoiceLine, VendorSpend
from apps.invoices.services import balances

#: Day, vendor and currency.
Key = tuple[date, str, str]
_BATCH = 500
_COLUMNS = ("amount", "count", "count_untold")


@dataclass(frozen=True)
class Spent:
    amount: Decimal
    count: int
    count_untold: int


_NOTHING = Spent(Decimal(0), 0, 0)


def is_moved(before: Invoice, after: Invoice) -> bool:
    """Whether what search tells of an invoice changes where or what its lines count."""

    def told(invoice: Invoice) -> tuple[date | None, bool]:
        return invoice.invoiced_on, invoice.status == InvoiceStatus.CANCELLED

    return told(before) != told(after)


def sums_of(invoice_ids: Collection[int]) -> dict[Key, Spent]:
    """What these invoices come to, as they stand in the database. One query; none without ids."""
    if not invoice_ids:
        return {}
    return _sums(InvoiceLine.objects.filter(invoice__in=invoice_ids))


def move(
    account: CustomerAccount, *, before: Mapping[Key, Spent], after: Mapping[Key, Spent]
) -> None:
    """Take out what invoices came to and put in what they come to. Four statements at most.

    The caller holds the lock of the balances.
    """
    moved = {key: _less(after.get(key), before.get(key)) for key in {**before, **after}}
    moved = {key: spent for key, spent in moved.items() if spent != _NOTHING}
    if not moved:
        return
    own = VendorSpend.objects.filter(account=account)
    days = {invoiced_on for invoiced_on, _, _ in moved}
    known = {_key(row): row for row in own.filter(invoiced_on__in=days)}
    rows = [known.get(key) or _new(account, key) for key in moved]
    for row in rows:
        spent = moved[_key(row)]
        row.amount += spent.amount
        row.count += spent.count
        row.count_untold += spent.count_untold
    new, old = [r for r in rows if r.pk is None], [r for r in rows if r.pk and r.count]
    VendorSpend.objects.bulk_create(new, batch_size=_BATCH)
    VendorSpend.objects.bulk_update(old, _COLUMNS, batch_size=_BATCH)
    if gone := [row.pk for row in rows if row.pk and not row.count]:
        own.filter(pk__in=gone).delete()


@transaction.atomic
def recount_spend(account: CustomerAccount) -> None:
    """Add up anew, from all lines of the account, what was bought of each vendor."""
    balances.lock(account)
    VendorSpend.objects.filter(account=account).delete()
    move(account, before={}, after=_sums(InvoiceLine.objects.filter(invoice__account=account)))


def _sums(lines: QuerySet[InvoiceLine]) -> dict[Key, Spent]:
    # A line in another currency than its invoice has no amount that could be added.
    in_currency = Q(currency="") | Q(invoice__currency="") | Q(currency=F("invoice__currency"))
    is_nothing = Q(invoice__status=InvoiceStatus.CANCELLED)
    is_told = is_nothing | Q(in_currency, extended_price__isnull=False)
    amount = Case(
        When(is_nothing, then=Value(Decimal(0))),
        When(invoice__invoice_type=InvoiceType.CREDIT_MEMO, then=-Abs("extended_price")),
        default="extended_price",
        output_field=InvoiceLine._meta.get_field("extended_price"),  # noqa: SLF001 - documented
    )
    rows = (
        lines.filter(invoice__invoiced_on__isnull=False)
        .order_by()
        .values_list("invoice__invoiced_on", "vendor_name", "invoice__currency")
        .annotate(
            sum=Sum(amount, filter=is_told, default=Decimal(0)),
            invoices=Count("invoice", distinct=True),
            untold=Count("invoice", distinct=True, filter=~is_told),
        )
    )
    return {(row[0], row[1], row[2]): Spent(*row[3:]) for row in rows}


def _less(after: Spent | None, before: Spent | None) -> Spent:
    after, before = after or _NOTHING, before or _NOTHING
    return Spent(
        after.amount - before.amount,
        after.count - before.count,
        after.count_untold - before.count_untold,
    )


def _key(row: VendorSpend) -> Key:
    return row.invoiced_on, row.vendor_name, row.currency


def _new(account: CustomerAccount, key: Key) -> VendorSpend:
    invoiced_on, vendor_name, currency = key
    return VendorSpend(
        account=account, invoiced_on=invoiced_on, vendor_name=vendor_name, currency=currency
    )
