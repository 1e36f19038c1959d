"""The members of an account: their roles, and taking them out."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from apps.accounts.choices import Role
from apps.accounts.exceptions import MemberKept
from apps.accounts.models import CustomerAccount, Membership, User
from apps.accounts.permissions import Permission, require


def people_of(account: CustomerAccount) -> QuerySet[Membership]:
    """Everybody who works in the account, by name. One query."""
    return (
        Membership.objects.filter(account=account)
        .select_related("user")
        .order_by("user__first_name", "user__last_name", "user__username")
    )


def member_of(account: CustomerAccount, *, member_id: int) -> Membership:
    """One of them; Http404 for a member of another account. One query."""
    return get_object_or_404(people_of(account), pk=member_id)


def only_administrator(members: Iterable[Membership]) -> Membership | None:
    """The one of an account's members who is its last administrator, if one is. No query."""
    active = [one for one in members if one.role == Role.ADMINISTRATOR and one.user.is_active]
    return active[0] if len(active) == 1 else None


@transaction.atomic
def change_role(
    *, account: CustomerAccount, member_id: int, role: Role, actor: User
) -> tuple[Membership, bool]:
    """Give the member another role, from their next page on; and whether it is another one.

    Raises NotPermitted, Http404, and MemberKept for the last administrator.
    """
    member = _locked(account, member_id, actor)
    if member.role == role:
        return member, False
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(member)
    member.role = role
    member.save(update_fields=["role"])
    return member, True


@transaction.atomic
def remove(*, account: CustomerAccount, member_id: int, actor: User) -> Membership:
    """Take the member out of the account; the person and what they did stay.

    Raises NotPermitted, Http404, and MemberKept for the last administrator.
    """
    member = _locked(account, member_id, actor)
    _keep_an_administrator(member)
    member.delete()
    return member


def _locked(account: CustomerAccount, member_id: int, actor: User) -> Membership:
    # Two administrators who take each other's role away wait for one another here, and only
    # what is read afterwards says who is still one.
    CustomerAccount.objects.select_for_update().only("pk").get(pk=account.pk)
    require(actor, Permission.MANAGE_PEOPLE, account)
    return member_of(account, member_id=member_id)


def _keep_an_administrator(member: Membership) -> None:
    if member.role != Role.ADMINISTRATOR:
        return
    others = Membership.objects.filter(
        account=member.account_id, role=Role.ADMINISTRATOR, user__is_active=True
    ).exclude(pk=member.pk)
    if not others.exists():
        raise MemberKept(
            f"{member.user} is the last administrator of this account. "
            "Make somebody else an administrator first."
        )
