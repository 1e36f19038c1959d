"""What stands on a copy: a quote and its prices as texts, nothing left to reckon.

A customer copy is built of texts that hold no cost; there is nothing to hide in the template.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.accounts.models import Branding, User
from apps.copies.choices import CopyKind
from apps.core.money import WITHOUT_CENTS
from apps.core.templatetags.figures import grouped
from apps.quotes.models import Quote, QuoteLine
from apps.quotes.sell_prices import PricedLine, PricedQuote

# Where people print on Letter: North America, and the countries that took it over (ANSI Y14.1).
LETTER = frozenset(
    "US CA MX CL CO CR DO GT HN NI PA PE PH PR SV VE BZ VI GU AS MP".split()  # noqa: SIM905
)
UNKNOWN = "unknown"
DARK, LIGHT = "#1b2430", "#ffffff"
_READABLE = 4.5
_LONG_WORD = re.compile(r"\S{32}(?=\S)")
_MAY_BREAK = "\N{ZERO WIDTH SPACE}"


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table. `below` are texts under the description; unused figures are empty."""

    position: str
    part: str
    description: str
    below: tuple[str, ...]
    quantity: str
    msrp: str = ""
    cost: str = ""
    extended_cost: str = ""
    sell: str
    extended_sell: str
    margin: str = ""


@dataclass(frozen=True, kw_only=True)
class Colours:
    """`heading` is readable on white, `on_head` on `head`."""

    heading: str
    head: str
    on_head: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A copy, ready to be set."""

    kind: str
    title: str
    paper: str
    language_region: str
    company: str
    address: tuple[str, ...]
    has_logo: bool
    colours: Colours
    facts: tuple[tuple[str, str], ...]
    customer: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[tuple[str, str], ...]
    note: str
    terms: tuple[str, ...]
    footer: str


def paper_of(
    quote: Quote,
    prices: PricedQuote,
    *,
    kind: CopyKind,
    branding: Branding,
    prepared_by: User,
    on: date,
) -> Paper:
    """The quote as it stands on paper. No query when the quote's account is loaded."""
    internal = kind is CopyKind.INTERNAL
    row = _internal_row if internal else _customer_row
    country = quote.account.country_code
    return Paper(
        kind=kind.value,
        title="Quote" if not internal else "Quote: internal copy",
        paper="us-letter" if country in LETTER else "a4",
        language_region=country,
        company=clean(branding.company_name),
        address=_lines_of(branding.address),
        has_logo=bool(branding.logo),
        colours=colours_of(branding.colour, branding.second_colour),
        facts=_facts(quote, prepared_by, on, internal=internal),
        customer=_customer(quote, internal=internal),
        rows=tuple(row(line, prices.currency) for line in prices.lines),
        totals=_totals(prices, internal=internal),
        note="For our own people only: it tells what we pay."
        if internal
        else "Taxes and freight are not included unless a line says so.",
        terms=_lines_of(branding.terms),
        footer=f"{clean(branding.company_name)} · Quote {quote.quote_number}",
    )


def valid_until(quote: Quote) -> date | None:
    """The day on which the first of the quote and its special bid ends."""
    days = (quote.expires_on, quote.special_bid_expires_on)
    return min((day for day in days if day), default=None)


def colours_of(heading: str, head: str) -> Colours:
    """The account's colours; a heading too light for white paper is set dark instead."""
    return Colours(
        heading=heading if contrast(heading, LIGHT) >= _READABLE else DARK,
        head=head,
        on_head=DARK if contrast(DARK, head) >= contrast(LIGHT, head) else LIGHT,
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def clean(text: str) -> str:
    """One line without control characters, composed, and long words free to break."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if unicodedata.category(sign) in _UNSEEN else sign for sign in composed)
    return _LONG_WORD.sub(lambda match: match[0] + _MAY_BREAK, " ".join(spaced.split()))


_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _facts(
    quote: Quote, prepared_by: User, on: date, *, internal: bool
) -> tuple[tuple[str, str], ...]:
    until = valid_until(quote)
    facts = [
        ("Quote", quote.quote_number),
        ("Revision", quote.revision),
        ("For", quote.name),
        ("Date", _day(on)),
        ("Valid until", _day(until) if until else ""),
        ("Prepared by", f"{prepared_by}"),
        ("", prepared_by.email),
    ]
    if internal:
        facts += [
            ("Account", str(quote.account)),
            ("Vendor's quote", quote.vendor_quote_number),
            ("Special bid", quote.special_bid_number),
        ]
    return tuple((label, clean(text)) for label, text in facts if text)


def _customer(quote: Quote, *, internal: bool) -> tuple[str, ...]:
    party = {key: str(value) for key, value in quote.end_user.items() if value}
    place = (party.get(key, "") for key in ("city", "state", "postal_code"))
    texts = [
        party.get("company_name") or quote.end_user_name,
        party.get("contact", ""),
        party.get("address_line1", ""),
        party.get("address_line2", ""),
        " ".join(filter(None, place)),
        party.get("country_code", ""),
    ]
    if internal:
        texts += [party.get("email", ""), party.get("phone_number", "")]
    return tuple(dict.fromkeys(clean(text) for text in texts if text))


def _customer_row(priced: PricedLine, currency: str) -> Row:
    line = priced.line
    return Row(
        position=str(line.position),
        part=clean(f"{line.vendor_name} {line.vendor_part_number}"),
        description=clean(line.description),
        below=_below(line),
        quantity=_count(line.quantity),
        sell=_amount(priced.sell, currency, exact=True),
        extended_sell=_amount(priced.extended_sell, currency),
    )


def _internal_row(priced: PricedLine, currency: str) -> Row:
    line = priced.line
    own = (
        ("Part", line.ingram_part_number),
        ("Special bid", line.special_bid_number),
        ("Note", line.notes),
    )
    return Row(
        position=str(line.position),
        part=clean(f"{line.vendor_name} {line.vendor_part_number}"),
        description=clean(line.description),
        below=(*_below(line), *(clean(f"{name} {text}") for name, text in own if text)),
        quantity=_count(line.quantity),
        msrp=_amount(line.retail_price, currency, exact=True),
        cost=_amount(priced.cost, currency, exact=True),
        extended_cost=_amount(priced.extended_cost, currency),
        sell=_amount(priced.sell, currency, exact=True),
        extended_sell=_amount(priced.extended_sell, currency),
        margin=_percent(priced.margin_percent),
    )


def _below(line: QuoteLine) -> tuple[str, ...]:
    texts = [line.plan_description]
    if line.serial_number:
        texts.append(f"Serial {line.serial_number}")
    if line.starts_on and line.ends_on:
        texts.append(f"{_day(line.starts_on)} to {_day(line.ends_on)}")
    elif line.starts_on or line.ends_on:
        word = "From" if line.starts_on else "Until"
        texts.append(f"{word} {_day(line.starts_on or line.ends_on)}")
    return tuple(clean(text) for text in texts if text)


def _totals(prices: PricedQuote, *, internal: bool) -> tuple[tuple[str, str], ...]:
    def told(amount: Decimal | None) -> str:
        figure = _amount(amount, prices.currency)
        return figure if figure == UNKNOWN else f"{figure} {prices.currency}"

    if not internal:
        return (("Total", told(prices.sell)),)
    return (
        ("Cost", told(prices.cost)),
        ("Sell", told(prices.sell)),
        ("Margin", told(prices.margin)),
        ("Margin of the sell price", _percent(prices.margin_percent)),
    )


def _amount(amount: Decimal | None, currency: str, *, exact: bool = False) -> str:
    """Grouped, in the currency's coins; `exact` shows the parts of a coin that there are."""
    if amount is None:
        return UNKNOWN
    coins = 0 if currency in WITHOUT_CENTS else 2
    exponent = amount.normalize().as_tuple().exponent
    finer = min(4, -exponent) if exact and isinstance(exponent, int) else 0
    return grouped(amount, max(coins, finer))


def _percent(share: Decimal | None) -> str:
    return UNKNOWN if share is None else f"{grouped(share, 2)} %"


def _count(quantity: int | None) -> str:
    return UNKNOWN if quantity is None else grouped(quantity)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _lines_of(text: str) -> tuple[str, ...]:
    return tuple(clean(line) for line in text.splitlines())
