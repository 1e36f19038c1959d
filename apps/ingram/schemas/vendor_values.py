"""Values that an order carries for vendors, warranties and subscriptions (field notes 5.8)."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from apps.ingram.schemas.order_attributes import LONGEST, documented_name
from apps.ingram.schemas.reading import read_text
from apps.ingram.schemas.sending import CompactDay, IsoDay, Line, Request, limited


class NamedValue(Request):
    """An additional attribute or vendor mandatory field: its value is always a text."""

    name: Annotated[Line, AfterValidator(documented_name), Field(min_length=1)] = Field(
        alias="attributeName"
    )
    value: Annotated[Line, BeforeValidator(read_text), Field(min_length=1)] = Field(
        alias="attributeValue"
    )

    @model_validator(mode="after")
    def _is_not_too_long(self) -> Self:
        for attribute, longest in LONGEST.items():
            if self.name == attribute and len(self.value) > longest:
                raise ValueError(f"{attribute} has at most {longest} characters")
        return self


class VendorValues(Request):
    """What one vendor demands, for one of its products or for the whole order."""

    vendor_name: Annotated[Line, Field(min_length=1)]
    vendor_product_id: Line = Field("", alias="productId")
    values: Annotated[tuple[NamedValue, ...], Field(min_length=1)] = Field(
        alias="additionalAttributes"
    )


class WarrantyLink(Request):
    """Ties a warranty to its hardware.

    The hardware's line carries `warranty_line_link`, the number of the warranty's line, and the
    warranty's line `hardware_line_link`; or both carry the same `direct_line_link`. The
    documents describe the pair the other way round and show it this way (field notes 6.4).
    """

    direct_line_link: Annotated[Line, limited(25)] = ""
    warranty_line_link: Annotated[Line, Field(pattern=r"^\d{0,3}$")] = ""
    hardware_line_link: Annotated[Line, Field(pattern=r"^\d{0,3}$")] = ""

    @model_validator(mode="after")
    def _has_one_link(self) -> Self:
        if sum(map(bool, (self.direct_line_link, *self.links))) > 1:
            raise ValueError("a warranty is tied by one link")
        return self

    @property
    def links(self) -> tuple[str, ...]:
        """The numbers of the other line."""
        return tuple(filter(None, (self.warranty_line_link, self.hardware_line_link)))


class WarrantySerialV7(Request):
    """Hardware that was sold before its warranty; v6 spells and writes the day otherwise."""

    purchased_on: CompactDay = Field(None, alias="dateOfPurchase")
    shipped_on: CompactDay = Field(None, alias="shipDate")
    primary_serial_number: Line = ""
    secondary_serial_number: Line = ""


class WarrantyV7(WarrantyLink):
    """The warranty of a line: one object here, a list in v6."""

    serials: tuple[WarrantySerialV7, ...] = Field((), alias="serialInfo")


class BillingPeriod(Request):
    """How often a subscription is billed: `unit` is Years or Months."""

    unit: Annotated[Line, Field(min_length=1)] = Field(alias="type")
    duration: Annotated[int, Field(ge=1)]


class SubscriptionPeriod(BillingPeriod):
    """How long a subscription runs, and what its end falls in with."""

    starts_on: IsoDay = Field(None, alias="startDate")
    end_alignment: Literal["", "MATCH_END_OF_CALENDAR_MONTH", "CO_TERM_ON_SUBSCRIPTION"] = Field(
        "", alias="endDateAlignmentType"
    )
    subscription_id: Line = ""
