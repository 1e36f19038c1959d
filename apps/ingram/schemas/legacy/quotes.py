"""v5 quotes: search and details."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from apps.ingram.schemas.legacy.envelope import Enveloped, OldLineNumber, Preamble
from apps.ingram.schemas.quotes import QuoteDetails, QuoteLine, QuotePage, QuoteSummary
from apps.ingram.schemas.reading import (
    Answer,
    Attribute,
    Day,
    Identifier,
    Many,
    Maybe,
    Moment,
    Number,
    Party,
    Status,
    Text,
    WholeNumber,
    spelt,
)
from apps.ingram.schemas.sending import IsoDay, Line, Request, limited


class QuotePreamble(Request):
    """Quotes of v5 write their keys as v6 does."""

    customer_number: Annotated[Line, Field(min_length=1, max_length=10)]
    customer_contact: Annotated[Line, limited(64)] = ""
    iso_country_code: Annotated[Line, Field(min_length=2, max_length=2)]


class QuoteFilter(Request):
    """The page is asked for in texts. Without days: the last 30; with days at most 365 back."""

    quote_number: Annotated[Line, limited(100)] = ""
    special_bid_number: Annotated[Line, limited(100)] = Field("", alias="bidNumber")
    end_user_name: Annotated[Line, limited(300)] = ""
    from_on: IsoDay = Field(None, alias="fromDate")
    to_on: IsoDay = Field(None, alias="toDate")
    page_index: Line = "1"
    records_per_page: Line = "25"
    sorting: Line = ""
    sorting_column_name: Annotated[Line, limited(100)] = ""


class QuoteSearch(Request):
    request_preamble: QuotePreamble
    retrieve_quote_request: QuoteFilter


class OldQuoteSearchRequest(Request):
    """[spec] POST /resellers/v5/quote/search"""

    quote_search_request: QuoteSearch


class OldQuoteSummary(QuoteSummary):
    revision: Identifier = spelt("revisionNumber")
    special_bid_number: Identifier = spelt("bidNumber")
    total: Number = spelt("totalAmount", default=None)
    created_at: Moment = spelt("createdDate", default=None)
    expires_on: Day = spelt("quoteExpiryDate", default=None)


class OldQuotePage(Enveloped, QuotePage):
    """It tells neither its number nor its size."""

    preamble: Maybe[Preamble] = spelt("responsePreamble", default=None)
    quotes: Many[OldQuoteSummary] = spelt("quoteList", default=())
    records_found: WholeNumber = spelt("totalCount", default=None)


class QuoteSearchReply(Answer):
    page: Maybe[OldQuotePage] = spelt("quoteSearchResponse", default=None)


class QuoteAccount(Party):
    company_name: Text = spelt("accountName")
    customer_number: Identifier = spelt("bcn")
    phone_number: Identifier = spelt("phone")


class QuoteContact(Answer):
    name: Text = spelt("contactName")
    email: Text = spelt("contactEmail")


class VendorAttributes(Answer):
    """In v6 these are additional attributes with the same names, the last one shorter."""

    estimate_id: Text = ""
    deal_id: Text = ""
    vendor_name: Text = ""
    vendor_message: Text = spelt("vendorSettingMessage")

    @property
    def as_attributes(self) -> tuple[Attribute, ...]:
        named = {
            "estimateId": self.estimate_id,
            "dealId": self.deal_id,
            "vendorName": self.vendor_name,
            "vendorMessage": self.vendor_message,
        }
        return tuple(
            Attribute.read({"attributeName": name, "attributeValue": value})
            for name, value in named.items()
            if value
        )


class QuoteEndUserTold(Party):
    company_name: Text = spelt("endUserName")
    contact: Text = spelt("endUserContactName")
    address_line1: Text = spelt("endUserAddress")
    address_line2: Text = spelt("endUserAddress2")
    address_line3: Text = spelt("endUserAddress3")
    city: Text = spelt("endUserCity")
    state: Text = spelt("endUserState")
    postal_code: Identifier = spelt("endUserZipCode")
    email: Text = spelt("endUserEmail")
    phone_number: Identifier = spelt("endUserPhone")
    market_segment: Text = spelt("endUserMarketSegment")


class OldQuoteLine(QuoteLine):
    """Its numbers are texts with decimals: "1.0" pieces, line "1.0"."""

    line_number: OldLineNumber = ""
    ingram_part_number: Identifier = spelt("sku")
    vendor_name: Text = spelt("quoteProductsVendor")
    notes: Text = spelt("comments")
    special_bid_effective_on: Day = spelt("bidStartDate", default=None)
    special_bid_expires_on: Day = spelt("bidExpiryDate", default=None)


class OldQuoteDetails(Enveloped, QuoteDetails):
    """The header of a quote; its lines and sums stand beside it in the answer."""

    revision: Identifier = spelt("revisionNumber")
    created_at: Moment = spelt("created", default=None)
    modified_at: Moment = spelt("modified", default=None)
    expires_on: Day = spelt("quoteExpiryDate", default=None)
    status: Status = spelt("status")
    status_text: Text = spelt("status")
    special_bid_number: Identifier = spelt("priceDeviationId")
    special_bid_effective_on: Day = spelt("priceDeviationStartDate", default=None)
    special_bid_expires_on: Day = spelt("priceDeviationExpiryDate", default=None)
    proposed_solution: Text = spelt("solutionProposed")
    lease_info: Text = spelt("leasingCalculations")
    reseller: Maybe[QuoteAccount] = spelt("accountInfo", default=None)
    reseller_contact: Maybe[QuoteContact] = spelt("contactInfo", default=None)
    vendor: Maybe[VendorAttributes] = spelt("vendorAttributes", default=None)
    end_user: Maybe[QuoteEndUserTold] = spelt("endUser", default=None)
    lines: Many[OldQuoteLine] = spelt("products", default=())


class QuoteInside(Answer):
    """What stands under the root of quote details."""

    preamble: Maybe[Preamble] = spelt("responsePreamble", default=None)
    header: Maybe[OldQuoteDetails] = spelt("retrieveQuoteResponse", default=None)
    lines: Many[OldQuoteLine] = spelt("quoteProductList", default=())
    line_count: WholeNumber = spelt("totalQuoteProductCount", default=None)
    quantity_total: WholeNumber = spelt("totalQuantity", default=None)
    extended_price_total: Number = spelt("totalExtendedQuotePrice", default=None)
    extended_retail_price_total: Number = spelt("totalExtendedMsrp", default=None)

    @property
    def quote(self) -> OldQuoteDetails:
        """The whole quote. The sum of its lines is its total: v5 tells no taxes and fees."""
        header = self.header or OldQuoteDetails.read({})
        sums = ("line_count", "quantity_total", "extended_price_total")
        known = {name: getattr(self, name) for name in (*sums, "extended_retail_price_total")}
        known |= {"lines": self.lines, "total": self.extended_price_total}
        if header.vendor:
            known["attributes"] = header.vendor.as_attributes
        if header.reseller and header.reseller_contact:
            contact = header.reseller_contact
            told = {"contact": contact.name, "email": contact.email}
            known["reseller"] = header.reseller.model_copy(update=told)
        return header.model_copy(update=known)


class QuoteDetailsReply(Answer):
    inside: Maybe[QuoteInside] = spelt("quoteDetailResponse", default=None)
