"""Writes of the quotes app, one public function per use case."""

from __future__ import annotations

from apps.quotes.services.drafts import add_to_draft, start_draft
from apps.quotes.services.hints import take_quote_hint
from apps.quotes.services.validate import validate_quote

__all__ = ["add_to_draft", "start_draft", "take_quote_hint", "validate_quote"]
