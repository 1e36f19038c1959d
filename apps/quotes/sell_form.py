"""What the pages show of sell prices: rules as fields, lines with their prices, the approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.accounts.permissions import Permission, allows
from apps.accounts.selectors import people_with
from apps.quotes.choices import Decision, Rounding, SellKind, SellScope
from apps.quotes.models import Quote, SellRule
from apps.quotes.sell_prices import PricedLine, PricedQuote, approval_of, priced
from apps.quotes.typed_rules import WHOLE_QUOTE, Target, TypedRule, targets_of

KINDS = SellKind.choices
ROUNDINGS = Rounding.choices


@dataclass(frozen=True, kw_only=True)
class RuleField:
    """The three fields of a rule as they stand in a form, and what is wrong with them."""

    target: Target
    kind: str
    figure_text: str
    rounding: str
    problem: str

    @property
    def token(self) -> str:
        return self.target.token


@dataclass(frozen=True, kw_only=True)
class SellRow:
    """A line in the editor. `follows` says in words whose rule it takes, if not its own."""

    priced: PricedLine
    field: RuleField
    follows: str


@dataclass(frozen=True, kw_only=True)
class SellForm:
    whole: RuleField
    vendors: Sequence[RuleField]
    rows: Sequence[SellRow]

    def rows_moved_by(self, typed: Sequence[TypedRule]) -> list[SellRow]:
        """The lines whose price these rules may have changed."""
        if any(rule.target.scope is not SellScope.LINE for rule in typed):
            return list(self.rows)
        tokens = {rule.target.token for rule in typed}
        return [row for row in self.rows if row.field.token in tokens]


def targets(quote: Quote) -> list[Target]:
    """All that a rule of the quote may be of. No query when its lines were loaded with it."""
    by_vendor, by_line = targets_of(list(quote.lines.all()))
    return [WHOLE_QUOTE, *by_vendor, *by_line]


def sell_form(
    quote: Quote,
    prices: PricedQuote,
    *,
    typed: Sequence[TypedRule] = (),
    problems: Mapping[str, str] | None = None,
) -> SellForm:
    """The rules as they are kept, and as they were typed where they could not be. One query."""
    kept = {(rule.scope, rule.target): rule for rule in quote.sell_rules.all()}
    wrong = {rule.target.token: rule for rule in typed if rule.target.token in (problems or {})}
    whole = kept.get((SellScope.QUOTE, ""))

    def field(target: Target) -> RuleField:
        rule, as_typed = kept.get((target.scope, target.key)), wrong.get(target.token)
        return RuleField(
            target=target,
            kind=as_typed.kind if as_typed else _kind(rule, whole),
            figure_text=as_typed.figure_text if as_typed else _figure(rule),
            rounding=as_typed.rounding if as_typed else _rounding(rule, whole),
            problem=(problems or {}).get(target.token, ""),
        )

    by_vendor, by_line = targets_of([row.line for row in prices.lines])
    return SellForm(
        whole=field(WHOLE_QUOTE),
        vendors=[field(target) for target in by_vendor],
        rows=[
            SellRow(priced=row, field=field(target), follows=_follows(row))
            for row, target in zip(prices.lines, by_line, strict=True)
        ],
    )


def sell_context(quote: Quote, roles: Mapping[int, str]) -> dict[str, Any]:
    """The bar of totals and the approval, for who may see cost; else nothing. At most 3 queries."""
    role = roles.get(quote.account_id)
    if not allows(role, Permission.SEE_COST):
        return {"prices": None}
    prices = priced(quote)
    asks = prices.below_minimum and prices.is_complete
    approval = approval_of(quote, prices) if asks else None
    waits = approval is not None and approval.state is Decision.WAITING
    can_approve = allows(role, Permission.APPROVE_PRICES)
    return {
        "prices": prices,
        "minimum_margin": quote.account.minimum_margin,
        "needs_approval": asks,
        "approval": approval,
        "is_waiting": waits,
        "can_price": allows(role, Permission.EDIT_QUOTES),
        "can_approve": can_approve,
        "approvers": _approvers(quote) if waits and not can_approve else [],
    }


def _approvers(quote: Quote) -> list[str]:
    people = people_with(quote.account, Permission.APPROVE_PRICES)
    return [str(person) for person in people[:5]]


def _kind(rule: SellRule | None, whole: SellRule | None) -> str:
    if rule is not None:
        return rule.kind
    return whole.kind if whole and whole.kind != SellKind.FIXED else SellKind.MARGIN


def _rounding(rule: SellRule | None, whole: SellRule | None) -> str:
    found = rule or whole
    return found.rounding if found else Rounding.CENT


def _figure(rule: SellRule | None) -> str:
    return f"{rule.figure.normalize():f}" if rule else ""


def _follows(row: PricedLine) -> str:
    if row.rule is None or row.rule.scope == SellScope.LINE:
        return ""
    return row.line.vendor_name if row.rule.scope == SellScope.VENDOR else "whole quote"
