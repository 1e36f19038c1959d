"""Writes of the quotes app, one public function per use case."""

from __future__ import annotations

from apps.quotes.services.create import create_quote
from apps.quotes.services.drafts import (
    add_to_draft,
    copy_draft,
    copy_quote,
    discard_draft,
    paste_lines,
    remove_line,
    save_draft,
    start_draft,
)
from apps.quotes.services.hints import take_quote_hint
from apps.quotes.services.mirror import have_read
from apps.quotes.services.pricing import price_lines
from apps.quotes.services.validate import validate_quote

__all__ = [
    "add_to_draft",
    "copy_draft",
    "copy_quote",
    "create_quote",
    "discard_draft",
    "have_read",
    "paste_lines",
    "price_lines",
    "remove_line",
    "save_draft",
    "start_draft",
    "take_quote_hint",
    "validate_quote",
]
