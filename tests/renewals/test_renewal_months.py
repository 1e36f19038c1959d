"""What expires in each month: sums, the picture, and the way to the list."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import CustomerAccount
from apps.renewals.choices import RenewalStatus
from tests.renewals.things import make_renewal


def month_of(answer: Any, first: date) -> Any:
    return next(month for month in answer.context["months"] if month.first == first)


def test_a_month_counts_and_adds_up_what_is_open_and_what_is_closed(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account, expires_on=date(2027, 2, 1), value=Decimal("10.25"))
    make_renewal(account, expires_on=date(2027, 2, 28), value=Decimal(20))
    make_renewal(account, expires_on=date(2027, 2, 14), value=None)
    make_renewal(account, expires_on=date(2027, 2, 14), status=RenewalStatus.ORDERED)
    make_renewal(account, expires_on=date(2027, 3, 1), value=Decimal(15))

    answer = browser.get("/renewals/months/?from=2027-01")

    february = month_of(answer, date(2027, 2, 1))
    assert (february.open.count, february.open.value, february.open.untold) == (
        3,
        Decimal("30.25"),
        1,
    )
    assert (february.closed.count, february.closed.value) == (1, Decimal("381.50"))
    assert february.height == 100
    assert month_of(answer, date(2027, 3, 1)).height == 50
    assert month_of(answer, date(2027, 4, 1)).height == 0
    assert answer.context["open_total"].count == 4
    assert "1 unknown" in answer.content.decode()


def test_each_month_leads_to_the_list_that_holds_as_many(
    browser: Client, account: CustomerAccount
) -> None:
    for day in (date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 28), date(2027, 3, 1)):
        make_renewal(account, expires_on=day)
    make_renewal(account, expires_on=date(2027, 2, 3), status=RenewalStatus.LOST)
    february = month_of(browser.get("/renewals/months/?from=2027-01"), date(2027, 2, 1))

    opened = browser.get(february.open_url).context["page"].paginator.count
    closed = browser.get(february.closed_url).context["page"].paginator.count

    assert (opened, closed) == (2, 1) == (february.open.count, february.closed.count)


def test_values_that_nobody_tells_are_unknown_and_bars_go_by_count(
    browser: Client, account: CustomerAccount
) -> None:
    for _ in range(4):
        make_renewal(account, expires_on=date(2027, 2, 3), value=None)
    make_renewal(account, expires_on=date(2027, 3, 3), value=None)

    answer = browser.get("/renewals/months/?from=2027-01")

    assert month_of(answer, date(2027, 2, 1)).open.told_value is None
    assert month_of(answer, date(2027, 2, 1)).height == 100
    assert month_of(answer, date(2027, 3, 1)).height == 25
    assert "0.00" not in answer.content.decode()


def test_months_cost_the_same_however_many_renewals_there_are(
    browser: Client, account: CustomerAccount
) -> None:
    make_renewal(account)
    browser.get("/renewals/months/")
    with CaptureQueriesContext(database) as for_one:
        browser.get("/renewals/months/")

    for _ in range(29):
        make_renewal(account)
    with CaptureQueriesContext(database) as for_thirty:
        browser.get("/renewals/months/")

    assert len(for_thirty) == len(for_one) == 6
    assert not any('FROM "renewals_renewal"' in query["sql"] for query in for_thirty)


@pytest.mark.parametrize("first", ["0001-01", "9999-12", "soon", "2027-13", "2027-1", ""])
def test_any_month_can_be_asked_for(browser: Client, account: CustomerAccount, first: str) -> None:
    make_renewal(account)

    assert browser.get("/renewals/months/", {"from": first}).status_code == 200


def test_months_hold_the_own_account_only(
    browser: Client, account: CustomerAccount, other_account: CustomerAccount
) -> None:
    make_renewal(other_account, expires_on=date(2027, 2, 1))

    answer = browser.get("/renewals/months/?from=2027-01")

    assert answer.context["open_total"].count == 0
