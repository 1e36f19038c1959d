"""Quotes: what we ask for and what comes back (field notes 5.5, 7)."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from apps.ingram.schemas.reading import (
    Answer,
    Attribute,
    Currency,
    Day,
    Flag,
    Identifier,
    Many,
    Maybe,
    Moment,
    Number,
    Page,
    Party,
    Status,
    Text,
    WholeNumber,
    as_list,
    spelt,
)
from apps.ingram.schemas.sending import Line, Request, SlashedDay, limited

MAX_QUANTITY = 999_999
MAX_COPIES = 10
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


def _email(value: str) -> str:
    if value and not _EMAIL.fullmatch(value):
        raise ValueError(f"{value[:80]!r} is not an e-mail address")
    return value


def _addresses(value: Any) -> Any:
    return (
        [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


Email = Annotated[Line, AfterValidator(_email)]
EmailList = Annotated[
    tuple[Email, ...],
    BeforeValidator(_addresses),
    Field(max_length=MAX_COPIES),
    PlainSerializer(",".join),
]
#: The documents want a text here, although quote details answer with a number.
QuantityText = Annotated[int, Field(ge=1, le=MAX_QUANTITY), PlainSerializer(str)]


class QuoteEndUser(Request):
    company_name: Annotated[Line, limited(40)] = ""
    contact: Annotated[Line, limited(70)] = ""
    address_line1: Annotated[Line, limited(60)] = Field("", alias="addressLine1")
    address_line2: Annotated[Line, limited(40)] = Field("", alias="addressLine2")
    city: Annotated[Line, limited(25)] = ""
    state: Annotated[Line, limited(3)] = ""
    postal_code: Annotated[Line, limited(10)] = ""
    country_code: Annotated[Line, limited(2)] = ""
    email: Annotated[Email, limited(241)] = ""
    phone_number: Annotated[Line, limited(30)] = ""


class QuoteCreateLine(Request):
    """One product, by Ingram's part number or else the vendor's."""

    customer_line_number: Annotated[Line, limited(3)] = ""
    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    quantity: QuantityText
    special_bid_number: Annotated[Line, limited(36)] = Field("", alias="specialBid")
    notes: Annotated[Line, limited(132)] = Field("", alias="lineLevelNotes")
    pricing_type: Line = ""

    @model_validator(mode="after")
    def _names_a_part(self) -> Self:
        if not (self.ingram_part_number or self.vendor_part_number):
            raise ValueError("a line needs an Ingram or a vendor part number")
        return self


class QuoteCreateRequest(Request):
    """[spec] POST /resellers/v6/quotes/create. Lines may be absent only with a deal id."""

    quote_name: Annotated[Line, Field(min_length=1), limited(100)]
    contact_first_name: Annotated[Line, limited(50)] = Field("", alias="firstname")
    contact_last_name: Annotated[Line, limited(50)] = Field("", alias="lastname")
    customer_contact: Annotated[Email, limited(64)] = Field("", alias="CustomerContact")
    expires_on: SlashedDay = Field(None, alias="quoteExpiryDate")
    customer_need: Annotated[Line, limited(2000)] = ""
    end_user: QuoteEndUser | None = Field(None, alias="endUserInfo")
    deal_id: Annotated[Line, limited(36)] = ""
    pricing_type: Line = ""
    send_quote_copy: EmailList = ()
    lines: tuple[QuoteCreateLine, ...] = Field((), alias="products")

    @model_validator(mode="after")
    def _has_something_to_quote(self) -> Self:
        if not (self.lines or self.deal_id):
            raise ValueError("a quote needs at least one line or a deal id")
        return self


class QuoteAccepted(Answer):
    """The quote is being made; its webhook or its details tell how it ended."""

    quote_number: Identifier = ""
    message: Text = ""


class QuoteSummary(Answer):
    """A row of quote search."""

    quote_number: Identifier = ""
    quote_guid: Text = ""
    quote_name: Text = ""
    revision: Identifier = ""
    status: Status = spelt("quoteStatus", "status")
    status_text: Text = spelt("quoteStatus", "status")
    total: Number = spelt("quoteTotal", default=None)
    currency: Currency = spelt("currencyCode")
    special_bid_number: Identifier = spelt("specialBidNumber", "specialBidId", "dealId")
    vendor_name: Text = spelt("vendor", "vendorName")
    end_user_name: Text = ""
    end_user_contact: Text = ""
    created_by: Text = ""
    quote_type: Text = ""
    created_at: Moment = spelt("ingramQuoteDate", default=None)
    modified_at: Moment = spelt("lastModifiedDate", default=None)
    expires_on: Day = spelt("ingramQuoteExpiryDate", default=None)


class QuotePage(Page):
    quotes: Many[QuoteSummary] = ()


class ExtraFee(Answer):
    description: Text = spelt("extraFeesDescription")
    amount: Number = spelt("extraFeesAmount", default=None)


class QuoteDiscount(Answer):
    kind: Text = spelt("type")
    amount: Number = None
    description: Text = ""
    quantity_available: WholeNumber = spelt("avaliableQunatity", "availableQuantity", default=None)
    quantity_minimum: WholeNumber = spelt("minimumQuantity", default=None)
    special_bid_number: Identifier = spelt("bidNumber")
    special_bid_version: Identifier = spelt("bidVersion")
    discount_off_list: Number = None
    valid_from_on: Day = spelt("validFrom", default=None)
    valid_to_on: Day = spelt("validTo", default=None)
    expires_on: Day = spelt("expirationDate", default=None)


class QuotePrice(Answer):
    """Prices of one line, in the quote's currency. `unit_price` is what the reseller pays."""

    unit_price: Number = spelt("quotePrice", default=None)
    retail_price: Number = spelt("msrp", default=None)
    extended_price: Number = spelt("extendedQuotePrice", default=None)
    extended_retail_price: Number = spelt("extendedMsrp", default=None)
    remaining_extended_price: Number = spelt("remainingQuantityExtendedQuotePrice", default=None)
    remaining_extended_retail_price: Number = spelt("remainingQuantityExtendedMsrp", default=None)
    discount_off_list: Number = None
    kind: Text = spelt("type")
    recurring_price_model: Text = ""
    unit_of_measure: Text = ""
    tax: Number = None
    extra_fees: Number = spelt("extrafees", "extraFees", default=None)
    extra_fee_details: Many[ExtraFee] = spelt("extraFeesDetails", default=())
    discounts: Many[QuoteDiscount] = ()


class BillingTerm(Answer):
    kind: Text = spelt("type")
    unit: Text = ""
    frequency: WholeNumber = None
    unit_value: Text = ""


class QuoteLine(Answer):
    line_number: Identifier = ""  # may be a GUID
    guid: Text = spelt("quoteProductGuid")
    quantity: WholeNumber = None
    quantity_remaining: WholeNumber = spelt("remainingQuoteQty", default=None)
    quantity_minimum: WholeNumber = spelt("minimumOrderAllowedQty", default=None)
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    description: Text = ""
    vendor_name: Text = ""
    vendor_category: Text = spelt("vpnCategory")
    auxiliary_part_id: Identifier = spelt("quoteProductsSupplierPartAuxiliaryId")
    ean: Identifier = ""
    country_of_origin: Text = spelt("coo")
    weight: Number = None
    weight_unit: Text = spelt("weightUom")
    notes: Text = ""
    terms: Text = ""
    is_suggestion: Flag = spelt("isSuggestionProduct", default=None)
    is_subscription: Flag = None
    plan_description: Text = ""
    reseller_margin: Number = None
    serial_number: Identifier = ""
    requested_start_on: Day = spelt("requestedStartDate", default=None)
    starts_on: Day = spelt("startDate", default=None)
    ends_on: Day = spelt("endDate", default=None)
    price: QuotePrice = Field(default_factory=QuotePrice)
    billing: Many[BillingTerm] = spelt("billDetails", default=())


class QuoteDetails(Answer):
    """One quote in full. The `_html` texts hold the distributor's tags: sanitise before display."""

    quote_number: Identifier = ""
    quote_guid: Text = ""
    quote_name: Text = ""
    revision: Identifier = ""
    quote_type: Text = ""
    status: Status = spelt("status", "quoteStatus")
    status_text: Text = spelt("status", "quoteStatus")
    status_reason: Text = ""
    closing_reason: Text = ""
    closed_at: Moment = spelt("dateClosed", default=None)
    created_at: Moment = spelt("ingramQuoteDate", default=None)
    modified_at: Moment = spelt("lastModifiedDate", default=None)
    expires_on: Day = spelt("ingramQuoteExpiryDate", default=None)
    currency: Currency = spelt("currencyCode")
    special_bid_number: Identifier = spelt("specialBidId", "specialBidNumber", "dealId")
    special_bid_effective_on: Day = spelt("specialBidEffectiveDate", default=None)
    special_bid_expires_on: Day = spelt("specialBidExpirationDate", default=None)
    vendor_quote_number: Identifier = ""
    is_partial_order_allowed: Flag = None
    customer_need: Text = ""
    proposed_solution: Text = ""
    intro_html: Text = spelt("introPreamble")
    purchase_instructions_html: Text = spelt("purchaseInstructions")
    legal_terms_html: Text = spelt("legalTerms")
    leasing_instructions_html: Text = spelt("leasingInstructions")
    lease_info: Text = ""
    warehouse: Text = spelt("imWarehouse")
    warehouse_tax_number: Identifier = spelt("imWarehouseGstNumber")
    payment_terms: Text = spelt("paymentTermsName", "paymentTerms")
    reseller: Maybe[Party] = spelt("resellerInfo", default=None)
    end_user: Maybe[Party] = spelt("endUserInfo", default=None)
    ship_to: Maybe[Party] = spelt("shippingInfo", default=None)
    lines: Many[QuoteLine] = spelt("products", default=())
    line_count: WholeNumber = spelt("productsCount", default=None)
    quantity_total: WholeNumber = None
    extended_price_total: Number = spelt("extendedQuotePriceTotal", default=None)
    extended_retail_price_total: Number = spelt("extendedMsrpTotal", default=None)
    extra_fees_total: Number = None
    extra_fee_details: Many[ExtraFee] = spelt("extraFeesTotalDetails", default=())
    tax_total: Number = None
    freight_amount: Number = None
    total: Number = spelt("totalQuoteAmount", default=None)
    attributes: Many[Attribute] = spelt("additionalAttributes", default=())

    @property
    def is_orderable(self) -> bool:
        return self.status == "READY TO ORDER"

    def attribute(self, name: str) -> str:
        """An additional attribute such as `dealId` or `vendorName`; names vary in case."""
        wanted = name.lower()
        return next((a.value for a in self.attributes if a.name.lower() == wanted), "")


class VendorMandatoryField(Answer):
    """A field that the vendor demands. Its value upstream is a placeholder and is not read."""

    name: Text = spelt("attributeName")
    description: Text = spelt("attributeDescription")

    @property
    def label(self) -> str:
        """A label for people: some descriptions are flag names (`resellerContactEmailFlag`)."""
        text = self.description or self.name
        if " " not in text:
            text = re.sub(r"(?:_|(?<=[a-z]))(?:FLG|[Ff]lag)$", "", text).replace("_", " ")
            text = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).lower()
        return text[:1].upper() + text[1:]


def _named(value: object) -> list[Any]:
    """Entries with a blank name are fillers (field notes 5.5)."""
    fields = [VendorMandatoryField.model_validate(entry) for entry in as_list(value)]
    return [field for field in fields if field.name]


VendorMandatoryFields = Annotated[tuple[VendorMandatoryField, ...], BeforeValidator(_named)]


class QuoteRequirementLine(Answer):
    customer_line_number: Identifier = ""
    ingram_part_number: Identifier = ""
    quantity: WholeNumber = None
    # Both spellings occur within one example; only the first is sent back.
    vendor_mandatory_fields: VendorMandatoryFields = spelt(
        "vmfAdditionalAttributesLines", "linesVendorMandatoryAttributes", default=()
    )


class QuoteValidation(Answer):
    """What has to be filled in before the quote can be ordered."""

    quote_number: Identifier = ""
    quote_type: Text = ""
    vendor_name: Text = ""
    vendor_group_name: Text = ""
    vendor_quote_number: Identifier = ""
    vendor_master_number: Identifier = ""
    vendor_mandatory_fields: VendorMandatoryFields = spelt("vmfAdditionalAttributes", default=())
    lines: Many[QuoteRequirementLine] = ()
