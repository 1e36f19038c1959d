from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from apps.accounts.models import Branding, CustomerAccount, User
from apps.accounts.permissions import PERMISSIONS_OF, Permission

#: While a page is answered with amounts: the accounts in which the person may see them.
_open: ContextVar[frozenset[int] | None] = ContextVar("open_accounts", default=None)


def memberships_of(user: User) -> QuerySet[CustomerAccount]:
    """The active customer accounts in which the person has a membership, with their connection."""
    return CustomerAccount.objects.filter(memberships__user=user, is_active=True).select_related(
        "connection"
    )


def accounts_for(user: User) -> QuerySet[CustomerAccount]:
    """The accounts of the person whose objects may be shown to them now.

    A page is made with or without amounts, by the account in which the person works. While it is
    made with them, objects of accounts in which they may not see amounts are not found; the
    person works in that account to see them.
    """
    accounts, open_ids = memberships_of(user), _open.get()
    return accounts if open_ids is None else accounts.filter(pk__in=open_ids)


@contextmanager
def only_in(account_ids: frozenset[int] | None) -> Iterator[None]:
    """Within it, `accounts_for` finds no other accounts."""
    token = _open.set(account_ids)
    try:
        yield
    finally:
        _open.reset(token)


def account_for(user: User, *, account_id: int) -> CustomerAccount:
    """One of the person's accounts; Http404 for an outsider. One query."""
    return get_object_or_404(memberships_of(user), pk=account_id)


def people_with(account: CustomerAccount, permission: Permission) -> QuerySet[User]:
    """The active people whose role in the account holds the permission, by name. One query."""
    roles = [role for role, held in PERMISSIONS_OF.items() if permission in held]
    members = User.objects.filter(
        is_active=True, memberships__account=account, memberships__role__in=roles
    )
    return members.order_by("first_name", "last_name", "pk")


def people_of(account: CustomerAccount, *columns: tuple[type[Model], str]) -> list[User]:
    """Whom rows of the account name in one of these columns, for a filter, by name. One query.

    Each column needs an index (account, column): it costs by the people, not by the rows.
    """
    named = Q()
    for model, column in columns:
        own = {"account": account, column: OuterRef("pk")}
        named |= Q(Exists(model._default_manager.filter(**own)))
    return list(User.objects.filter(named).order_by("first_name", "username"))


def branding_of(account: CustomerAccount) -> Branding:
    """How the account's papers look; its own name where nothing else is set. One query."""
    branding = Branding.objects.filter(account=account).first() or Branding(account=account)
    branding.company_name = branding.company_name or account.name
    return branding
