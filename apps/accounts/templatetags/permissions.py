"""What the person may do, so that a page offers nothing else: {% load permissions %}."""

from __future__ import annotations

from django import template
from django.template import Context

from apps.accounts.permissions import Permission, allows

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, permission: str, account_id: int | None = None) -> bool:
    """`{% may "refresh" as may_refresh %}`; in the current account if none is named. No query."""
    request = context.get("request")
    account = getattr(request, "account", None)
    if account_id is None and account is not None:
        account_id = account.pk
    role = getattr(request, "roles", {}).get(account_id)
    return allows(role, Permission(permission))
