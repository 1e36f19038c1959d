"""Whatever an administrator writes in the admin site is told, with what it was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import time
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import (
    Branding,
    CustomerAccount,
    Invitation,
    MaintenanceWindow,
    Membership,
    SecondFactorRule,
    User,
)
from apps.audit.choices import Action
from apps.audit.models import Event
from apps.audit.receivers import WATCHED
from apps.connections.models import Address, Connection
from apps.invoices.models import ReturnWindow
from apps.returns.models import ReasonPhrase
from tests.factories import make_account, make_connection, make_membership, make_user

NOW = timezone.now()
pytestmark = pytest.mark.django_db

#: How a row of each model that can be written is made, and a column with another value for it.
ROWS: dict[type[Model], tuple[Callable[[CustomerAccount], Model], str, Any]] = {
    User: (lambda account: make_user("someone"), "first_name", "Ada"),
    Group: (lambda account: Group.objects.create(name="Set-up"), "name", "Support"),
    Membership: (
        lambda account: make_membership(make_user("someone"), account),
        "role",
        Role.MANAGER,
    ),
    CustomerAccount: (lambda account: account, "approval_limit", 500),
    Branding: (
        lambda account: Branding.objects.create(account=account, terms="Net 30."),
        "terms",
        "Net 10.",
    ),
    MaintenanceWindow: (
        lambda account: MaintenanceWindow.objects.create(
            account=account, weekday=0, starts_at=time(2), hours=2
        ),
        "hours",
        3,
    ),
    Connection: (lambda account: make_connection(name="Another"), "client_id", "changed"),
    Address: (
        lambda account: Address.objects.create(account=account, kind="bill_to", address_id="100"),
        "address_id",
        "200",
    ),
    ReturnWindow: (
        lambda account: ReturnWindow.objects.create(vendor_name="Cisco", days=30),
        "days",
        14,
    ),
    ReasonPhrase: (
        lambda account: ReasonPhrase.objects.create(primary="It is", secondary="blue"),
        "is_offered",
        False,
    ),
    SecondFactorRule: (
        lambda account: SecondFactorRule.objects.create(account=account, role=Role.REP),
        "role",
        Role.MANAGER,
    ),
    Invitation: (
        lambda account: Invitation.objects.create(
            account=account,
            email="a@example.com",
            role=Role.REP,
            invited_by=make_user(),
            sent_at=NOW,
        ),
        "email",
        "b@example.com",
    ),
}


def writable() -> Iterator[type[Model]]:
    """What a superuser may write: registered models, and what stands inside their pages."""
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    deeds = ("add", "change", "delete")
    for model, page in admin.site._registry.items():
        if any(getattr(page, f"has_{deed}_permission")(request) for deed in deeds):
            yield model
            yield from (inline.model for inline in page.inlines)


def last(row: Model, action: Action) -> Event:
    kind = str(row._meta.verbose_name)
    return Event.objects.filter(object_kind=kind, action=action).latest("pk")


def test_every_model_that_the_admin_site_writes_is_watched() -> None:
    models = set(writable())

    assert {model._meta.label for model in models} <= set(WATCHED)
    assert models == set(ROWS)


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_each_is_told_when_it_is_added_changed_and_removed(model: type[Model]) -> None:
    make, column, value = ROWS[model]

    row = make(make_account())
    assert last(row, Action.ADDED).after

    row.refresh_from_db()
    before = getattr(row, column)
    setattr(row, column, value)
    row.save()
    event = last(row, Action.CHANGED)
    assert set(event.after) == {column}
    assert str(event.after[column]) == str(value)
    # What was empty before is not told.
    assert str(event.before.get(column, "")) == str("" if before is None else before)

    number = str(row.pk)
    row.delete()
    assert last(row, Action.REMOVED).object_id == number


def test_a_logo_is_told_without_its_bytes() -> None:
    branding = Branding.objects.create(account=make_account())
    assert "logo" not in last(branding, Action.ADDED).after

    branding.logo = b"planted picture"
    branding.save()

    event = last(branding, Action.CHANGED)
    assert (event.before, event.after) == ({}, {"logo": "a file"})


def test_groups_and_permissions_that_a_person_gets_are_told(admin_client: Client) -> None:
    person = make_user("someone")
    old, new = Group.objects.create(name="Old"), Group.objects.create(name="New")
    person.groups.add(old)

    admin_client.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {
            "username": person.username,
            "email": person.email,
            "time_zone": person.time_zone,
            "is_active": "on",
            "groups": [new.pk],
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )

    told = Event.objects.filter(object_id=str(person.pk), after__has_key="groups").order_by("pk")
    removed, added = told[1:]
    assert (removed.before["groups"], removed.after["groups"]) == (["Old"], [])
    assert (added.before["groups"], added.after["groups"]) == ([], ["New"])
    assert added.actor is not None


def test_permissions_of_a_group_are_told() -> None:
    group = Group.objects.create(name="Set-up")
    permission = Permission.objects.get(codename="change_connection")

    group.permissions.set([permission])
    group.permissions.clear()

    told = Event.objects.filter(object_kind="group", object_id=str(group.pk))
    given, taken = told.filter(action=Action.CHANGED).order_by("pk")
    assert (given.before["permissions"], given.after["permissions"]) == ([], [str(permission)])
    assert (taken.before["permissions"], taken.after["permissions"]) == ([str(permission)], [])


def test_an_account_with_people_and_branding_can_be_deleted_and_all_of_it_is_told(
    admin_client: Client,
) -> None:
    account, person = make_account(), make_user("someone")
    make_membership(person, account)
    Branding.objects.create(account=account, company_name="Harbor Point")
    number = account.pk

    answer = admin_client.post(
        reverse("admin:accounts_customeraccount_delete", args=[number]), {"post": "yes"}
    )

    connection.check_constraints()
    assert answer.status_code == 302
    assert not CustomerAccount.objects.filter(pk=number).exists()
    removed = Event.objects.filter(action=Action.REMOVED, account_id=number)
    kinds = set(removed.values_list("object_kind", flat=True))
    assert kinds == {"customer account", "membership", "branding"}
