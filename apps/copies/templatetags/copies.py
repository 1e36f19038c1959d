"""What was sent of a quote, on the quote's own page: {% load copies %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from apps.copies.panel import panel_of
from apps.quotes.models import Quote

register = template.Library()


@register.inclusion_tag("copies/partials/panel.html", takes_context=True)
def copies_panel(context: Context, quote: Quote) -> dict[str, Any]:
    """`{% copies_panel quote %}`: the latest mails, and a click to send each again. Two queries.

    A tag and no part of the quote's view: quotes know nothing of their copies.
    """
    return panel_of(quote, role=context["request"].roles.get(quote.account_id))
