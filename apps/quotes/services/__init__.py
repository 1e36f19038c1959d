"""Writes of the quotes app, one public function per use case."""

from __future__ import annotations

from apps.quotes.services.approvals import ask_approval, decide_approval
from apps.quotes.services.create import create_quote
from apps.quotes.services.drafts import (
    add_to_draft,
    copy_draft,
    copy_quote,
    discard_draft,
    paste_lines,
    remove_line,
    save_draft,
    set_draft_sell_price,
    start_draft,
    start_pasted,
)
from apps.quotes.services.hints import take_quote_hint
from apps.quotes.services.mirror import have_read
from apps.quotes.services.pricing import price_lines
from apps.quotes.services.sell_rules import set_sell_rules
from apps.quotes.services.telling import tell_of_expiring, tell_of_prices
from apps.quotes.services.validate import validate_quote

__all__ = [
    "add_to_draft",
    "ask_approval",
    "copy_draft",
    "copy_quote",
    "create_quote",
    "decide_approval",
    "discard_draft",
    "have_read",
    "paste_lines",
    "price_lines",
    "remove_line",
    "save_draft",
    "set_draft_sell_price",
    "set_sell_rules",
    "start_draft",
    "start_pasted",
    "take_quote_hint",
    "tell_of_expiring",
    "tell_of_prices",
    "validate_quote",
]
