"""The mirror keeps up: events are heard at once, search is read often, details by and by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.connections.models import Connection
from apps.connections.services import client_for
from apps.ingram import Client as ApiClient
from apps.orders import reading, sync_resource
from apps.orders.choices import OrderStatus
from apps.orders.models import Order
from apps.orders.services import mirror
from apps.sync import services as sync
from apps.sync.models import SyncState
from apps.sync.registry import Page
from apps.webhooks import services as webhooks
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent
from tests.orders.at_distributor import tell
from tests.orders.things import EXAMPLE_ORDER, make_order

HTMX = {"HX-Request": "true"}


def details_read(sandbox: Any) -> int:
    return sum(count for call, count in sandbox.state()["calls"].items() if "/v6.1/orders/" in call)


def spans_asked(sandbox: Any) -> list[tuple[str, ...]]:
    """The days between which order search was asked."""
    return [
        tuple(value for name, value in request["query"] if name == "ingramOrderDate-bt")
        for request in sandbox.requests()
        if request["path"].endswith("/orders/search")
    ]


@pytest.fixture
def example(account: CustomerAccount, sandbox: Any) -> Order:
    """The documentation's own order, read an hour ago."""
    with client_for(account) as client:
        order = mirror.read_order(client, account, EXAMPLE_ORDER)
    Order.objects.update(details_at=timezone.now() - timedelta(hours=1))
    order.refresh_from_db()
    return order


# --- Events ----------------------------------------------------------------------------------


def test_an_event_is_heard_before_it_is_acted_on(
    example: Order, connection: Connection, browser: Client
) -> None:
    tell(connection, EXAMPLE_ORDER, "EVENT-1")

    example.refresh_from_db()
    page = browser.get(example.get_absolute_url()).content.decode()
    assert example.awaits_reading
    assert "news came at" in page
    assert "reading it again" in page
    assert f'hx-get="/orders/{EXAMPLE_ORDER}/fresh/"' in page


def test_the_page_shows_the_news_once_they_are_read(
    example: Order, connection: Connection, browser: Client, eager_tasks: Any
) -> None:
    with eager_tasks():
        tell(connection, EXAMPLE_ORDER, "EVENT-1")

    example.refresh_from_db()
    page = browser.get(example.get_absolute_url()).content.decode()
    assert not example.awaits_reading
    assert example.heard_at is not None
    assert "news came at" not in page


def test_several_events_of_an_order_cost_one_reading(
    example: Order, connection: Connection, sandbox: Any
) -> None:
    for number in range(4):
        tell(connection, EXAMPLE_ORDER, f"EVENT-{number}")
    before = details_read(sandbox)

    for event in WebhookEvent.objects.all():
        webhooks.process(event_pk=event.pk)

    assert details_read(sandbox) - before == 1
    assert set(WebhookEvent.objects.values_list("state", flat=True)) == {EventState.DONE}


def test_an_event_waits_for_a_reading_that_may_have_begun_before_it(
    example: Order, connection: Connection, account: CustomerAccount, sandbox: Any
) -> None:
    with sync.reading(account=account, resource="orders", key=EXAMPLE_ORDER):
        tell(connection, EXAMPLE_ORDER, "EVENT-1")
        event = WebhookEvent.objects.get()
        webhooks.process(event_pk=event.pk)
        event.refresh_from_db()
    waited = event.state, event.tries
    WebhookEvent.objects.update(next_step_at=timezone.now())

    webhooks.process(event_pk=event.pk)

    event.refresh_from_db()
    example.refresh_from_db()
    assert waited == (EventState.WAITING, 0)
    assert event.state == EventState.DONE
    assert not example.awaits_reading


def test_a_reading_answers_only_the_events_that_came_before_it(
    example: Order, connection: Connection, account: CustomerAccount
) -> None:
    with client_for(account) as client:
        tell(connection, EXAMPLE_ORDER, "BEFORE")
        asked_at = timezone.now()
        told = sync_resource.api.order_details(client, EXAMPLE_ORDER)
        tell(connection, EXAMPLE_ORDER, "MEANWHILE")
        mirror.save_details(account, told, asked_at=asked_at)
        meanwhile = reading.needing_details(account, limit=9), example.awaits_reading

        mirror.read_order(client, account, EXAMPLE_ORDER)

    assert meanwhile == ([EXAMPLE_ORDER], True)
    assert reading.needing_details(account, limit=9) == []
    assert not Order.objects.get(pk=example.pk).awaits_reading


def test_an_event_leaves_the_row_of_its_order_alone(example: Order, connection: Connection) -> None:
    """Which stands in two dozen indexes: a burst would write all of them for each event."""
    before = Order.objects.filter(pk=example.pk).values().get()

    tell(connection, EXAMPLE_ORDER, "EVENT-1")

    assert Order.objects.filter(pk=example.pk).values().get() == before
    assert Order.objects.get(pk=example.pk).awaits_reading


def test_an_answer_that_was_asked_for_earlier_does_not_cover_a_later_one(
    example: Order, account: CustomerAccount
) -> None:
    with client_for(account) as client:
        old = sync_resource.api.order_details(client, EXAMPLE_ORDER)
        asked_at = timezone.now()
        mirror.read_order(client, account, EXAMPLE_ORDER)
    Order.objects.update(status=OrderStatus.SHIPPED)

    mirror.save_details(account, old, asked_at=asked_at)

    example.refresh_from_db()
    assert example.state is OrderStatus.SHIPPED
    assert example.details_at is not None
    assert example.details_at > asked_at


def test_news_that_could_not_be_read_say_why_and_are_read_by_the_schedule(
    example: Order,
    connection: Connection,
    account: CustomerAccount,
    browser: Client,
    sandbox: Any,
    no_waiting: None,
) -> None:
    sandbox.fault("status", "GET", "/resellers/v6.1/orders/*", status=503, times=9)
    tell(connection, EXAMPLE_ORDER, "EVENT-1")
    webhooks.process(event_pk=WebhookEvent.objects.get().pk)

    page = browser.get(f"{example.get_absolute_url()}fresh/", headers=HTMX).content.decode()
    assert "This order could not be read again" in page
    assert "every" not in page
    assert WebhookEvent.objects.get().state == EventState.WAITING
    assert WebhookEvent.objects.get().message

    sandbox.control(faults=[])
    with client_for(account) as client:
        sync_resource.DETAILS.read_some(client, account)
    example.refresh_from_db()
    assert not example.awaits_reading


def test_a_forged_number_of_another_connection_is_not_heard(
    example: Order, connection: Connection, outsider: User
) -> None:
    elsewhere = make_order(outsider.memberships.get().account, ingram_order_number="20-OTHER")

    tell(connection, "20-UNKNOWN", "EVENT-1")

    elsewhere.refresh_from_db()
    assert not elsewhere.awaits_reading


def test_a_viewer_is_not_offered_what_would_be_refused(
    example: Order, viewer: User, buyer: User, signed_in: Any
) -> None:
    Order.objects.update(details_at=timezone.now())
    paths = (example.get_absolute_url(), "/orders/", "/quotes/")

    for path in paths:
        assert "Refresh</button>" not in signed_in(viewer).get(path).content.decode(), path
    assert "Refresh</button>" in signed_in(buyer).get(paths[0]).content.decode()


# --- The schedule ----------------------------------------------------------------------------


def read_at(order: Order, **ago: float) -> Order:
    order.details_at = timezone.now() - timedelta(**ago)
    order.save()
    return order


def test_what_needs_reading_most_is_read_first(account: CustomerAccount) -> None:
    now = timezone.now()
    today = now.date()
    lost_sight = make_order(account, ordered_on=today, details_at=None)
    moving = read_at(make_order(account, ordered_on=today), hours=7)
    heard = make_order(account, ordered_on=today - timedelta(days=300), heard_at=now)
    read_at(heard, minutes=5)
    ending = make_order(
        account,
        status=OrderStatus.ON_HOLD,
        hold_ends_at=now + timedelta(hours=1),
        ordered_on=today,
    )
    read_at(ending, minutes=20)

    found = reading.needing_details(account, limit=10)

    wanted = (ending, heard, lost_sight, moving)
    assert found == [order.ingram_order_number for order in wanted]
    assert reading.needing_details(account, limit=2) == found[:2]


def test_an_order_that_rests_is_asked_for_less_and_less(account: CustomerAccount) -> None:
    today = timezone.now().date()
    for days, hours in ((1, 5), (10, 20), (80, 70), (700, 24 * 13)):
        read_at(make_order(account, ordered_on=today - timedelta(days=days)), hours=hours)
    read_at(make_order(account, ordered_on=today, status=OrderStatus.DELIVERED), days=300)
    assert reading.needing_details(account, limit=10) == []

    Order.objects.update(details_at=F("details_at") - timedelta(days=2))

    assert len(reading.needing_details(account, limit=10)) == 4


def test_an_order_that_cannot_be_read_does_not_keep_the_others_waiting(
    account: CustomerAccount, sandbox: Any
) -> None:
    today = timezone.now().date()
    make_order(account, ingram_order_number="20-NOWHERE", ordered_on=today, details_at=None)
    make_order(account, ingram_order_number=EXAMPLE_ORDER, ordered_on=today, details_at=None)

    with client_for(account) as client:
        sync_resource.DETAILS.read_some(client, account)

    assert not Order.objects.filter(details_at=None).exists()
    assert reading.needing_details(account, limit=10) == []


def test_search_looks_far_back_only_now_and_then(account: CustomerAccount, sandbox: Any) -> None:
    with client_for(account) as client:
        sync_resource.read_recent(client, account)
        sync_resource.read_recent(client, account)

    firsts = [min(span) for span in spans_asked(sandbox)]
    today = timezone.now().date()
    assert date.fromisoformat(firsts[0]) == today - timedelta(days=30)
    assert date.fromisoformat(firsts[-1]) == today - timedelta(days=3)


def test_news_from_search_are_counted_and_then_awaited(
    account: CustomerAccount, sandbox: Any
) -> None:
    with client_for(account) as client:
        first = sync_resource.read_recent(client, account)
        Order.objects.update(details_at=timezone.now())
        nothing = sync_resource.read_recent(client, account)
        known = Order.objects.order_by("-ordered_on", "pk").first()
        assert known is not None
        Order.objects.filter(pk=known.pk).update(total=1)
        news = sync_resource.read_recent(client, account)

    known.refresh_from_db()
    assert (first > 0, nothing, news) == (True, 0, 1)
    assert known.awaits_reading


# --- The first filling -----------------------------------------------------------------------


def fill(client: ApiClient, account: CustomerAccount) -> list[Page]:
    pages = [sync_resource.read_page(client, account, None)]
    while pages[-1].next_cursor:
        pages.append(sync_resource.read_page(client, account, pages[-1].next_cursor))
    return pages


def test_two_years_are_read_month_by_month_backwards(
    account: CustomerAccount, sandbox: Any
) -> None:
    with client_for(account) as client:
        pages = fill(client, account)

    months = [str(page.next_cursor["month"]) for page in pages if page.next_cursor]
    assert months == sorted(months, reverse=True)
    assert len(set(months)) >= 24
    assert pages[-1].done == pages[-1].total == Order.objects.count() > 50


def test_a_filling_that_an_earlier_release_began_begins_anew(
    account: CustomerAccount, sandbox: Any
) -> None:
    with client_for(account) as client:
        page = sync_resource.read_page(client, account, {"page": 3, "done": 200})

    assert page.next_cursor is not None
    assert page.done < 200


def test_a_filling_goes_on_after_its_worker_was_killed(
    account: CustomerAccount, sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync.run_due()
    row = SyncState.objects.get(account=account, resource="orders")
    for _ in range(4):
        sync.step(state_id=row.pk)
    row.refresh_from_db()
    reached, done = dict(row.cursor), row.done

    def killed(*_args: Any, **_more: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(mirror, "save_summaries", killed)
        with pytest.raises(SystemExit):
            sync.step(state_id=row.pk)
    row.refresh_from_db()
    assert (row.cursor, row.done) == (reached, done)

    while row.filled_at is None:
        SyncState.objects.update(next_step_at=timezone.now())
        sync.step(state_id=row.pk)
        row.refresh_from_db()
    spans = spans_asked(sandbox)
    assert row.done == row.total == Order.objects.count()
    # What was being read when the worker was killed is read again, and nothing else.
    assert len(spans) - len(set(spans)) == 1


def test_old_orders_get_their_lines_by_and_by_and_the_list_says_how_far_it_is(
    account: CustomerAccount, sandbox: Any, browser: Client
) -> None:
    make_order(account, ingram_order_number=EXAMPLE_ORDER, ordered_on=None, details_at=None)
    for _ in range(sync_resource.DETAILS.a_run):
        make_order(account, details_at=None)
    sync.run_due()
    row = SyncState.objects.get(account=account, resource="order-details")

    sync.step(state_id=row.pk)

    row.refresh_from_db()
    page = browser.get("/orders/").content.decode()
    assert (row.done, row.total) == (sync_resource.DETAILS.a_run, sync_resource.DETAILS.a_run + 1)
    assert row.next_step_at > timezone.now() + sync_resource.DETAILS.every / 2
    assert "Lines, parcels and serial numbers of older orders" in page
    assert f'value="{sync_resource.DETAILS.a_run}"' in page


@pytest.mark.parametrize("rows", [1, 60])
def test_finding_what_needs_reading_takes_the_same_queries(
    account: CustomerAccount, django_assert_num_queries: Callable[..., Any], rows: int
) -> None:
    for _ in range(rows):
        make_order(account)

    with django_assert_num_queries(6):
        reading.needing_details(account, limit=100)
