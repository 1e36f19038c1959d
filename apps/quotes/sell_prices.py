"""Sell prices: what the end user pays for the lines of a quote, and what that earns.

Everything is Decimal. What is not known stays None: a line without a cost has no margin, a quote
with such a line has none either. The sell price of a line is rounded at its end, half up, and the
totals are sums of rounded lines, so that they can be added up on paper.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from apps.core.money import CENT, extended, to_the_cent
from apps.quotes.choices import Decision, Rounding, SellKind, SellScope
from apps.quotes.models import PriceApproval, Quote, QuoteLine, SellRule

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """A line with what it costs and sells for: one piece, and all of them."""

    line: QuoteLine
    cost: Decimal | None
    sell: Decimal | None
    extended_cost: Decimal | None
    extended_sell: Decimal | None
    margin_percent: Decimal | None
    rule: SellRule | None


@dataclass(frozen=True, kw_only=True)
class PricedQuote:
    """A quote with its sums; each is None unless it is known of all lines.

    `is_complete`: every line has a sell price. `below_minimum`: the account has a minimum margin,
    and these prices are not known to reach it.
    """

    lines: tuple[PricedLine, ...]
    cost: Decimal | None
    sell: Decimal | None
    margin: Decimal | None
    margin_percent: Decimal | None
    currency: str
    below_minimum: bool
    is_complete: bool

    @property
    def has_rules(self) -> bool:
        """Whether any line has a rule for its sell price."""
        return any(row.rule is not None for row in self.lines)


def priced(quote: Quote) -> PricedQuote:
    """The quote with its sell prices. One query, and one for the lines if they are not loaded."""
    return priced_by(quote, quote.lines.all(), quote.sell_rules.all())


def priced_by(quote: Quote, lines: Iterable[QuoteLine], rules: Iterable[SellRule]) -> PricedQuote:
    """As `priced`, of lines and rules at hand. No query if the account was loaded."""
    currency = quote.currency or quote.account.currency
    here, by_target = list(lines), {(rule.scope, rule.target): rule for rule in rules}
    rows = tuple(
        _priced_line(line, _rule_for(line, key, by_target), currency)
        for line, key in zip(here, keys_of(here), strict=True)
    )
    cost = _sum(row.extended_cost for row in rows)
    sell = _sum(row.extended_sell for row in rows)
    return PricedQuote(
        lines=rows,
        cost=cost,
        sell=sell,
        margin=None if cost is None or sell is None else sell - cost,
        margin_percent=margin_percent(cost, sell),
        currency=currency,
        below_minimum=not _reaches(quote.account.minimum_margin, cost, sell),
        is_complete=bool(rows) and all(row.extended_sell is not None for row in rows),
    )


def keys_of(lines: Sequence[QuoteLine]) -> list[str]:
    """What names each line across readings: its part, and which of the lines with that part."""
    seen: Counter[str] = Counter()
    keys = []
    for line in lines:
        part = (line.ingram_part_number or line.vendor_part_number).upper()
        part = part or f"LINE {line.line_number or line.position}"
        seen[part] += 1
        keys.append(f"{part}#{seen[part]}")
    return keys


def vendor_key(line: QuoteLine) -> str:
    """What names the line's vendor; empty when it is not told."""
    return line.vendor_name.strip().upper()


def sell_price(
    kind: str, figure: Decimal, rounding: str, *, cost: Decimal | None, msrp: Decimal | None
) -> Decimal | None:
    """What one piece sells for; None when the cost or the MSRP it comes from is not known."""
    base = {SellKind.MARGIN: cost, SellKind.MARKUP: cost, SellKind.DISCOUNT: msrp}
    if kind == SellKind.FIXED:
        return figure
    amount = base[SellKind(kind)]
    if amount is None:
        return None
    if kind == SellKind.MARGIN:
        return rounded(amount * HUNDRED / (HUNDRED - figure), rounding)
    share = HUNDRED + figure if kind == SellKind.MARKUP else HUNDRED - figure
    return rounded(amount * share / HUNDRED, rounding)


def rounded(amount: Decimal, rounding: str) -> Decimal:
    """To the nearest step, half up; `.99` goes up to the next price that ends so."""
    if rounding == Rounding.NONE or not amount:
        return amount
    if rounding == Rounding.NINES:
        return (amount + CENT).quantize(Decimal(1), rounding=ROUND_CEILING) - CENT
    step = Decimal(rounding)
    return (amount / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step


def margin_percent(cost: Decimal | None, sell: Decimal | None) -> Decimal | None:
    """What is earned, in per cent of the sell price; None of nothing or the unknown."""
    if cost is None or sell is None or not sell:
        return None
    return ((sell - cost) * HUNDRED / sell).quantize(CENT, rounding=ROUND_HALF_UP)


def fingerprint_of(prices: PricedQuote) -> str:
    """Differs as soon as any part, quantity, cost or sell price does."""
    keys = keys_of([row.line for row in prices.lines])
    told = [
        (key, row.line.quantity, *map(_plain, (row.extended_cost, row.sell, row.extended_sell)))
        for key, row in zip(keys, prices.lines, strict=True)
    ]
    return hashlib.sha256(repr((prices.currency, told)).encode()).hexdigest()


def approval_of(quote: Quote, prices: PricedQuote) -> PriceApproval | None:
    """What was last asked or decided of exactly these prices. One query."""
    asked = PriceApproval.objects.filter(quote=quote, fingerprint=fingerprint_of(prices))
    return (
        asked.exclude(decision=Decision.OUTDATED).select_related("asked_by", "decided_by").first()
    )


def why_not_to_customer(quote: Quote, prices: PricedQuote) -> str:
    """Why no customer copy may leave, in words; empty when one may. At most one query."""
    if not prices.lines:
        return "The quote has no lines yet."
    if not prices.is_complete:
        missing = sum(row.extended_sell is None for row in prices.lines)
        return f"{missing} of {len(prices.lines)} lines have no sell price. Set them first."
    if not prices.below_minimum:
        return ""
    approval = approval_of(quote, prices)
    if approval is None:
        return "The margin is below the minimum. Ask a manager to approve these prices first."
    return {
        Decision.APPROVED: "",
        Decision.WAITING: "These prices wait for a manager's approval.",
        Decision.REFUSED: "A manager refused these prices. Change them, or ask again.",
    }[approval.state]


def _rule_for(line: QuoteLine, key: str, rules: dict[tuple[str, str], SellRule]) -> SellRule | None:
    vendor = vendor_key(line)
    return (
        rules.get((SellScope.LINE, key))
        or (rules.get((SellScope.VENDOR, vendor)) if vendor else None)
        or rules.get((SellScope.QUOTE, ""))
    )


def _priced_line(line: QuoteLine, rule: SellRule | None, currency: str) -> PricedLine:
    sell = None
    if rule is not None:
        told = {"cost": line.unit_price, "msrp": line.retail_price}
        sell = sell_price(rule.kind, rule.figure, rule.rounding, **told)
    extended_cost = _extended_cost(line, currency)
    extended_sell = _extended(sell, line.quantity, currency)
    return PricedLine(
        line=line,
        cost=line.unit_price,
        sell=sell,
        extended_cost=extended_cost,
        extended_sell=extended_sell,
        margin_percent=margin_percent(extended_cost, extended_sell),
        rule=rule,
    )


def _extended_cost(line: QuoteLine, currency: str) -> Decimal | None:
    # A total that is told as nothing beside a price is one that was not filled in.
    if line.extended_price is None or (not line.extended_price and line.unit_price):
        return _extended(line.unit_price, line.quantity, currency)
    return to_the_cent(line.extended_price, currency)


def _extended(each: Decimal | None, quantity: int | None, currency: str) -> Decimal | None:
    amount = None if quantity is None else extended(each, quantity)
    return None if amount is None else to_the_cent(amount, currency)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    total, is_any = Decimal(0), False
    for amount in amounts:
        if amount is None:
            return None
        total, is_any = total + amount, True
    return total if is_any else None


def _reaches(minimum: Decimal | None, cost: Decimal | None, sell: Decimal | None) -> bool:
    if minimum is None:
        return True
    if cost is None or sell is None or not sell:
        return False
    # Not by the rounded percentage: 9.996 % is less than 10 %.
    return (sell - cost) * HUNDRED >= minimum * sell


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"
