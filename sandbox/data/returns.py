"""What was given back: cases in every state, each about an invoice that was really written."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from sandbox.data.catalogue import Catalogue
from sandbox.invoicing import Invoice, invoices_of
from sandbox.records import Event, Order, ReturnCase
from sandbox.returning import OPEN, Asked, decide, new_case_stem, open_case, void
from sandbox.settings import Customer

FEWEST = 18
ONE_OF = 6
STILL_OPEN = timedelta(days=4)
NEWEST = 3
ONE_VOIDED_OF = 11
DAYS_LATER = (3, 6, 9, 14, 21, 30, 70)
OCCASIONS = (
    ("I have not received part or all of my order", "Received only partial shipment."),
    ("The product arrived damaged", "The carton was damaged by the carrier."),
    ("The product does not work", "It was defective when it was first switched on."),
    ("I no longer need the product", "The end user did not need it, the box is sealed."),
    ("I ordered the wrong product", "The wrong part number was ordered."),
    ("I no longer need the product", "The box was opened."),
    ("I received something else", "There were too many in the delivery."),
    ("I no longer need the product", "It is left over in our stock."),
)


def returns(
    customer: Customer, orders: Sequence[Order], catalogue: Catalogue, seed: int, now: datetime
) -> Iterator[ReturnCase]:
    """Of the newest invoices, still to be decided, and of every sixth other one by chance."""
    dice = random.Random(f"{seed} {customer.number} returns")
    invoices = sorted(
        (invoice for order in orders for invoice in invoices_of(order)),
        key=lambda invoice: (invoice.invoiced_on, invoice.number),
        reverse=True,
    )
    older = invoices[NEWEST:]
    count = min(len(older), max(FEWEST, len(older) // ONE_OF))
    for index, invoice in enumerate([*invoices[:NEWEST], *dice.sample(older, count)]):
        opened = _opened(index, invoice, dice, now)
        yield _grown(index, opened, catalogue, dice, now)


def decisions(cases: Iterable[ReturnCase]) -> Iterator[Event]:
    """What the history leaves open is decided some days after it was asked for."""
    for case in cases:
        if case.status == OPEN:
            yield Event(
                customer=case.customer,
                number=f"{case.number} return.decide",
                due_at=case.created_at + STILL_OPEN,
                action="return.decide",
                subject=case.number,
            )


def _opened(index: int, invoice: Invoice, dice: random.Random, now: datetime) -> ReturnCase:
    line = max(invoice.lines, key=lambda line: line.quantity)
    primary, secondary = OCCASIONS[index % len(OCCASIONS)]
    quantity = dice.randint(1, line.quantity) if dice.random() < 0.5 else line.quantity
    noon = datetime.combine(invoice.invoiced_on, time(12), now.tzinfo)
    asked_at = noon + timedelta(days=dice.choice(DAYS_LATER), minutes=dice.randrange(300))
    lately = max(noon, now - timedelta(minutes=dice.randint(60, 4000)))
    latest = min(lately, now - timedelta(hours=1))
    asked = Asked(
        quantity=quantity,
        primary_reason=primary,
        secondary_reason=secondary,
        ship_from=invoice.order.ship_to,
        number_of_boxes=1 + quantity // 10,
        reference_number=f"RMA{dice.randint(10_000, 99_999)}",
        notes=dice.choice(("", "Please call before the pick-up", "Sealed, in the first carton")),
    )
    moment = latest if index < NEWEST else min(asked_at, latest)
    return open_case(f"{new_case_stem(dice)}-1", invoice, line, asked, moment)


def _grown(
    index: int, case: ReturnCase, catalogue: Catalogue, dice: random.Random, now: datetime
) -> ReturnCase:
    if now - case.created_at < STILL_OPEN:
        return case
    later = case.created_at + timedelta(hours=dice.randint(2, 90))
    if index % ONE_VOIDED_OF == 0:
        return void(case, later)
    return decide(case, catalogue.by_number(case.part_number), later)
