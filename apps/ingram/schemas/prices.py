"""Price and availability (field notes 5.1). A figure that was not told is None, never 0."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from apps.ingram.schemas.catalog import BillingPeriod, PlanGroup, SubscriptionPeriod
from apps.ingram.schemas.quotes import QuantityText
from apps.ingram.schemas.reading import (
    Answer,
    Currency,
    Day,
    Flag,
    Identifier,
    Many,
    Maybe,
    Number,
    Text,
    WholeNumber,
    spelt,
)
from apps.ingram.schemas.sending import Line, Request, limited
from apps.ingram.schemas.vendor_values import NamedValue

MAX_PRODUCTS = 50
#: They write an unlimited quantity so.
UNLIMITED = 9_999_999


class ProductQuery(Request):
    """One product, by any of its numbers."""

    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    customer_part_number: Annotated[Line, limited(40)] = ""
    upc: Annotated[Line, limited(20)] = ""
    plan_id: Line = Field("", alias="planID")
    quantity_requested: QuantityText | None = None

    @model_validator(mode="after")
    def _names_a_product(self) -> Self:
        if not any(
            (
                self.ingram_part_number,
                self.vendor_part_number,
                self.customer_part_number,
                self.upc,
                self.plan_id,
            )
        ):
            raise ValueError("a part number, a UPC or a plan id is needed")
        return self


class PriceRequest(Request):
    """[spec] POST /resellers/v6/catalog/priceandavailability: at most 50 products."""

    products: Annotated[tuple[ProductQuery, ...], Field(min_length=1, max_length=MAX_PRODUCTS)]
    shows_discounts: bool = Field(default=True, alias="showAvailableDiscounts")
    shows_reserve_inventory: bool | None = Field(None, alias="showReserveInventoryDetails")
    special_bid_number: Annotated[Line, limited(36)] = ""
    attributes: tuple[NamedValue, ...] = Field((), alias="additionalAttributes")


class BackOrder(Answer):
    quantity: WholeNumber = None
    expected_on: Day = spelt("etaDate", default=None)


class Warehouse(Answer):
    warehouse_id: Identifier = ""
    location: Text = ""
    quantity_available: WholeNumber = None
    quantity_backordered: WholeNumber = None
    quantity_on_order: WholeNumber = None
    backorder_eta_on: Day = spelt("quantityBackorderedEta", default=None)
    back_orders: Many[BackOrder] = spelt("backOrderInfo", default=())


class Pricing(Answer):
    """`customer_price` is what the reseller pays; all in `currency`."""

    currency: Currency = spelt("currencyCode")
    customer_price: Number = None
    retail_price: Number = None
    map_price: Number = None
    has_special_bid_pricing: Flag = spelt("specialBidPricingAvailable", default=None)
    has_web_discounts: Flag = spelt("webDiscountsAvailable", default=None)


class Availability(Answer):
    is_available: Flag = spelt("available", default=None)
    total: WholeNumber = spelt("totalAvailability", default=None)
    warehouses: Many[Warehouse] = spelt("availabilityByWarehouse", default=())
    # One documented answer nests the prices here instead of beside it.
    pricing: Maybe[Pricing] = None


class SpecialPrice(Answer):
    kind: Text = spelt("discountType")
    special_bid_number: Identifier = spelt("specialBidNumber", "specialBidNumer")
    discount: Number = spelt("specialPricingDiscount", default=None)
    effective_on: Day = spelt("specialPricingEffectiveDate", default=None)
    expires_on: Day = spelt("specialPricingExpirationDate", default=None)
    quantity_available: WholeNumber = spelt("specialPricingAvailableQuantity", default=None)
    quantity_minimum: WholeNumber = spelt("specialPricingMinQuantity", default=None)
    government_kind: Text = spelt("governmentDiscountType")
    government_customer_price: Number = spelt("governmentDiscountedCustomerPrice", default=None)

    @property
    def is_unlimited(self) -> bool:
        return self.quantity_available is not None and self.quantity_available >= UNLIMITED


class QuantityBreak(Answer):
    """From `quantity` on, `amount` less (or so many per cent: see `condition`)."""

    condition: Text = spelt("conditionType")
    currency: Currency = spelt("currencyCode")
    currency_type: Text = ""
    quantity: WholeNumber = None
    amount: Number = None


class Discounts(Answer):
    special_prices: Many[SpecialPrice] = spelt("specialPricing", default=())
    quantity_breaks: Many[QuantityBreak] = spelt("quantityDiscounts", default=())


class ReservedStock(Answer):
    quantity_reserved: WholeNumber = None
    quantity_available: WholeNumber = None
    effective_on: Day = spelt("effectivedate", "effectiveDate", default=None)
    expires_on: Day = spelt("expirydate", "expiryDate", default=None)


class ServiceFee(Answer):
    condition: Text = spelt("conditionType")
    description: Text = ""
    amount: Number = None
    ends_on: Day = spelt("endDate", default=None)
    currency: Currency = spelt("currencyCode")


class ResourcePrice(Answer):
    name: Text = ""
    quantity: Text = ""
    retail_price: Number = spelt("msrp", default=None)
    unit_price: Number = None
    margin: Number = None
    currency: Currency = spelt("currencyCode")
    subscription_period: Text = ""


class VolumeDiscount(Answer):
    """The price of a unit from `quantity` on."""

    quantity: Text = ""
    retail_price: Number = spelt("msrp", default=None)
    unit_price: Number = None
    margin: Number = None
    currency: Currency = spelt("currencyCode")


class SubscriptionSpecialPrice(Answer):
    """`discount` is an amount a unit, for so many units and so long."""

    kind: Text = spelt("discountType")
    program_name: Text = spelt("vendorProgramName")
    discount: Number = None
    currency: Currency = spelt("currencyCode")
    quantity_limit: WholeNumber = spelt("discountQtyLimit", default=None)
    expires_on: Day = spelt("discountExpiryDate", default=None)


class SubscriptionDiscounts(Answer):
    volume: Many[VolumeDiscount] = spelt("volumeDiscounts", default=())
    special_prices: Many[SubscriptionSpecialPrice] = spelt("specialPricing", default=())


class SubscriptionOption(Answer):
    resource_id: Identifier = ""
    resource_name: Text = ""
    vendor_part_number: Identifier = ""
    units_minimum: Number = spelt("minUnits", default=None)
    units_maximum: Number = spelt("maxUnits", default=None)
    recurring_price_model: Text = spelt("recurringpricemodel")
    unit_of_measure: Text = ""
    prices: Many[ResourcePrice] = spelt("resourcePricing", default=())
    discounts: Many[SubscriptionDiscounts] = ()


class SubscriptionPrice(Answer):
    plan_id: Identifier = spelt("planId", "planUId", "planID")
    name: Text = spelt("planName")
    description: Text = spelt("planDescription")
    groups: Many[PlanGroup] = ()
    billing_period: Maybe[BillingPeriod] = None
    periods: Many[SubscriptionPeriod] = spelt("subscriptionPeriod", default=())
    options: Many[SubscriptionOption] = ()


class ProductOffer(Answer):
    """Price and stock of one product. A part that was not found has only `error`."""

    index: WholeNumber = None
    status_code: Text = spelt("productStatusCode")
    status_message: Text = spelt("productStatusMessage")
    error_code: Text = ""
    error_message: Text = ""
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = spelt("vendorPartNumber", "extendedVendorPartNumber")
    extended_vendor_part_number: Identifier = ""
    customer_part_number: Identifier = ""
    part_number_type: Text = ""
    upc: Identifier = spelt("upc", "upcCode")
    vendor_number: Identifier = ""
    vendor_name: Text = ""
    description: Text = ""
    product_class: Text = ""
    product_status: Text = ""
    unit_of_measure: Text = spelt("uom")
    accepts_back_order: Flag = spelt("acceptBackOrder", default=None)
    is_authorized: Flag = spelt("productAuthorized", default=None)
    is_returnable: Flag = spelt("returnableProduct", default=None)
    is_end_user_required: Flag = spelt("endUserInfoRequired", default=None)
    is_bundle_part: Flag = spelt("bundlePartIndicator", default=None)
    has_government_price: Flag = spelt("govtSpecialPriceAvailable", default=None)
    government_program: Text = spelt("govtProgramType")
    government_end_user: Text = spelt("govtEndUserType")
    availability: Availability = Field(default_factory=Availability)
    listed_pricing: Maybe[Pricing] = spelt("pricing", default=None)
    discounts: Many[Discounts] = ()
    reserved_stock: Many[ReservedStock] = spelt("reserveInventoryDetails", default=())
    service_fees: Many[ServiceFee] = ()
    subscription_prices: Many[SubscriptionPrice] = spelt("subscriptionPrice", default=())

    @property
    def error(self) -> str:
        """Why there is no offer, as the distributor says it; empty when there is one."""
        if self.status_code.upper() != "E" and not self.error_code:
            return ""
        return self.error_message or self.status_message or "The distributor gave no reason."

    @property
    def pricing(self) -> Pricing:
        return self.listed_pricing or self.availability.pricing or Pricing()

    @property
    def customer_price(self) -> Decimal | None:
        return self.pricing.customer_price

    @property
    def special_prices(self) -> tuple[SpecialPrice, ...]:
        return tuple(price for part in self.discounts for price in part.special_prices)

    @property
    def quantity_breaks(self) -> tuple[QuantityBreak, ...]:
        return tuple(step for part in self.discounts for step in part.quantity_breaks)


class PriceAnswer(Answer):
    """The offers of one call, in whatever order they came."""

    offers: Many[ProductOffer] = ()
