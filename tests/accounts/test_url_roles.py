"""Every address, each role, one's own account and another's: one table says what is answered.

A pattern without a line in the table fails, and the failure prints the line as it is now: read
it before it is believed.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from apps.accounts.choices import ListPage, Role
from apps.accounts.models import CustomerAccount, SavedView, User
from apps.audit.choices import Action, Area
from apps.audit.recording import record
from apps.submissions.choices import State
from apps.submissions.models import Submission
from tests.accounts.url_roles import NOTHING_TO_OPEN, TABLE, UNASKED
from tests.catalog.things import make_price_check, make_product
from tests.deals.things import make_deal
from tests.factories import make_account, make_membership, make_user
from tests.invoices.things import make_invoice, make_line
from tests.notifications.things import make_notification
from tests.orders.own_orders import make_draft as make_order_draft
from tests.orders.things import make_order
from tests.oversight.test_pages import make_call
from tests.quotes.factories import make_draft, make_quote
from tests.renewals.things import make_renewal
from tests.returns.things import make_case, make_return_draft
from tests.walk.routes import NothingKnown, Route, routes

OUTSIDER, NOBODY = "administrator elsewhere", "not signed in"
WHO = (*Role.values, OUTSIDER, NOBODY)


@pytest.fixture
def browsers(account: CustomerAccount, signed_in: Any) -> dict[str, Client]:
    """One of each role in the account, an administrator of another one, and nobody."""
    found = {}
    for role in Role:
        person = make_user(f"a-{role}")
        make_membership(person, account, role)
        found[role.value] = signed_in(person)
    stranger = make_user("stranger")
    elsewhere = make_account(account.connection, customer_number="20-333333", name="Elsewhere")
    make_membership(stranger, elsewhere, Role.ADMINISTRATOR)
    return {**found, OUTSIDER: signed_in(stranger), NOBODY: Client()}


@pytest.fixture
def things(account: CustomerAccount, browsers: dict[str, Client]) -> None:
    """One of everything, made by the rep."""
    rep = User.objects.get(username="a-rep")
    make_order(account)
    make_quote(account)
    make_draft(account, rep, ("6YE881", "2"))
    make_order_draft(account, rep, "6YE881")
    invoice = make_invoice(account)
    make_line(invoice)
    make_renewal(account)
    make_deal(account)
    make_case(account)
    make_return_draft(invoice, rep)
    make_product(account, "6YE881")
    make_price_check(account, rep, "6YE881")
    Submission.objects.create(
        kind="order.create_v7",
        key_space="order.create_v7",
        account=account,
        actor=rep,
        form_key="a form",
        business_key="PO-1",
        body={},
        state=State.NEEDS_ATTENTION,
        next_step_at=None,
    )
    make_call(account)
    make_notification(account, rep)
    SavedView.objects.create(user=rep, page=ListPage.ORDERS, name="Open", query="tab=open")
    record(Area.WORK, Action.DECIDED, about="An object", accounts=[account.pk], actor=rep)


def answered(browser: Client, url: str) -> str:
    """GET it, or POST it without a form where it takes nothing else; what it does is undone."""
    block = transaction.atomic()
    # As Django marks what it wraps around a test: calls to the distributor are not refused in it.
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        answer = browser.get(url)
        if answer.status_code == 405:
            answer = browser.post(url)
        transaction.set_rollback(True)
    if answer.status_code in (401, 403, 404):
        return str(answer.status_code)
    if answer.status_code in (301, 302) and "/login/" in answer.url:
        return "in"
    assert answer.status_code < 500, f"{url} gives {answer.status_code}"
    return "ok"


def line_of(route: Route, browsers: dict[str, Client]) -> str | None:
    try:
        urls = route.urls()
    except NothingKnown as exc:
        return None if route.name in NOTHING_TO_OPEN else str(exc)
    return " ".join(answered(browsers[who], urls[0]) for who in WHO) if urls else None


def asked_routes() -> list[Route]:
    return [route for route in routes() if route.name not in UNASKED]


def test_every_address_answers_each_role_as_the_table_says(
    browsers: dict[str, Client], things: None
) -> None:
    wrong, empty = [], set()
    for route in asked_routes():
        found = line_of(route, browsers)
        if found is None:
            empty.add(route.name)
        elif TABLE.get(route.name) != found:
            wrong.append(f'    "{route.name}": "{found}",  # told: {TABLE.get(route.name)}')

    assert not wrong, "\n".join(["", *wrong])
    assert empty <= NOTHING_TO_OPEN


def test_the_table_holds_no_address_that_is_gone() -> None:
    assert set(TABLE) <= {route.name for route in asked_routes()}
