"""Roles as Django's groups and permissions, and the table of them in the documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group

from apps.accounts import permissions
from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount
from apps.accounts.permissions import PERMISSIONS_OF, Permission
from apps.accounts.roles import codename, table, write_groups
from tests.factories import make_membership, make_user
from tests.stack import Stack

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_group_with_its_permissions(role: Role) -> None:
    write_groups()

    held = Group.objects.get(name=role.label).permissions.values_list("codename", flat=True)

    assert set(held) == {codename(permission) for permission in PERMISSIONS_OF[role]}


def test_a_group_that_was_changed_by_hand_is_put_right() -> None:
    write_groups()
    viewers = Group.objects.get(name=Role.VIEWER.label)
    viewers.permissions.set(Group.objects.get(name=Role.ADMINISTRATOR.label).permissions.all())

    write_groups()

    assert viewers.permissions.count() == len(PERMISSIONS_OF[Role.VIEWER])


def test_one_app_may_be_migrated_before_the_others(tmp_path: Path) -> None:
    stack = Stack(tmp_path)
    ask = "from django.contrib.auth.models import Group; print(Group.objects.count())"

    stack.manage("migrate", "accounts")
    stack.manage("migrate")

    assert stack.manage("shell", "-v0", "-c", ask).strip() == str(len(Role))


@pytest.mark.parametrize("role", Role)
def test_django_answers_of_an_account_as_the_services_do(
    account: CustomerAccount, other_account: CustomerAccount, role: Role
) -> None:
    person = make_user()
    make_membership(person, account, role)

    for permission in Permission:
        name = f"accounts.{codename(permission)}"
        assert person.has_perm(name, account) == permissions.allowed(person, permission, account)
        assert not person.has_perm(name, other_account)
        assert not person.has_perm(name)


def test_nobody_and_an_unknown_permission_hold_nothing(account: CustomerAccount) -> None:
    person = make_user()
    make_membership(person, account, Role.ADMINISTRATOR)

    assert not person.has_perm("accounts.no_such", account)
    assert not person.has_perm("orders.orders_place", account)
    assert not AnonymousUser().has_perm("accounts.view", account)


def test_the_documents_show_the_roles_as_they_are() -> None:
    text = Path(settings.BASE_DIR, "docs", "security.md").read_text()

    assert table() in text, f"Put this into docs/security.md:\n{table()}"
