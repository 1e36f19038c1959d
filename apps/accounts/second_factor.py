"""Whose role requires a second factor, and who has one."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import Membership, SecondFactorRule, User

#: What proves by itself; recovery codes only stand in for one of these.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def factors_of(user: User) -> QuerySet[Authenticator]:
    """The person's authenticator app and passkeys."""
    factors: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type__in=FACTORS)
    return factors


def has_other(user: User, *, than: int) -> bool:
    """Whether a factor stays when this one goes. One query."""
    return factors_of(user).exclude(pk=than).exists()


def take_away(user: User) -> None:
    """Forget every factor and recovery code of a person who has lost theirs."""
    Authenticator.objects.filter(user=user).delete()


def is_required_of(user: User) -> bool:
    """Whether a role of theirs, or the admin site, asks for a second factor. One or two queries."""
    rules = _rules("role", "account_id")
    roles = Membership.objects.filter(user=user, account__is_active=True)
    if roles.filter(Exists(rules)).exists():
        return True
    return user.is_staff and SecondFactorRule.objects.filter(role=SecondFactorRule.STAFF).exists()


def with_need(accounts: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Each account with `needs_second_factor`: required of the role there, and still missing.

    Part of the query that every request makes anyway; expects the annotation `role`.
    """
    told: QuerySet[Any] = accounts.annotate(
        needs_second_factor=Exists(_rules("role", "pk")) & ~Exists(factors_of(user))
    )
    return told


def staff_needs_one(user: User) -> bool:
    """Whether the admin site asks for a second factor that the person lacks. No query for others.

    One query for staff.
    """
    if not user.is_staff:
        return False
    rules = SecondFactorRule.objects.filter(role=SecondFactorRule.STAFF)
    return rules.filter(~Exists(factors_of(user))).exists()


def _rules(role: str, account: str) -> QuerySet[SecondFactorRule]:
    return SecondFactorRule.objects.filter(
        Q(account=None) | Q(account=OuterRef(account)), role=OuterRef(role)
    )
