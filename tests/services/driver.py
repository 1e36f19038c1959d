"""A person at the portal, as a process of its own: queue writes, then tell what became of them.

python -m tests.services.driver quote NAME | order PO | wait PK STATE...
Each prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.services.settings")
django.setup()

from apps.accounts.models import CustomerAccount, User  # noqa: E402
from apps.submissions import services  # noqa: E402
from apps.submissions.models import Submission  # noqa: E402
from apps.sync.models import SyncState  # noqa: E402

SECONDS = 60


def enqueue(kind: str, business_key: str, body: dict[str, object]) -> Submission:
    return services.enqueue(
        kind=kind,
        account=CustomerAccount.objects.get(customer_number="20-222222"),
        actor=User.objects.get(username="rep"),
        form_key=f"{kind} {business_key}",
        business_key=business_key,
        body=body,
    )


def quote(name: str) -> Submission:
    product = {"ingramPartNumber": "6YE881", "quantity": "2", "customerLineNumber": "1"}
    contact = {"firstname": "Rita", "lastname": "Rep", "CustomerContact": "rep@reseller.example"}
    return enqueue("quote.create", name, {"quoteName": name, **contact, "products": [product]})


def order(customer_order_number: str) -> Submission:
    line = {"customerLineNumber": "1", "ingramPartNumber": "6YE881", "quantity": 1}
    return enqueue(
        "order.create_v7",
        customer_order_number,
        {"customerOrderNumber": customer_order_number, "lines": [line]},
    )


def wait(pk: str, *states: str) -> Submission:
    deadline = time.monotonic() + SECONDS
    while True:
        submission = Submission.objects.get(pk=int(pk))
        if submission.state in states or time.monotonic() > deadline:
            return submission
        time.sleep(0.05)


def filled() -> int:
    """How many mirrors are filled, once all are (or time is up)."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        rows = list(
            SyncState.objects.exclude(resource="order-details").values_list("filled_at", flat=True)
        )
        if rows and all(rows):
            break
        time.sleep(0.2)
    return SyncState.objects.exclude(filled_at=None).count()


def main(deed: str, *words: str) -> None:
    if deed == "filled":
        print(json.dumps({"filled": filled()}))
        return
    submission = {"quote": quote, "order": order, "wait": wait}[deed](*words)
    print(
        json.dumps(
            {
                "pk": submission.pk,
                "state": submission.state,
                "result_number": submission.result_number,
                "message": submission.message,
                "sends": submission.attempts.filter(kind="send").count(),
            }
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
