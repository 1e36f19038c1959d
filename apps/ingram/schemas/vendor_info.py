"""What vendors demand of an order: asked for by quote or products, answered as a tree of fields.

Here `vmfAdditionalAttributes` is nested by vendor and product, unlike the flat list of a quote's
validation (field notes 5.8).
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from apps.ingram.schemas.reading import (
    Answer,
    Flag,
    Identifier,
    Many,
    Text,
    as_list,
    spelt,
)
from apps.ingram.schemas.sending import Line, Request, limited

#: `choices` hold choices: what is deeper than this is no form that a person could fill in.
DEEPEST_CHOICE = 8


class VendorInfoProduct(Request):
    """One product, by one of its numbers."""

    ingram_part_number: Annotated[Line, limited(18)] = ""
    vendor_part_number: Annotated[Line, limited(40)] = ""
    plan_id: Line = Field("", alias="planID")

    @model_validator(mode="after")
    def _names_a_product(self) -> Self:
        if not (self.ingram_part_number or self.vendor_part_number or self.plan_id):
            raise ValueError("a part number or a plan id is needed")
        return self


class VendorInfoRequest(Request):
    """[spec] POST /resellers/v7/vendorrequiredinfo: a quote, or products."""

    quote_number: Annotated[Line, limited(35)] = ""
    products: tuple[VendorInfoProduct, ...] = ()

    @model_validator(mode="after")
    def _asks_for_one_kind(self) -> Self:
        if bool(self.quote_number) == bool(self.products):
            raise ValueError("a quote number or products are needed, and not both")
        return self


def _capped(demands: object, depth: int = DEEPEST_CHOICE) -> list[Any]:
    """The demands without the choices that lie too deep."""
    capped = []
    for demand in as_list(demands):
        if isinstance(demand, dict) and (key := _choices_key(demand)):
            inner = _capped(demand[key], depth - 1) if depth else []
            demand = {**demand, key: inner}
        capped.append(demand)
    return capped


def _choices_key(demand: dict[str, Any]) -> str:
    return next((key for key in demand if key.lower() == "choices"), "")


class VendorDemand(Answer):
    """A field that the vendor wants filled in, or one of the answers it allows.

    `allowed_value` is a value only within `choices`; at a field it is a placeholder, or the
    allowed values joined by commas.
    """

    name: Text = spelt("attributeName", "attributename")
    allowed_value: Text = spelt("attributeValue")
    description: Text = spelt("attributeDescription")
    hint: Text = spelt("attributeHint")
    is_required: Flag = spelt("attributeRequired", default=None)
    choices: Many[VendorDemand] = ()


class VendorForm(Answer):
    """The fields of one vendor, for one of its products or for all."""

    vendor_name: Text = ""
    vendor_product_id: Identifier = spelt("productId")
    demands: Annotated[Many[VendorDemand], BeforeValidator(_capped)] = spelt(
        "additionalAttributes", default=()
    )


class VendorInfoMessage(Answer):
    """What went wrong with one product: it comes under a good status."""

    message_id: Identifier = spelt("id")
    trace_id: Identifier = ""
    kind: Text = spelt("type")
    message: Text = ""


class VendorInfo(Answer):
    """What is demanded for one product or quote; `messages` tell why nothing could be said."""

    quote_number: Identifier = ""
    ingram_part_number: Identifier = ""
    vendor_part_number: Identifier = ""
    plan_id: Identifier = spelt("planId", "planID")
    plan_name: Text = ""
    messages: Many[VendorInfoMessage] = spelt("responseMessages", default=())
    vendor_mandatory_forms: Many[VendorForm] = spelt("vmfAdditionalAttributes", default=())
    vendor_required_forms: Many[VendorForm] = spelt("vriAdditionalAttributes", default=())

    @property
    def error(self) -> str:
        """Their sentences; while there is one, an empty form does not mean that none is needed."""
        texts = (entry.message or entry.kind for entry in self.messages)
        return "; ".join(dict.fromkeys(filter(None, texts)))
