"""The head of a draft: what may be typed into each field, and what is wrong with it. Pure.

Lengths are those of field notes 11. A draft keeps what was typed; it is read anew each time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MAX_RECIPIENTS = 10
MAX_EMAIL = 241
KEPT_TEXT = 5_000

_MARKUP = re.compile(r"<[A-Za-z/!?]")
_SEPARATORS = re.compile(r"[\s,;]+")
_PHONE_SIGNS = re.compile(r"[\s().+/-]")
_WITH_STATES = frozenset({"US", "CA"})
ADDRESS = ("address_line_1", "city", "postal_code", "country_code")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of the form; `limit` is in characters after trimming."""

    name: str
    label: str
    limit: int
    help: str = ""
    kind: str = "text"
    autocomplete: str = "off"


QUOTE_FIELDS = (
    Field(name="name", label="Quote name", limit=100, help="Yours; one name a quote."),
    Field(name="expires_on", label="Expires on", limit=10, kind="date", help="Today or later."),
    Field(name="deal_id", label="Deal id", limit=36, help="A vendor's deal, such as a Cisco CTO."),
    Field(
        name="customer_need",
        label="Customer need",
        limit=2_000,
        kind="textarea",
        help="What the distributor's staff should know.",
    ),
    Field(
        name="recipients",
        label="Send copies to",
        limit=KEPT_TEXT,
        kind="textarea",
        help=f"Up to {MAX_RECIPIENTS} e-mail addresses, one a line or with commas between.",
    ),
)
END_USER_FIELDS = (
    Field(name="company_name", label="Company", limit=40),
    Field(name="contact", label="Contact", limit=40),
    Field(name="address_line_1", label="Address", limit=60),
    Field(name="address_line_2", label="Address, second line", limit=40),
    Field(name="city", label="City", limit=25),
    Field(name="state", label="State", limit=3, help="Two letters in the US and Canada."),
    Field(name="postal_code", label="Postal code", limit=10),
    Field(name="country_code", label="Country", limit=2, help="Two letters: US, CA, DE."),
    Field(name="email", label="E-mail", limit=MAX_EMAIL, kind="email"),
    Field(name="phone_number", label="Phone", limit=30, kind="tel"),
)
FIELDS = {spec.name: spec for spec in (*QUOTE_FIELDS, *END_USER_FIELDS)}


@dataclass(frozen=True, kw_only=True)
class Header:
    """The head as read: clean values, and one sentence for each field that is wrong."""

    values: Mapping[str, str]
    expires_on: date | None = None
    recipients: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_end_user(self) -> bool:
        return any(self.values[spec.name] for spec in END_USER_FIELDS)


def read_header(entered: Mapping[str, object], *, today: date) -> Header:
    """Read what was typed; `problems` holds a sentence beside each field that needs mending."""
    values = {name: str(entered.get(name, "")).strip() for name in FIELDS}
    problems = {name: said for name, text in values.items() if (said := _said_of(name, text))}
    expires_on = None
    if "expires_on" not in problems:
        expires_on, problems_of_day = _read_day(values["expires_on"], today)
        problems |= problems_of_day
    recipients, problems_of_list = _read_recipients(values["recipients"])
    problems = problems_of_list | problems
    values["country_code"] = values["country_code"].upper()
    values["state"] = values["state"].upper()
    values["phone_number"] = _PHONE_SIGNS.sub("", values["phone_number"])
    return Header(
        values=values,
        expires_on=expires_on,
        recipients=recipients,
        problems=_missing(values) | problems,
    )


def _said_of(name: str, text: str) -> str:
    spec = FIELDS[name]
    if _MARKUP.search(text):
        return "Plain text only: take out the HTML tags."
    if len(text) > spec.limit and name != "expires_on":
        return f"{spec.label} holds at most {spec.limit:,} characters; these are {len(text):,}."
    check = _CHECKS.get(name)
    return check(text) if check and text else ""


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        return f"{text[:60]} is not an e-mail address."
    return ""


def _phone(text: str) -> str:
    digits = _PHONE_SIGNS.sub("", text)
    return "" if digits.isascii() and digits.isdigit() else "A phone number holds digits only."


def _country(text: str) -> str:
    fits = len(text) == 2 and text.isascii() and text.isalpha()
    return "" if fits else "Two letters, such as US."


_CHECKS = {"email": _email, "phone_number": _phone, "country_code": _country}


def _read_day(text: str, today: date) -> tuple[date | None, dict[str, str]]:
    if not text:
        return None, {}
    day = _day(text)
    if day is None:
        return None, {"expires_on": "Enter a date such as 2026-12-31."}
    if day < today:
        return None, {"expires_on": "This day is past. Choose today or later."}
    return day, {}


def _day(text: str) -> date | None:
    for shape in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a calendar day
        except ValueError:
            continue
    return None


def _read_recipients(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    unique = {address.lower(): address for address in _SEPARATORS.split(text) if address}
    addresses = tuple(unique.values())
    wrong = [address for address in addresses if _email(address) or len(address) > MAX_EMAIL]
    if wrong:
        names = ", ".join(address[:60] for address in wrong[:3])
        verb = "is not an e-mail address" if len(wrong) == 1 else "are not e-mail addresses"
        return (), {"recipients": f"{names} {verb}."}
    if len(addresses) > MAX_RECIPIENTS:
        said = f"At most {MAX_RECIPIENTS} addresses; these are {len(addresses)}."
        return (), {"recipients": said}
    return addresses, {}


def _missing(values: Mapping[str, str]) -> dict[str, str]:
    """An end user needs a company, and an address is sent whole or not at all (notes 5.2)."""
    missing = {} if values["name"] else {"name": "Give the quote a name."}
    if not any(values[spec.name] for spec in END_USER_FIELDS):
        return missing
    if not values["company_name"]:
        missing["company_name"] = "Name the end user's company."
    wanted = [*ADDRESS, *(["state"] if values["country_code"] in _WITH_STATES else [])]
    if any(values[name] for name in (*wanted, "address_line_2", "state")):
        for name in wanted:
            if not values[name]:
                missing[name] = (
                    f"Enter the {FIELDS[name].label.lower()}, or leave the whole address empty."
                )
    return missing
