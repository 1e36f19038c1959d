"""Recovery codes are shown once, kept as hashes, and stand in once each."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.core.cache import cache
from django.db import connection as database
from django.test import Client
from django.urls import reverse

from apps.accounts.recovery_codes import ALPHABET, COUNT, HashedRecoveryCodes
from apps.core.encryption import encrypt
from tests.accounts.test_sign_in_second_step import code_of, confirm, sign_in
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db
migration = import_module("apps.accounts.migrations.0008_hashed_recovery_codes")


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def rep():
    person = make_user("rep")
    make_membership(person, make_account())
    return person


@pytest.fixture
def browser(rep, signed_in):
    """Of a rep who has an app and may change how they sign in."""
    here = signed_in(rep)
    confirm(here)
    TOTP.activate(rep, generate_totp_secret())
    return here


def make_codes(browser: Client) -> list[str]:
    browser.post(reverse("mfa_generate_recovery_codes"))
    page = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<code>([^<]*)</code>", page)


def opens(code: str) -> bool:
    cache.clear()
    later = Client()
    sign_in(later)
    later.post(reverse("mfa_authenticate"), {"code": code})
    return "_auth_user_id" in later.session


def stored() -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator WHERE type = 'recovery_codes'")
        return str(cursor.fetchall())


def test_each_of_ten_codes_stands_in_once(browser):
    codes = make_codes(browser)

    assert len(set(codes)) == COUNT == 10
    assert [opens(code) for code in (codes[0], codes[0], codes[9])] == [True, False, True]
    page = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert "8 of 10 are unused" in page


def test_a_code_has_more_than_112_random_bits(browser):
    for code in make_codes(browser):
        letters = code.replace("-", "")
        assert len(letters) * 5 > 112
        assert set(letters) <= set(ALPHABET)
    assert len(set(ALPHABET)) == 2**5


def test_a_code_may_be_written_in_capitals_and_without_its_dashes(browser):
    assert opens(make_codes(browser)[0].replace("-", " ").upper())


def test_codes_are_shown_once_and_nowhere_else(browser):
    browser.post(reverse("mfa_generate_recovery_codes"))
    first = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    codes = re.findall(r"<code>([^<]*)</code>", first)

    again = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    saved = browser.get(reverse("mfa_download_recovery_codes"))
    page = browser.get(reverse("mfa_index")).content.decode()

    assert len(codes) == COUNT
    assert "cannot be shown again" in again
    assert saved.status_code == 403
    for code in codes:
        assert code not in again + page + saved.content.decode()


def test_only_hashes_of_them_are_kept(browser):
    codes = make_codes(browser)

    kept = stored()

    assert kept.count("sha256$") == COUNT
    assert "gAAAA" not in kept
    assert "seed" not in kept
    for code in codes:
        assert code not in kept
        assert code.replace("-", "") not in kept


def test_codes_that_nobody_has_seen_open_nothing(browser, rep):
    browser.post(reverse("mfa_generate_recovery_codes"))
    codes = Authenticator.objects.get(user=rep, type="recovery_codes")
    unseen = migration.decrypt(codes.data["unseen"]).split()

    assert len(unseen) == COUNT
    assert not opens(unseen[0])


def test_new_codes_end_the_old_ones(browser):
    old = make_codes(browser)

    new = make_codes(browser)

    assert not opens(old[0])
    assert opens(new[0])


def test_codes_from_before_keep_working_and_are_hashed(browser, rep):
    seed = "0123456789abcdef" * 5
    kept = Authenticator.objects.create(
        user=rep, type="recovery_codes", data={"seed": encrypt(seed), "used_mask": 0b10}
    )
    before = HashedRecoveryCodes.__base__(kept).generate_codes()

    migration.hash_codes(apps, None)

    assert encrypt(seed)[:5] not in stored()
    assert opens(before[0])
    assert not opens(before[0])
    assert not opens(before[1])
    assert opens(before[2])


def test_a_code_of_the_app_from_half_a_minute_ago_no_longer_counts(rep):
    secret = generate_totp_secret()
    TOTP.activate(rep, secret)

    assert not opens(code_of(secret, steps=-1))
    assert not opens(code_of(secret, steps=1 + 1))
    assert opens(code_of(secret)) or opens(code_of(secret))
