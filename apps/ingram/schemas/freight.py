"""Freight: what we ask for and what comes back (field notes 5.6, 9.5)."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from apps.ingram.schemas.addresses import Code
from apps.ingram.schemas.legacy.envelope import Enveloped
from apps.ingram.schemas.quotes import QuantityText
from apps.ingram.schemas.reading import (
    Answer,
    Currency,
    Identifier,
    Many,
    Maybe,
    Number,
    Text,
    WholeNumber,
    spelt,
)
from apps.ingram.schemas.sending import Line, Request, limited

Required = Field(min_length=1)


class FreightAddress(Request):
    """Where the goods go, complete or not at all."""

    company_name: Annotated[Line, limited(40)] = ""
    address_line1: Annotated[Line, Required, limited(60)] = Field(alias="addressLine1")
    address_line2: Annotated[Line, limited(40)] = Field("", alias="addressLine2")
    address_line3: Annotated[Line, limited(40)] = Field("", alias="addressLine3")
    city: Annotated[Line, Required, limited(25)]
    state: Annotated[Code, limited(3)] = ""
    postal_code: Annotated[Line, Required, limited(10)]
    country_code: Annotated[Code, Field(min_length=2), limited(2)]


class FreightRequestLine(Request):
    """`warehouse_id` is one that price and availability told for the product."""

    customer_line_number: Annotated[Line, limited(3)] = ""
    ingram_part_number: Annotated[Line, Required, limited(18)]
    quantity: QuantityText
    warehouse_id: Annotated[Line, limited(10)] = ""
    carrier_code: Annotated[Line, limited(10)] = ""


class FreightRequest(Request):
    """[spec] POST /resellers/v6/freightestimate, to a stored address by its id or to a full one."""

    bill_to_address_id: Annotated[Line, limited(10)] = ""
    ship_to_address_id: Annotated[Line, limited(10)] = ""
    # A list in the older documents; an object in the newest one and in every example.
    ship_to: FreightAddress | None = Field(None, alias="shipToAddress")
    lines: Annotated[tuple[FreightRequestLine, ...], Required]

    @model_validator(mode="after")
    def _names_a_place(self) -> Self:
        if not (self.ship_to_address_id or self.ship_to):
            raise ValueError("an estimate needs the id of an address, or an address")
        return self


class FreightCarrier(Answer):
    """A way to send it. `carrier_code` is what an order takes to choose it."""

    carrier_code: Identifier = ""
    carrier_name: Text = spelt("shipVia")
    mode: Text = spelt("carrierMode")
    freight_amount: Number = spelt("estimatedFreightCharge", default=None)
    transit_days: WholeNumber = spelt("daysInTransit", default=None)


class FreightDistribution(Answer):
    """What leaves one warehouse, with the carrier that was assumed and all that are possible."""

    warehouse_id: Identifier = spelt("shipFromBranchNumber")
    carrier_code: Identifier = ""
    carrier_name: Text = spelt("shipVia")
    freight_amount: Number = spelt("freightRate", default=None)
    total_weight: Number = None
    transit_days: WholeNumber = None
    carriers: Many[FreightCarrier] = spelt("carrierList", default=())


class FreightLine(Answer):
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    warehouse_id: Identifier = ""
    quantity: WholeNumber = None
    unit_price: Number = None
    net_amount: Number = None


class FreightEstimate(Enveloped):
    """An estimate, in `currency`: the order's reply has the real charges.

    `net_total` may be 0 while the others are set. `gross_total` is goods, freight, tax and fees.
    """

    currency: Currency = spelt("currencyCode")
    freight_total: Number = spelt("totalFreightAmount", default=None)
    tax_total: Number = spelt("totalTaxAmount", default=None)
    fees_total: Number = spelt("totalFees", default=None)
    net_total: Number = spelt("totalNetAmount", default=None)
    gross_total: Number = spelt("grossAmount", default=None)
    distributions: Many[FreightDistribution] = spelt("distribution", default=())
    lines: Many[FreightLine] = ()


class FreightAnswer(Answer):
    """The envelope."""

    estimate: Maybe[FreightEstimate] = spelt("freightEstimateResponse", default=None)
