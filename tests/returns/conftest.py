"""An invoice of two parts at the sandbox, mirrored, and a browser of the buyer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tenacity import wait_none

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for, clients
from apps.ingram import ClientConfig, transport
from apps.ingram.operations import invoices as invoices_api
from apps.ingram.operations import orders as orders_api
from apps.ingram.schemas.orders import OrderCreateLine, OrderCreateRequest
from apps.invoices.models import Invoice
from apps.invoices.services.mirror import read_invoice
from apps.returns.models import ReturnDraft
from tests.returns.things import OTHER_PART, PART, make_return_draft


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Which returns are being read again stands in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads are repeated without a pause between the attempts."""
    monkeypatch.setattr(transport, "_wait", wait_none())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch, no_waiting: None) -> None:
    """An answer that takes longer than 0.2 s has timed out."""
    monkeypatch.setattr(clients, "ClientConfig", partial(ClientConfig, read_timeout=0.2))


@pytest.fixture
def at_once(settings: Any) -> None:
    """What the ledger waits for is due at once."""
    settings.SUBMISSIONS = {
        "retry_first": 0,
        "look_up_first": 0,
        "accepted_first": 0,
        "settling": 0,
        "absences": 2,
    }


def invoiced(account: CustomerAccount, sandbox: Any, number: str, *parts: str) -> Invoice:
    """An order of five of each part, placed, shipped and invoiced; its invoice is mirrored."""
    lines = tuple(
        OrderCreateLine(customer_line_number=str(place), ingram_part_number=part, quantity=5)
        for place, part in enumerate(parts, start=1)
    )
    with client_for(account) as client:
        orders_api.create_order(
            client, OrderCreateRequest(customer_order_number=number, lines=lines)
        )
        sandbox.advance(5)
        (order,) = sandbox.state()["orders"][number]
        sandbox.advance(250)
        page = invoices_api.search_invoices(client, ingram_order_number=order)
        summary = page.invoices[0]
        return read_invoice(client, account, summary.invoice_number, with_serials=True)


@pytest.fixture
def invoice(account: CustomerAccount, sandbox: Any) -> Invoice:
    return invoiced(account, sandbox, "PO-RETURN", PART, OTHER_PART)


@pytest.fixture
def draft(invoice: Invoice, buyer: User) -> ReturnDraft:
    return make_return_draft(invoice, buyer)


@pytest.fixture
def browser(buyer: User, signed_in: Any) -> Client:
    found: Client = signed_in(buyer)
    return found
