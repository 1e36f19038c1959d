"""What is still missing before people can work: the steps of the first-run page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, Membership
from apps.connections.choices import AddressKind, StepOutcome
from apps.connections.models import Address, Connection, ConnectionTest, ConnectionTestStep


@dataclass(frozen=True, kw_only=True)
class Place:
    """The state of what a step needs; `lacking` names what is missing, in words."""

    code: str
    title: str
    is_done: bool
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FirstRun:
    connection: Connection | None
    account: CustomerAccount | None
    test: ConnectionTest | None
    places: Sequence[Place]

    @property
    def missing(self) -> int:
        return sum(not place.is_done for place in self.places)

    @property
    def next(self) -> Place | None:
        """The first step that is not done."""
        return next((place for place in self.places if not place.is_done), None)

    @property
    def words(self) -> str:
        """What is missing, in a sentence."""
        return f"Missing: {', '.join(p.title.lower() for p in self.places if not p.is_done)}."

    @property
    def is_complete(self) -> bool:
        return not self.missing


def first_run() -> FirstRun:
    """How far the set-up has come: of the first active connection and every active account.

    At most six queries, whatever there is.
    """
    connection = Connection.objects.filter(is_active=True).order_by("created_at", "pk").first()
    accounts = _accounts()
    test = _last_test(connection)
    places = (
        Place(code="connection", title="Connection", is_done=connection is not None),
        _tested(test),
        Place(code="account", title="Customer account", is_done=bool(accounts)),
        _addresses(accounts),
        _people(accounts),
        _webhook(connection),
    )
    account = accounts[0] if accounts else None
    return FirstRun(connection=connection, account=account, test=test, places=places)


def _accounts() -> list[CustomerAccount]:
    mine = Q(account=OuterRef("pk"))
    workers = Membership.objects.filter(mine, user__is_active=True).exclude(role=Role.VIEWER)
    addresses = Address.objects.filter(mine)
    accounts = CustomerAccount.objects.filter(is_active=True, connection__is_active=True)
    return list(
        accounts.annotate(
            has_bill_to=Exists(addresses.filter(kind=AddressKind.BILL_TO)),
            has_ship_to=Exists(addresses.filter(kind=AddressKind.SHIP_TO)),
            has_people=Exists(workers),
        ).order_by("name", "pk")
    )


def _last_test(connection: Connection | None) -> ConnectionTest | None:
    if connection is None:
        return None
    tests = connection.tests.select_related("account", "actor")
    return tests.prefetch_related("steps").first()


def _tested(test: ConnectionTest | None) -> Place:
    steps: list[ConnectionTestStep] = list(test.steps.all()) if test else []
    fine = (StepOutcome.PERMITTED, StepOutcome.NOT_OFFERED)
    lacking = tuple(
        f"{step.label}: {step.get_outcome_display().lower()}"
        for step in steps
        if step.outcome not in fine
    )
    # A sign-in alone says nothing of what the customer number may do.
    is_done = len(steps) > 1 and not lacking
    if len(steps) == 1 and not lacking:
        lacking = ("The sign-in works. Test again once there is a customer account.",)
    return Place(code="test", title="Test", is_done=is_done, lacking=lacking)


def _addresses(accounts: Sequence[CustomerAccount]) -> Place:
    lacking = [
        f"{account}: no {kind} address"
        for account in accounts
        for kind, there in (
            ("bill-to", account.has_bill_to),  # type: ignore[attr-defined]
            ("ship-to", account.has_ship_to),  # type: ignore[attr-defined]
        )
        if not there
    ]
    is_done = bool(accounts) and not lacking
    return Place(code="addresses", title="Addresses", is_done=is_done, lacking=tuple(lacking))


def _people(accounts: Sequence[CustomerAccount]) -> Place:
    lacking = tuple(
        f"{account}: nobody who may order"
        for account in accounts
        if not account.has_people  # type: ignore[attr-defined]
    )
    is_done = bool(accounts) and not lacking
    return Place(code="people", title="People", is_done=is_done, lacking=lacking)


def _webhook(connection: Connection | None) -> Place:
    is_done = connection is not None and bool(connection.webhook_secret)
    lacking = () if is_done or connection is None else (f"{connection}: no webhook secret",)
    return Place(code="webhook", title="Webhook", is_done=is_done, lacking=lacking)
