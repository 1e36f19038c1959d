"""What happened to an order and what comes next, from what the mirror knows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from apps.core.timeline import Step, StepState
from apps.orders.choices import OrderStatus
from apps.orders.models import Order, OrderLine, Shipment

_ENDED = frozenset({OrderStatus.CANCELLED, OrderStatus.REJECTED})
_GONE = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
_PRESENT = {
    OrderStatus.PROCESSING: "Being processed",
    OrderStatus.ON_HOLD: "On hold",
    OrderStatus.BACKORDERED: "Waiting for stock",
}


def steps_of(order: Order) -> list[Step]:
    """The order's steps; its lines with their shipments must be loaded."""
    lines = list(order.lines.all())
    shipments = order.all_shipments
    begun = _begun(order)
    if order.state in _ENDED:
        return [*begun, Step(label=order.status_label, state=StepState.FAILED)]
    if order.state in {OrderStatus.CLOSED, OrderStatus.OTHER}:
        return [*begun, Step(label=order.status_label, state=StepState.NOW)]
    return [
        *begun,
        *_processing(order, lines),
        _shipping(order, lines, shipments),
        _delivery(order, lines, shipments),
    ]


def _begun(order: Order) -> list[Step]:
    steps = []
    if order.submission is not None:
        steps.append(
            Step(
                label="Sent to the distributor",
                state=StepState.DONE,
                at=order.submission.created_at,
                who=str(order.submission.actor),
            )
        )
    steps.append(Step(label="Ordered", state=StepState.DONE, at=order.ordered_on))
    return steps


def _processing(order: Order, lines: list[OrderLine]) -> list[Step]:
    if order.state not in _PRESENT:
        return []
    eta = _latest(line.backorder_eta_on for line in lines)
    note = f"Stock is expected on {eta.day} {eta:%b %Y}" if eta else ""
    if order.state is OrderStatus.ON_HOLD:
        note = "The distributor ships nothing until the hold is lifted"
    return [Step(label=_PRESENT[order.state], state=StepState.NOW, note=note)]


def _shipping(order: Order, lines: list[OrderLine], shipments: list[Shipment]) -> Step:
    shipped_on = _latest(shipment.shipped_on for shipment in shipments)
    if order.state in _GONE:
        return Step(label="Shipped", state=StepState.DONE, at=shipped_on)
    if order.state is OrderStatus.PARTIALLY_SHIPPED:
        gone = sum(line.state in _GONE for line in lines)
        note = f"{gone} of {len(lines)} lines" if gone else ""
        return Step(label="Partly shipped", state=StepState.NOW, at=shipped_on, note=note)
    expected = _latest(line.estimated_ship_on for line in lines)
    return Step(
        label="Shipping", state=StepState.NEXT, at=expected, note="expected" if expected else ""
    )


def _delivery(order: Order, lines: list[OrderLine], shipments: list[Shipment]) -> Step:
    if order.state is OrderStatus.DELIVERED:
        delivered_on = _latest(shipment.delivered_on for shipment in shipments)
        return Step(label="Delivered", state=StepState.DONE, at=delivered_on)
    expected = _latest(line.estimated_delivery_on for line in lines)
    state = StepState.NOW if order.state is OrderStatus.SHIPPED else StepState.NEXT
    label = "On its way" if state is StepState.NOW else "Delivery"
    return Step(label=label, state=state, at=expected, note="expected" if expected else "")


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
