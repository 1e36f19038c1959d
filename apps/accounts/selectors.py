from __future__ import annotations

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import PERMISSIONS_OF, Permission


def accounts_for(user: User) -> QuerySet[CustomerAccount]:
    """The active customer accounts in which the person has a membership, with their connection."""
    return CustomerAccount.objects.filter(memberships__user=user, is_active=True).select_related(
        "connection"
    )


def account_for(user: User, *, account_id: int) -> CustomerAccount:
    """One of the person's accounts; Http404 for an outsider. One query."""
    return get_object_or_404(accounts_for(user), pk=account_id)


def people_with(account: CustomerAccount, permission: Permission) -> QuerySet[User]:
    """The active people whose role in the account holds the permission, by name. One query."""
    roles = [role for role, held in PERMISSIONS_OF.items() if permission in held]
    members = User.objects.filter(
        is_active=True, memberships__account=account, memberships__role__in=roles
    )
    return members.order_by("first_name", "last_name", "pk")
