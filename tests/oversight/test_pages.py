"""The audit for administrators, the calls for managers, and how many of them a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, User
from apps.audit.choices import Action, Area
from apps.audit.models import Event
from apps.audit.recording import record
from apps.connections.models import ApiCall
from apps.oversight.traffic import allowance, traffic_of
from tests.factories import make_membership, make_user

AUDIT, CALLS, TRAFFIC = "/audit/", "/calls/", "/calls/traffic/"


@pytest.fixture
def administrator(account: CustomerAccount) -> User:
    person = make_user("administrator")
    make_membership(person, account, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def admin_browser(signed_in: Any, administrator: User) -> Client:
    return signed_in(administrator)


def make_event(account: CustomerAccount, about: str = "An object", **changes: Any) -> Event:
    values = {"area": Area.WORK, "action": Action.DECIDED, "after": {"state": "closed"}} | changes
    record(values.pop("area"), values.pop("action"), about=about, accounts=[account.pk], **values)
    return Event.objects.latest("pk")


def make_call(account: CustomerAccount, **changes: Any) -> ApiCall:
    values = {
        "operation": "order details",
        "method": "GET",
        "path": "/resellers/v6.1/orders/20-1",
        "priority": "interactive",
        "status": 200,
        "duration_ms": 120,
        "correlation_id": "abc-1",
        "at": timezone.now(),
    }
    return ApiCall.objects.create(
        connection=account.connection, account=account, **values | changes
    )


# --- The audit --------------------------------------------------------------------------------


def test_the_audit_tells_who_did_what(
    account: CustomerAccount, admin_browser: Client, buyer: User
) -> None:
    make_event(account, "PO-4711", actor=buyer)

    page = admin_browser.get(AUDIT).content.decode()

    assert "PO-4711" in page
    assert str(buyer) in page
    assert "Sent and decided" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=needle", {"Needle in hay"}),
        ("q=nobody", set()),
        ("tab=set_up", {"A connection"}),
        ("action=decided", {"Needle in hay"}),
        ("at_from=2999-01-01", set()),
        ("at_from=nonsense", {"Needle in hay", "A connection"}),
    ],
)
def test_the_audit_is_searched_and_narrowed(
    account: CustomerAccount, admin_browser: Client, query: str, found: set[str]
) -> None:
    make_event(account, "Needle in hay")
    make_event(account, "A connection", area=Area.SET_UP, action=Action.CHANGED)

    page = admin_browser.get(f"{AUDIT}?{query}").context["page"]

    named = {"Needle in hay", "A connection"}
    assert {event.object_name for event in page} & named == found


def test_an_event_shows_before_and_after(account: CustomerAccount, admin_browser: Client) -> None:
    event = make_event(account, before={"role": "rep"}, after={"role": "manager"})

    page = admin_browser.get(event.get_absolute_url()).content.decode()

    assert "rep</td>" in page
    assert "manager</td>" in page


def test_the_audit_is_exported_as_it_is_filtered(
    account: CustomerAccount, admin_browser: Client
) -> None:
    make_event(account, "Needle in hay")
    make_event(account, "Something else")

    answer = admin_browser.get(reverse("oversight:audit_export"), {"q": "needle"})

    text = b"".join(answer.streaming_content).decode()
    assert "Needle in hay" in text
    assert '""state"": ""closed""' in text
    assert "Something else" not in text


def test_only_administrators_read_the_audit(
    account: CustomerAccount, signed_in: Any, buyer: User, manager: User, viewer: User
) -> None:
    event = make_event(account)

    for person in (buyer, manager, viewer):
        browser = signed_in(person)
        for address in (AUDIT, event.get_absolute_url(), reverse("oversight:audit_export")):
            assert browser.get(address).status_code == 403
        assert f'href="{AUDIT}"' not in browser.get("/").content.decode()


def test_an_event_of_another_account_is_not_found(
    other_account: CustomerAccount, admin_browser: Client
) -> None:
    assert admin_browser.get(make_event(other_account).get_absolute_url()).status_code == 404


# --- Calls ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"good", "refused", "none"}),
        ("tab=good", {"good"}),
        ("tab=refused", {"refused"}),
        ("outcome=none", {"none"}),
        ("q=refu", {"refused"}),
        ("operation=quote+list", {"refused"}),
        ("at_to=2001-01-01", set()),
    ],
)
def test_calls_are_narrowed(
    account: CustomerAccount, signed_in: Any, manager: User, query: str, found: set[str]
) -> None:
    make_call(account, correlation_id="good")
    make_call(account, correlation_id="refused", status=404, operation="quote list")
    make_call(account, correlation_id="none", status=None, error="no answer")

    page = signed_in(manager).get(f"{CALLS}?{query}").context["page"]

    assert {call.correlation_id for call in page} == found


def test_calls_of_one_person(
    account: CustomerAccount, signed_in: Any, manager: User, buyer: User
) -> None:
    make_call(account, correlation_id="theirs", actor=buyer)
    make_call(account, correlation_id="nobody's")

    page = signed_in(manager).get(CALLS, {"person": buyer.pk}).context["page"]

    assert [call.correlation_id for call in page] == ["theirs"]


def test_a_call_shows_what_support_asks_for(
    account: CustomerAccount, signed_in: Any, manager: User
) -> None:
    call = make_call(account)

    page = signed_in(manager).get(f"{CALLS}{call.pk}/").content.decode()

    assert "abc-1" in page
    assert "GET /resellers/v6.1/orders/20-1" in page


def test_calls_of_another_account_and_for_reps_are_not_shown(
    account: CustomerAccount,
    other_account: CustomerAccount,
    signed_in: Any,
    manager: User,
    buyer: User,
) -> None:
    theirs = make_call(other_account, correlation_id="theirs")

    assert signed_in(manager).get(f"{CALLS}{theirs.pk}/").status_code == 404
    assert b"theirs" not in signed_in(manager).get(CALLS).content
    for address in (CALLS, TRAFFIC, f"{CALLS}{theirs.pk}/"):
        assert signed_in(buyer).get(address).status_code == 403


def test_the_last_hour_is_counted_by_minute_and_operation(
    account: CustomerAccount, manager: User
) -> None:
    this_minute = timezone.now().replace(second=0, microsecond=0)
    for number in range(10):
        make_call(account, at=this_minute, duration_ms=100 * (number + 1))
    make_call(account, at=this_minute - timedelta(minutes=5), status=500, operation="quote list")
    make_call(account, at=this_minute - timedelta(minutes=90))

    found = traffic_of(manager, account)

    assert (found.whole.calls, found.whole.peak, found.whole.errors) == (11, 10, 1)
    first, second = found.endpoints
    assert (first.operation, first.median_ms, first.slow_ms) == ("order details", 600, 1000)
    assert (second.errors, second.minutes[54].calls) == (1, 1)
    assert (found.whole.allowed_y, first.allowed_y) == (None, 1)
    assert found.allowance == allowance()


def test_the_picture_is_told_in_words_as_well(
    account: CustomerAccount, signed_in: Any, manager: User
) -> None:
    make_call(account, status=500)

    page = signed_in(manager).get(TRAFFIC).content.decode()

    assert 'role="img"' in page
    assert "1 call, 1 failed" in page
    assert "order details" in page


@pytest.mark.parametrize(
    ("address", "make"), [(AUDIT, make_event), (CALLS, make_call), (TRAFFIC, make_call)]
)
def test_a_page_costs_the_same_with_one_row_and_with_thirty(
    account: CustomerAccount,
    admin_browser: Client,
    buyer: User,
    address: str,
    make: Callable[..., Any],
) -> None:
    make(account, actor=buyer)
    admin_browser.get(address)
    with CaptureQueriesContext(database) as few:
        admin_browser.get(address)
    for _ in range(29):
        make(account, actor=buyer)

    with CaptureQueriesContext(database) as many:
        admin_browser.get(address)

    assert len(many) == len(few)
