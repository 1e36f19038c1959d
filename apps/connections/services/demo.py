"""The demo: three people and three customer accounts at the local sandbox. Never in production."""

from __future__ import annotations

from typing import TypedDict

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, Membership, User
from apps.connections.choices import AddressKind
from apps.connections.exceptions import SetupRefused
from apps.connections.models import Address, Connection
from apps.connections.services.setup import ConnectionSetup, set_up_account

PASSWORD = "demo-counter"  # noqa: S105 - design: the demo's sign-in is public
CONNECTION_NAME = "Local sandbox"
# Known to the sandbox's command line, so that its webhooks arrive.
CONNECTION_KEY = "local-sandbox"


class Place(TypedDict):
    label: str
    company_name: str
    contact: str
    address_line_1: str
    city: str
    state: str
    postal_code: str
    phone_number: str


def _place(label: str, company: str, contact: str, street: str, rest: str, phone: str) -> Place:
    city, state, postal_code = rest.split(", ")
    return Place(
        label=label,
        company_name=company,
        contact=contact,
        address_line_1=street,
        city=city,
        state=state,
        postal_code=postal_code,
        phone_number=phone,
    )


# Customer number: country, bill-to, ship-to addresses.
_ACCOUNTS: dict[str, tuple[str, Place, tuple[Place, ...]]] = {
    "20-222222": (
        "US",
        _place(
            "Head office",
            "Harbor Point Technologies",
            "Accounts Payable",
            "1610 E Saint Andrew Pl",
            "Santa Ana, CA, 92705",
            "714-555-0110",
        ),
        (
            _place(
                "Santa Ana warehouse",
                "Harbor Point Technologies",
                "Dana Whitfield",
                "1610 E Saint Andrew Pl, Dock 4",
                "Santa Ana, CA, 92705",
                "714-555-0114",
            ),
            _place(
                "Phoenix branch",
                "Harbor Point Technologies",
                "Luis Ortega",
                "2398 E Camelback Rd",
                "Phoenix, AZ, 85016",
                "602-555-0132",
            ),
            _place(
                "Bayview School District",
                "Bayview School District",
                "IT Receiving",
                "400 Bayview Ave",
                "San Diego, CA, 92101",
                "619-555-0178",
            ),
        ),
    ),
    "20-333333": (
        "CA",
        _place(
            "Head office",
            "Northern Lights IT Inc",
            "Accounts Payable",
            "55 Standish Court",
            "Mississauga, ON, L5R 4A1",
            "905-555-0120",
        ),
        (
            _place(
                "Mississauga warehouse",
                "Northern Lights IT Inc",
                "Priya Nair",
                "55 Standish Court, Unit 2",
                "Mississauga, ON, L5R 4A1",
                "905-555-0124",
            ),
            _place(
                "Montreal branch",
                "Northern Lights IT Inc",
                "Luc Tremblay",
                "1250 Rene-Levesque Blvd W",
                "Montreal, QC, H3B 4W8",
                "514-555-0147",
            ),
        ),
    ),
    "20-444444": (
        "DE",
        _place(
            "Head office",
            "Isartal Systemhaus GmbH",
            "Buchhaltung",
            "Heisenbergbogen 3",
            "Aschheim, BY, 85609",
            "+49 89 5550110",
        ),
        (
            _place(
                "Aschheim warehouse",
                "Isartal Systemhaus GmbH",
                "Jonas Huber",
                "Heisenbergbogen 3, Tor 2",
                "Aschheim, BY, 85609",
                "+49 89 5550114",
            ),
            _place(
                "Hamburg branch",
                "Isartal Systemhaus GmbH",
                "Silke Petersen",
                "Am Sandtorkai 50",
                "Hamburg, HH, 20457",
                "+49 40 5550130",
            ),
        ),
    ),
}

# User name: first and last name, role, customer numbers.
_PEOPLE: dict[str, tuple[str, str, Role, tuple[str, ...]]] = {
    "rep": ("Robin", "Ferro", Role.REP, ("20-222222", "20-333333")),
    "manager": ("Maya", "Okafor", Role.MANAGER, tuple(_ACCOUNTS)),
    "admin": ("Alex", "Lind", Role.ADMINISTRATOR, tuple(_ACCOUNTS)),
}


@transaction.atomic
def load_demo(*, sandbox_url: str) -> None:
    """Create what the demo lacks; what people changed meanwhile stays.

    Raises SetupRefused unless DEMO is on.
    """
    if not settings.DEMO:
        raise SetupRefused("The demo is for trying the portal out: set DEMO=on to load it.")
    accounts = {number: _account(number, sandbox_url) for number in _ACCOUNTS}
    Connection.objects.filter(name=CONNECTION_NAME).update(key=CONNECTION_KEY)
    for username in _PEOPLE:
        _person(username, accounts)


def _account(number: str, sandbox_url: str) -> CustomerAccount:
    country, bill_to, ship_to = _ACCOUNTS[number]
    known = CustomerAccount.objects.filter(
        connection__name=CONNECTION_NAME, customer_number=number
    ).exists()
    account = set_up_account(
        setup=ConnectionSetup(
            name=CONNECTION_NAME,
            base_url=sandbox_url,
            client_id="sandbox",
            client_secret="sandbox-secret",  # noqa: S106 - the sandbox's, fixed and public
            webhook_secret="sandbox-webhook-secret",  # noqa: S106
            customer_number=number,
            country_code=country,
        )
    )
    if not known:
        account.name = bill_to["company_name"]
        account.save(update_fields=["name"])
        _address(account, AddressKind.BILL_TO, bill_to, address_id="000", is_default=True)
        for nth, place in enumerate(ship_to):
            address_id = f"{200 + nth}"
            _address(
                account, AddressKind.SHIP_TO, place, address_id=address_id, is_default=nth == 0
            )
    return account


def _address(
    account: CustomerAccount, kind: AddressKind, place: Place, *, address_id: str, is_default: bool
) -> None:
    address = Address(
        account=account,
        kind=kind,
        address_id=address_id,
        is_default=is_default,
        country_code=account.country_code,
        email="goods-in@demo.example",
        **place,
    )
    address.full_clean()
    address.save()


def _person(username: str, accounts: dict[str, CustomerAccount]) -> None:
    first_name, last_name, role, numbers = _PEOPLE[username]
    if User.objects.filter(username=username).exists():
        return
    is_admin = role is Role.ADMINISTRATOR
    person = User.objects.create_user(
        username,
        f"{username}@demo.example",
        PASSWORD,
        first_name=first_name,
        last_name=last_name,
        time_zone="America/Los_Angeles",
        is_staff=is_admin,
        is_superuser=is_admin,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Membership.objects.bulk_create(
        Membership(user=person, account=accounts[number], role=role) for number in numbers
    )
