"""What every page says of holds that are about to end: {% load holds %}."""

from __future__ import annotations

from django import template
from django.template import Context

from apps.notifications.context_processors import bell_of
from apps.orders.models import Order
from apps.orders.reminders import HOLD_ENDING, shown_to

register = template.Library()


@register.simple_tag(takes_context=True)
def hold_reminders(context: Context) -> list[Order]:
    """`{% hold_reminders as orders %}`: those on hold, but for the page's own order.

    One query, and none while the bell knows of no reminder.
    """
    request = context.get("request")
    if request is None:
        return []
    bell = bell_of(request)
    if bell is None or not bell.unread.has(HOLD_ENDING):
        return []
    return [
        order
        for order in shown_to(request.user)
        if not request.path.startswith(order.get_absolute_url())
    ]
