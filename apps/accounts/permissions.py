"""Who may do what in a customer account: one table, asked by the services."""

from __future__ import annotations

from enum import StrEnum

from apps.accounts.choices import Role
from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount, Membership, User


class Permission(StrEnum):
    VIEW = "view"
    REFRESH = "refresh"
    EDIT_QUOTES = "quotes.edit"
    CREATE_QUOTES = "quotes.create"
    PLACE_ORDERS = "orders.place"
    CHANGE_ORDERS = "orders.change"
    DECIDE_SUBMISSIONS = "submissions.decide"


_VIEWER = frozenset({Permission.VIEW})
_REP = _VIEWER | {
    Permission.REFRESH,
    Permission.EDIT_QUOTES,
    Permission.CREATE_QUOTES,
    Permission.PLACE_ORDERS,
    Permission.CHANGE_ORDERS,
}
_MANAGER = _REP | {Permission.DECIDE_SUBMISSIONS}

PERMISSIONS_OF: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.REP: _REP,
    Role.MANAGER: _MANAGER,
    Role.ADMINISTRATOR: _MANAGER,
}


def allowed(user: User, permission: Permission, account: CustomerAccount) -> bool:
    """Whether the person's role in the account holds the permission. One query."""
    if not user.is_active:
        return False
    role = (
        Membership.objects.filter(user=user, account=account, account__is_active=True)
        .values_list("role", flat=True)
        .first()
    )
    return allows(role, permission)


def allows(role: str | None, permission: Permission) -> bool:
    """Whether the role, if there is one, holds the permission. No query."""
    return role is not None and permission in PERMISSIONS_OF[Role(role)]


def require(user: User, permission: Permission, account: CustomerAccount) -> None:
    """Raise NotPermitted unless `allowed`. One query."""
    if not allowed(user, permission, account):
        raise NotPermitted(
            f"Your role in {account.name} does not allow this. Ask a manager of the account."
        )
