"""A stock event of as many products as the distributor tells of at once."""

from __future__ import annotations

import json
import time
from typing import Any

from django.db import connection as database
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.catalog.models import Product
from apps.ingram.webhooks import signature
from apps.webhooks import services
from apps.webhooks.choices import EventState
from apps.webhooks.models import WebhookEvent
from tests.factories import WEBHOOK_SECRET

FIGURES = 4_000


def update_stock() -> dict[str, Any]:
    """The statements that take the event in and that act on it, and the seconds of the latter.

    `single` is what one upsert for each product takes, in one transaction and on the same rows.
    """
    account = CustomerAccount.objects.select_related("connection").get()
    products = Product.objects.filter(account=account).order_by("ingram_part_number")[:FIGURES]
    numbers = list(products.values_list("ingram_part_number", flat=True))
    body, signed = _event(numbers), signature(WEBHOOK_SECRET, "BENCH")
    with CaptureQueriesContext(database) as taken_in:
        event_pk = services.take_in(key=account.connection.key, signature=signed, body=body)
    with CaptureQueriesContext(database) as acted:
        start = time.perf_counter()
        services.process(event_pk=event_pk)
        seconds = time.perf_counter() - start
    event = WebhookEvent.objects.get(pk=event_pk)
    assert event.state == EventState.DONE
    assert Product.objects.filter(reported_at=event.received_at).count() == len(numbers)
    return {
        "figures": len(numbers),
        "taken_in": len(taken_in),
        "statements": len(acted),
        "seconds": seconds,
        "single": _one_by_one(account, numbers),
    }


def _event(numbers: list[str]) -> bytes:
    items = [
        {
            "eventType": "IM::STOCK_UPDATE",
            "ingramPartNumber": number,
            "vendorPartNumber": f"V-{number}-K9",
            "vendorName": "CISCO - SMALL BUSINESS",
            "upcCode": "0889728294782",
            "skuStatus": None,
            "backOrderFlag": "Y",
            "totalAvailability": str(place),
            "links": [{"topic": "orders", "href": "/resellers/v5/catalog", "type": "GET"}],
        }
        for place, number in enumerate(numbers)
    ]
    head = {"topic": "resellers/catalog", "event": "im::updated", "eventId": "BENCH"}
    told = {**head, "eventType": "IM::STOCK_UPDATE", "resource": items}
    return json.dumps(told).encode()


@transaction.atomic
def _one_by_one(account: CustomerAccount, numbers: list[str]) -> float:
    now = timezone.now()
    start = time.perf_counter()
    for place, number in enumerate(numbers):
        row = Product(
            account=account,
            ingram_part_number=number,
            seen_at=now,
            reported_available=place,
            reported_at=now,
        )
        Product.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["account", "ingram_part_number"],
            update_fields=["reported_available", "reported_at"],
        )
    return time.perf_counter() - start
