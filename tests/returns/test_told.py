"""Who asked for a return is told, once, what was decided."""

from __future__ import annotations

from typing import Any

import pytest

from apps.accounts.models import CustomerAccount, User
from apps.ingram.schemas.returns import ReturnClaim
from apps.notifications.models import Notification
from apps.returns.models import ReturnCase
from apps.returns.services import mirror
from apps.submissions.models import Submission
from tests.returns.things import make_case


def told() -> list[tuple[User, str]]:
    rows = Notification.objects.filter(kind="return.decided").select_related("person")
    return [(row.person, row.title) for row in rows.order_by("pk")]


def hear(account: CustomerAccount, status: str, **changes: Any) -> None:
    values = {
        "caseRequestNumber": "CAS-1",
        "modifiedOn": "2026-11-20T09:00:00Z",
        "referenceNumber": "REF-1",
        "status": status,
    }
    mirror.keep_claims(account, [ReturnClaim.model_validate(values | changes)])


@pytest.fixture
def case(account: CustomerAccount, buyer: User) -> ReturnCase:
    """Open, and asked for by the buyer."""
    submission = Submission.objects.create(
        kind="return.create",
        account=account,
        actor=buyer,
        form_key="its form",
        business_key="REF-1",
        body={},
    )
    return make_case(
        account, case_request_number="CAS-1", reference_number="REF-1", submission=submission
    )


def test_the_sender_is_told_what_was_decided_once(
    account: CustomerAccount, case: ReturnCase, buyer: User, manager: User
) -> None:
    hear(account, "OPEN")
    open_yet = told()
    for _ in range(2):
        hear(account, "APPROVED")

    assert open_yet == []
    assert told() == [(buyer, "Return CAS-1 (REF-1): approved")]


def test_a_decision_that_is_changed_is_told_too(
    account: CustomerAccount, case: ReturnCase, buyer: User
) -> None:
    hear(account, "APPROVED")
    hear(account, "DENIED", modifiedOn="2026-11-21T09:00:00Z")

    assert [title for _, title in told()] == [
        "Return CAS-1 (REF-1): approved",
        "Return CAS-1 (REF-1): denied",
    ]


def test_a_return_that_was_asked_for_elsewhere_is_told_to_nobody(
    account: CustomerAccount, buyer: User
) -> None:
    make_case(account, case_request_number="CAS-1")

    hear(account, "APPROVED")

    assert told() == []
