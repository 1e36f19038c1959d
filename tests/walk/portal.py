"""A portal whose upstream is the distributor of the documents: its people, and its mirror."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apps.accounts.choices import ListPage, Role
from apps.accounts.models import CustomerAccount, SavedView, User
from apps.connections.choices import AddressKind
from apps.connections.exceptions import ConnectionInactive
from apps.ingram import IngramError
from apps.quotes.models import new_form_key
from apps.quotes.services.create import KIND as CREATE_QUOTE
from apps.submissions.services import enqueue
from apps.sync import services as sync
from apps.sync.models import SyncState
from apps.sync.registry import resources
from tests.factories import make_account, make_address, make_connection, make_membership, make_user
from tests.notifications.things import make_notification
from tests.quotes.factories import make_draft
from tests.walk.distributor import Distributor
from tests.walk.filling import PART

#: Steps of a back-fill, and tasks that one request wakes: enough for all that one object needs.
STEPS = 8
WOKEN = 12
#: What the engine says of an error that nobody foresaw.
BROKE_OFF = "The reading broke off"

Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


@dataclass
class Portal:
    """`faults` collects what went wrong, so that one walk tells all of it."""

    account: CustomerAccount
    rep: User
    manager: User
    viewer: User
    administrator: User
    distributor: Distributor
    capture: Capture
    faults: list[str]

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """The tasks that are woken within run at its end, as a worker would run them."""
        with self.capture() as woken, apart():
            yield
        done = 0
        while woken and done < WOKEN:
            done += 1
            with self.capture() as more:
                self._run(woken.pop(0), what)
            woken += more

    def _run(self, task: Callable[[], Any], what: str) -> None:
        try:
            with apart():
                task()
        except (IngramError, ConnectionInactive):
            # Told by the ledger or the mirror; the worker's log has it too.
            return
        except Exception as exc:
            self.faults.append(f"a task of {what}: {told(exc)}")

    def fill(self) -> None:
        """Every step of every resource that is mirrored, and one refresh of each."""
        for resource in resources():
            state, _ = SyncState.objects.get_or_create(account=self.account, resource=resource.code)
            for _ in range(STEPS):
                self._step(state)
            SyncState.objects.filter(pk=state.pk).update(filled_at=timezone.now(), cursor=None)
            self._step(state)

    def _step(self, state: SyncState) -> None:
        SyncState.objects.filter(pk=state.pk).update(
            next_step_at=timezone.now(), step_started_at=None
        )
        with self.capture():  # the next step is taken here, not by a worker
            sync.step(state_id=state.pk)
        state.refresh_from_db()
        if state.last_error.startswith(BROKE_OFF):
            self.faults.append(f"mirror of {state.resource}: {state.last_error}")


@contextmanager
def apart() -> Iterator[None]:
    """What fails in the database is undone, and the next request finds it working."""
    block = transaction.atomic()
    # As Django marks what it wraps around a test: calls to the distributor are not refused in it.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield


def make_portal(distributor: Distributor, capture: Capture) -> Portal:
    connection = make_connection(distributor)
    account = make_account(connection)
    for kind in AddressKind:
        make_address(account, kind)
    people = {role: make_user(f"walking-{role}") for role in Role}
    for role, person in people.items():
        make_membership(person, account, role)
        SavedView.objects.create(user=person, page=ListPage.ORDERS, name="Open", query="tab=open")
    make_notification(account, people[Role.REP], url=reverse("orders:list"))
    make_draft(account, people[Role.REP], (PART, "2"), company_name="Acme", contact="Jo Doe")
    enqueue(
        kind=CREATE_QUOTE,
        account=account,
        actor=people[Role.REP],
        form_key=new_form_key(),
        business_key="ACME FIREWALLS",
        body={"quoteName": "Acme firewalls"},
    )
    administrator = people[Role.ADMINISTRATOR]
    administrator.is_staff = administrator.is_superuser = True
    administrator.save()
    return Portal(
        account=account,
        rep=people[Role.REP],
        manager=people[Role.MANAGER],
        viewer=people[Role.VIEWER],
        administrator=administrator,
        distributor=distributor,
        capture=capture,
        faults=[],
    )


def told(exc: BaseException) -> str:
    """The error and the lines of ours that it passed."""
    places = []
    trace = exc.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/apps/" in code.co_filename or "/templates/" in code.co_filename:
            places.append(f"{code.co_filename.rpartition('/apps/')[2]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(exc).__name__}: {str(exc)[:200]} ({' < '.join(reversed(places[-6:]))})"
