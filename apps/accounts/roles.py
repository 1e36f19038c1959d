"""The roles as Django knows them: a permission for each thing allowed, a group for each role.

The table in permissions.py is the only one that decides; groups and permissions are written from
it after each migration, so that `user.has_perm("accounts.orders_place", account)` answers as the
services do. A group changed by hand is put right by the next migration. Nobody is a member of a
group: a role holds within one account, and the membership names it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as global_apps
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group
from django.contrib.auth.models import Permission as DjangoPermission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, User
from apps.accounts.permissions import PERMISSIONS_OF, Permission, allowed

APP = "accounts"


def codename(permission: Permission) -> str:
    """What Django calls it: orders_place of orders.place."""
    return permission.value.replace(".", "_")


def write_groups(**kwargs: Any) -> None:
    """Make groups and permissions what the table says. A dozen queries; safe to repeat."""
    migrated = kwargs.get("apps", global_apps)
    there = {model._meta.label for model in migrated.get_models()}  # noqa: SLF001 - documented
    if not {"accounts.CustomerAccount", "audit.Event"} <= there:
        return  # an app is being taken out, or this one alone is migrated on an empty database
    kind = ContentType.objects.get_for_model(CustomerAccount)
    known = {
        permission: DjangoPermission.objects.update_or_create(
            content_type=kind,
            codename=codename(permission),
            defaults={"name": permission.words[:255]},
        )[0]
        for permission in Permission
    }
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.label)
        group.permissions.set([known[permission] for permission in PERMISSIONS_OF[role]])


class RoleBackend(BaseBackend):
    """Answers `has_perm` about an account by the person's role in it; signs nobody in."""

    def has_perm(
        self, user_obj: AbstractBaseUser | AnonymousUser, perm: str, obj: Model | None = None
    ) -> bool:
        """One query; none without an account, as no role holds everywhere."""
        if not isinstance(obj, CustomerAccount) or not isinstance(user_obj, User):
            return False
        app, _, name = perm.partition(".")
        wanted = {codename(permission): permission for permission in Permission}.get(name)
        return app == APP and wanted is not None and allowed(user_obj, wanted, obj)


def table() -> str:
    """The roles and what each may do, as docs/security.md shows it."""
    head = ["May", *(role.label for role in Role)]
    lines = [head, ["---"] * len(head)]
    for permission in Permission:
        held = ("yes" if permission in PERMISSIONS_OF[role] else "" for role in Role)
        lines.append([permission.words, *held])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
