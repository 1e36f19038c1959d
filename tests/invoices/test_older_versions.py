"""Accounts of countries that have invoices only over v5, or over the first v6."""

from __future__ import annotations

import pytest

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Connection
from apps.connections.services import client_for
from apps.ingram.operations import invoices as api
from apps.invoices import mapping, sync_resource
from apps.invoices.models import Invoice
from apps.invoices.services import mirror
from apps.orders.models import Order
from apps.orders.services.mirror import read_order
from tests.conftest import SignedIn


@pytest.fixture
def invoiced(account: CustomerAccount) -> Order:
    """The order of the newest invoice, mirrored by the present version."""
    with client_for(account) as client:
        row = api.search_invoices(client, page_size=1).invoices[0]
        number = mapping.order_numbers(row.ingram_order_number)[-1]
        return read_order(client, account, number)


def turn_to(version: str, account: CustomerAccount) -> None:
    Connection.objects.update(invoices_version=version)
    account.connection.refresh_from_db()


@pytest.mark.parametrize("version", ["v5", "v6"])
def test_the_details_of_older_versions_are_mirrored_as_well(
    account: CustomerAccount, invoiced: Order, version: str
) -> None:
    mirror.adopt_of_orders(account, [invoiced.ingram_order_number])
    number = Invoice.objects.earliest("pk").invoice_number
    turn_to(version, account)

    with client_for(account) as client:
        invoice = mirror.read_invoice(client, account, number)

    assert Invoice.objects.filter(comparable_number=invoice.comparable_number).count() == 1
    assert invoice.currency == "USD"
    assert invoice.amount_due is not None
    assert invoice.lines.exclude(ingram_part_number="").exists()


def test_without_a_search_the_filling_takes_what_orders_name(
    account: CustomerAccount, invoiced: Order
) -> None:
    turn_to("v5", account)

    with client_for(account) as client:
        page = sync_resource.read_page(client, account, None)
        again = sync_resource.read_recent(client, account)

    assert page.next_cursor is None
    assert page.done == Invoice.objects.count() > 0
    assert again == 0


def test_v5_tells_serial_numbers_unasked_and_they_are_kept(
    account: CustomerAccount, invoiced: Order
) -> None:
    mirror.adopt_of_orders(account, [invoiced.ingram_order_number])
    turn_to("v5", account)

    with client_for(account) as client:
        for number in Invoice.objects.values_list("invoice_number", flat=True):
            told = api.invoice_details(client, number, includes_serial_numbers=False)
            invoice = mirror.read_invoice(client, account, number)
            is_told = any(line.serial_numbers for line in told.lines)
            assert (invoice.serials_at is not None) == is_told


def test_the_question_to_the_distributor_says_that_there_is_no_search(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    turn_to("v5", account)

    answer = signed_in(buyer).post("/invoices/ask/", {"q": "PO-1", "by": "po"}, follow=True)

    assert "could not be asked" in answer.content.decode()
