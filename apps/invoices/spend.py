"""What was bought of each vendor in the last days, and the invoices behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.core.distinct import texts_in
from apps.core.list_form import Special
from apps.invoices.ageing import NO_CURRENCY
from apps.invoices.models import InvoiceLine, VendorSpend

#: How a vendor that is not told is written in a URL.
NO_VENDOR = "none"
DAYS = 90


@dataclass(frozen=True, kw_only=True)
class Spend:
    """What invoices with goods of one vendor ask for these; `untold` of them not for all."""

    vendor_name: str
    amount: Decimal
    count: int
    untold: int
    url: str


@dataclass(frozen=True, kw_only=True)
class CurrencySpend:
    """The vendors of one currency, the most expensive first; "" is one that is not told."""

    currency: str
    vendors: Sequence[Spend]

    @property
    def amount(self) -> Decimal:
        return sum((vendor.amount for vendor in self.vendors), Decimal(0))


def spend_by_vendor(account: CustomerAccount) -> list[CurrencySpend]:
    """What was invoiced in the last 90 days, the currency with most invoices first. One query."""
    last = timezone.localdate()
    first = last - timedelta(days=DAYS - 1)
    rows = (
        VendorSpend.objects.filter(account=account, invoiced_on__range=(first, last))
        .order_by()
        .values_list("currency", "vendor_name")
        .annotate(Sum("amount"), Sum("count"), Sum("count_untold"))
    )
    found: dict[str, list[Spend]] = {}
    for currency, vendor_name, amount, count, untold in rows:
        one = Spend(
            vendor_name=vendor_name,
            amount=amount,
            count=count,
            untold=untold,
            url=_url(vendor_name, currency, first, last),
        )
        found.setdefault(currency, []).append(one)
    sums = [
        CurrencySpend(currency=code, vendors=sorted(vendors, key=_dearest))
        for code, vendors in found.items()
    ]
    return sorted(sums, key=lambda one: (not one.currency, -sum(v.count for v in one.vendors)))


def vendors_of(account: CustomerAccount) -> list[str]:
    """Vendors whose goods stand on invoices of the account, for the filter. One query."""
    return texts_in(VendorSpend, "vendor_name", account_id=account.pk)


def with_vendor(told: str) -> Special:
    """The invoices with goods of the vendor."""
    name = "" if told == NO_VENDOR else told

    def narrowed(rows: QuerySet[Any]) -> QuerySet[Any]:
        lines = InvoiceLine.objects.filter(invoice=OuterRef("pk"), vendor_name=name)
        # Of a rare vendor few days need looking through; those of other accounts do no harm.
        days = VendorSpend.objects.filter(vendor_name=name).values("invoiced_on")
        return rows.filter(Exists(lines)).filter(Q(invoiced_on__in=days) | Q(invoiced_on=None))

    return narrowed


def _dearest(spend: Spend) -> tuple[Decimal, str]:
    return -spend.amount, spend.vendor_name


def _url(vendor_name: str, currency: str, first: date, last: date) -> str:
    asked = {
        "vendor": vendor_name or NO_VENDOR,
        "currency": currency or NO_CURRENCY,
        "day_from": first.isoformat(),
        "day_to": last.isoformat(),
    }
    return f"{reverse('invoices:list')}?{urlencode(asked)}"
