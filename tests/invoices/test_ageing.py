"""What is owed, kept beside the mirror: it always says what the invoices say."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.ingram.schemas.invoices import InvoiceDetails, InvoiceSummary
from apps.invoices.ageing import ageing_of
from apps.invoices.choices import Age, InvoiceStatus, InvoiceType
from apps.invoices.models import Invoice, OpenBalance
from apps.invoices.services import mirror, recount
from tests.conftest import SignedIn
from tests.invoices.things import make_invoice

_numbers = count(1)


def summary(**told: object) -> InvoiceSummary:
    row = {
        "invoiceNumber": f"40{next(_numbers):05}11",
        "invoiceStatus": "OPEN",
        "invoiceDueDate": "2026-11-10",
        "invoicedAmountDue": "100.00",
    }
    return InvoiceSummary.read({**row, **told})


def balances() -> list[tuple[str, date | None, Decimal, int, int]]:
    columns = ("currency", "due_on", "amount", "count", "count_untold")
    return sorted(OpenBalance.objects.values_list(*columns), key=str)


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def amounts(account: CustomerAccount, currency: str = "USD") -> dict[Age, Decimal]:
    owed = next(row for row in ageing_of(account) if row.currency == currency)
    return {bar.age: bar.amount for bar in owed.bars if bar.count}


def test_what_search_tells_is_owed_until_it_is_paid(account: CustomerAccount) -> None:
    mirror.save_summaries(account, [summary(invoiceNumber="40MKTRW11"), summary()])
    assert balances() == [("", date(2026, 11, 10), Decimal(200), 2, 0)]

    mirror.save_summaries(account, [summary(invoiceNumber="40MKTRW11", invoiceStatus="PAID")])

    assert balances() == [("", date(2026, 11, 10), Decimal(100), 1, 0)]


def test_the_same_page_read_twice_adds_nothing(account: CustomerAccount) -> None:
    page = [summary(), summary()]

    mirror.save_summaries(account, page)
    mirror.save_summaries(account, page)

    assert balances() == [("", date(2026, 11, 10), Decimal(200), 2, 0)]


def test_an_amount_moves_to_its_currency_when_the_details_tell_it(
    account: CustomerAccount,
) -> None:
    mirror.save_summaries(account, [summary(invoiceNumber="40MKTRW11")])
    told = {
        "invoiceNumber": "40-MKTRW-11",
        "fxRateInfo": {"invoiceCurrency": "EUR"},
        "summary": {"totals": {"invoicedAmountDue": "90.00"}},
    }

    mirror.save_details(account, InvoiceDetails.read(told), with_serials=False)

    assert balances() == [("EUR", date(2026, 11, 10), Decimal(90), 1, 0)]


def test_a_credit_memo_takes_away_however_its_amount_is_told(account: CustomerAccount) -> None:
    make_invoice(account, amount_due=Decimal(100))
    make_invoice(account, invoice_type=InvoiceType.CREDIT_MEMO, amount_due=Decimal(30))
    make_invoice(account, invoice_type=InvoiceType.CREDIT_MEMO, amount_due=Decimal(-5))

    recount(account)

    assert OpenBalance.objects.get().amount == Decimal(65)


def test_currencies_are_never_added_and_an_untold_one_is_shown_as_such(
    account: CustomerAccount,
) -> None:
    make_invoice(account, amount_due=Decimal(1), currency="USD")
    make_invoice(account, amount_due=Decimal(10), currency="EUR")
    make_invoice(account, amount_due=Decimal(100), currency="")
    recount(account)

    owed = ageing_of(account)

    assert {row.currency: row.amount for row in owed} == {
        "EUR": Decimal(10), "USD": Decimal(1), "": Decimal(100),
    }  # fmt: skip
    assert owed[-1].currency == "", "what is not told stands last"


def test_an_untold_amount_is_counted_and_not_added(account: CustomerAccount) -> None:
    make_invoice(account, amount_due=None)
    make_invoice(account, amount_due=Decimal(7))
    recount(account)

    (owed,) = ageing_of(account)

    assert (owed.amount, owed.count, owed.count_untold) == (Decimal(7), 2, 1)


def test_settled_invoices_and_those_over_nothing_are_not_owed(account: CustomerAccount) -> None:
    make_invoice(account, status=InvoiceStatus.PAID)
    make_invoice(account, amount_due=Decimal(0))
    recount(account)

    assert ageing_of(account) == []


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (-1, Age.NOT_DUE),
        (0, Age.NOT_DUE),
        (1, Age.DAYS_30),
        (30, Age.DAYS_30),
        (31, Age.DAYS_60),
        (60, Age.DAYS_60),
        (61, Age.DAYS_90),
        (90, Age.DAYS_90),
        (91, Age.OLDER),
    ],
)
def test_each_bar_counts_what_the_list_behind_it_shows(
    account: CustomerAccount, buyer: User, signed_in: SignedIn, days: int, age: Age
) -> None:
    invoice = make_invoice(account, due_on=days_ago(days), amount_due=Decimal(5))
    make_invoice(account, due_on=days_ago(days), amount_due=Decimal(5), currency="EUR")
    make_invoice(account, due_on=days_ago(days), status=InvoiceStatus.PAID)
    recount(account)
    assert amounts(account) == {age: Decimal(5)}
    owed = next(row for row in ageing_of(account) if row.currency == "USD")
    bar = next(bar for bar in owed.bars if bar.count)

    answer = signed_in(buyer).get(f"/invoices/{bar.query}")

    assert [row.pk for row in answer.context["page"]] == [invoice.pk]
    assert 'aria-current="true"' in answer.content.decode()


def test_what_has_no_due_date_has_a_bar_of_its_own(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    invoice = make_invoice(account, due_on=None)
    make_invoice(account, due_on=days_ago(3))
    recount(account)
    (owed,) = ageing_of(account)

    bar = owed.bars[-1]
    assert bar.age is Age.UNTOLD
    answer = signed_in(buyer).get(f"/invoices/{bar.query}")
    assert [row.pk for row in answer.context["page"]] == [invoice.pk]


def test_credits_that_outweigh_what_is_owed_hang_below_the_line(account: CustomerAccount) -> None:
    make_invoice(account, due_on=days_ago(-5), amount_due=Decimal(60))
    make_invoice(account, due_on=days_ago(5), amount_due=Decimal(-20))
    recount(account)

    (owed,) = ageing_of(account)

    not_due, late, *_ = owed.bars
    assert (not_due.y, not_due.height) == (Decimal(0), Decimal(36))
    assert (late.y, late.height) == (Decimal(36), Decimal(12))
    assert owed.baseline == Decimal(36)


def test_the_picture_takes_one_query_for_1_and_for_300_days(account: CustomerAccount) -> None:
    for days in range(300):
        OpenBalance.objects.create(
            account=account, currency="USD", due_on=days_ago(days), amount=1, count=1
        )

    with CaptureQueriesContext(connection) as queries:
        (owed,) = ageing_of(account)

    assert len(queries) == 1
    assert owed.amount == 300


def test_another_account_owes_for_itself(
    account: CustomerAccount, other_account: CustomerAccount
) -> None:
    make_invoice(other_account)
    recount(other_account)

    assert ageing_of(account) == []


def test_adding_up_anew_gives_what_was_kept(account: CustomerAccount) -> None:
    mirror.save_summaries(
        account, [summary(invoiceDueDate=f"2026-11-{d:02}") for d in range(1, 29)]
    )
    mirror.save_summaries(
        account,
        [
            InvoiceSummary.read({"invoiceNumber": number, "invoiceStatus": status})
            for number, status in zip(
                Invoice.objects.values_list("invoice_number", flat=True),
                ("PAID", "OPEN", "PAST DUE", "CLOSED", "SOMETHING ELSE") * 6,
                strict=False,
            )
        ],
    )
    kept = balances()

    recount(account)

    assert kept
    assert balances() == kept


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_lose_nothing_of_what_is_owed(account: CustomerAccount) -> None:
    pages = [[summary(invoiceNumber=f"40{n:05}99") for n in range(20)] for _ in range(4)]
    failures: list[Exception] = []

    def write(page: list[InvoiceSummary]) -> None:
        try:
            for _ in range(3):
                mirror.save_summaries(account, page)
        except Exception as exc:
            failures.append(exc)
        finally:
            connections.close_all()

    writers: list[Any] = [threading.Thread(target=write, args=(page,)) for page in pages]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert failures == []
    assert balances() == [("", date(2026, 11, 10), Decimal(2000), 20, 0)]


def test_the_picture_says_its_amounts_without_a_script(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    make_invoice(account, due_on=days_ago(40), amount_due=Decimal("1234.50"))
    recount(account)
    browser: Client = signed_in(buyer)

    page = browser.get("/invoices/").content.decode()

    assert "Owed in USD" in page
    assert "1,234.50" in page
    assert "31\N{EN DASH}60 days" in page
