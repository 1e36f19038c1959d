"""What a person may say of one line of an order beside part and quantity. Pure.

A draft's line keeps these as they were typed (`OrderDraftLine.entered`, a name to its text);
`read_details` says what they mean and what is wrong with them. Lengths: field notes 11.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

KEPT_TEXT = 1_000
END_USER = "end_user_"
WITH_STATES = frozenset({"US", "CA"})

_AMOUNT = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: With one or two digits behind it a comma can't divide thousands.
_DECIMAL_COMMA = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+),\d{1,2}")
_MARKUP = re.compile(r"[<>\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PHONE_SIGNS = re.compile(r"[\s().+/-]")


@dataclass(frozen=True, kw_only=True)
class LineEndUser:
    """Who gets the goods of this line; named by an id that the distributor knows, or in full."""

    end_user_id: str = ""
    end_user_type: str = ""
    company_name: str = ""
    contact: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country_code: str = ""
    phone_number: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class LineDetails:
    """`warranty_for` is the id of the draft's line that this line's warranty covers.

    A warranty goes with v6 only: v7 has no pair of lines (field notes 5.2). `direct_line_link`
    names hardware that was bought elsewhere. The requested price is in the account's currency.
    """

    requested_price: Decimal | None = None
    special_bid_number: str = ""
    notes: str = ""
    warehouse_id: str = ""
    warranty_for: int | None = None
    direct_line_link: str = ""
    end_user: LineEndUser | None = None

    @property
    def has_warranty(self) -> bool:
        return self.warranty_for is not None or bool(self.direct_line_link)

    @classmethod
    def from_json(cls, entered: Mapping[str, Any]) -> LineDetails:
        """What a line's `entered` means; a value that cannot be read is left out."""
        return read_details(entered).details

    def to_json(self) -> dict[str, str]:
        """As it would be typed: `from_json` of it is equal to this."""
        said = {
            "requested_price": "" if self.requested_price is None else str(self.requested_price),
            "special_bid_number": self.special_bid_number,
            "notes": self.notes,
            "warehouse_id": self.warehouse_id,
            "warranty_for": "" if self.warranty_for is None else str(self.warranty_for),
            "direct_line_link": self.direct_line_link,
        }
        if self.end_user is not None:
            said |= {f"{END_USER}{name}": text for name, text in asdict(self.end_user).items()}
        return {name: text for name, text in said.items() if text}


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One field of the details; `limit` is in characters after trimming."""

    name: str
    label: str
    limit: int
    help: str = ""


DETAIL_FIELDS = (
    Spec(
        name="requested_price",
        label="Requested price",
        limit=20,
        help="For one piece. Only counts when the distributor has agreed to it.",
    ),
    Spec(
        name="special_bid_number",
        label="Special bid number",
        limit=36,
        help="Goes before the special bid of the whole order.",
    ),
    Spec(name="warehouse_id", label="Ship from", limit=10),
    Spec(name="notes", label="Note", limit=132),
    Spec(
        name="warranty_for",
        label="Warranty for",
        limit=19,
        help="When this line is the warranty of another one.",
    ),
    Spec(
        name="direct_line_link",
        label="Hardware bought elsewhere",
        limit=25,
        help="For a warranty: the link or serial number of the hardware.",
    ),
)
END_USER_FIELDS = (
    Spec(name="end_user_company_name", label="Company", limit=40),
    Spec(name="end_user_contact", label="Contact", limit=40),
    Spec(name="end_user_address_line_1", label="Address", limit=60),
    Spec(name="end_user_address_line_2", label="Address, second line", limit=40),
    Spec(name="end_user_city", label="City", limit=25),
    Spec(name="end_user_state", label="State", limit=3, help="Two letters in the US and Canada."),
    Spec(name="end_user_postal_code", label="Postal code", limit=10),
    Spec(name="end_user_country_code", label="Country", limit=2, help="Two letters: US, CA, DE."),
    Spec(name="end_user_phone_number", label="Telephone", limit=30),
    Spec(name="end_user_email", label="E-mail", limit=241),
    Spec(
        name="end_user_end_user_id",
        label="End user's id",
        limit=10,
        help="Of an end user whom the distributor knows already, instead of the address.",
    ),
    Spec(name="end_user_end_user_type", label="Kind of end user", limit=30),
)
FIELDS = {spec.name: spec for spec in (*DETAIL_FIELDS, *END_USER_FIELDS)}
_ADDRESS = ("address_line_1", "city", "postal_code", "country_code")


@dataclass(frozen=True, kw_only=True)
class ReadDetails:
    """What was typed, read; and one sentence for each field that needs mending."""

    details: LineDetails
    problems: Mapping[str, str] = field(default_factory=dict)


def read_details(entered: Mapping[str, Any]) -> ReadDetails:
    """Read the typed texts of a line; what is wrong is in `problems` and not in `details`."""
    texts = {name: str(entered.get(name, "")).strip() for name in FIELDS if entered.get(name)}
    texts = {name: text for name, text in texts.items() if text}
    problems = {name: said for name, text in texts.items() if (said := _said_of(name, text))}
    good = {name: text for name, text in texts.items() if name not in problems}
    end_user = _end_user(good)
    problems = _missing(texts) | problems
    covered = good.get("warranty_for", "")
    details = LineDetails(
        requested_price=read_price(good.get("requested_price", "")),
        special_bid_number=good.get("special_bid_number", ""),
        notes=" ".join(good.get("notes", "").split()),
        warehouse_id=good.get("warehouse_id", ""),
        warranty_for=int(covered) if covered else None,
        direct_line_link=good.get("direct_line_link", ""),
        end_user=end_user,
    )
    return ReadDetails(details=details, problems=problems)


def read_price(text: str) -> Decimal | None:
    """An amount as people write it: 1234.5, 1,234.50 or 1.234,50; None when it is none."""
    typed = text.strip().lstrip("$€£").strip()
    if _GROUPED.fullmatch(typed):
        typed = typed.replace(",", "")
    elif _DECIMAL_COMMA.fullmatch(typed):
        typed = typed.replace(".", "").replace(",", ".")
    if not typed.isascii() or not _AMOUNT.fullmatch(typed):
        return None
    return Decimal(typed)


def _end_user(texts: Mapping[str, str]) -> LineEndUser | None:
    said = {
        name.removeprefix(END_USER): text
        for name, text in texts.items()
        if name.startswith(END_USER)
    }
    if not said:
        return None
    for name, tidy in _TIDIED.items():
        said[name] = tidy(said.get(name, ""))
    return LineEndUser(**said)


_TIDIED: dict[str, Callable[[str], str]] = {
    "state": str.upper,
    "country_code": str.upper,
    "email": str.lower,
    "phone_number": lambda text: _PHONE_SIGNS.sub("", text),
}


def _said_of(name: str, text: str) -> str:
    spec = FIELDS[name]
    if _MARKUP.search(text):
        return "Leave out the signs < and >: plain text only."
    check = _CHECKS.get(name)
    if check and (said := check(text)):
        return said
    too_long = f"Use at most {spec.limit} characters; these are {len(text)}."
    return too_long if len(text) > spec.limit else ""


def _price(text: str) -> str:
    amount = read_price(text)
    if amount is None:
        return "Enter an amount such as 1,234.50."
    exponent = amount.as_tuple().exponent
    return "At most 4 decimals." if isinstance(exponent, int) and exponent < -4 else ""


def _line(text: str) -> str:
    return "" if text.isascii() and text.isdigit() else "Choose a line of this order."


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return "Enter an e-mail address such as name@company.com."
    return ""


def _phone(text: str) -> str:
    digits = _PHONE_SIGNS.sub("", text)
    return "" if digits.isascii() and digits.isdigit() else "A telephone number holds digits only."


def _country(text: str) -> str:
    fits = len(text) == 2 and text.isascii() and text.isalpha()
    return "" if fits else "Enter the country as two letters: US, not USA."


_CHECKS: dict[str, Callable[[str], str]] = {
    "requested_price": _price,
    "warranty_for": _line,
    "end_user_email": _email,
    "end_user_phone_number": _phone,
    "end_user_country_code": _country,
}


def _missing(texts: Mapping[str, str]) -> dict[str, str]:
    """An end user has a company or an id, and an address is sent whole or not at all (5.2)."""
    missing: dict[str, str] = {}
    if texts.get("warranty_for") and texts.get("direct_line_link"):
        missing["direct_line_link"] = "A warranty has one link: a line here, or hardware elsewhere."
    said = {name for name in texts if name.startswith(END_USER)}
    if not said:
        return missing
    if not said & {f"{END_USER}company_name", f"{END_USER}end_user_id"}:
        missing[f"{END_USER}company_name"] = "Name the end user's company."
    has_states = texts.get(f"{END_USER}country_code", "").upper() in WITH_STATES
    wanted = [f"{END_USER}{name}" for name in (*_ADDRESS, *(["state"] if has_states else []))]
    if said & {*wanted, f"{END_USER}address_line_2", f"{END_USER}state"}:
        for name in wanted:
            if name not in texts:
                label = FIELDS[name].label.lower()
                missing[name] = f"Enter the {label}, or leave the whole address empty."
    return missing
