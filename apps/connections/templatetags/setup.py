"""What pages say of a set-up that is not finished."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import AnonymousUser

from apps.accounts.models import User
from apps.connections.first_run import FirstRun, first_run

register = template.Library()


@register.simple_tag
def unfinished_setup(user: User | AnonymousUser) -> FirstRun | None:
    """`{% unfinished_setup request.user as setup %}`: None when all is there, or for others.

    No query but for an administrator; six for one.
    """
    if not (user.is_staff and user.has_perm("connections.change_connection")):
        return None
    state = first_run()
    return None if state.is_complete else state
