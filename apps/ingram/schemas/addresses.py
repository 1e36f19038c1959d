"""Addresses that we send: written as the distributor takes them, complete or not at all."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from apps.ingram.schemas.quotes import Email
from apps.ingram.schemas.sending import Line, Request, limited


def _digits(value: str) -> str:
    return re.sub(r"\D", "", value)


#: Codes in capitals, telephones in digits, e-mail in small letters: anything else is refused
#: by the real API now and then (field notes 5.2, address hygiene).
Code = Annotated[Line, AfterValidator(str.upper)]
Digits = Annotated[Line, AfterValidator(_digits), Field(max_length=30)]
SmallEmail = Annotated[Email, AfterValidator(str.lower), limited(241)]

_ADDRESS = ("address_line1", "address_line2", "address_line3", "address_line4", "city", "state")
_NEEDED = ("address_line1", "city", "postal_code", "country_code")


class Address(Request):
    """The strictest lengths of field notes 11, so that an order can be modified later too."""

    company_name: Annotated[Line, limited(40)] = ""
    contact: Annotated[Line, limited(40)] = Field("", validate_default=True)
    address_line1: Annotated[Line, limited(60)] = Field("", alias="addressLine1")
    address_line2: Annotated[Line, limited(40)] = Field("", alias="addressLine2")
    address_line3: Annotated[Line, limited(40)] = Field("", alias="addressLine3")
    city: Annotated[Line, limited(25)] = ""
    state: Annotated[Code, limited(3)] = ""
    postal_code: Annotated[Line, limited(10)] = ""
    country_code: Annotated[Code, limited(2)] = ""
    phone_number: Digits = ""
    email: SmallEmail = ""

    @field_validator("contact")
    @classmethod
    def _is_somebody(cls, value: str, info: ValidationInfo) -> str:
        return value or str(info.data.get("company_name", ""))

    @model_validator(mode="after")
    def _is_complete_or_absent(self) -> Self:
        begun = any(getattr(self, name, "") for name in (*_ADDRESS, "postal_code"))
        missing = [name for name in _NEEDED if not getattr(self, name)]
        if begun and missing:
            raise ValueError(f"an address is sent whole or not at all: {missing} missing")
        return self
