"""Who may call the sandbox, for which customers, and how fast its world turns."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, kw_only=True)
class Customer:
    """A reseller: what the API calls a customer."""

    number: str
    country: str
    currency: str
    rate: Decimal
    company_name: str
    address: str
    city: str
    state: str
    postal_code: str
    seeded_quotes: int
    seeded_renewals: int
    seeded_deals: int
    seeded_orders: int


@dataclass(frozen=True, kw_only=True)
class App:
    """Credentials of the developer portal and the customers registered with them."""

    client_id: str
    client_secret: str
    customers: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Timings:
    """Seconds of the sandbox's clock between a cause and its consequence."""

    quote_ready: float = 3
    order_created: float = 3
    order_shipped: float = 120
    order_invoiced: float = 240
    order_delivered: float = 600
    backorder_filled: float = 480
    hold_released: float = 300
    customer_hold_voided: float = 86_400
    return_decided: float = 300
    token_life: float = 86_400
    webhook_retry: float = 1
    #: Every so often the stock of some products moves; None keeps all of it as it is.
    stock_update: float | None = 900


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Calls a minute for one endpoint and one app; None lets everything through."""

    get: int | None = 60
    other: int | None = 600


CUSTOMERS = (
    Customer(
        number="20-222222",
        country="US",
        currency="USD",
        rate=Decimal(1),
        company_name="Harbor Point Technologies",
        address="1610 E Saint Andrew Pl",
        city="Santa Ana",
        state="CA",
        postal_code="927054931",
        seeded_quotes=62,
        seeded_renewals=72,
        seeded_deals=50,
        seeded_orders=230,
    ),
    Customer(
        number="20-333333",
        country="CA",
        currency="CAD",
        rate=Decimal("1.36"),
        company_name="Northern Lights IT Inc",
        address="55 Standish Court",
        city="Mississauga",
        state="ON",
        postal_code="L5R4A1",
        seeded_quotes=22,
        seeded_renewals=26,
        seeded_deals=18,
        seeded_orders=56,
    ),
    Customer(
        number="20-444444",
        country="DE",
        currency="EUR",
        rate=Decimal("0.93"),
        company_name="Isartal Systemhaus GmbH",
        address="Heisenbergbogen 3",
        city="Aschheim",
        state="BY",
        postal_code="85609",
        seeded_quotes=22,
        seeded_renewals=26,
        seeded_deals=18,
        seeded_orders=56,
    ),
)
_NUMBERS = frozenset(customer.number for customer in CUSTOMERS)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that the sandbox is told; it reads nothing from the portal's settings."""

    customers: tuple[Customer, ...] = CUSTOMERS
    apps: tuple[App, ...] = (
        App(client_id="sandbox", client_secret="sandbox-secret", customers=_NUMBERS),  # noqa: S106
        App(client_id="sandbox-2", client_secret="sandbox-2-secret", customers=_NUMBERS),  # noqa: S106
    )
    seed: int = 20
    webhook_secret: str = "sandbox-webhook-secret"  # noqa: S105
    webhook_targets: tuple[str, ...] = ()
    #: Whether the open orders of the history ship, are delivered and are voided as time passes.
    history_moves: bool = True
    timings: Timings = field(default_factory=Timings)
    limits: Limits = field(default_factory=Limits)
