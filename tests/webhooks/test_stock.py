"""A stock event refreshes the products that the accounts know, in bulk."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog.models import Product
from apps.connections.models import Connection
from apps.webhooks import services
from apps.webhooks.admin import WebhookEventAdmin
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent
from tests.catalog.things import make_product
from tests.factories import make_account, make_connection
from tests.webhooks.conftest import Post

MOST = 4000


@pytest.fixture
def account(connection: Connection) -> CustomerAccount:
    return make_account(connection)


def test_4000_parts_of_two_accounts_are_refreshed_in_few_statements(
    post: Post, account: CustomerAccount, django_assert_max_num_queries: Any
) -> None:
    other = make_account(account.connection, customer_number="20-333333")
    numbers = [f"{place:06}" for place in range(MOST)]
    now = timezone.now()
    Product.objects.bulk_create(
        Product(account=of, ingram_part_number=number, seen_at=now)
        for of in (account, other)
        for number in numbers
    )
    told(post, [item(number, str(place)) for place, number in enumerate(numbers)])

    with django_assert_max_num_queries(10):
        process()

    figures = Product.objects.order_by("ingram_part_number", "pk")
    assert list(figures.values_list("reported_available", flat=True)[:6]) == [0, 0, 1, 1, 2, 2]
    assert figures.filter(reported_at=WebhookEvent.objects.get().received_at).count() == 2 * MOST


def test_ten_unreadable_items_of_4000_are_named_and_the_others_taken(
    post: Post, account: CustomerAccount, admin_client: Client
) -> None:
    good = [item(f"{place:06}", "7") for place in range(MOST - 10)]
    Product.objects.bulk_create(
        Product(account=account, ingram_part_number=f"{place:06}", seen_at=timezone.now())
        for place in range(MOST)
    )
    bad = [
        item("003991", "several"),
        item("003992", None),
        item("003993", "1.5"),
        item("003994", str(2**31)),
        item("003995", True),
        item("", "7"),
        item("X" * 41, "7"),
        {"vendorPartNumber": "TSXML3", "totalAvailability": "7"},
        "003998",
        None,
    ]

    told(post, [*good[:2000], *bad, *good[2000:]])
    process()

    event = WebhookEvent.objects.get()
    assert event.state == EventState.DONE
    assert Product.objects.filter(reported_available=7).count() == MOST - 10
    assert Product.objects.filter(reported_at=None).count() == 10
    assert "Stock of 3,990 parts was reported; 3,990 products refreshed. 10 items" in event.message
    assert "Item 2001: 003991: 'several' is no quantity" in event.message
    assert "Item 2002: 003992: there is no quantity" in event.message
    shown = admin_client.get(f"/admin/webhooks/webhookevent/{event.pk}/change/").content.decode()
    assert "Item 2010: not a product" in shown


def test_the_list_of_events_shows_the_first_line_only() -> None:
    event = WebhookEvent(message="Stock of 2 parts\nItem 1: not a product")

    assert WebhookEventAdmin.outcome(None, event) == "Stock of 2 parts"  # type: ignore[arg-type]


def test_of_countless_unreadable_items_the_first_are_named(post: Post, account: Any) -> None:
    told(post, [item("", "1")] * 60)
    process()

    lines = WebhookEvent.objects.get().message.splitlines()

    assert len(lines) == 1 + services.MOST_UNREADABLE_TOLD + 1
    assert lines[-1] == "and 10 more"


@pytest.mark.parametrize(
    ("quantity", "available"),
    [("12", 12), (12, 12), (" 12 ", 12), ("1,200", 1200), ("12.0", 12), (12.0, 12), ("-3", 0)],
)
def test_a_quantity_is_read_however_it_is_spelt(
    post: Post, account: CustomerAccount, quantity: object, available: int
) -> None:
    product = make_product(account, "6YE881")

    told(post, [item("6ye881", quantity)])
    process()

    product.refresh_from_db()
    assert product.reported_available == available


def test_the_last_figure_of_a_part_that_stands_there_twice_counts(
    post: Post, account: CustomerAccount
) -> None:
    product = make_product(account, "6YE881")

    told(post, [item("6YE881", "5"), item("6YE881", "6"), item("6YE881", "none")])
    process()

    product.refresh_from_db()
    assert product.reported_available == 6


def test_an_event_that_is_processed_late_leaves_a_newer_figure(
    post: Post, account: CustomerAccount
) -> None:
    product = make_product(account, "6YE881")
    told(post, [item("6YE881", "5")], event_id="FIRST")
    told(post, [item("6YE881", "9")], event_id="SECOND")
    first, second = WebhookEvent.objects.order_by("received_at")

    services.process(event_pk=second.pk)
    services.process(event_pk=first.pk)

    product.refresh_from_db()
    assert (product.reported_available, product.reported_at) == (9, second.received_at)


def test_an_event_that_is_run_again_changes_nothing(post: Post, account: CustomerAccount) -> None:
    product = make_product(account, "6YE881")
    told(post, [item("6YE881", "5")])
    process()
    event = WebhookEvent.objects.get()
    later = timezone.now() + timedelta(minutes=1)
    Product.objects.update(reported_available=8, reported_at=later)

    services.run_again(event_pk=event.pk)
    process()

    product.refresh_from_db()
    assert product.reported_available == 8


def test_price_and_what_was_asked_stay_as_they_were(post: Post, account: CustomerAccount) -> None:
    product = make_product(account, "6YE881", customer_price=Decimal("10.50"), available=40)

    told(post, [item("6YE881", "5")])
    process()

    product.refresh_from_db()
    assert (product.customer_price, product.available) == (Decimal("10.50"), 40)


def test_unknown_parts_and_other_connections_stay_untouched(
    post: Post, account: CustomerAccount
) -> None:
    elsewhere = make_account(make_connection(), customer_number="20-999999")
    theirs = make_product(elsewhere, "6YE881")

    told(post, [item("6YE881", "5"), item("NEW001", "5")])
    process()

    theirs.refresh_from_db()
    assert theirs.reported_at is None
    assert Product.objects.count() == 1


@pytest.mark.parametrize("resource", [[], None, "nothing", {}])
def test_an_event_without_products_is_done_with(
    post: Post, account: CustomerAccount, resource: object
) -> None:
    told(post, resource)

    process()

    assert WebhookEvent.objects.get().state == EventState.DONE


def test_another_event_about_the_catalogue_is_kept_and_not_used(
    post: Post, account: CustomerAccount
) -> None:
    post({"topic": "resellers/catalog", "eventId": "NEWS", "eventType": "im::price_change"})

    process()

    assert WebhookEvent.objects.get().state == EventState.KEPT


def test_a_stock_event_without_a_signature_changes_nothing(
    post: Post, account: CustomerAccount
) -> None:
    product = make_product(account, "6YE881")

    answer = told(post, [item("6YE881", "5")], header="nonsense")

    assert answer.status_code == 404
    product.refresh_from_db()
    assert product.reported_at is None


def told(post: Post, items: object, *, event_id: str = "STOCK", **parts: Any) -> Any:
    event = {
        "topic": "resellers/catalog",
        "event": "im::updated",
        "eventTimeStamp": "2026-11-23T10:00:00.000Z",
        "eventId": event_id,
        "eventType": "IM::STOCK_UPDATE",
        "resource": items,
    }
    return post(event, body=json.dumps(event).encode(), **parts)


def item(part_number: str, quantity: object) -> dict[str, object]:
    """As large as the distributor's."""
    return {
        "eventType": "IM::STOCK_UPDATE",
        "ingramPartNumber": part_number,
        "vendorPartNumber": "CBS350-24T-4G-NA",
        "vendorName": "CISCO - SMALL BUSINESS",
        "upcCode": "0889728294782",
        "skuStatus": None,
        "backOrderFlag": "Y",
        "totalAvailability": quantity,
        "links": [{"topic": "orders", "href": "/resellers/v5/catalog/6YE881", "type": "GET"}],
    }


def process() -> None:
    for event in WebhookEvent.objects.filter(state=EventState.WAITING).order_by("received_at"):
        services.process(event_pk=event.pk)
