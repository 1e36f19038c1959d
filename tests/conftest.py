"""The people, the account and the sandbox that tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol

import pytest
from django.conf import settings
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client

from apps.accounts.choices import Role
from apps.accounts.middleware import SESSION_KEY
from apps.accounts.models import CustomerAccount, User
from apps.audit import append_only
from apps.connections.models import Connection
from apps.connections.services import close_clients
from portal.celery import app as celery_app
from sandbox.testing import SandboxServer
from tests.factories import make_account, make_connection, make_membership, make_user


def pytest_unconfigure() -> None:
    """The test settings keep their state in a folder of this process."""
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)


@pytest.fixture(autouse=True, scope="session")
def _the_audit_may_be_emptied_between_tests() -> Iterator[None]:
    """The triggers of the audit would refuse it, on SQLite and on PostgreSQL."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_triggers(self: BaseDatabaseOperations, statements: list[str]) -> None:
        append_only.remove(self.connection)
        try:
            flush(self, statements)
        finally:
            append_only.install(self.connection)

    BaseDatabaseOperations.execute_sql_flush = without_triggers  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_client_outlives_its_test() -> Iterator[None]:
    yield
    close_clients()


class SignedIn(Protocol):
    def __call__(self, user: User, account: CustomerAccount | None = None) -> Client: ...


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[SandboxServer]:
    """One sandbox a test process: workers of xdist do not share theirs."""
    with SandboxServer() as server:
        yield server


@pytest.fixture
def sandbox(sandbox_server: SandboxServer) -> SandboxServer:
    """The stand-in for the API over real HTTP, as new."""
    sandbox_server.reset()
    return sandbox_server


@pytest.fixture
def connection(db: None, sandbox: SandboxServer) -> Connection:
    return make_connection(sandbox)


@pytest.fixture
def account(connection: Connection) -> CustomerAccount:
    """Customer number 20-222222 at the sandbox."""
    return make_account(connection)


@pytest.fixture
def other_account(connection: Connection) -> CustomerAccount:
    """The outsider's customer number, at the same connection."""
    return make_account(
        connection,
        name="Elsewhere Systems",
        customer_number="20-333333",
        country_code="CA",
        currency="CAD",
    )


@pytest.fixture
def buyer(account: CustomerAccount) -> User:
    user = make_user("buyer")
    make_membership(user, account)
    return user


@pytest.fixture
def colleague(account: CustomerAccount) -> User:
    user = make_user("colleague")
    make_membership(user, account)
    return user


@pytest.fixture
def manager(account: CustomerAccount) -> User:
    user = make_user("manager")
    make_membership(user, account, Role.MANAGER)
    return user


@pytest.fixture
def viewer(account: CustomerAccount) -> User:
    user = make_user("viewer")
    make_membership(user, account, Role.VIEWER)
    return user


@pytest.fixture
def outsider(other_account: CustomerAccount) -> User:
    user = make_user("outsider")
    make_membership(user, other_account)
    return user


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """`signed_in(buyer)` is a browser of theirs; `account` is where they have switched to."""

    def browser_of(user: User, account: CustomerAccount | None = None) -> Client:
        browser = Client()
        browser.force_login(user)
        if account is not None:
            session = browser.session
            session[SESSION_KEY] = account.pk
            session.save()
        return browser

    return browser_of


@pytest.fixture
def eager_tasks(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Iterator[Callable[[], AbstractContextManager[Any]]]:
    """Tasks run at once, and a task's error is the caller's.

    `with eager_tasks(): ...` also runs at its end what waits for the commit.
    """
    before = celery_app.conf.task_always_eager, celery_app.conf.task_eager_propagates
    celery_app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield partial(django_capture_on_commit_callbacks, execute=True)
    celery_app.conf.update(task_always_eager=before[0], task_eager_propagates=before[1])
