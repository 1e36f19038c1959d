"""Whose an order or a return is: the list can be narrowed to a person's, however long it is."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.core import listing
from apps.orders.models import Order
from apps.orders.services import placed
from apps.returns.models import ReturnCase
from tests.orders.things import make_order
from tests.portal.test_start_page import undecided
from tests.returns.things import make_case

KINDS = [
    ("/orders/", "placed_by", "placed", make_order),
    ("/returns/", "asked_by", "asked for", make_case),
]


def shown(browser: Client, address: str) -> set[str]:
    return {str(row) for row in browser.get(address).context["page"]}


@pytest.mark.parametrize(("path", "column", "verb", "make"), KINDS)
def test_a_list_shows_one_persons_rows_or_those_from_elsewhere(
    path: str, column: str, verb: str, make: Any, account: CustomerAccount,
    buyer: User, colleague: User, browser: Client,
) -> None:  # fmt: skip
    own, other = make(account, **{column: buyer}), make(account, **{column: colleague})
    unknown = make(account)

    assert shown(browser, f"{path}?{column}={buyer.pk}") == {str(own)}
    assert shown(browser, f"{path}?{column}={colleague.pk}&sort=number") == {str(other)}
    assert shown(browser, f"{path}?{column}=none") == {str(unknown)}
    assert shown(browser, f"{path}?{column}=nonsense") == {str(own), str(other), str(unknown)}
    assert (
        f"{verb} by {colleague}" in browser.get(f"{path}?{column}={colleague.pk}").content.decode()
    )
    exported = browser.get(f"{path}export.csv?{column}={buyer.pk}").getvalue().decode()
    assert str(own) in exported
    assert str(other) not in exported


@pytest.mark.parametrize(("path", "column", "verb", "make"), KINDS)
@pytest.mark.parametrize("sort", ["number", "total"])
def test_a_list_that_is_read_row_by_row_is_narrowed_as_well(
    path: str, column: str, verb: str, make: Any, sort: str, account: CustomerAccount,
    buyer: User, browser: Client, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(listing, "MOST_ROWS", 1)
    own = [make(account, **{column: buyer}) for _ in range(3)]
    unknown, _ = make(account), make(account)

    for order in (sort, f"-{sort}"):
        mine = browser.get(f"{path}export.csv?{column}={buyer.pk}&sort={order}")
        text = mine.getvalue().decode()
        assert all(str(row) in text for row in own)
        assert str(unknown) not in text
    others = browser.get(f"{path}export.csv?{column}=none&sort={sort}").getvalue().decode()
    assert str(unknown) in others
    assert not any(str(row) in others for row in own)


def test_an_order_is_its_senders(account: CustomerAccount, buyer: User) -> None:
    order = make_order(account)

    placed.tie(undecided(account, buyer), order.ingram_order_number)

    order.refresh_from_db()
    assert order.placed_by == buyer


@pytest.mark.parametrize(
    ("app", "migration", "model", "column", "make"),
    [
        ("orders", "0014_tell_who_placed_it", Order, "placed_by", make_order),
        ("returns", "0005_tell_who_asked_for_it", ReturnCase, "asked_by", make_case),
    ],
)
def test_what_was_sent_before_is_told_who_sent_it(
    app: str, migration: str, model: Any, column: str, make: Any,
    account: CustomerAccount, buyer: User,
) -> None:  # fmt: skip
    sent, elsewhere = make(account, submission=undecided(account, buyer)), make(account)

    import_module(f"apps.{app}.migrations.{migration}").tell(apps, None)

    assert getattr(model.objects.get(pk=sent.pk), column) == buyer
    assert getattr(model.objects.get(pk=elsewhere.pk), column) is None
