"""What every page says of holds that are about to end: {% load holds %}."""

from __future__ import annotations

from django import template
from django.template import Context

from apps.orders.models import HoldReminder
from apps.orders.reminders import shown_to

register = template.Library()


@register.simple_tag(takes_context=True)
def hold_reminders(context: Context) -> list[HoldReminder]:
    """`{% hold_reminders as reminders %}`: those of other orders than the page's own. One query."""
    request = context.get("request")
    if request is None or getattr(request, "account", None) is None:
        return []
    return [
        reminder
        for reminder in shown_to(request.user)
        if not request.path.startswith(reminder.order.get_absolute_url())
    ]
