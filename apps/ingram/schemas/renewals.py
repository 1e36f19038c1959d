"""Renewals: what we ask for and what comes back (field notes 5.6, 9.3)."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import unquote

from pydantic import BeforeValidator, Field, model_validator

from apps.ingram.schemas.order_changes import NamedParty
from apps.ingram.schemas.reading import (
    Answer,
    Day,
    Flag,
    Identifier,
    Many,
    Maybe,
    Number,
    Page,
    Status,
    Text,
    WholeNumber,
    spelt,
)
from apps.ingram.schemas.sending import Line, Request, SlashedDay, limited

_QUOTE_NUMBER = re.compile(r"QUO-[\w-]+")
_QUOTE_ADDRESS = re.compile(r"/quotes/([^/?]+)")


class RenewalState(StrEnum):
    OPEN = "Open"
    CLOSED = "Closed"


class RenewalSubStatus(StrEnum):
    """What a search can ask for, in the distributor's own wording, slips included."""

    READY_TO_ORDER = "Ready to order"
    QUOTE_PENDING = "Quote pending"
    NOTIFICATION_SENT = "Notification sent"
    FUTURE = "Future"
    QUOTE_REQUESTED = "Quote requested"
    ALL_CLOSED = "All"
    ORDERED = "Ordered"
    QUOTE_CLOSED = "Quote closed-contract sales desk"
    EXPIRED = "Expired"
    TRANSITION = "Transition to new/upsell"
    LOST = "Lost to competitior"
    CONSOLIDATED = "Consolidated"
    CLOUD = "Transitioned to cloud"
    WENT_DIRECT = "Renewal went direct"
    END_OF_LIFE = "EOL"
    OUT_OF_BUSINESS = "End user out of business"
    VOID = "Void"
    OTHER = "Other"
    CANCELLED = "Cancelled"

    @property
    def state(self) -> RenewalState:
        """The status under which it stands: the first five are open."""
        is_open = list(RenewalSubStatus).index(self) < list(RenewalSubStatus).index(
            RenewalSubStatus.ALL_CLOSED
        )
        return RenewalState.OPEN if is_open else RenewalState.CLOSED


class OpportunityStatus(Request):
    state: RenewalState = Field(alias="value")
    sub_status: RenewalSubStatus | None = None

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        if self.sub_status and self.sub_status.state is not self.state:
            raise ValueError(f"{self.sub_status} is no sub-status of {self.state}")
        return self


class RenewalStatus(Request):
    # Their misspelling: under the right name it would be ignored.
    opportunity: OpportunityStatus = Field(alias="OpporutinyStatus")


class DaySpan(Request):
    first: SlashedDay = Field(alias="customStartDate")
    last: SlashedDay = Field(alias="customEndDate")


class RenewalDates(Request):
    starts: DaySpan | None = Field(None, alias="startDate")
    ends: DaySpan | None = Field(None, alias="endDate")
    invoiced: DaySpan | None = Field(None, alias="invoiceDate")
    expires: DaySpan | None = Field(None, alias="expirationDate")


class RenewalSearchRequest(Request):
    """[spec] POST /resellers/v6/renewals/search: an object, although the example is a list."""

    status: RenewalStatus | None = None
    dates: RenewalDates | None = Field(None, alias="dateType")
    vendor_name: Annotated[Line, limited(100)] = Field("", alias="vendor")
    end_user_name: Annotated[Line, limited(300)] = Field("", alias="endUser")


class RenewalReference(Answer):
    """How the renewal is known elsewhere: a text in search, both numbers in details."""

    number: Text = ""
    notification_id: Identifier = ""
    quote_number: Identifier = ""


def _reference(value: object) -> object:
    return {"number": value} if isinstance(value, str | int) else value


Reference = Annotated[RenewalReference, BeforeValidator(_reference)]


class RenewalLink(Answer):
    """Never followed; but a link to a quote is the only place of its number."""

    topic: Text = ""
    href: Text = ""
    method: Status = spelt("type")

    @property
    def quote_number(self) -> str:
        found = _QUOTE_ADDRESS.search(self.href)
        return unquote(found[1]) if found and "quote" in self.topic.lower() else ""


class RenewalSummary(Answer):
    """A row of renewal search. Its value carries no currency: that of the account is meant."""

    renewal_id: Text = ""  # a number here and a text in details, both documented
    customer_order_number: Identifier = ""
    reference: Reference = spelt("referenceNumber", default=RenewalReference())
    end_user_name: Text = spelt("endUser")
    vendor_name: Text = spelt("vendor")
    expires_on: Day = spelt("expirationDate", default=None)
    value: Number = spelt("renewalValue", default=None)
    status: Status = ""
    status_text: Text = spelt("status")
    links: Many[RenewalLink] = ()

    @property
    def quote_number(self) -> str:
        """The quote of the renewal, wherever it is told; "" when there is none yet."""
        linked = (link.quote_number for link in self.links)
        return _quote_number(self.reference) or next(filter(None, linked), "")


class RenewalPage(Page):
    renewals: Many[RenewalSummary] = ()


class RenewalLine(Answer):
    line_number: Identifier = spelt("ingramLineNumber")
    description: Text = spelt("productDescription")
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    manufacturer_part_number: Identifier = ""
    quantity: WholeNumber = None
    unit_price: Number = None
    is_consolidated: Flag = None


class RenewalAttribute(Answer):
    """A licence, serial number or the like; its name stands where others have a description."""

    name: Text = spelt("attributeDescription", "attributeName")
    value: Text = spelt("attributeValue")
    starts_on: Day = spelt("startDate", default=None)
    expires_on: Day = spelt("expirationDate", default=None)
    is_consolidated: Flag = None


class RenewalDetails(Answer):
    """One renewal in full. Numbers are kept as they come: "115030.0" occurs."""

    renewal_id: Text = ""
    ingram_order_number: Identifier = ""
    ordered_on: Day = spelt("ingramOrderDate", default=None)
    ingram_purchase_order_number: Identifier = ""
    customer_order_number: Identifier = ""
    end_customer_order_number: Identifier = ""
    reference: Reference = spelt("referenceNumber", default=RenewalReference())
    end_user_name: Text = spelt("endUser")
    vendor_name: Text = spelt("vendor")
    expires_on: Day = spelt("expirationDate", default=None)
    value: Number = spelt("renewalValue", default=None)
    status: Status = ""
    status_text: Text = spelt("status")
    end_user: Maybe[NamedParty] = spelt("endUserInfo", default=None)
    lines: Many[RenewalLine] = spelt("products", default=())
    attributes: Many[RenewalAttribute] = spelt("additionalAttributes", default=())

    @property
    def quote_number(self) -> str:
        return _quote_number(self.reference)


def _quote_number(reference: RenewalReference) -> str:
    if reference.quote_number:
        return reference.quote_number
    return reference.number if _QUOTE_NUMBER.fullmatch(reference.number) else ""
