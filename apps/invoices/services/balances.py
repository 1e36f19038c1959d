"""The open balances, kept with the mirror: what is owed on which day, added up beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from apps.accounts.models import CustomerAccount
from apps.invoices.models import Invoice, OpenBalance

Key = tuple[str, date | None]


@dataclass
class _Share:
    amount: Decimal = Decimal(0)
    count: int = 0
    count_untold: int = 0

    def add(self, invoice: Invoice, sign: int) -> None:
        balance = invoice.balance
        self.amount += sign * (balance or Decimal(0))
        self.count += sign
        self.count_untold += sign * (balance is None)

    @property
    def is_nothing(self) -> bool:
        return not (self.amount or self.count or self.count_untold)


def lock(account: CustomerAccount) -> None:
    """Wait for whoever writes invoices of the account; until the transaction ends. One query.

    Whoever writes invoices takes it before reading what they were: else two writers would both
    take away what stood there, and add theirs.
    """
    accounts = CustomerAccount.objects.select_for_update(no_key=True)
    accounts.values_list("pk").get(pk=account.pk)


def move(account: CustomerAccount, *, before: Iterable[Invoice], after: Iterable[Invoice]) -> None:
    """Take out what these invoices came to and put in what they come to. Four statements at most.

    The caller holds the lock.
    """
    shares: dict[Key, _Share] = {}
    for sign, invoices in ((-1, before), (1, after)):
        for invoice in invoices:
            if invoice.is_owed:
                key = (invoice.currency, invoice.due_on)
                shares.setdefault(key, _Share()).add(invoice, sign)
    moved = {key: share for key, share in shares.items() if not share.is_nothing}
    if moved:
        _write(account, moved)


def _write(account: CustomerAccount, moved: dict[Key, _Share]) -> None:
    # By day only: SQLite reads no condition with a thousand alternatives.
    days = Q(due_on__in={due_on for _, due_on in moved if due_on}) | Q(due_on=None)
    own = OpenBalance.objects.filter(account=account)
    known = {(row.currency, row.due_on): row for row in own.filter(days)}
    rows = [
        known.get(key) or OpenBalance(account=account, currency=key[0], due_on=key[1])
        for key in moved
    ]
    for row in rows:
        share = moved[row.currency, row.due_on]
        row.amount += share.amount
        row.count += share.count
        row.count_untold += share.count_untold
    old = [row for row in rows if row.pk is not None and row.count]
    OpenBalance.objects.bulk_create([row for row in rows if row.pk is None])
    OpenBalance.objects.bulk_update(old, ["amount", "count", "count_untold"])
    gone = [row.pk for row in rows if row.pk is not None and not row.count]
    if gone:
        own.filter(pk__in=gone).delete()


@transaction.atomic
def recount(account: CustomerAccount) -> None:
    """Add up the open balances of an account anew from its invoices."""
    lock(account)
    OpenBalance.objects.filter(account=account).delete()
    owed = Invoice.objects.filter(account=account, is_owed=True)
    move(account, before=(), after=owed.iterator(chunk_size=2000))
