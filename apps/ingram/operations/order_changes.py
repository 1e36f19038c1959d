"""Orders: create at once (v6), and what can be done to an order on customer hold."""

from __future__ import annotations

from collections.abc import Iterable

from apps.ingram.answers import fit_for_people
from apps.ingram.calls import Operation, Reply
from apps.ingram.config import Resource
from apps.ingram.errors import FieldError, OutcomeUnknown, ValidationFailed
from apps.ingram.operations.legacy import orders as legacy
from apps.ingram.operations.versions import by_version, not_offered
from apps.ingram.schemas.order_changes import OrderCreated, OrderModified, RejectedLine
from apps.ingram.schemas.order_requests import (
    OrderCreateV6Request,
    OrderModifyRequest,
    OrderReleaseRequest,
)
from apps.ingram.transport import Client

CREATE_ORDER_V6 = Operation(
    name="orders.create_v6", method="POST", path="/resellers/v6/orders", is_write=True
)
MODIFY_ORDER = Operation(
    name="orders.modify", method="PUT", path="/resellers/v6/orders/{orderNumber}", is_write=True
)
RELEASE_ORDER = Operation(
    name="orders.release",
    method="PUT",
    path="/resellers/v6/orders/{orderNumber}",
    is_write=True,
    may_be_empty=True,
)
CANCEL_ORDER = Operation(
    name="orders.cancel",
    method="DELETE",
    path="/resellers/v6/orders/{OrderNumber}",
    is_write=True,
    may_be_empty=True,
)
NO_LINE_TAKEN = "The distributor took none of the lines."
NOTHING_CHANGED = "The distributor changed nothing."


@by_version(Resource.ORDERS, v5=legacy.create_order)
def create_order_v6(
    client: Client, request: OrderCreateV6Request, *, correlation_id: str | None = None
) -> OrderCreated:
    """Place an order and be told at once what became of it: one order, or several when split.

    With lines that were refused beside those that were taken (207) both are in the answer; when
    none was taken there is no order and ValidationFailed names the lines. Never retried: raises
    Rejected (nothing was done) or OutcomeUnknown (look the customer order number up).
    [spec] POST /resellers/v6/orders
    """
    reply = client.call(CREATE_ORDER_V6, body=request, correlation_id=correlation_id)
    created = OrderCreated.read(reply.data, correlation_id=reply.correlation_id)
    if created.rejected_lines and not created.orders:
        raise _refused(CREATE_ORDER_V6, reply, NO_LINE_TAKEN, created.rejected_lines)
    client.require(
        CREATE_ORDER_V6, reply, created.orders[0].ingram_order_number if created.orders else ""
    )
    return created


@by_version(Resource.ORDERS, v5=not_offered)
def modify_order(
    client: Client,
    ingram_order_number: str,
    request: OrderModifyRequest,
    *,
    correlation_id: str | None = None,
) -> OrderModified:
    """Change an order on customer hold; see `undone_lines` for what was not done.

    A good status may mean that nothing happened: that is a ValidationFailed, with the lines or
    the address as its fields. Afterwards the lines have other numbers: read the details again.
    Never retried: raises Rejected (NotOnHold, NotFound) or OutcomeUnknown.
    [spec] PUT /resellers/v6/orders/{orderNumber}
    """
    reply = client.call(
        MODIFY_ORDER,
        path={"orderNumber": ingram_order_number},
        body=request,
        correlation_id=correlation_id,
    )
    modified = OrderModified.read(reply.data, correlation_id=reply.correlation_id)
    if modified.tells_of_change(request):
        return modified
    if modified.rejected_lines:
        raise _refused(MODIFY_ORDER, reply, NOTHING_CHANGED, modified.rejected_lines)
    if request.ship_to and modified.change_description:
        words = fit_for_people(modified.change_description)
        address = FieldError(field="shipToInfo", message=words)
        raise _failed(MODIFY_ORDER, reply, NOTHING_CHANGED, (address,))
    raise OutcomeUnknown(
        status=reply.status,
        path=MODIFY_ORDER.path,
        correlation_id=reply.correlation_id,
        detail="the answer tells neither what was changed nor what was refused",
    )


@by_version(Resource.ORDERS, v5=not_offered)
def release_order(
    client: Client, ingram_order_number: str, *, correlation_id: str | None = None
) -> OrderModified:
    """Let an order on customer hold go to the warehouse: from then on it cannot be changed.

    The good answer is empty, and so is the result then. Never retried: raises ValidationFailed
    when the order was released before or was never held, NotFound, or OutcomeUnknown.
    [spec] PUT /resellers/v6/orders/{orderNumber}
    """
    reply = client.call(
        RELEASE_ORDER,
        path={"orderNumber": ingram_order_number},
        query={"actionCode": "release", "regionCode": client.config.region_code},
        body=OrderReleaseRequest(),
        correlation_id=correlation_id,
    )
    return OrderModified.read(reply.data, correlation_id=reply.correlation_id)


@by_version(Resource.ORDERS, v5=legacy.cancel_order)
def cancel_order(
    client: Client, ingram_order_number: str, *, correlation_id: str | None = None
) -> None:
    """Cancel an order on customer hold.

    The good answer is empty. Never retried: raises NotOnHold (released, voided or never held),
    NotFound, or OutcomeUnknown. [spec] DELETE /resellers/v6/orders/{OrderNumber}
    """
    client.call(
        CANCEL_ORDER,
        path={"OrderNumber": ingram_order_number},
        query={"regionCode": client.config.region_code},
        correlation_id=correlation_id,
    )


def _refused(
    operation: Operation, reply: Reply, words: str, lines: Iterable[RejectedLine]
) -> ValidationFailed:
    return _failed(operation, reply, words, tuple(_field_error(line) for line in lines))


def _failed(
    operation: Operation, reply: Reply, words: str, fields: tuple[FieldError, ...]
) -> ValidationFailed:
    return ValidationFailed(
        f"{words} {'; '.join(map(str, fields))}",
        fields=fields,
        status=reply.status,
        path=operation.path,
        correlation_id=reply.correlation_id,
    )


def _field_error(line: RejectedLine) -> FieldError:
    number = line.customer_line_number or line.ingram_line_number
    return FieldError(
        field=f"line {number}",
        message=fit_for_people(line.reject_reason or line.reject_code),
        value=line.ingram_part_number,
    )
