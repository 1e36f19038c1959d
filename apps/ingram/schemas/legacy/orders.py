"""v5 orders as they come back: details, search, and what a create made."""

from __future__ import annotations

from typing import Annotated, Any

from apps.ingram.schemas.legacy.envelope import (
    Enveloped,
    Inside,
    OldParty,
    OldStatus,
    ServiceReply,
    arranged,
    attribute_in,
    members,
    notes_in,
    one_arranged,
    read_old_status,
    text_in,
    told,
)
from apps.ingram.schemas.order_changes import (
    CreatedLine,
    CreatedOrder,
    LineShipping,
    NamedParty,
    OrderCreated,
)
from apps.ingram.schemas.orders import (
    Carrier,
    Charge,
    OrderDetails,
    OrderLine,
    OrderPage,
    OrderSummary,
    Package,
    Serial,
    Shipment,
    SubOrderSummary,
)
from apps.ingram.schemas.reading import (
    Answer,
    Attribute,
    Day,
    Identifier,
    JsonObject,
    Many,
    Maybe,
    Moment,
    Number,
    Text,
    WholeNumber,
    as_list,
    read_text,
    spelt,
)

_NO_REASON = frozenset({"", "NA", "NO DESCRIPTION"})
_FREIGHT = "LTL"


class OldSerial(Serial):
    delivery_number: Identifier = spelt("deliverynumber")


class OldPackage(Package):
    serials: Many[OldSerial] = spelt("serialnumberdetails", default=())


class OldCarrier(Carrier):
    packages: Many[OldPackage] = spelt("packages", default=())


def _carried(shipment: JsonObject) -> JsonObject:
    """v5 keeps carrier and packages in the shipment itself: they are read as its one carrier."""
    number = text_in(shipment, "pronumber")
    packages = as_list(told(shipment, "packagedetails", "packages"))
    # Freight by lorry has its tracking number here; the carrier's name stands in its place.
    if not packages and text_in(shipment, "carriertype").upper() == _FREIGHT:
        packages = [{"trackingnumber": number}] if any(map(str.isdigit, number)) else []
    serials = told(shipment, "serials")
    if serials and len(packages) <= 1:
        (package,) = list(members(packages)) or [{}]
        packages = [{**package, "serialnumberdetails": serials}]
    carrier = {
        "carrier_code": told(shipment, "carriercode"),
        "carrier_name": told(shipment, "carriername"),
        "quantity": told(shipment, "quantity"),
        "shipped_on": told(shipment, "shippeddate", "shipmentdate"),
        "packages": packages,
    }
    return {**shipment, "carriers": [carrier]}


class OldShipment(Shipment):
    """`pro_number` is the tracking number of freight that goes by lorry."""

    shipped_on: Day = spelt("shippeddate", "shipmentdate", default=None)
    warehouse: Text = spelt("warehousename")
    status: OldStatus = spelt("statusdescription", "status")
    status_code: Text = spelt("status")
    hold_reason_text: Text = spelt("holdreasoncodedescription")
    ingram_purchase_order_number: Identifier = spelt("ponumber")
    carrier_kind: Text = spelt("carriertype")
    carrier_code: Text = spelt("carriercode")
    carrier_name: Text = spelt("carriername")
    pro_number: Identifier = spelt("pronumber")
    packages: Many[OldPackage] = spelt("packagedetails", default=())
    serials: Many[OldSerial] = ()
    carriers: Many[OldCarrier] = spelt("carriers", default=())

    @property
    def hold_reason(self) -> str:
        """Why it is held; v6 never tells."""
        return "" if self.hold_reason_text.upper() in _NO_REASON else self.hold_reason_text


def _gathered(line: JsonObject) -> JsonObject:
    descriptions = (text_in(line, name) for name in ("partdescription1", "partdescription2"))
    shipments = list(members(told(line, "shipmentdetails")))
    if len(shipments) == 1:
        # Numbers that stand at the line are those of its only shipment.
        shipments = [_with_numbers_of(line, shipments[0])]
    return {
        **line,
        "description": " ".join(filter(None, descriptions)),
        "notes": notes_in(told(line, "productextendedspecs")),
        "shipments": shipments,
    }


def _with_numbers_of(line: JsonObject, shipment: JsonObject) -> JsonObject:
    numbers = map(_text, as_list(told(line, "trackingnumber")))
    packages = [{"trackingnumber": number} for number in numbers if number]
    return {"packages": packages, **shipment, "serials": told(line, "serialnumberdetails")}


def _text(value: Any) -> str:
    return read_text(value) if isinstance(value, str | int) else ""


class OldOrderLine(OrderLine):
    """`customer_line_number` is their "global" line number, though described as Ingram's."""

    sub_order_number: Identifier = spelt("erpordernumber")
    sub_order_suffix: Identifier = spelt("ordersuffix")
    ingram_line_number: Identifier = spelt("linenumber")
    customer_line_number: Identifier = spelt("globallinenumber")
    status: OldStatus = spelt("linestatus")
    ingram_part_number: Identifier = spelt("partnumber")
    vendor_part_number: Identifier = spelt("manufacturerpartnumber")
    vendor_code: Identifier = ""
    description: Text = spelt("description", "partdescription1", "partdescription2")
    quantity_ordered: WholeNumber = spelt("requestedquantity", default=None)
    quantity_confirmed: WholeNumber = spelt("confirmedquantity", default=None)
    quantity_backordered: WholeNumber = spelt("backorderquantity", default=None)
    promised_delivery_on: Day = spelt("promisedate", default=None)
    tracking_numbers: Many[Identifier] = spelt("trackingnumber", default=())
    serials: Many[OldSerial] = spelt("serialnumberdetails", default=())
    shipments: Annotated[tuple[OldShipment, ...], arranged(_carried)] = spelt(
        "shipments", "shipmentdetails", default=()
    )
    attributes: Many[Attribute] = spelt("productextendedspecs", default=())


class OldCharge(Charge):
    reference: Identifier = spelt("code")
    description: Text = spelt("description")


class CommentLine(Answer):
    text: Text = spelt("commenttext1")
    more: Text = spelt("commenttext2")


def _told_among_specs(order: JsonObject) -> JsonObject:
    specs = told(order, "extendedspecs")
    return {
        **order,
        "notes": notes_in(specs, told(order, "commentlines")),
        "payment_terms": attribute_in(specs, "termsdescription"),
    }


class OldOrderDetails(Enveloped, OrderDetails):
    end_customer_order_number: Identifier = spelt("enduserponumber")
    status: OldStatus = spelt("orderstatus")
    ordered_at: Moment = spelt("entrytimestamp", default=None)
    ordered_on: Day = spelt("entrytimestamp", default=None)
    entered_by: Text = spelt("entrymethoddescription")
    total: Number = spelt("ordertotalvalue", default=None)
    freight_charges: Number = spelt("freightamount", default=None)
    bill_to: Maybe[OldParty] = spelt("billtoaddress", default=None)
    ship_to: Maybe[OldParty] = spelt("shiptoaddress", "shoptoaddress", default=None)
    end_user: Maybe[OldParty] = spelt("enduserinfo", default=None)
    lines: Annotated[tuple[OldOrderLine, ...], arranged(_gathered)] = ()
    comment_lines: Many[CommentLine] = spelt("commentlines", default=())
    charges: Many[OldCharge] = spelt("miscfeeline", default=())
    attributes: Many[Attribute] = spelt("extendedspecs", default=())


class OrderDetailsInside(Inside):
    order: Annotated[OldOrderDetails | None, one_arranged(_told_among_specs)] = spelt(
        "orderdetailresponse", default=None
    )


class EarlyOrderDetails(OrderDetails):
    """v6 before v6.1: the same keys, one carrier a shipment, names of the SAP countries."""

    bill_to: Maybe[NamedParty] = spelt("billToInfo", default=None)
    ship_to: Maybe[NamedParty] = spelt("shipToInfo", default=None)
    end_user: Maybe[NamedParty] = spelt("endUserInfo", default=None)


class OldSubOrder(SubOrderSummary):
    """Only v5 tells the reason of a hold."""

    status: OldStatus = spelt("status", "statuscode")
    status_text: Text = spelt("status", "statuscode")
    status_code: Text = spelt("statuscode")
    hold_reason: Text = spelt("holdreason")
    hold_reason_code: Text = spelt("holdreasoncode")


def _with_shared_status(order: JsonObject) -> JsonObject:
    """A row has no status of its own: one that all its sub-orders share is its."""
    texts = [text_in(entry, "status", "statuscode") for entry in members(told(order, "suborders"))]
    is_shared = len(set(map(read_old_status, texts))) == 1
    return {**order, "status": texts[0]} if is_shared else order


class OldOrderSummary(OrderSummary):
    status: OldStatus = spelt("status")
    status_text: Text = spelt("status")
    ordered_at: Moment = spelt("entrytimestamp", default=None)
    ordered_on: Day = spelt("entrytimestamp", default=None)
    entries: Many[OldSubOrder] = spelt("suborders", default=())


class OldOrderPage(Enveloped, OrderPage):
    records_found: WholeNumber = spelt("ordersfound", default=None)
    orders: Annotated[tuple[OldOrderSummary, ...], arranged(_with_shared_status)] = ()


class OrderSearchInside(Inside):
    # The first is what comes, the second what is documented.
    page: Maybe[OldOrderPage] = spelt("ordesearchresponse", "ordersearchresponse", default=None)


class OldLineShipping(LineShipping):
    carrier_name: Text = spelt("carrierdescription")
    warehouse_id: Identifier = spelt("warehouseid")


_SHIPPING = ("carriercode", "carrierdescription", "warehouseid")


def _with_shipping(line: JsonObject) -> JsonObject:
    return {**line, "shipping": [{name: told(line, name) for name in _SHIPPING}]}


class OldCreatedLine(CreatedLine):
    """Numbered as in the details: `customer_line_number` is what was sent."""

    ingram_line_number: Identifier = spelt("linenumber")
    customer_line_number: Identifier = spelt("globallinenumber")
    ingram_part_number: Identifier = spelt("partnumber")
    quantity_ordered: WholeNumber = spelt("requestedquantity", default=None)
    quantity_confirmed: WholeNumber = spelt("confirmedquantity", default=None)
    quantity_backordered: WholeNumber = spelt("backorderedquantity", default=None)
    unit_price: Number = spelt("unitproductprice", default=None)
    unit_price_requested: Number = spelt("requestedunitprice", default=None)
    extended_price: Number = spelt("netamount", default=None)
    sub_order_suffix: Identifier = spelt("ordersuffix")
    shipping: Many[OldLineShipping] = spelt("shipping", *_SHIPPING, default=())


def _with_sub_orders(order: JsonObject) -> JsonObject:
    number = text_in(order, "globalorderid")
    lines = [
        _with_shipping({**line, "sub_order_number": f"{number}-{suffix}" if suffix else ""})
        for line in members(told(order, "lines"))
        for suffix in [text_in(line, "ordersuffix")]
    ]
    return {**order, "lines": lines}


class OldCreatedOrder(CreatedOrder):
    ingram_order_number: Identifier = spelt("globalorderid")
    invoicing_number: Identifier = spelt("invoicingsystemorderid")
    ordered_at: Moment = spelt("ordertimestamp", default=None)
    ordered_on: Day = spelt("ordertimestamp", default=None)
    total: Number = spelt("orderamount", default=None)
    freight_charges: Number = spelt("freightamount", default=None)
    tax_total: Number = spelt("taxamount", default=None)
    lines: Many[OldCreatedLine] = ()


CreatedOrders = Annotated[tuple[OldCreatedOrder, ...], arranged(_with_sub_orders)]


class OldOrderCreated(Enveloped, OrderCreated):
    """`note` is what the distributor remarks on a success: an address that it corrected, say."""

    customer_order_number: Identifier = spelt("customerponumber")
    total: Number = spelt("totalorderamount", default=None)
    order_count: WholeNumber = spelt("totalordercreated", default=None)
    ship_to: Maybe[OldParty] = spelt("shiptoaddress", "shoptoaddress", default=None)
    entries: CreatedOrders = spelt("ordercreateresponse", default=())
    note: Text = ""


class OrderCreateInside(Inside):
    """The orders stand within the summary, and are documented beside it."""

    summary: Maybe[OldOrderCreated] = spelt("ordersummary", default=None)
    entries: CreatedOrders = spelt("ordercreateresponse", default=())

    @property
    def created(self) -> OldOrderCreated:
        summary = self.summary or OldOrderCreated.read({})
        entries = summary.entries or self.entries
        has_errors = any(entry.lines_with_error for entry in entries)
        known = {"entries": entries, "note": self.message, "told_partial": has_errors}
        return summary.model_copy(update=known)


OrderDetailsReply = ServiceReply[OrderDetailsInside]
OrderSearchReply = ServiceReply[OrderSearchInside]
OrderCreateReply = ServiceReply[OrderCreateInside]
OrderCancelReply = ServiceReply[Inside]
