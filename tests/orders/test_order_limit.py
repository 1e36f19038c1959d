"""Above the account's approval limit a manager orders; nobody else is let by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Address
from apps.orders import services
from apps.orders.changes import AddedLine, LineChange, OrderChange
from apps.orders.exceptions import AboveLimit
from apps.orders.models import Order, OrderDraft
from apps.orders.services.limits import check_amount, check_growth
from apps.quotes.models import Quote
from apps.submissions.models import Submission
from tests.orders.own_orders import PLAIN, confirm, make_draft, url
from tests.orders.things import FORM, PLACE, SUMMARY, filled_in, make_order, summary_keys


@pytest.fixture
def limited(account: CustomerAccount) -> CustomerAccount:
    account.approval_limit = Decimal("5.00")
    account.save()
    return account


@pytest.fixture
def draft(limited: CustomerAccount, buyer: User, bill_to: Address) -> OrderDraft:
    return make_draft(limited, buyer, (PLAIN, 3))


def test_a_rep_reads_who_may_order_what_is_above_the_limit(
    browser: Client, draft: OrderDraft, manager: User
) -> None:
    answer = browser.post(url(draft, "place"), confirm(browser, draft))

    assert answer.status_code == 422
    assert f"Who may order it: {manager}" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_manager_orders_what_a_rep_could_not(
    browser: Client, signed_in: Any, draft: OrderDraft, manager: User
) -> None:
    typed = confirm(browser, draft)
    browser.post(url(draft, "place"), typed)

    answer = signed_in(manager).post(url(draft, "place"), typed)

    assert answer.url == url(draft, "summary")
    assert Submission.objects.get().actor == manager


def test_an_order_within_the_limit_needs_nobody(
    browser: Client, draft: OrderDraft, limited: CustomerAccount
) -> None:
    limited.approval_limit = Decimal(1_000_000)
    limited.save()

    browser.post(url(draft, "place"), confirm(browser, draft))

    assert Submission.objects.count() == 1


def test_an_order_of_a_quote_has_the_same_limit(
    browser: Client, quote: Quote, limited: CustomerAccount
) -> None:
    browser.get(FORM)
    assert browser.post(FORM, filled_in()).url == SUMMARY

    answer = browser.post(PLACE, summary_keys(browser))

    assert answer.status_code == 422
    assert "You may order up to 5.00 USD" in answer.content.decode()
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("amount", "currency", "is_within"),
    [
        (Decimal("5.00"), "USD", True),
        (Decimal("5.01"), "USD", False),
        (Decimal("1.00"), "EUR", False),
        (None, "USD", False),
    ],
)
def test_what_is_unknown_or_in_another_currency_is_not_within(
    limited: CustomerAccount, buyer: User, amount: Decimal | None, currency: str, is_within: bool
) -> None:
    def check() -> None:
        check_amount(account=limited, actor=buyer, amount=amount, currency=currency)

    if is_within:
        check()
    else:
        with pytest.raises(AboveLimit):
            check()


def held_order(account: CustomerAccount, **changes: Any) -> Order:
    return make_order(account, total=Decimal("4.00"), currency="USD", **changes)


def test_a_change_may_not_grow_an_order_beyond_the_limit(
    limited: CustomerAccount, buyer: User, manager: User
) -> None:
    order = held_order(limited)
    more = AddedLine(ingram_part_number="X", quantity=2, unit_price=Decimal(1))
    change = OrderChange(added=(more,))

    with pytest.raises(AboveLimit):
        services.modify_order(
            order=order, change=change, actor=buyer, form_key="k", agreed="anything"
        )
    check_growth(order=order, change=change, actor=manager)


def test_a_change_that_makes_an_order_smaller_is_always_within(
    limited: CustomerAccount, buyer: User
) -> None:
    order = held_order(limited)
    less = LineChange(ingram_line_number="1", ingram_part_number="X", quantity_before=5, quantity=1)

    check_growth(order=order, change=OrderChange(lines=(less,)), actor=buyer)
