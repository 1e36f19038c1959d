"""The example quote, ready to be ordered, and a browser of the buyer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tenacity import wait_none

from apps.accounts.models import CustomerAccount, User
from apps.connections.choices import AddressKind
from apps.connections.models import Address
from apps.connections.services import client_for, clients
from apps.ingram import ClientConfig, transport
from apps.ingram.operations import orders as api
from apps.ingram.schemas.orders import NamedValue, OrderCreateLine, OrderCreateRequest
from apps.orders import mapping
from apps.orders.models import Order
from apps.orders.services.mirror import read_order
from apps.quotes.models import Quote
from apps.quotes.services.mirror import read_quote
from tests.factories import make_address
from tests.orders.things import EXAMPLE_QUOTE, OTHER_PART, PART


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Which orders are being read again stands in the cache."""
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
def bill_to(account: CustomerAccount) -> Address:
    return make_address(account, AddressKind.BILL_TO, label="Head office")


@pytest.fixture
def ship_to(account: CustomerAccount) -> Address:
    return make_address(account, AddressKind.SHIP_TO, label="Warehouse", address_id="200")


@pytest.fixture
def quote(account: CustomerAccount, sandbox: Any, bill_to: Address, ship_to: Address) -> Quote:
    """The documentation's own quote, mirrored: two Cisco lines with what Cisco demands."""
    with client_for(account) as client:
        return read_quote(client, account, EXAMPLE_QUOTE)


@pytest.fixture
def browser(buyer: User, signed_in: Any) -> Client:
    found: Client = signed_in(buyer)
    return found


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


@pytest.fixture
def held(account: CustomerAccount, sandbox: Any) -> Order:
    """Two lines on hold at the distributor, mirrored."""
    request = OrderCreateRequest(
        customer_order_number="HOLD-1",
        attributes=(NamedValue(name=mapping.CUSTOMER_HOLD, value="true"),),
        lines=(
            OrderCreateLine(customer_line_number="1", ingram_part_number=PART, quantity=4),
            OrderCreateLine(customer_line_number="2", ingram_part_number=OTHER_PART, quantity=2),
        ),
    )
    with client_for(account) as client:
        api.create_order(client, request)
        sandbox.advance(5)
        (number,) = sandbox.state()["orders"]["HOLD-1"]
        order = read_order(client, account, number)
    order.hold_ends_at = timezone.now() + timedelta(hours=24)
    order.save()
    return order
