"""Who may not see amounts finds none: not on a page, not in an export, not by sorting."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, User
from apps.core.discretion import amounts_hidden
from apps.core.spreadsheet import Sheet, without_amounts
from apps.core.templatetags.figures import money
from apps.submissions.models import Submission
from tests.catalog.things import make_price_check
from tests.deals.things import make_deal
from tests.deals.things import make_line as make_deal_line
from tests.factories import make_membership, make_user
from tests.invoices.things import make_invoice
from tests.invoices.things import make_line as make_invoice_line
from tests.orders.things import make_line as make_order_line
from tests.orders.things import make_order
from tests.quotes.factories import make_quote
from tests.renewals.things import make_line as make_renewal_line
from tests.renewals.things import make_renewal
from tests.returns.things import make_case, make_case_line

PLANTED = Decimal("7654.32")
TELLING = ("7,654", "7654")
LISTS = ("orders", "quotes", "invoices", "renewals", "deals", "returns")


def with_amounts(thing: Any) -> Any:
    """Every amount that the row has is the planted one."""
    for field in thing._meta.concrete_fields:
        is_amount = not field.name.endswith(("_percentage", "_percent", "_rate"))
        if field.get_internal_type() == "DecimalField" and is_amount and not field.generated:
            setattr(thing, field.name, PLANTED)
    thing.save()
    return thing


@pytest.fixture
def addresses(account: CustomerAccount, buyer: User) -> Sequence[str]:
    """Pages and exports of things whose every amount is planted."""
    order = with_amounts(make_order(account))
    invoice = with_amounts(make_invoice(account))
    renewal, deal = with_amounts(make_renewal(account)), with_amounts(make_deal(account))
    case = with_amounts(make_case(account))
    for line in (
        make_order_line(order),
        make_invoice_line(invoice),
        make_renewal_line(renewal),
        make_deal_line(deal),
        make_case_line(case),
    ):
        with_amounts(line)
    check = make_price_check(account, buyer, "6YE881")
    for line in check.lines.all():
        with_amounts(line)
    sent = Submission.objects.create(
        kind="order.create_v7",
        key_space="order.create_v7",
        account=account,
        actor=buyer,
        form_key="a form",
        business_key="PO-1",
        body={"lines": [{"unitPrice": str(PLANTED)}]},
        next_step_at=None,
    )
    exports = [
        reverse(f"{app}:{name}") + query
        for app in LISTS
        for name in ("export", "export_xlsx")
        for query in ("", "?rows=lines")
    ]
    things = (order, with_amounts(make_quote(account)), invoice, renewal, deal, case, check, sent)
    pages = [thing.get_absolute_url() for thing in things]
    lists = [reverse(f"{app}:list") for app in LISTS]
    others = [reverse("start"), reverse("renewals:months"), reverse("submissions:list")]
    return [*pages, *lists, *exports, *others]


def told(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    content = answer.getvalue()
    if address.partition("?")[0].endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    return content.decode()


def telling(browser: Client, addresses: Sequence[str]) -> list[str]:
    return [a for a in addresses if any(amount in told(browser, a) for amount in TELLING)]


def test_a_viewer_meets_no_amount_on_any_page_and_in_no_export(
    signed_in: Any, viewer: User, addresses: Sequence[str]
) -> None:
    assert telling(signed_in(viewer), addresses) == []


def test_a_rep_meets_the_amounts_there(
    signed_in: Any, buyer: User, addresses: Sequence[str]
) -> None:
    assert len(telling(signed_in(buyer), addresses)) > 20


@pytest.mark.parametrize(("app", "sort"), [("orders", "total"), ("invoices", "amount")])
def test_a_list_is_not_sorted_by_what_it_does_not_tell(
    account: CustomerAccount, signed_in: Any, viewer: User, buyer: User, app: str, sort: str
) -> None:
    address = f"{reverse(f'{app}:list')}?sort={sort}"

    assert signed_in(buyer).get(address).context["sort"] == sort
    assert signed_in(viewer).get(address).context["sort"] != sort


def test_amounts_of_an_account_follow_the_role_in_it(
    account: CustomerAccount, other_account: CustomerAccount, signed_in: Any
) -> None:
    person = make_user()
    make_membership(person, account, Role.REP)
    make_membership(person, other_account, Role.VIEWER)
    here, there = with_amounts(make_order(account)), with_amounts(make_order(other_account))

    as_rep, as_viewer = signed_in(person, account), signed_in(person, other_account)

    assert telling(as_rep, [here.get_absolute_url()])
    assert as_rep.get(there.get_absolute_url()).status_code == 404
    assert not telling(as_viewer, [here.get_absolute_url(), there.get_absolute_url()])


def test_whoever_works_with_amounts_can_still_change_to_the_account_without(
    account: CustomerAccount, other_account: CustomerAccount, signed_in: Any
) -> None:
    person = make_user()
    make_membership(person, account, Role.REP)
    make_membership(person, other_account, Role.VIEWER)

    answer = signed_in(person, account).post(
        reverse("accounts:switch"), {"account": other_account.pk, "next": "/"}
    )

    assert answer.status_code == 302


def test_an_amount_is_hidden_and_not_unknown_or_nothing() -> None:
    with amounts_hidden():
        assert "hidden" in money(PLANTED, "USD")
        assert "hidden" in money(None, "USD")
    assert "7,654.32" in money(PLANTED, "USD")


def test_a_sheet_keeps_its_counts_and_loses_its_amounts() -> None:
    sheet = Sheet(
        name="x",
        title="X",
        headings=("Part", "Quantity", "Price", "Discounts"),
        rows=iter([("A", 3, PLANTED, "10 from 7,654.32")]),
    )

    assert list(without_amounts(sheet).rows) == [("A", 3, None, None)]
