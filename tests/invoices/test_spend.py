"""What was bought of each vendor, kept beside the mirror: it always says what the lines say."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps as registry
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceSummary
from apps.invoices.choices import InvoiceStatus, InvoiceType
from apps.invoices.models import VendorSpend
from apps.invoices.services import mirror, recount, recount_spend
from apps.invoices.spend import DAYS, spend_by_vendor
from tests.conftest import SignedIn
from tests.invoices.things import make_invoice, make_line

NUMBER = "40-MKTRW-11"


def details(*lines: dict[str, object], **told: object) -> InvoiceDetails:
    return InvoiceDetails.read(
        {
            "invoiceNumber": NUMBER,
            "invoiceDate": timezone.localdate().isoformat(),
            "fxRateInfo": {"invoiceCurrency": "USD"},
            "lines": list(lines),
            **told,
        }
    )


def line(vendor: str, amount: str) -> dict[str, object]:
    return {"vendorName": vendor, "extendedPrice": amount, "quantity": 1}


def kept() -> list[tuple[str, str, Decimal, int, int]]:
    columns = ("vendor_name", "currency", "amount", "count", "count_untold")
    return sorted(VendorSpend.objects.values_list(*columns))


def save(account: CustomerAccount, *lines: dict[str, object], **told: object) -> None:
    mirror.save_details(account, details(*lines, **told), with_serials=False)


def bought(account: CustomerAccount, *vendors: tuple[str, str], **changes: Any) -> None:
    """An invoice of today in the mirror, with a line a vendor, added up."""
    invoice = make_invoice(account, **{"invoiced_on": timezone.localdate(), **changes})
    for vendor, amount in vendors:
        make_line(invoice, vendor_name=vendor, extended_price=Decimal(amount) if amount else None)
    recount_spend(account)


def test_an_invoice_of_two_vendors_counts_for_both(account: CustomerAccount) -> None:
    save(account, line("Cisco", "100.00"), line("Dell", "30.50"), line("Cisco", "20.00"))

    assert kept() == [("Cisco", "USD", Decimal(120), 1, 0), ("Dell", "USD", Decimal("30.5"), 1, 0)]


def test_lines_told_anew_replace_what_they_were(account: CustomerAccount) -> None:
    save(account, line("Cisco", "100.00"), line("Dell", "30.50"))
    save(account, line("Cisco", "100.00"), line("Dell", "30.50"))
    save(account, line("Cisco", "90.00"))

    assert kept() == [("Cisco", "USD", Decimal(90), 1, 0)]


def test_an_invoice_that_search_tells_to_be_cancelled_counts_without_an_amount(
    account: CustomerAccount,
) -> None:
    save(account, line("Cisco", "100.00"))
    told = {"invoiceNumber": NUMBER.replace("-", ""), "invoiceStatus": "CANCELLED"}

    mirror.save_summaries(account, [InvoiceSummary.read(told)])

    assert kept() == [("Cisco", "USD", Decimal(0), 1, 0)]


def test_a_credit_memo_takes_away_and_an_amount_that_is_not_told_is_counted(
    account: CustomerAccount,
) -> None:
    bought(account, ("Cisco", "100.00"))
    bought(account, ("Cisco", "40.00"), invoice_type=InvoiceType.CREDIT_MEMO)
    bought(account, ("Cisco", ""))

    assert kept() == [("Cisco", "USD", Decimal(60), 3, 1)]


def test_what_was_read_before_the_table_was_there_is_added_up(account: CustomerAccount) -> None:
    bought(account, ("Cisco", "100.00"), ("Dell", ""))
    bought(account, ("Cisco", "40.00"), invoice_type=InvoiceType.CREDIT_MEMO)
    bought(account, ("Cisco", "7.00"), status=InvoiceStatus.CANCELLED)
    before = kept()
    VendorSpend.objects.all().delete()

    import_module("apps.invoices.migrations.0003_spend_by_vendor").add_up(registry, None)

    assert kept() == before != []


def test_the_dearest_vendor_comes_first_and_each_currency_stands_for_itself(
    account: CustomerAccount, other_account: CustomerAccount
) -> None:
    bought(account, ("Cisco", "100.00"), ("Dell", "300.00"))
    bought(account, ("Dell", "5.00"), currency="EUR")
    bought(account, ("Dell", "9.00"), invoiced_on=timezone.localdate() - timedelta(days=DAYS))
    bought(other_account, ("Dell", "9.00"))

    found = spend_by_vendor(account)

    assert [(one.currency, [v.vendor_name for v in one.vendors]) for one in found] == [
        ("USD", ["Dell", "Cisco"]),
        ("EUR", ["Dell"]),
    ]
    assert found[0].amount == 400


@pytest.mark.parametrize("vendor", ["Cisco", "", "Bäcker & Söhne <Netze>"])
def test_the_list_behind_a_vendor_holds_as_many_invoices_as_were_counted(
    vendor: str, account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    bought(account, (vendor, "100.00"), ("Dell", "300.00"))
    bought(account, (vendor, "1.00"), (vendor, "2.00"))
    bought(account, (vendor, "5.00"), currency="EUR")
    bought(account, (vendor, "5.00"), invoiced_on=date(2020, 1, 1))
    dollars = spend_by_vendor(account)[0]
    spend = next(one for one in dollars.vendors if one.vendor_name == vendor)

    page = signed_in(buyer).get(spend.url).content.decode()

    assert spend.count == 2
    assert re.search(r'role="status">2 invoices<', page)


@pytest.mark.parametrize(
    ("due", "days"), [("late", (-40, -1)), ("soon", (0, 7)), ("late", (-1, -1))]
)
def test_what_is_past_due_and_what_soon_will_be_are_lists(
    due: str, days: tuple[int, int], account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    wanted = [make_invoice(account, due_on=today + timedelta(days=day)) for day in days]
    make_invoice(account, due_on=today + timedelta(days=8))
    make_invoice(account, due_on=today + timedelta(days=days[0]), status=InvoiceStatus.PAID)
    recount(account)

    page = signed_in(buyer).get(f"/invoices/?age={due}").content.decode()

    assert re.search(r'role="status">2 invoices<', page)
    assert all(invoice.get_absolute_url() in page for invoice in wanted)
