"""Reps at the portal, as a process of their own: they order, change, release and cancel.

python -m tests.chaos.driver hold COUNT | storm ORDERS SECONDS
When the portal fails them in the middle of a click they click again, with the same form.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.chaos.settings")
django.setup()

from django.db import InterfaceError, OperationalError, connection  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from apps.accounts.models import CustomerAccount, User  # noqa: E402
from apps.ingram.schemas import order_requests as v6  # noqa: E402
from apps.ingram.schemas import orders as v7  # noqa: E402
from apps.ingram.schemas.order_attributes import OrderAttribute  # noqa: E402
from apps.ingram.schemas.vendor_values import NamedValue  # noqa: E402
from apps.orders import mapping  # noqa: E402
from apps.orders import services as orders  # noqa: E402
from apps.orders.changes import AddedLine, LineChange, OrderChange  # noqa: E402
from apps.orders.choices import PLACE_ORDER, PLACE_ORDER_NOW  # noqa: E402
from apps.orders.models import Order  # noqa: E402
from apps.submissions import services as submissions  # noqa: E402
from tests.chaos.plan import (  # noqa: E402
    ADDED,
    ADDED_PIECES,
    HELD,
    NOTE,
    PART,
    PIECES_AFTER,
    UNKNOWN_PART,
    Wish,
    wishes,
)

PATIENCE = 120
"""Seconds, and two more for each order."""
UNGUARDED = OrderAttribute.ALLOW_DUPLICATE_CUSTOMER_ORDER_NUMBER.value
Deed = Callable[[], object]


def hold(count: int) -> None:
    """Place orders on customer hold and wait until the mirror has read them."""
    for number in range(count):
        place(Wish(key=f"{HELD}{number:04}", is_now=True), is_held=True)
    deadline = time.monotonic() + PATIENCE + 2 * count
    while held_orders().count() < count:
        if time.monotonic() > deadline:
            raise SystemExit(f"{held_orders().count()} of {count} held orders are there")
        time.sleep(0.2)


def held_orders() -> QuerySet[Order]:
    found = Order.objects.filter(customer_order_number__startswith=HELD, lines__isnull=False)
    return found.exclude(hold_ends_at=None).exclude(details_at=None).order_by("pk").distinct()


def storm(count: int, seconds: float) -> None:
    """All deeds in a mixed order, spread over the time; each once, however often it takes."""
    deeds = [lambda wish=wish: place(wish) for wish in wishes(count)]
    deeds += list(changes())
    random.Random(0).shuffle(deeds)
    begun = time.monotonic()
    for number, deed in enumerate(deeds):
        surely(deed)
        due = begun + seconds * number / len(deeds)
        time.sleep(max(0.0, due - time.monotonic()))


def surely(deed: Deed) -> None:
    for _ in range(100):
        try:
            deed()
        except (OperationalError, InterfaceError):  # the database hung up
            connection.close()
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the database does not come back")


def place(wish: Wish, *, is_held: bool = False) -> None:
    submissions.enqueue(
        kind=PLACE_ORDER_NOW if wish.is_now else PLACE_ORDER,
        account=CustomerAccount.objects.get(customer_number="20-222222"),
        actor=User.objects.get(username="rep"),
        form_key=f"form of {wish.key}",
        business_key=wish.key,
        body=_request(wish, is_held=is_held),
    )


def _request(wish: Wish, *, is_held: bool) -> dict[str, object]:
    part = UNKNOWN_PART if wish.is_wrong else PART
    switches = {mapping.CUSTOMER_HOLD: is_held, UNGUARDED: not wish.is_guarded}
    attributes = tuple(NamedValue(name=n, value="true") for n, is_on in switches.items() if is_on)
    if wish.is_now:
        line = v6.OrderCreateV6Line(customer_line_number="1", ingram_part_number=part, quantity=1)
        return v6.OrderCreateV6Request(
            customer_order_number=wish.key, lines=(line,), attributes=attributes
        ).body()
    other = v7.OrderCreateLine(customer_line_number="1", ingram_part_number=part, quantity=1)
    return v7.OrderCreateRequest(
        customer_order_number=wish.key, lines=(other,), attributes=attributes
    ).body()


def changes() -> Iterator[Deed]:
    """A third of the held orders is changed, a third released, a third cancelled."""
    actor = User.objects.get(username="manager")
    for place_in_line, order in enumerate(held_orders()):
        yield [modify, release, cancel][place_in_line % 3](order, actor)


def modify(order: Order, actor: User) -> Deed:
    (line,) = order.lines.all()
    change = OrderChange(
        lines=(
            LineChange(
                ingram_line_number=line.ingram_line_number,
                ingram_part_number=line.ingram_part_number,
                quantity_before=1,
                quantity=PIECES_AFTER,
            ),
        ),
        added=(AddedLine(ingram_part_number=ADDED, quantity=ADDED_PIECES),),
        notes=NOTE,
    )
    agreed = mapping.order_fingerprint(order)
    return lambda: orders.modify_order(
        order=order, change=change, actor=actor, form_key=f"modify {order.pk}", agreed=agreed
    )


def release(order: Order, actor: User) -> Deed:
    return lambda: orders.release_order(order=order, actor=actor, form_key=f"release {order.pk}")


def cancel(order: Order, actor: User) -> Deed:
    return lambda: orders.cancel_order(order=order, actor=actor, form_key=f"cancel {order.pk}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["hold", count]:
            hold(int(count))
        case ["storm", count, seconds]:
            storm(int(count), float(seconds))
