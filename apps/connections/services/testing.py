"""Whether a connection works: a token, then one harmless read of each resource."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from apps.accounts.models import CustomerAccount, User
from apps.connections.choices import StepOutcome
from apps.connections.exceptions import ConnectionInactive
from apps.connections.models import AccessToken, Connection, ConnectionTest, ConnectionTestStep
from apps.connections.services.clients import tester_for
from apps.ingram import (
    Client,
    Forbidden,
    IngramError,
    NotFound,
    NotOffered,
    Rejected,
    Unauthorized,
    ValidationFailed,
)
from apps.ingram.operations.catalog import price_and_availability, search_products
from apps.ingram.operations.deals import search_deals
from apps.ingram.operations.invoices import search_invoices
from apps.ingram.operations.orders import search_orders
from apps.ingram.operations.quotes import search_quotes
from apps.ingram.operations.renewals import search_renewals
from apps.ingram.operations.returns import search_returns
from apps.ingram.schemas.prices import PriceRequest, ProductQuery
from apps.ingram.side_by_side import side_by_side

TOKEN = "Sign-in: client id and secret"  # noqa: S105 - a label
#: A number that is asked for to see whether the door opens, not what is behind it.
NO_PART = "0000000"
KEPT = 20


def _price(client: Client) -> object:
    request = PriceRequest(products=(ProductQuery(ingram_part_number=NO_PART),))
    return price_and_availability(client, request)


_READS: tuple[tuple[str, Callable[[Client], object]], ...] = (
    ("Catalogue", lambda client: search_products(client, page_size=1)),
    ("Prices and stock", _price),
    ("Quotes", lambda client: search_quotes(client, page_size=1)),
    ("Orders", lambda client: search_orders(client, page_size=1)),
    ("Invoices", lambda client: search_invoices(client, page_size=1)),
    ("Returns", lambda client: search_returns(client, page_size=1)),
    ("Renewals", lambda client: search_renewals(client, page_size=1)),
    ("Deals", lambda client: search_deals(client, page_size=1)),
)


@dataclass(frozen=True, kw_only=True)
class _Step:
    label: str
    outcome: StepOutcome
    words: str = ""
    correlation_id: str = ""


def run_test(
    *, connection: Connection, actor: User, account: CustomerAccount | None = None
) -> ConnectionTest:
    """Ask for a new token, then for a little of each resource, side by side; keep what was found.

    Without an account (and when the connection has none that is active) only the token is asked
    for. Writes nothing at the distributor. Nine calls at most, each given up after 20 seconds;
    trouble with them is a finding, not an error.
    """
    account = account or _first_account(connection)
    steps = list(_steps(connection, account, actor))
    return _keep(connection, account, actor, steps)


def _first_account(connection: Connection) -> CustomerAccount | None:
    accounts = CustomerAccount.objects.filter(connection=connection, is_active=True)
    return accounts.select_related("connection").order_by("pk").first()


def _steps(connection: Connection, account: CustomerAccount | None, actor: User) -> Iterator[_Step]:
    # A token that was fetched with the old secret would prove nothing of the new one.
    AccessToken.objects.filter(connection=connection).update(token="", expires_at=None)
    speaker = account or CustomerAccount(connection=connection, country_code="US")
    try:
        client = tester_for(speaker, actor=actor, purpose="test of the connection")
        client.token()
    except (IngramError, ConnectionInactive) as trouble:
        yield _found(TOKEN, trouble)
        return
    yield _Step(label=TOKEN, outcome=StepOutcome.PERMITTED)
    if account is None:
        return
    answers = side_by_side(client, [read for _, read in _READS])
    for (label, _), answer in zip(_READS, answers, strict=True):
        yield _found(label, answer)


def _found(label: str, answer: object) -> _Step:
    """What the answer says of the permission; a refusal of *what* was asked is none."""
    if isinstance(answer, ConnectionInactive):
        return _Step(label=label, outcome=StepOutcome.UNANSWERED, words=answer.user_message)
    if not isinstance(answer, IngramError) or isinstance(answer, NotFound | ValidationFailed):
        return _Step(label=label, outcome=StepOutcome.PERMITTED)
    return _Step(
        label=label,
        outcome=_outcome(answer),
        words=answer.user_message,
        correlation_id=answer.correlation_id,
    )


def _outcome(trouble: IngramError) -> StepOutcome:
    if isinstance(trouble, NotOffered):
        return StepOutcome.NOT_OFFERED
    if isinstance(trouble, Unauthorized | Forbidden | Rejected):
        return StepOutcome.REFUSED
    return StepOutcome.UNANSWERED


@transaction.atomic
def _keep(
    connection: Connection, account: CustomerAccount | None, actor: User, steps: list[_Step]
) -> ConnectionTest:
    test = ConnectionTest.objects.create(
        connection=connection, account=account, actor=actor, at=now()
    )
    ConnectionTestStep.objects.bulk_create(
        ConnectionTestStep(
            test=test,
            place=place,
            label=step.label,
            outcome=step.outcome,
            words=step.words[:300],
            correlation_id=step.correlation_id[:64],
        )
        for place, step in enumerate(steps)
    )
    old = ConnectionTest.objects.filter(connection=connection).values_list("pk", flat=True)[KEPT:]
    ConnectionTest.objects.filter(pk__in=list(old)).delete()
    return test
