"""Every page of sign-in, read by the letter of the standard."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.models import Invitation
from tests.factories import PASSWORD, make_account, make_membership, make_user
from tests.walk.reading import read, slips

pytestmark = pytest.mark.django_db

OUTSIDE = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
]
OWN = [
    "account_change_password",
    "account_email",
    "account_logout",
    "account_reauthenticate",
    "accounts:people",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "socialaccount_connections",
    "usersessions_list",
]


def faults_of(browser: Client, address: str) -> list[str]:
    answer = browser.get(address)
    if answer.status_code == 302:
        return []
    page = read(answer.content.decode())
    faults = [f"the id {name} stands there twice" for name in page.twice]
    faults += [*slips(page), *page.debris()]
    if answer.status_code != 200 or not page.main_words:
        faults.append(f"status {answer.status_code}, {len(page.main_words)} words")
    return [f"{address}: {fault}" for fault in faults]


def test_the_pages_before_sign_in_are_whole():
    cache.clear()

    assert [f for name in OUTSIDE for f in faults_of(Client(), reverse(name))] == []


@pytest.mark.parametrize("has_second_step", [False, True])
def test_ones_own_pages_are_whole(has_second_step):
    cache.clear()
    person, account = make_user("boss"), make_account()
    make_membership(person, account, Role.ADMINISTRATOR)
    invitations.invite_as_staff(
        account=account, email="ada@reseller.example", role=Role.REP, actor=person
    )
    browser = Client()
    browser.post(reverse("account_login"), {"login": "boss", "password": PASSWORD})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    if has_second_step:
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)
    addresses = [reverse(name) for name in OWN]
    if not has_second_step:
        addresses.remove(reverse("mfa_view_recovery_codes"))
        addresses.remove(reverse("mfa_deactivate_totp"))

    assert [fault for address in addresses for fault in faults_of(browser, address)] == []
    assert Authenticator.objects.count() == 2 * has_second_step


def test_the_pages_of_an_invitation_are_whole():
    account, boss = make_account(), make_user("boss")
    known = make_user("known")
    for email in ("ada@reseller.example", known.email):
        invitations.invite_as_staff(account=account, email=email, role=Role.REP, actor=boss)
    links = [
        "/" + invitations.link_of(invitation).split("/", 3)[3]
        for invitation in Invitation.objects.all()
    ]

    assert [fault for link in links for fault in faults_of(Client(), link)] == []
