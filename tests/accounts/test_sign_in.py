"""Signing in: by user name or e-mail, by invitation only, and not by guessing."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def sign_in(browser: Client, login: str, password: str = PASSWORD):
    return browser.post(reverse("account_login"), {"login": login, "password": password})


@pytest.mark.parametrize("login", ["rep", "rep@reseller.example", "REP@reseller.example"])
def test_a_person_signs_in_by_name_or_by_e_mail(login):
    rep = make_user("rep")
    browser = Client()

    answer = sign_in(browser, login)

    assert (answer.status_code, answer["location"]) == (302, reverse("start"))
    assert browser.session["_auth_user_id"] == str(rep.pk)


def test_the_page_asks_for_name_and_password():
    page = Client().get(reverse("account_login"))

    assert page.status_code == 200
    assert 'name="login"' in page.content.decode()
    assert 'name="password"' in page.content.decode()


def test_a_wrong_password_says_neither_who_exists_nor_what_was_typed():
    make_user("rep")

    known = sign_in(Client(), "rep", "planted-password").content.decode()
    unknown = sign_in(Client(), "nobody", "planted-password").content.decode()

    assert "planted-password" not in known + unknown
    assert "do not belong together" in known
    assert "do not belong together" in unknown


@pytest.mark.parametrize("login", ["x" * 100_000, "x" * 100_000 + "@reseller.example"])
def test_a_huge_name_is_refused_with_words(login):
    answer = sign_in(Client(), login)

    assert answer.status_code == 200
    assert "too long for a user name or an e-mail address" in answer.content.decode()


def test_guessing_is_slowed_down():
    make_user("rep")
    for _ in range(10):
        sign_in(Client(), "rep", "wrong")

    answer = sign_in(Client(), "rep")

    assert answer.status_code != 302
    assert "Too many failed login attempts" in answer.content.decode()


def test_somebody_who_left_cannot_sign_in():
    make_user("leaver", is_active=False)
    browser = Client()

    sign_in(browser, "leaver")

    assert "_auth_user_id" not in browser.session


def test_nobody_can_sign_up():
    answer = Client().post(
        reverse("account_signup"),
        {
            "username": "new",
            "email": "new@example.com",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )

    assert answer.status_code == 200
    assert "_auth_user_id" not in Client().session
    assert not type(make_user()).objects.filter(username="new").exists()


def test_a_page_leads_to_sign_in_and_back():
    make_user("rep")
    browser = Client()

    sent_away = browser.get("/?from=mail")
    answer = browser.post(sent_away["location"], {"login": "rep", "password": PASSWORD})

    assert sent_away["location"] == f"{reverse('account_login')}?next=/%3Ffrom%3Dmail"
    assert answer["location"] == "/?from=mail"
