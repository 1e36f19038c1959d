"""Who may do what in a customer account."""

from __future__ import annotations

import pytest

from apps.accounts import permissions
from apps.accounts.choices import Role
from apps.accounts.exceptions import NotPermitted
from apps.accounts.permissions import Permission
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db

OF_ADMINISTRATORS = {Permission.READ_AUDIT, Permission.MANAGE_PEOPLE}
OF_MANAGERS = {
    Permission.APPROVE_ORDERS,
    Permission.APPROVE_PRICES,
    Permission.RETURN_LATE,
    Permission.DECIDE_SUBMISSIONS,
    Permission.READ_CALLS,
}
MAY = {
    Role.VIEWER: {Permission.VIEW},
    Role.REP: set(Permission) - OF_MANAGERS - OF_ADMINISTRATORS,
    Role.MANAGER: set(Permission) - OF_ADMINISTRATORS,
    Role.ADMINISTRATOR: set(Permission),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_its_own_and_no_more(role):
    person, account = make_user(), make_account()
    make_membership(person, account, role)

    allowed = {p for p in Permission if permissions.allowed(person, p, account)}

    assert allowed == MAY[role]


def test_an_outsider_may_do_nothing():
    outsider, account = make_user(), make_account()
    make_membership(outsider, make_account(name="Elsewhere"), Role.ADMINISTRATOR)

    assert not any(permissions.allowed(outsider, p, account) for p in Permission)


def test_a_person_who_left_and_a_closed_account_allow_nothing():
    leaver, account = make_user(is_active=False), make_account()
    make_membership(leaver, account, Role.MANAGER)
    member, closed = make_user(), make_account(is_active=False)
    make_membership(member, closed, Role.MANAGER)

    assert not permissions.allowed(leaver, Permission.VIEW, account)
    assert not permissions.allowed(member, Permission.VIEW, closed)


def test_a_refusal_names_the_account_and_whom_to_ask():
    viewer, account = make_user(), make_account(name="Counter Supply US")
    make_membership(viewer, account, Role.VIEWER)

    with pytest.raises(NotPermitted, match=r"Counter Supply US.*Ask a manager"):
        permissions.require(viewer, Permission.PLACE_ORDERS, account)
