from __future__ import annotations

from django.db.models import QuerySet

from apps.accounts.models import CustomerAccount, User


def accounts_for(user: User) -> QuerySet[CustomerAccount]:
    """The active customer accounts in which the person has a membership, with their connection."""
    return CustomerAccount.objects.filter(memberships__user=user, is_active=True).select_related(
        "connection"
    )
