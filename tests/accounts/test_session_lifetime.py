"""How long one stays signed in."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from apps.accounts.session_lifetime import SEEN_AT, SIGNED_IN_AT
from apps.audit.choices import Action
from apps.audit.models import Event
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
HOUR, DAY = 3_600, 86_400


def is_in(browser: Client) -> bool:
    return browser.get(reverse("usersessions_list")).status_code == 200


def sign_in() -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": "rep", "password": PASSWORD})
    assert is_in(browser)
    return browser


def let_pass(browser: Client, seconds: int, *names: str) -> None:
    session = browser.session
    for name in names:
        session[name] -= seconds
    session.save()


@pytest.fixture(autouse=True)
def rep():
    return make_user("rep")


def test_who_was_away_over_night_signs_in_again():
    browser = sign_in()

    let_pass(browser, 12 * HOUR + 60, SEEN_AT)

    assert not is_in(browser)
    assert not Session.objects.exists()


def test_who_comes_back_after_lunch_goes_on():
    browser = sign_in()

    let_pass(browser, 11 * HOUR, SEEN_AT, SIGNED_IN_AT)
    assert is_in(browser)

    let_pass(browser, 11 * HOUR, SEEN_AT, SIGNED_IN_AT)
    assert is_in(browser)


def test_after_two_weeks_one_signs_in_again_however_busy_one_was():
    browser = sign_in()

    let_pass(browser, 14 * DAY + 60, SIGNED_IN_AT)

    assert not is_in(browser)


def test_a_new_sign_in_begins_both_times_anew():
    browser = sign_in()
    let_pass(browser, 14 * DAY + 60, SIGNED_IN_AT)
    assert not is_in(browser)

    browser.post(reverse("account_login"), {"login": "rep", "password": PASSWORD})

    assert is_in(browser)


def test_the_times_are_settings(settings):
    settings.SESSION_IDLE_HOURS = 1
    browser = sign_in()

    let_pass(browser, HOUR + 60, SEEN_AT)

    assert not is_in(browser)


def test_a_session_from_before_the_rule_begins_its_time_now():
    browser = sign_in()
    session = browser.session
    del session[SEEN_AT], session[SIGNED_IN_AT]
    session.save()

    assert is_in(browser)
    assert {SEEN_AT, SIGNED_IN_AT} <= set(browser.session.keys())


def test_the_admin_site_signs_a_person_out_everywhere(signed_in, rep):
    browser = sign_in()
    boss = signed_in(make_user("boss", is_staff=True, is_superuser=True))

    boss.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "sign_out_everywhere", "_selected_action": [rep.pk]},
    )

    assert not is_in(browser)
    assert boss.get(reverse("usersessions_list")).status_code == 200
    (told,) = Event.objects.filter(action=Action.SIGNED_OUT)
    assert (told.actor_name, told.object_id) == ("boss", str(rep.pk))
