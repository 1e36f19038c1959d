"""Products: search rows and details (field notes 5.1)."""

from __future__ import annotations

from pydantic import Field

from apps.ingram.schemas.reading import (
    Answer,
    Flag,
    Identifier,
    Many,
    Maybe,
    Number,
    Page,
    Text,
    WholeNumber,
    read_text,
    spelt,
)


class ProductSummary(Answer):
    """A row of product search."""

    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    upc: Identifier = spelt("upcCode", "upc")
    vendor_name: Text = ""
    description: Text = ""
    extra_description: Text = ""
    category: Text = spelt("category", "productCategory")
    sub_category: Text = spelt("subCategory", "productSubcategory")
    product_type: Text = ""
    kind_text: Text = spelt("type")
    replacement_part_number: Identifier = spelt("replacementSku")
    is_end_user_required: Flag = spelt("endUserRequired", default=None)
    is_discontinued: Flag = spelt("discontinued", default=None)
    is_new: Flag = spelt("newProduct", default=None)
    is_direct_ship: Flag = spelt("directShip", default=None)
    is_authorized: Flag = spelt("authorizedToPurchase", default=None)
    has_discounts: Flag = None
    has_warranty: Flag = None

    @property
    def kind(self) -> str:
        """`physical`, `digital` or `subscription`, without prefix and case."""
        return read_text(self.kind_text).lower().removeprefix("im::")


class SubscriptionPeriod(Answer):
    unit: Text = spelt("subscriptionPeriodUnit")
    length: Number = spelt("subscriptionPeriod", default=None)


class PlanGroup(Answer):
    name: Text = spelt("groupName")
    description: Text = spelt("groupDescription")


class Plan(Answer):
    plan_id: Identifier = ""
    name: Text = spelt("planName")
    description: Text = spelt("planDescription")
    periods: Many[SubscriptionPeriod] = spelt("subscriptionPeriodSummary", default=())


class SubscriptionGroup(Answer):
    name: Text = spelt("groupName")
    description: Text = spelt("groupDescription")
    plan_count: WholeNumber = spelt("numberOfPlans", default=None)
    plans: Many[Plan] = ()


class ProductPage(Page):
    products: Many[ProductSummary] = spelt("catalog", default=())
    subscriptions: Many[SubscriptionGroup] = spelt("subscriptionCatalog", default=())


class Indicators(Answer):
    """What is to be known before a product is sold. None means: not told."""

    sku_type: Text = ""
    replacement_type: Text = ""
    has_warranty: Flag = None
    is_new: Flag = spelt("isNewProduct", default=None)
    has_return_limits: Flag = None
    is_back_order_allowed: Flag = None
    is_shipped_from_partner: Flag = None
    is_replacement: Flag = spelt("isReplacementProduct", default=None)
    is_direct_ship: Flag = spelt("isDirectship", default=None)
    is_downloadable: Flag = None
    is_digital: Flag = spelt("isDigitalType", default=None)
    has_standard_special_price: Flag = spelt("hasStdSpecialPrice", default=None)
    has_acop_special_price: Flag = None
    has_acop_quantity_break: Flag = None
    has_standard_web_discount: Flag = spelt("hasStdWebDiscount", default=None)
    has_acop_web_discount: Flag = None
    has_special_bid: Flag = None
    is_exportable: Flag = spelt("isExportableToCountry", default=None)
    is_discontinued: Flag = spelt("isDiscontinuedProduct", default=None)
    is_refurbished: Flag = spelt("isRefurbished", "isRefurbishedProduct", default=None)
    is_returnable: Flag = spelt("isReturnableProduct", default=None)
    is_ingram_ship: Flag = None
    is_end_user_required: Flag = spelt("isEnduserRequired", default=None)
    is_heavy_weight: Flag = None
    has_ltl: Flag = None
    is_clearance: Flag = spelt("isClearanceProduct", default=None)
    has_bundle: Flag = None
    is_oversize: Flag = spelt("isOversizeProduct", default=None)
    is_preorder: Flag = spelt("isPreorderProduct", default=None)
    is_license: Flag = spelt("isLicenseProduct", default=None)
    is_direct_ship_orderable: Flag = spelt("isDirectshipOrderable", default=None)
    is_service: Flag = spelt("isServiceSku", default=None)
    is_configurable: Flag = None


class CiscoFields(Answer):
    product_sub_group: Text = ""
    service_program_name: Text = ""
    item_catalog_category: Text = ""
    configuration_indicator: Text = ""
    internal_business_entity: Text = ""
    item_type: Text = ""
    global_list_price: Number = None


class Specification(Answer):
    """One technical fact. The value may hold HTML: sanitise before display."""

    heading: Text = spelt("headername")
    name: Text = spelt("attributename")
    value: Text = spelt("attributevalue")


class Weight(Answer):
    plant_id: Identifier = ""
    weight: Number = None
    unit: Text = spelt("weightUnit")


class Measures(Answer):
    weights: Many[Weight] = spelt("productWeight", default=())
    is_bulk_freight: Flag = None
    height: Number = None
    width: Number = None
    length: Number = None
    net_weight: Number = None
    dimension_unit: Text = ""


class BillingPeriod(Answer):
    unit: Text = spelt("billingPeriodUnit")
    length: Number = spelt("billingPeriod", default=None)


class PlanOption(Answer):
    resource_id: Identifier = ""
    resource_name: Text = ""
    vendor_part_number: Identifier = ""
    units_minimum: Number = spelt("minUnits", default=None)
    units_maximum: Number = spelt("maxUnits", default=None)
    depends_on: Text = ""


class PlanDetails(Answer):
    plan_id: Identifier = ""
    name: Text = spelt("planName")
    description: Text = spelt("planDescription")
    groups: Many[PlanGroup] = ()
    periods: Many[SubscriptionPeriod] = spelt("subscriptionPeriod", default=())
    billing_period: Maybe[BillingPeriod] = None
    options: Many[PlanOption] = ()


class ProductDetails(Answer):
    """One product, or the plans of a subscription."""

    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    customer_part_number: Identifier = ""
    upc: Identifier = spelt("upc", "upcCode")
    vendor_name: Text = ""
    vendor_number: Identifier = ""
    description: Text = ""
    long_description: Text = spelt("productDetailDescription")
    category: Text = spelt("productCategory", "category")
    sub_category: Text = spelt("productSubcategory", "subCategory")
    product_class: Text = ""
    status_code: Text = spelt("productStatusCode")
    is_authorized: Flag = spelt("productAuthorized", default=None)
    indicators: Indicators = Field(default_factory=Indicators)
    cisco: Maybe[CiscoFields] = spelt("ciscoFields", default=None)
    measures: Maybe[Measures] = spelt("additionalInformation", default=None)
    specifications: Many[Specification] = spelt("technicalSpecifications", default=())
    plans: Many[PlanDetails] = spelt("subscriptionDetails", default=())
