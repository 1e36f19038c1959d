"""The sell price of a draft: one rule for all of its lines, which the quote takes over."""

from __future__ import annotations

from apps.quotes.choices import Rounding, SellKind, SellScope
from apps.quotes.models import Quote, QuoteDraft, QuoteLine, SellRule
from apps.quotes.sell_form import RuleField
from apps.quotes.sell_prices import PricedQuote, priced_by
from apps.quotes.typed_rules import WHOLE_QUOTE, TypedRule, read_rule

ENTERED = "sell_price"
"""Its place among what was entered: kind, figure and rounding as they were typed."""


def typed_of(draft: QuoteDraft) -> TypedRule:
    """The rule as it was typed last, right or wrong."""
    told = draft.entered.get(ENTERED)
    kept = told if isinstance(told, dict) else {}
    return TypedRule(
        target=WHOLE_QUOTE,
        kind=str(kept.get("kind", SellKind.MARGIN)),
        figure_text=str(kept.get("figure", "")),
        rounding=str(kept.get("rounding", Rounding.CENT)),
    )


def rule_of(draft: QuoteDraft, quote: Quote) -> SellRule | None:
    """The draft's rule as one of this quote, not saved; None if there is none that can be one."""
    typed = typed_of(draft)
    figure = read_rule(typed).figure
    if figure is None:
        return None
    return SellRule(
        quote=quote,
        scope=SellScope.QUOTE,
        kind=typed.kind,
        figure=figure,
        rounding=typed.rounding,
        set_by_id=draft.owner_id,
    )


def field_of(draft: QuoteDraft) -> RuleField:
    typed = typed_of(draft)
    return RuleField(
        target=WHOLE_QUOTE,
        kind=typed.kind,
        figure_text=typed.figure_text,
        rounding=typed.rounding,
        problem=read_rule(typed).problem,
    )


def priced_draft(draft: QuoteDraft) -> PricedQuote:
    """The draft's lines by the prices that were asked last. No query when they were loaded."""
    lines = [
        QuoteLine(
            position=line.position,
            ingram_part_number=line.ingram_part_number,
            vendor_part_number=line.vendor_part_number,
            vendor_name=line.vendor_name,
            quantity=line.quantity,
            unit_price=line.unit_price,
            retail_price=line.retail_price,
        )
        for line in draft.lines.all()
    ]
    told = (line.currency for line in draft.lines.all() if line.currency)
    quote = Quote(account=draft.account, currency=next(told, ""))
    rule = rule_of(draft, quote)
    return priced_by(quote, lines, [rule] if rule else [])
