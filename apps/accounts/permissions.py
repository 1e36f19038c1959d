"""Who may do what in a customer account: one table, asked by the services."""

from __future__ import annotations

from enum import StrEnum

from apps.accounts.choices import Role
from apps.accounts.exceptions import NotPermitted
from apps.accounts.models import CustomerAccount, Membership, User


class Permission(StrEnum):
    """What a person may do in an account; each is a permission of Django's as well (roles.py)."""

    VIEW = "view"
    SEE_COST = "cost.see"
    REFRESH = "refresh"
    EDIT_QUOTES = "quotes.edit"
    CREATE_QUOTES = "quotes.create"
    PLACE_ORDERS = "orders.place"
    CHANGE_ORDERS = "orders.change"
    CREATE_RETURNS = "returns.create"
    APPROVE_ORDERS = "orders.approve"
    APPROVE_PRICES = "prices.approve"
    RETURN_LATE = "returns.late"
    DECIDE_SUBMISSIONS = "submissions.decide"
    READ_CALLS = "calls.read"
    READ_AUDIT = "audit.read"
    MANAGE_PEOPLE = "people.manage"

    @property
    def words(self) -> str:
        """What it allows, as documents and the admin site tell it."""
        return WORDS[self]


WORDS: dict[Permission, str] = {
    Permission.VIEW: "See quotes, orders and all else of the account",
    Permission.SEE_COST: "See amounts: prices, totals, what is owed and credited",
    Permission.REFRESH: "Have data read again; ask for prices, stock and freight",
    Permission.EDIT_QUOTES: "Write quotes",
    Permission.CREATE_QUOTES: "Send quotes to the distributor",
    Permission.PLACE_ORDERS: "Place orders up to one's limit",
    Permission.CHANGE_ORDERS: "Change, cancel and release orders on hold",
    Permission.CREATE_RETURNS: "Send returns",
    Permission.APPROVE_ORDERS: "Place orders above the limit",
    Permission.APPROVE_PRICES: "Approve prices below the least margin",
    Permission.RETURN_LATE: "Send returns after their time",
    Permission.DECIDE_SUBMISSIONS: "Decide on submissions that need attention",
    Permission.READ_CALLS: "Look at calls to the distributor",
    Permission.READ_AUDIT: "Read and export the audit",
    Permission.MANAGE_PEOPLE: "Invite people and change their roles",
}

_VIEWER = frozenset({Permission.VIEW})
_REP = _VIEWER | {
    Permission.SEE_COST,
    Permission.REFRESH,
    Permission.EDIT_QUOTES,
    Permission.CREATE_QUOTES,
    Permission.PLACE_ORDERS,
    Permission.CHANGE_ORDERS,
    Permission.CREATE_RETURNS,
}
_MANAGER = _REP | {
    Permission.APPROVE_ORDERS,
    Permission.APPROVE_PRICES,
    Permission.RETURN_LATE,
    Permission.DECIDE_SUBMISSIONS,
    Permission.READ_CALLS,
}
_ADMINISTRATOR = _MANAGER | {Permission.READ_AUDIT, Permission.MANAGE_PEOPLE}

PERMISSIONS_OF: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWER,
    Role.REP: _REP,
    Role.MANAGER: _MANAGER,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
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
