"""What a page has to know of the sign-in: {% load signed_in %}."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.shortcuts import resolve_url
from django.template import Context
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def signed_in_attributes(context: Context) -> str:
    """`<body{% signed_in_attributes %}>`: where one signs in again, and when one has to."""
    # Only if somebody asked already: the page that says that the database is away asks nothing.
    user = getattr(context.get("request"), "_cached_user", None)
    if user is None or not user.is_authenticated:
        return ""
    return format_html(
        ' data-signed-in="{}" data-hours="{}"',
        resolve_url(settings.LOGIN_URL),
        settings.SESSION_IDLE_HOURS,
    )
