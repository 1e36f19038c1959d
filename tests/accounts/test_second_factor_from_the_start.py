"""A portal that begins now asks everybody for a second factor; others keep what they chose."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from apps.accounts.choices import Role
from apps.accounts.models import SecondFactorRule
from tests.accounts.test_sign_in_second_step import sign_in
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db
migration = import_module("apps.accounts.migrations.0007_a_second_factor_for_everybody")


def begin() -> set[str]:
    migration.require(apps, None)
    return set(SecondFactorRule.objects.filter(account=None).values_list("role", flat=True))


def test_every_role_and_the_admin_site_ask_for_one(settings):
    settings.DEMO = False

    assert begin() == {*Role.values, SecondFactorRule.STAFF}


@pytest.mark.parametrize("role", Role.values)
def test_whoever_signs_in_first_sets_one_up(settings, role):
    settings.DEMO = False
    begin()
    make_membership(make_user("rep"), make_account(), role)
    browser = Client()
    sign_in(browser)

    assert browser.get(reverse("start"))["location"] == reverse("mfa_index")


def test_an_administrator_relaxes_it_for_a_role(settings, signed_in):
    settings.DEMO = False
    begin()
    rep = make_user("rep")
    make_membership(rep, make_account())

    SecondFactorRule.objects.get(role=Role.REP).delete()

    assert signed_in(rep).get(reverse("start")).status_code == 200


def test_a_portal_that_has_people_keeps_what_it_chose(settings):
    settings.DEMO = False
    make_user("rep")

    assert begin() == set()


def test_the_demo_asks_nobody(settings):
    settings.DEMO = True

    assert begin() == set()
