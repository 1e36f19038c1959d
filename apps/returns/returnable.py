"""What of an invoice may still go back: invoiced, less what was sent back or is on its way."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from apps.accounts.models import CustomerAccount
from apps.ingram.schemas.invoices import comparable_number
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.models import Term as InvoiceTerm
from apps.invoices.return_windows import ReturnTime, return_windows
from apps.orders.models import Order, Package, Shipment
from apps.orders.models import Term as OrderTerm
from apps.returns.choices import REFUSED_STATUSES, Origin
from apps.returns.models import RequestLine, ReturnCase, ReturnCaseLine
from apps.submissions.choices import State

#: A return of more lines is made in several.
MOST_LINES = 50
#: The sums below go by invoice and part.
PartOf = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Returnable:
    """One part of one invoice. An invoice may name a part on several lines: they count as one.

    `quantity_invoiced` is None while the distributor has not told it.
    """

    key: str
    invoice_number: str
    invoice_url: str
    invoiced_on: date | None
    customer_order_number: str
    ingram_part_number: str
    vendor_part_number: str
    vendor_name: str
    description: str
    unit_price: Decimal | None
    currency: str
    quantity_invoiced: int | None
    quantity_returned: int
    time: ReturnTime
    serial_numbers: frozenset[str]
    knows_all_serials: bool

    @property
    def quantity_left(self) -> int:
        return max((self.quantity_invoiced or 0) - self.quantity_returned, 0)

    @property
    def part_number(self) -> str:
        return self.ingram_part_number or self.vendor_part_number

    @property
    def why_not(self) -> str:
        """Why nothing of it can be asked back for; "" when something can."""
        if self.quantity_invoiced is None:
            return "The invoice tells no quantity."
        if self.invoiced_on is None:
            return "The invoice tells no date, which a return has to name."
        if not self.quantity_left:
            every = "The one piece was" if self.quantity_invoiced == 1 else "All pieces were"
            return f"{every} asked back for already."
        return ""

    @property
    def may_go_back(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, kw_only=True)
class Found:
    """The parts that may go back, and the invoices whose lines the mirror does not hold yet."""

    returnables: Sequence[Returnable]
    invoices: Sequence[Invoice]
    unread: Sequence[str]
    has_unread_cases: bool

    @property
    def by_key(self) -> dict[str, Returnable]:
        return {line.key: line for line in self.returnables}


def find(account: CustomerAccount, origin: Origin, number: str) -> Found:
    """What an invoice, an order or a serial number leads to. A fixed number of queries, no call."""
    keys = _invoice_keys(account, origin, number)
    invoices = list(_invoices(account, origin, number, keys))
    known = {invoice.comparable_number for invoice in invoices}
    unread = [invoice.invoice_number for invoice in invoices if invoice.details_at is None]
    return Found(
        returnables=_returnables(account, invoices),
        invoices=invoices,
        unread=[*unread, *sorted(keys - known)],
        has_unread_cases=ReturnCase.objects.filter(account=account, details_at=None)
        .exclude(lines__isnull=False)
        .exists(),
    )


def invoice_of_serial(account: CustomerAccount, serial_number: str) -> set[str]:
    """The comparable numbers of the invoices that a serial number is known to stand on."""
    return _invoice_keys(account, Origin.SERIAL, serial_number) | {
        invoice.comparable_number
        for invoice in _invoices(account, Origin.SERIAL, serial_number, set())
    }


def _invoice_keys(account: CustomerAccount, origin: Origin, number: str) -> set[str]:
    """The invoices that the parcels of orders name, in the form in which they are compared."""
    if origin is Origin.INVOICE:
        return {comparable_number(number)}
    if origin is Origin.ORDER:
        shipments = Shipment.objects.filter(
            order__account=account, order__ingram_order_number=number.upper()
        )
        numbers = list(shipments.values_list("invoice_number", flat=True))
    else:
        orders = OrderTerm.objects.filter(account=account, kind="serial", text=number.upper())
        parcels = Package.objects.filter(shipment__order__in=orders.values("subject"))
        numbers = [
            parcel.shipment.invoice_number
            for parcel in parcels.select_related("shipment")
            if number.upper() in {str(serial).upper() for serial in parcel.serial_numbers}
        ]
    return {comparable_number(found) for found in numbers if found}


def _invoices(
    account: CustomerAccount, origin: Origin, number: str, keys: set[str]
) -> QuerySet[Invoice]:
    asked = Q(comparable_number__in=keys)
    if origin is Origin.ORDER:
        upper = number.upper()
        asked |= Q(ingram_order_number=upper) | Q(ingram_order_number__startswith=f"{upper}-")
    elif origin is Origin.SERIAL:
        terms = InvoiceTerm.objects.filter(account=account, kind="serial", text=number.upper())
        asked |= Q(pk__in=terms.values("subject"))
    rows = Invoice.objects.filter(asked, account=account).exclude(invoice_type="credit")
    return rows.prefetch_related("lines").order_by(F("invoiced_on").desc(nulls_last=True), "-pk")


def _returnables(account: CustomerAccount, invoices: Sequence[Invoice]) -> list[Returnable]:
    windows = return_windows(account)
    taken = taken_of(account, [invoice.comparable_number for invoice in invoices])
    found = []
    for invoice in invoices:
        for part, lines in _by_part(invoice).items():
            first = lines[0]
            time = windows.time_for(vendor_name=first.vendor_name, invoiced_on=invoice.invoiced_on)
            quantities = [line.quantity for line in lines]
            known = [line.serial_numbers for line in lines if line.serial_numbers is not None]
            serials = frozenset(str(serial).upper() for each in known for serial in each)
            invoiced = None if None in quantities else sum(q or 0 for q in quantities)
            found.append(
                Returnable(
                    key=key_of(invoice.comparable_number, part),
                    invoice_number=invoice.invoice_number,
                    invoice_url=invoice.get_absolute_url(),
                    invoiced_on=invoice.invoiced_on,
                    customer_order_number=invoice.customer_order_number,
                    ingram_part_number=first.ingram_part_number,
                    vendor_part_number=first.vendor_part_number,
                    vendor_name=first.vendor_name,
                    description=first.description_text,
                    unit_price=first.unit_price,
                    currency=invoice.currency or first.currency,
                    quantity_invoiced=invoiced,
                    quantity_returned=taken[invoice.comparable_number, part],
                    time=time,
                    serial_numbers=serials,
                    knows_all_serials=invoiced is not None and len(serials) >= invoiced > 0,
                )
            )
    return found


def _by_part(invoice: Invoice) -> dict[str, list[InvoiceLine]]:
    by_part: dict[str, list[InvoiceLine]] = defaultdict(list)
    for line in invoice.lines.all():
        if part := (line.ingram_part_number or line.vendor_part_number).strip().upper():
            by_part[part].append(line)
    return by_part


def key_of(invoice_key: str, part: str) -> str:
    """A short name of a part of an invoice, fit for a field of a form."""
    return hashlib.sha256(f"{invoice_key}\n{part}".encode()).hexdigest()[:12]


def taken_of(account: CustomerAccount, invoice_keys: Iterable[str]) -> Counter[PartOf]:
    """How many pieces of each part were asked back for. Two queries.

    Cases that were not refused count whole, also partly approved ones, as the API does not tell
    how many pieces were approved (field notes 8.3); then what is under way to the distributor.
    """
    keys = set(invoice_keys)
    taken: Counter[PartOf] = Counter()
    refused = [status.value for status in REFUSED_STATUSES]
    cases = ReturnCaseLine.objects.filter(account=account, invoice_key__in=keys)
    cases = cases.exclude(status__in=refused).exclude(case__status__in=refused)
    for invoice, part, quantity in cases.values_list("invoice_key", "part_key", "quantity"):
        taken[invoice, part] += quantity or 0
    under_way = RequestLine.objects.filter(
        account=account, invoice_key__in=keys, case=None
    ).exclude(submission__state__in=(State.REJECTED, State.COMPLETED))
    for invoice, part, quantity in under_way.values_list("invoice_key", "part_key", "quantity"):
        taken[invoice, part] += quantity
    return taken


def orders_named(account: CustomerAccount, number: str) -> bool:
    """Whether an order of the account has this number. One query."""
    return Order.objects.filter(account=account, ingram_order_number=number.upper()).exists()
