from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.services import client_for
from apps.core import listing
from apps.core.listing import Wanted
from apps.orders.choices import OrderStatus
from apps.orders.listing import ORDERS
from apps.orders.models import Order, Package, Shipment
from apps.orders.services import mirror
from tests.orders.things import EXAMPLE_ORDER, make_findable, make_line, make_order

HTMX = {"HTTP_HX_REQUEST": "true"}
SEARCH = "/resellers/v6/orders/search"


def numbers_in(answer: Any) -> list[str]:
    return [order.ingram_order_number for order in answer.context["page"]]


@pytest.fixture
def shipped(account: CustomerAccount) -> Order:
    """An order with a part, a parcel with serial numbers, and an invoice."""
    order = make_order(
        account,
        ingram_order_number="20-ABC12",
        customer_order_number="My-Po-1",
        end_customer_order_number="END-9",
        end_user_name="Maple Ridge Clinic",
    )
    line = make_line(order, ingram_part_number="YN6231", vendor_part_number="WS-C2960X")
    shipment = Shipment.objects.create(order=order, line=line, invoice_number="40-77777-11")
    Package.objects.create(
        shipment=shipment, tracking_number="1Z999AA1", serial_numbers=["FOC1", "FOC2"]
    )
    make_findable(order)
    make_order(account, end_user_name="Somebody else")
    return order


@pytest.mark.parametrize("how", ["by ids", "order by order", "walked"])
@pytest.mark.parametrize(
    "text",
    ["20-abc12", "abc12", "my-po", "END-9", "yn6231", "ws-c29", "foc2", "1z999aa1", "40-77777",
     "clinic", "ridge maple", "MAPLE foc1"],
)  # fmt: skip
def test_an_order_is_found_by_every_number_and_name_however_many_there_are(
    browser: Client, shipped: Order, text: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how != "by ids":
        monkeypatch.setattr(listing, "MOST_TERMS", 0)
    if how == "walked":
        monkeypatch.setattr(listing, "MOST_ROWS", 0)

    all_rows = listing.rows_for(ORDERS, shipped.account.pk, Wanted(text=text))

    assert list(all_rows) == [shipped]
    if how != "walked":
        assert numbers_in(browser.get("/orders/", {"q": text})) == [shipped.ingram_order_number]


def test_a_word_is_looked_for_in_one_kind_of_number_only_if_asked_so(
    browser: Client, shipped: Order
) -> None:
    assert numbers_in(browser.get("/orders/?q=foc1&term=serial")) == [shipped.ingram_order_number]
    assert numbers_in(browser.get("/orders/?q=foc1&term=tracking")) == []


@pytest.mark.parametrize("most", [1, 3, 2000])
@pytest.mark.parametrize("sort", ["number", "-number", "po", "end_user", "status", "-total"])
@pytest.mark.parametrize("query", ["", "&tab=open", "&status=shipped", "&q=aster", "&day_from="])
def test_a_long_list_is_in_the_order_of_a_short_one(
    browser: Client,
    account: CustomerAccount,
    monkeypatch: pytest.MonkeyPatch,
    most: int,
    sort: str,
    query: str,
) -> None:
    for number in range(8):
        make_order(
            account,
            end_user_name=("Aster", "Borage")[number % 2],
            status=(OrderStatus.SHIPPED, OrderStatus.PROCESSING)[number % 3 == 0],
            total=number * 7 % 5,
        )
    as_short = numbers_in(browser.get(f"/orders/?sort={sort}{query}"))

    monkeypatch.setattr(listing, "MOST_ROWS", most)
    as_long = numbers_in(browser.get(f"/orders/?sort={sort}{query}"))

    assert as_long == as_short[:most]


def test_beyond_the_bound_the_list_says_what_to_do(
    browser: Client, account: CustomerAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 3)
    for _ in range(5):
        make_order(account)

    answer = browser.get("/orders/")

    page = answer.content.decode()
    assert len(numbers_in(answer)) == 3
    assert "More than 3 orders" in page
    assert "an export has no such limit" in page


@pytest.mark.parametrize("query", ["", "?q=aster", "?tab=open", "?status=shipped&sort=total"])
def test_a_bounded_list_asks_a_fixed_number_of_queries(
    browser: Client, account: CustomerAccount, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 3)
    monkeypatch.setattr(listing, "MOST_TERMS", 3)

    def queries() -> int:
        with CaptureQueriesContext(database) as captured:
            browser.get(f"/orders/{query}")
        return len(captured)

    def add(count: int) -> None:
        for number in range(count):
            status = (OrderStatus.SHIPPED, OrderStatus.PROCESSING)[number % 2]
            make_order(account, end_user_name="Aster", status=status)

    add(10)
    queries()
    for_ten = queries()
    add(30)

    assert queries() == for_ten <= 12


def test_late_and_slipped_orders_are_found_while_they_are_under_way(
    browser: Client, account: CustomerAccount
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    late = make_order(account, expected_on=yesterday)
    make_order(account, expected_on=yesterday, status=OrderStatus.CANCELLED)
    slipped = make_order(account, has_slipped=True, expected_on=date(2099, 1, 1))
    make_order(account)

    assert numbers_in(browser.get("/orders/?attention=late")) == [late.ingram_order_number]
    assert numbers_in(browser.get("/orders/?attention=slipped")) == [slipped.ingram_order_number]


@pytest.mark.parametrize("day", ["", "shipped", "delivered", "expected"])
def test_a_span_is_one_of_the_day_that_is_chosen(
    browser: Client, account: CustomerAccount, day: str
) -> None:
    inside, outside = date(2026, 3, 3), date(2026, 4, 4)
    column = f"{day or 'ordered'}_on"
    wanted = make_order(account, **{column: inside})
    make_order(account, **{column: outside})

    answer = browser.get(f"/orders/?day={day}&day_from=2026-03-01&day_to=2026-03-31")

    assert numbers_in(answer) == [wanted.ingram_order_number]


def test_the_mirror_knows_when_an_order_is_expected_and_that_it_slipped(
    account: CustomerAccount, sandbox: Any
) -> None:
    with client_for(account) as client:
        order = mirror.read_order(client, account, EXAMPLE_ORDER)
        assert not order.has_slipped
        lines = list(order.lines.all())
        told = [x.estimated_delivery_on or x.promised_delivery_on for x in lines if x.is_under_way]
        assert order.expected_on == max(filter(None, told), default=None)

        line = next(line for line in lines if line.estimated_ship_on or line.backorder_eta_on)
        column = "estimated_ship_on" if line.estimated_ship_on else "backorder_eta_on"
        earlier = getattr(line, column) - timedelta(days=9)
        order.lines.filter(pk=line.pk).update(**{column: earlier})
        again = mirror.read_order(client, account, EXAMPLE_ORDER)

    assert again.has_slipped
    assert again.date_changes.get().before == earlier


# --- Asking the distributor --------------------------------------------------------------------


def ask(browser: Client, by: str, text: str) -> str:
    answer = browser.post("/orders/ask/", {"by": by, "q": text}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_search_without_a_match_offers_to_ask_and_makes_no_call(
    browser: Client, account: CustomerAccount, sandbox: Any
) -> None:
    make_order(account)

    page = browser.get("/orders/?q=20-rd3qv").content.decode()

    assert "Ask the distributor" in page
    assert '<option value="order" selected>' in page
    assert sandbox.calls(SEARCH) == 0


@pytest.mark.parametrize(("by", "text"), [("order", "20-rd3qv"), ("order", "20-RD3QV-11")])
def test_an_order_that_the_distributor_knows_is_mirrored_and_shown_with_one_call(
    browser: Client, account: CustomerAccount, sandbox: Any, by: str, text: str
) -> None:
    page = ask(browser, by, text)

    assert "The distributor knows 1 order with order number" in page
    assert Order.objects.get(account=account).ingram_order_number == EXAMPLE_ORDER
    assert sandbox.calls(SEARCH) == 1
    assert sandbox.calls("/resellers/v6.1/orders/{ordernumber}") == 0
    assert f"/orders/{EXAMPLE_ORDER}/" in browser.get("/orders/?q=20-rd3qv").content.decode()


@pytest.mark.parametrize(
    ("by", "text"), [("tracking", "390064340282"), ("serial", "Q2EV-5SJ3-E6LN"), ("part", "4AW708")]
)
def test_by_a_number_that_search_does_not_tell_the_order_is_read_in_full(
    browser: Client, account: CustomerAccount, sandbox: Any, by: str, text: str
) -> None:
    page = ask(browser, by, text)

    assert "The distributor knows" in page
    assert "The distributor knows no" not in page
    assert Order.objects.get(ingram_order_number=EXAMPLE_ORDER).details_at is not None
    assert f"/orders/{EXAMPLE_ORDER}/" in page


def test_that_nothing_is_known_is_said_once(browser: Client, sandbox: Any, account: Any) -> None:
    page = ask(browser, "po", "NO-SUCH-PO")

    assert "The distributor knows no order with purchase order number NO-SUCH-PO" in page
    assert "The distributor knows no" not in browser.get("/orders/?q=NO-SUCH-PO").content.decode()


def test_rows_of_a_filter_that_was_ignored_are_not_taken_for_an_answer(
    browser: Client, account: CustomerAccount, sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if the distributor did not know the parameter: it would answer with all orders.
    monkeypatch.setattr("apps.ingram.operations.orders._order_query", lambda **told: {})

    by_number, by_serial = ask(browser, "po", "PO-UNKNOWN"), ask(browser, "serial", "NOBODY")

    assert "knows no order with purchase order number PO-UNKNOWN" in by_number
    assert "more that do not carry it" in by_number
    assert "knows no order with serial number NOBODY" in by_serial
    assert not Order.objects.filter(details_at=None).exists()
    assert Order.objects.count() <= 5


def test_an_outage_is_told_with_the_correlation_id(
    browser: Client, account: CustomerAccount, sandbox: Any, no_waiting: None
) -> None:
    sandbox.fault("html_maintenance", "GET", SEARCH, times=None)

    page = ask(browser, "order", EXAMPLE_ORDER)

    assert "The distributor could not be asked" in page
    assert "Correlation id" in page


def test_htmx_gets_the_list_and_its_address(browser: Client, account: Any, sandbox: Any) -> None:
    answer = browser.post("/orders/ask/", {"by": "order", "q": EXAMPLE_ORDER}, **HTMX)

    assert answer.url == f"/orders/?q={EXAMPLE_ORDER}&term=order"


def test_a_number_that_is_too_long_is_not_sent(browser: Client, account: Any, sandbox: Any) -> None:
    page = ask(browser, "order", "20-123456789012")

    assert "at most 11 characters" in page
    assert sandbox.calls(SEARCH) == 0


def test_a_viewer_is_not_offered_to_ask_and_is_refused(
    viewer: User, signed_in: Any, account: CustomerAccount, sandbox: Any
) -> None:
    browser = signed_in(viewer)

    assert "Ask the distributor" not in browser.get("/orders/?q=zzz").content.decode()
    assert browser.post("/orders/ask/", {"by": "po", "q": "X"}).status_code == 403
    assert sandbox.calls(SEARCH) == 0


def test_nonsense_is_not_asked_for(browser: Client, account: Any, sandbox: Any) -> None:
    assert browser.post("/orders/ask/", {"by": "shoe size", "q": "X"}).status_code == 404
    assert browser.get("/orders/ask/").status_code == 405
