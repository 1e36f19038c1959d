"""What a reply of the API says, as rows of the mirror."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from apps.accounts.models import CustomerAccount
from apps.ingram.schemas import orders as schema
from apps.ingram.schemas.reading import Party
from apps.orders.choices import OrderStatus
from apps.orders.mapping.dates import last_of, told_dates
from apps.orders.models import Order, OrderLine, Package, Shipment, SubOrder

_STATUSES = {
    "OPEN": OrderStatus.PROCESSING,
    "IN PROGRESS": OrderStatus.PROCESSING,
    "PROCESSING": OrderStatus.PROCESSING,
    "PENDING": OrderStatus.PROCESSING,
    "RELEASED": OrderStatus.PROCESSING,
    "ON HOLD": OrderStatus.ON_HOLD,
    "HOLD": OrderStatus.ON_HOLD,
    "ORDER HOLD": OrderStatus.ON_HOLD,
    "BACKORDERED": OrderStatus.BACKORDERED,
    "BACK ORDERED": OrderStatus.BACKORDERED,
    "BACKORDER": OrderStatus.BACKORDERED,
    "ORDER BACKORDERED": OrderStatus.BACKORDERED,
    "PARTIALLY SHIPPED": OrderStatus.PARTIALLY_SHIPPED,
    "SHIPPED": OrderStatus.SHIPPED,
    "ORDER SHIPPED": OrderStatus.SHIPPED,
    "DELIVERED": OrderStatus.DELIVERED,
    "CLOSED": OrderStatus.CLOSED,
    "CANCELLED": OrderStatus.CANCELLED,
    "VOIDED": OrderStatus.CANCELLED,
    "ORDER VOIDED": OrderStatus.CANCELLED,
    "REJECTED": OrderStatus.REJECTED,
}
#: Words of the search that say less than the details do.
VAGUE = frozenset({"OPEN", "CLOSED", ""})
_GONE = frozenset({OrderStatus.SHIPPED, OrderStatus.DELIVERED})
_HEADER_WINS = frozenset({OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.ON_HOLD})


def status_of(text: str) -> OrderStatus:
    """Our status for a word of theirs, already in upper case; an unknown one is OTHER."""
    return _STATUSES.get(text, OrderStatus.OTHER)


def derived_status(header: OrderStatus, lines: Iterable[OrderStatus]) -> OrderStatus:
    """The order's status, from its lines when these say more (field notes 6.1)."""
    told = {status for status in lines if status is not OrderStatus.OTHER}
    if header in _HEADER_WINS or not told:
        return header
    live = told - {OrderStatus.CANCELLED, OrderStatus.REJECTED}
    if not live:
        return OrderStatus.CANCELLED
    if live == {OrderStatus.DELIVERED}:
        return OrderStatus.DELIVERED
    if live <= _GONE:
        return OrderStatus.SHIPPED
    if live & {*_GONE, OrderStatus.PARTIALLY_SHIPPED}:
        return OrderStatus.PARTIALLY_SHIPPED
    for status in (OrderStatus.ON_HOLD, OrderStatus.BACKORDERED, OrderStatus.PROCESSING):
        if status in live:
            return status
    return header


def _cut(model: type[Any], column: str, text: str) -> str:
    return text[: model._meta.get_field(column).max_length]  # noqa: SLF001 - documented


# --- A row of order search ------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SummaryRows:
    """A row of order search as rows of ours; `is_vague` when it tells no usable status."""

    order: Order
    sub_orders: list[SubOrder]
    is_vague: bool


def summary_rows(
    account: CustomerAccount, summary: schema.OrderSummary, *, read_at: datetime
) -> SummaryRows:
    """What search tells of an order. It tells no currency: the account's is assumed until then."""
    statuses = [status_of(entry.status) for entry in summary.sub_orders if entry.status]
    order = Order(
        account=account,
        ingram_order_number=_cut(Order, "ingram_order_number", summary.ingram_order_number),
        **_customer_number(summary.customer_order_number),
        vendor_sales_order_number=_cut(
            Order, "vendor_sales_order_number", summary.vendor_sales_order_number
        ),
        status=derived_status(status_of(summary.status), statuses),
        status_text=_cut(Order, "status_text", summary.status_text),
        ordered_on=summary.ordered_on,
        vendor_name=_cut(Order, "vendor_name", summary.vendor_name),
        end_user_name=_cut(Order, "end_user_name", summary.end_user_name),
        total=summary.total,
        currency=account.currency,
        synced_at=read_at,
    )
    sub_orders = [
        SubOrder(
            sub_order_number=_cut(SubOrder, "sub_order_number", entry.sub_order_number),
            status=status_of(entry.status),
            status_text=_cut(SubOrder, "status_text", entry.status_text),
            total=entry.total,
        )
        for entry in summary.sub_orders
    ]
    return SummaryRows(
        order=order, sub_orders=sub_orders, is_vague=not statuses and summary.status in VAGUE
    )


def _customer_number(number: str) -> dict[str, str]:
    written = _cut(Order, "customer_order_number", number)
    return {"customer_order_number": written, "customer_order_number_upper": written.upper()}


# --- Order details --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LineRows:
    line: OrderLine
    shipments: list[tuple[Shipment, list[Package]]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DetailRows:
    """Order details as unsaved rows: `header` are the values of the order's own columns."""

    ingram_order_number: str
    header: dict[str, Any]
    lines: list[LineRows]
    sub_orders: list[SubOrder]


def detail_rows(
    account: CustomerAccount, details: schema.OrderDetails, *, read_at: datetime
) -> DetailRows:
    """Everything that the details tell; their blank text leaves what search told."""
    lines = [_line_rows(line, place) for place, line in enumerate(details.lines, start=1)]
    statuses = [OrderStatus(rows.line.status) for rows in lines]
    end_user = _party(details.end_user)
    header: dict[str, Any] = {
        "end_customer_order_number": details.end_customer_order_number,
        "vendor_sales_order_number": details.vendor_sales_order_number,
        "order_type": details.order_type,
        "status_text": details.status_text,
        "ordered_on": details.ordered_on,
        "vendor_name": _vendors(details.lines),
        "end_user_name": end_user.get("company_name", ""),
        "currency": _currency(details),
        "payment_terms": details.payment_terms,
    }
    header = {
        column: _cut(Order, column, value) if isinstance(value, str) else value
        for column, value in header.items()
        if value
    }
    if details.customer_order_number:
        header |= _customer_number(details.customer_order_number)
    shipments = [shipment for rows in lines for shipment, _ in rows.shipments]
    header |= told_dates([rows.line for rows in lines], shipments)
    header |= {
        "status": derived_status(status_of(details.status), statuses),
        "subtotal": details.sub_total,
        "freight": details.freight_charges,
        "tax": details.tax_total,
        "fees": details.fees_total,
        "total": details.total,
        "notes": details.notes,
        "hold_reason": _cut(Order, "hold_reason", _hold_reason(details)),
        "bill_to": _party(details.bill_to),
        "ship_to": _party(details.ship_to),
        "end_user": end_user,
        "charges": [_charge(charge) for charge in details.charges],
        "synced_at": read_at,
        "details_at": read_at,
    }
    return DetailRows(
        ingram_order_number=_cut(Order, "ingram_order_number", details.ingram_order_number),
        header={"currency": account.currency, **header},
        lines=lines,
        sub_orders=_sub_orders([rows.line for rows in lines]),
    )


def _hold_reason(details: schema.OrderDetails) -> str:
    """Why a part of it is held: only v5 tells, at the shipment."""
    told = (getattr(part, "hold_reason", "") for line in details.lines for part in line.shipments)
    return next(filter(None, told), "")


def _currency(details: schema.OrderDetails) -> str:
    return details.currency or next((x.currency for x in details.lines if x.currency), "")


def _vendors(lines: Iterable[schema.OrderLine]) -> str:
    names = list(dict.fromkeys(line.vendor_name for line in lines if line.vendor_name))
    if not names:
        return ""
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _charge(charge: schema.Charge) -> dict[str, str]:
    amount = "" if charge.amount is None else str(charge.amount)
    return {"description": charge.description or charge.reference, "amount": amount}


def _party(party: Party | None) -> dict[str, str]:
    """An address as a document of its filled parts."""
    if party is None:
        return {}
    parts = {
        "company_name": party.company_name,
        "contact": party.contact,
        "address_line_1": party.address_line1,
        "address_line_2": party.address_line2,
        "address_line_3": party.address_line3,
        "city": party.city,
        "state": party.state,
        "postal_code": party.postal_code,
        "country_code": party.country_code,
        "phone_number": party.phone_number,
        "email": party.email,
    }
    return {name: text for name, text in parts.items() if text}


def _line_rows(line: schema.OrderLine, position: int) -> LineRows:
    texts = {
        "sub_order_number": line.sub_order_number,
        "ingram_line_number": line.ingram_line_number,
        "customer_line_number": line.customer_line_number,
        "ingram_part_number": line.ingram_part_number,
        "vendor_part_number": line.vendor_part_number,
        "vendor_name": line.vendor_name,
        "status_text": line.status_text,
        "special_bid_number": line.special_bid_number,
    }
    row = OrderLine(
        position=position,
        **{column: _cut(OrderLine, column, text) for column, text in texts.items()},
        description=line.description,
        quantity_ordered=line.quantity_ordered,
        quantity_confirmed=line.quantity_confirmed,
        quantity_backordered=line.quantity_backordered,
        unit_price=line.unit_price,
        extended_price=line.extended_price,
        status=status_of(line.status),
        notes=line.notes,
        requested_delivery_on=line.requested_delivery_on,
        promised_delivery_on=line.promised_delivery_on,
        estimated_ship_on=_estimated_ship_on(line),
        estimated_delivery_on=_estimated_delivery_on(line),
        backorder_eta_on=line.backorder_eta_on,
    )
    return LineRows(line=row, shipments=[s for told in line.shipments for s in _shipments(told)])


def _estimated_ship_on(line: schema.OrderLine) -> date | None:
    dates = [told.ship.on for told in line.estimated_dates if told.ship]
    planned = [told.on for told in line.planned_shipments]
    shipped = [told.estimated_ship_on for told in line.shipments]
    return last_of(dates) or last_of(planned) or last_of(shipped)


def _estimated_delivery_on(line: schema.OrderLine) -> date | None:
    dates = [told.delivery.on for told in line.estimated_dates if told.delivery]
    planned = [told.delivery_on for told in line.planned_shipments]
    carried = [c.estimated_delivery_on for told in line.shipments for c in told.carriers]
    return last_of(dates) or last_of(planned) or last_of(carried)


def _shipments(told: schema.Shipment) -> list[tuple[Shipment, list[Package]]]:
    """One row a carrier; dates stand under the carrier or, elsewhere, under the shipment."""
    return [_carried(told, carrier) for carrier in told.carriers or (schema.Carrier(),)]


def _carried(told: schema.Shipment, carrier: schema.Carrier) -> tuple[Shipment, list[Package]]:
    texts = {
        "delivery_number": told.delivery_number,
        "warehouse_id": told.warehouse_id,
        "warehouse_name": told.warehouse,
        "invoice_number": told.invoice_number,
        "carrier_code": carrier.carrier_code,
        "carrier_name": carrier.carrier_name,
    }
    shipment = Shipment(
        **{column: _cut(Shipment, column, text) for column, text in texts.items()},
        quantity=carrier.quantity or told.quantity,
        invoiced_on=told.invoiced_on,
        estimated_ship_on=told.estimated_ship_on,
        shipped_on=carrier.shipped_on or carrier.picked_up_on or told.shipped_on,
        estimated_delivery_on=carrier.estimated_delivery_on or told.estimated_delivery_on,
        delivered_on=carrier.delivered_on or told.delivered_on,
    )
    return shipment, [_package(package) for package in carrier.packages]


def _package(package: schema.Package) -> Package:
    return Package(
        tracking_number=_cut(Package, "tracking_number", package.tracking_number),
        tracking_url=package.tracking_url if len(package.tracking_url) <= 500 else "",
        carton_number=_cut(Package, "carton_number", package.carton_number),
        quantity=package.quantity,
        weight="" if package.weight is None else f"{package.weight.normalize():f}",
        serial_numbers=list(package.serial_numbers),
    )


def _sub_orders(lines: list[OrderLine]) -> list[SubOrder]:
    """The sub-orders that the lines belong to, each with what its lines say."""
    parts: dict[str, list[OrderLine]] = {}
    for line in lines:
        if line.sub_order_number:
            parts.setdefault(line.sub_order_number, []).append(line)
    return [
        SubOrder(
            sub_order_number=number,
            status=derived_status(OrderStatus.OTHER, [line.state for line in members]),
            total=_sum(line.extended_price for line in members),
        )
        for number, members in parts.items()
    ]


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """A sum with an unknown part is unknown."""
    total = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
