"""Orders: what we send and what comes back (field notes 5.2, 5.4, 6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from apps.ingram.schemas.order_schedule import EstimatedDates, PlannedShipment, ScheduleLine
from apps.ingram.schemas.quotes import MAX_QUANTITY, Email
from apps.ingram.schemas.reading import (
    Answer,
    Attribute,
    Currency,
    Day,
    Flag,
    Identifier,
    Link,
    Many,
    Maybe,
    Moment,
    Number,
    Page,
    Party,
    Status,
    Text,
    WholeNumber,
    spelt,
)
from apps.ingram.schemas.sending import CompactDay, Line, Request, limited
from apps.ingram.schemas.service_contracts import ServiceContract
from apps.ingram.schemas.vendor_values import (
    BillingPeriod,
    SubscriptionPeriod,
    VendorValues,
    WarrantyV7,
)
from apps.ingram.schemas.vendor_values import NamedValue as NamedValue

MAX_LINES = 884  # 885 and above are charge lines (field notes 6.4)


class OrderParty(Request):
    """Lengths of the v7 order; there is no third address line."""

    company_name: Annotated[Line, limited(40)] = ""
    contact: Annotated[Line, limited(70)] = ""
    address_line1: Annotated[Line, limited(70)] = Field("", alias="addressLine1")
    address_line2: Annotated[Line, limited(70)] = Field("", alias="addressLine2")
    city: Annotated[Line, limited(25)] = ""
    state: Annotated[Line, limited(3)] = ""
    postal_code: Annotated[Line, limited(10)] = ""
    country_code: Annotated[Line, limited(2)] = ""
    phone_number: Annotated[Line, limited(30)] = ""
    email: Annotated[Email, limited(241)] = ""


class OrderReseller(OrderParty):
    reseller_id: Line = ""


class OrderEndUser(OrderParty):
    end_user_id: Annotated[Line, limited(10)] = ""


class OrderLineEndUser(OrderEndUser):
    end_user_type: Line = ""


class OrderShipTo(OrderParty):
    """A stored address by its id, or a full one."""

    address_id: Annotated[Line, limited(10)] = ""
    shipping_notes: Annotated[Line, limited(132)] = ""


class OrderShipment(Request):
    carrier_code: Annotated[Line, limited(10)] = ""
    requested_delivery_on: CompactDay = Field(None, alias="requestedDeliveryDate")
    ship_complete: Literal["", "C", "P", "E"] = ""
    shipping_instructions: Annotated[Line, limited(132)] = ""
    freight_account_number: Line = ""
    is_signature_required: bool | None = Field(None, alias="signatureRequired")


class OrderCreateLine(Request):
    """With a quote number only the attributes of a line count (field notes 7.4)."""

    customer_line_number: Annotated[Line, Field(pattern=r"^\d{1,3}$")]
    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY)]
    unit_price: Annotated[Decimal, Field(ge=0)] | None = None
    end_user_price: Annotated[Decimal, Field(ge=0)] | None = None
    special_bid_number: Annotated[Line, limited(36)] = ""
    notes: Annotated[Line, limited(132)] = ""
    end_users: Annotated[tuple[OrderLineEndUser, ...], Field(max_length=1)] = Field(
        (), alias="endUserInfo"
    )
    attributes: tuple[NamedValue, ...] = Field((), alias="additionalAttributes")
    vendor_mandatory_fields: tuple[NamedValue, ...] = Field(
        (), alias="vmfAdditionalAttributesLines"
    )
    warranty: WarrantyV7 | None = Field(None, alias="warrantyInfo")
    resource_id: Line = ""
    plan_id: Line = Field("", alias="planid")
    subscription_periods: tuple[SubscriptionPeriod, ...] = Field((), alias="subscriptionPeriod")
    billing_periods: tuple[BillingPeriod, ...] = Field((), alias="billingPeriod")
    margin: Decimal | None = None
    end_customer_price: Annotated[Decimal, Field(ge=0)] | None = None
    vendor_required_values: tuple[VendorValues, ...] = Field((), alias="vriAdditionalAttributes")

    @property
    def names_a_product(self) -> bool:
        numbers = (self.ingram_part_number, self.vendor_part_number, self.plan_id)
        return any((*numbers, self.resource_id))


class OrderCreateRequest(Request):
    """[spec] POST /resellers/v7/orders, from a quote or from lines.

    The customer order number is the business key: there is no other protection against a
    second order, so `allowDuplicateCustomerOrderNumber` is among the attributes only when a
    person asked for it.
    """

    quote_number: Annotated[Line, limited(35)] = ""
    customer_order_number: Annotated[Line, Field(min_length=1), limited(18)]
    end_customer_order_number: Annotated[Line, limited(18)] = ""
    notes: Annotated[Line, limited(132)] = ""
    bill_to_address_id: Annotated[Line, limited(10)] = ""
    special_bid_number: Annotated[Line, limited(36)] = ""
    accept_back_order: bool | None = None
    vendor_authorization_number: Line = Field("", alias="vendAuthNumber")
    reseller: OrderReseller | None = Field(None, alias="resellerInfo")
    end_user: OrderEndUser | None = Field(None, alias="endUserInfo")
    ship_to: OrderShipTo | None = Field(None, alias="shipToInfo")
    shipment: OrderShipment | None = Field(None, alias="shipmentDetails")
    attributes: tuple[NamedValue, ...] = Field((), alias="additionalAttributes")
    vendor_mandatory_fields: tuple[NamedValue, ...] = Field((), alias="vmfAdditionalAttributes")
    vendor_mandatory_values: tuple[VendorValues, ...] = Field(
        (), alias="vmfVendorAdditionalAttributes"
    )
    vendor_required_values: tuple[VendorValues, ...] = Field((), alias="vriAdditionalAttributes")
    lines: Annotated[tuple[OrderCreateLine, ...], Field(max_length=MAX_LINES)] = ()

    @model_validator(mode="after")
    def _has_something_to_order(self) -> Self:
        if not (self.quote_number or self.lines):
            raise ValueError("an order needs a quote number or at least one line")
        numbers = [int(line.customer_line_number) for line in self.lines]
        if len(set(numbers)) != len(numbers):
            raise ValueError("each line needs a line number of its own")
        if not self.quote_number:
            if any(not 1 <= number <= MAX_LINES for number in numbers):
                raise ValueError(f"line numbers run from 1 to {MAX_LINES}")
            if any(not x.names_a_product for x in self.lines):
                raise ValueError("each line needs a part number, a plan or a resource")
        return self

    def in_newer_keys(self, vendor_name: str) -> Self:
        """The same order with the vendor's demands under the keys of November 2025.

        They are sent under the older, deprecated keys until it is known which of the two the
        distributor honours (field notes 5.8).
        """
        lists = (
            ("", self.vendor_mandatory_fields),
            *((x.ingram_part_number, x.vendor_mandatory_fields) for x in self.lines),
        )
        values = tuple(
            VendorValues(vendor_name=vendor_name, vendor_product_id=product, values=told)
            for product, told in lists
            if told
        )
        lines = (x.model_copy(update={"vendor_mandatory_fields": ()}) for x in self.lines)
        return self.model_copy(
            update={
                "vendor_mandatory_fields": (),
                "vendor_mandatory_values": (*self.vendor_mandatory_values, *values),
                "lines": tuple(lines),
            }
        )


class OrderAccepted(Answer):
    """Accepted, not ordered: a webhook or order search tells what became of it."""

    confirmation_number: Identifier = ""
    quote_number: Identifier = ""
    message: Text = ""


class SubOrderSummary(Answer):
    sub_order_number: Identifier = ""
    total: Number = spelt("subOrderTotal", default=None)
    status: Status = spelt("subOrderStatus")
    status_text: Text = spelt("subOrderStatus")


class OrderSummary(Answer):
    """A row of order search. It tells no currency: that comes with the details."""

    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")
    customer_order_number: Identifier = ""
    vendor_sales_order_number: Identifier = ""
    vendor_name: Text = ""
    end_user_name: Text = spelt("endUserCompanyName")
    total: Number = spelt("orderTotal", default=None)
    status: Status = spelt("orderStatus")
    status_text: Text = spelt("orderStatus")
    ordered_at: Moment = spelt("ingramOrderDate", default=None)
    ordered_on: Day = spelt("ingramOrderDate", default=None)
    entries: Many[SubOrderSummary] = spelt("subOrders", default=())

    @property
    def sub_orders(self) -> tuple[SubOrderSummary, ...]:
        """The sub-orders that have a number: some entries hold nothing but a link."""
        return tuple(entry for entry in self.entries if entry.sub_order_number)


class OrderPage(Page):
    orders: Many[OrderSummary] = ()


class Serial(Answer):
    number: Identifier = spelt("serialNumber")


class Package(Answer):
    tracking_number: Identifier = ""
    tracking_url: Link = ""
    weight: Number = spelt("packageWeight", default=None)
    carton_number: Identifier = ""
    quantity: WholeNumber = spelt("quantityInBox", "quantityInbox", default=None)
    serials: Many[Serial] = spelt("serialNumbers", default=())

    @property
    def serial_numbers(self) -> tuple[str, ...]:
        return tuple(serial.number for serial in self.serials if serial.number)


class Carrier(Answer):
    """Who carries how much of a shipment, in which packages."""

    carrier_code: Text = ""
    carrier_name: Text = ""
    quantity: WholeNumber = None
    shipped_on: Day = spelt("shippedDate", default=None)
    estimated_delivery_on: Day = spelt("estimatedDeliveryDate", default=None)
    delivered_on: Day = spelt("deliveredDate", default=None)
    picked_up_on: Day = spelt("carrierPickupDate", default=None)
    packages: Many[Package] = spelt("trackingDetails", "packageDetails", default=())


class Shipment(Answer):
    quantity: WholeNumber = None
    delivery_number: Identifier = ""
    estimated_ship_on: Day = spelt("estimatedShipDate", default=None)
    shipped_on: Day = spelt("shippedDate", default=None)
    estimated_delivery_on: Day = spelt("estimatedDeliveryDate", default=None)
    delivered_on: Day = spelt("deliveredDate", default=None)
    warehouse_id: Identifier = spelt("shipFromWarehouseId")
    warehouse: Text = spelt("shipFromLocation")
    invoice_number: Identifier = ""
    invoiced_on: Day = spelt("invoiceDate", default=None)
    carriers: Many[Carrier] = spelt("carrierDetails", default=())


class OrderLine(Answer):
    sub_order_number: Identifier = ""
    ingram_line_number: Identifier = spelt("ingramOrderLineNumber", "ingramLineNumber")
    vendor_sales_line_number: Identifier = spelt("vendorSalesOrderLineNumber")
    customer_line_number: Identifier = spelt("customerLineNumber", "customerLinenumber")
    status: Status = spelt("lineStatus")
    status_text: Text = spelt("lineStatus")
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    upc: Identifier = spelt("upcCode", "upc")
    vendor_name: Text = ""
    description: Text = spelt("partDescription", "productDescription", "description")
    unit_weight: Number = None
    weight_unit: Text = spelt("weightUom")
    unit_price: Number = None
    extended_price: Number = spelt("extendedPrice", "extendedUnitPrice", default=None)
    tax_amount: Number = None
    currency: Currency = spelt("currencyCode")
    quantity_ordered: WholeNumber = None
    quantity_confirmed: WholeNumber = None
    quantity_backordered: WholeNumber = spelt("quantityBackOrdered", default=None)
    special_bid_number: Identifier = ""
    requested_delivery_on: Day = spelt(
        "requestedDeliverydate", "requestedDeliveryDate", default=None
    )
    promised_delivery_on: Day = spelt("promisedDeliveryDate", default=None)
    backorder_eta_on: Day = spelt("backOrderETADate", default=None)
    default_carrier_name: Text = ""
    notes: Text = spelt("lineNotes", "notes")
    shipments: Many[Shipment] = spelt("shipmentDetails", default=())
    estimated_dates: Many[EstimatedDates] = ()
    schedule: Many[ScheduleLine] = spelt("scheduleLines", default=())
    planned_shipments: Many[PlannedShipment] = spelt("multipleShipments", default=())
    service_contract: Maybe[ServiceContract] = spelt("serviceContractInfo", default=None)
    attributes: Many[Attribute] = spelt("additionalAttributes", default=())


class Charge(Answer):
    sub_order_number: Identifier = ""
    reference: Identifier = spelt("chargeLineReference")
    description: Text = spelt("chargeDescription")
    amount: Number = spelt("chargeAmount", default=None)


class OrderDetails(Answer):
    """One order in full; its lines belong to sub-orders by `sub_order_number`."""

    ingram_order_number: Identifier = spelt("ingramOrderNumber", "orderNumber")
    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    web_order_id: Identifier = ""
    vendor_sales_order_number: Identifier = ""
    ingram_purchase_order_number: Identifier = ""
    order_type: Text = ""
    status: Status = spelt("orderStatus")
    status_text: Text = spelt("orderStatus")
    ordered_at: Moment = spelt("ingramOrderDate", default=None)
    ordered_on: Day = spelt("ingramOrderDate", default=None)
    currency: Currency = spelt("currencyCode")
    total: Number = spelt("orderTotal", default=None)
    sub_total: Number = spelt("orderSubTotal", default=None)
    freight_charges: Number = None
    tax_total: Number = spelt("totalTax", default=None)
    fees_total: Number = spelt("totalFees", default=None)
    weight_total: Number = spelt("totalWeight", default=None)
    payment_terms: Text = ""
    notes: Text = ""
    bill_to: Maybe[Party] = spelt("billToInfo", default=None)
    ship_to: Maybe[Party] = spelt("shipToInfo", default=None)
    end_user: Maybe[Party] = spelt("endUserInfo", default=None)
    lines: Many[OrderLine] = ()
    charges: Many[Charge] = spelt("miscellaneousCharges", default=())
    attributes: Many[Attribute] = spelt("additionalAttributes", default=())
    is_processed_partially: Flag = spelt("processedPartially", default=None)
