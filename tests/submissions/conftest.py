from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, User
from apps.submissions import registry, services
from apps.submissions.models import Submission
from tests.factories import make_account, make_connection, make_membership, make_user
from tests.submissions.upstream import KIND, Upstream

MakeSubmission = Callable[..., Submission]


@pytest.fixture
def connection(db):
    """No call is made in these tests, so nobody needs to listen."""
    return make_connection()


@pytest.fixture
def account(connection) -> CustomerAccount:
    return make_account(connection)


@pytest.fixture
def manager(account) -> User:
    user = make_user("manager")
    make_membership(user, account, Role.MANAGER)
    return user


@pytest.fixture
def upstream(monkeypatch) -> Upstream:
    upstream = Upstream()
    monkeypatch.setitem(registry._kinds, KIND, upstream.kind())
    return upstream


@pytest.fixture(autouse=True)
def at_once(settings) -> None:
    """No pause between the steps, and no settling: each test says what it waits for."""
    settings.SUBMISSIONS = {
        "retry_first": 0,
        "look_up_first": 0,
        "accepted_first": 0,
        "settling": 0,
        "absences": 2,
    }


@pytest.fixture
def make_submission(account, buyer, upstream) -> MakeSubmission:
    """Enqueue a write; `changes` are written over the row afterwards."""

    def make(name: str = "PO-1", *, form_key: str = "", **changes: object) -> Submission:
        submission = services.enqueue(
            kind=KIND,
            account=account,
            actor=buyer,
            form_key=form_key or f"key of {name}",
            business_key=name,
            body={"name": name, "client_secret": "hush"},
        )
        if changes:
            Submission.objects.filter(pk=submission.pk).update(
                **{"next_step_at": timezone.now(), **changes}
            )
            submission.refresh_from_db()
        return submission

    return make
