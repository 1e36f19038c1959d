"""Sessions, addresses and passwords: what a person sees to themself."""

from __future__ import annotations

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from apps.audit.choices import Action
from apps.audit.models import Event
from tests.factories import PASSWORD, make_membership, make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another-counter-1851"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


def sign_in(login: str, password: str = PASSWORD) -> Client:
    browser = Client()
    browser.post(reverse("account_login"), {"login": login, "password": password})
    return browser


def confirm(browser: Client) -> None:
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def is_in(browser: Client) -> bool:
    return browser.get(reverse("usersessions_list")).status_code == 200


def test_signing_out_elsewhere_ends_the_other_sessions_at_once():
    make_user("rep")
    here, there = sign_in("rep"), sign_in("rep")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert page.count("This browser") == page.count("Sign out the browser at") == 1

    confirm(here)
    here.post(reverse("usersessions_list"))

    assert is_in(here)
    assert not is_in(there)


def test_one_other_session_is_ended_and_the_rest_stay():
    make_user("rep")
    here, lost, desk = sign_in("rep"), sign_in("rep"), sign_in("rep")
    gone = UserSession.objects.get(session_key=lost.session.session_key)
    confirm(here)

    here.post(reverse("accounts:end_session", args=[gone.pk]))

    assert [is_in(browser) for browser in (here, lost, desk)] == [True, False, True]


def test_the_audit_tells_who_ended_which_sessions(account):
    rep = make_user("rep")
    make_membership(rep, account)
    here, lost = sign_in("rep"), sign_in("rep")
    sign_in("rep")
    gone = UserSession.objects.get(session_key=lost.session.session_key)
    confirm(here)

    here.post(reverse("accounts:end_session", args=[gone.pk]))
    here.post(reverse("usersessions_list"))

    told = Event.objects.filter(action=Action.SIGNED_OUT)
    assert [(one.actor_id, one.object_id, one.account_id) for one in told] == [
        (rep.pk, str(rep.pk), account.pk)
    ] * 2
    assert {one.before["signed in at"] for one in told} == {"127.0.0.1"}


def test_who_ends_sessions_confirms_first_and_it_is_done_then():
    make_user("rep")
    here, there = sign_in("rep"), sign_in("rep")
    other = UserSession.objects.get(session_key=there.session.session_key)

    for address in (reverse("usersessions_list"), reverse("accounts:end_session", args=[other.pk])):
        asked = here.post(address)
        assert asked["location"].startswith(reverse("account_reauthenticate"))
        assert is_in(there)
    here.post(asked["location"], {"password": PASSWORD})

    assert is_in(here)
    assert not is_in(there)


def test_nobody_ends_one_session_of_another_person_nor_the_one_in_use():
    make_user("rep")
    make_user("other")
    mine, theirs = sign_in("rep"), sign_in("other")
    confirm(mine)

    for browser in (mine, theirs):
        session = UserSession.objects.get(session_key=browser.session.session_key)
        answer = mine.post(reverse("accounts:end_session", args=[session.pk]))
        assert answer.status_code == 404

    assert is_in(mine)
    assert is_in(theirs)


def test_a_session_gets_another_key_when_one_confirms_who_one_is():
    make_user("rep")
    browser, thief = sign_in("rep"), Client()
    before = browser.session.session_key
    thief.cookies["sessionid"] = before

    confirm(browser)

    assert browser.session.session_key != before
    assert is_in(browser)
    assert not is_in(thief)
    assert [one.session_key for one in UserSession.objects.all()] == [browser.session.session_key]


def test_a_wrong_password_there_leaves_the_session_as_it_is():
    make_user("rep")
    browser = sign_in("rep")
    before = browser.session.session_key

    browser.post(reverse("account_reauthenticate"), {"password": "not-mine"})

    assert browser.session.session_key == before


def test_the_browser_is_told_to_forget_what_it_kept_at_sign_out():
    make_user("rep")
    browser = sign_in("rep")
    assert "Clear-Site-Data" not in browser.get(reverse("usersessions_list"))

    answer = browser.post(reverse("account_logout"))

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_nobody_elses_sessions_are_shown_or_ended():
    make_user("rep")
    make_user("other")
    mine, also_mine, theirs = sign_in("rep"), sign_in("rep"), sign_in("other")

    confirm(mine)
    mine.post(reverse("usersessions_list"))

    assert not is_in(also_mine)
    assert is_in(theirs)


def test_a_session_gets_another_key_at_sign_in():
    make_user("rep")
    browser = Client()
    session = browser.session
    session["planted"] = True
    session.save()
    before = browser.cookies["sessionid"] = session.session_key

    browser.post(reverse("account_login"), {"login": "rep", "password": PASSWORD})

    assert browser.session.session_key != before
    assert browser.session["_auth_user_id"]


def test_an_address_that_is_not_verified_is_verified_first():
    make_user("rep", is_verified=False)
    browser = sign_in("rep")
    assert not is_in(browser)

    path = re.search(r"https?://[^/]+(/\S+confirm-email\S+)", str(mail.outbox[-1].body))
    assert path is not None
    Client().post(path[1])

    assert is_in(sign_in("rep"))


def test_an_address_that_the_admin_site_changed_is_verified_anew(signed_in):
    rep = make_user("rep")
    boss = make_user("boss", is_staff=True, is_superuser=True)
    url = reverse("admin:accounts_user_change", args=[rep.pk])
    typed = {
        "username": "rep",
        "email": "new@reseller.example",
        "time_zone": "UTC",
        "is_active": "on",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }

    answer = signed_in(boss).post(url, typed)

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert not is_in(sign_in("rep"))
    assert mail.outbox[-1].to == ["new@reseller.example"]


def test_a_new_address_counts_when_its_link_was_opened():
    rep = make_user("rep")
    browser = sign_in("rep")

    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    browser.post(reverse("account_email"), {"email": "new@reseller.example", "action_add": "1"})
    rep.refresh_from_db()
    assert rep.email == "rep@reseller.example"
    path = re.search(r"https?://[^/]+(/\S+confirm-email\S+)", str(mail.outbox[-1].body))
    assert path is not None
    browser.post(path[1])

    rep.refresh_from_db()
    assert rep.email == "new@reseller.example"


def test_another_password_signs_out_everywhere_else():
    make_user("rep")
    here, there = sign_in("rep"), sign_in("rep")

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert is_in(here)
    assert not is_in(there)
    assert is_in(sign_in("rep", NEW_PASSWORD))


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once():
    make_user("rep")
    there = sign_in("rep")
    browser = Client()
    browser.post(reverse("account_reset_password"), {"email": "rep@reseller.example"})
    found = re.search(r"https?://[^/]+(/\S+/key/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    form = browser.get(found[1], follow=True)

    browser.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert is_in(sign_in("rep", NEW_PASSWORD))
    assert not is_in(there)
    assert "was used" in Client().get(found[1], follow=True).content.decode()


def test_nobody_learns_who_has_a_sign_in():
    make_user("rep")

    answers = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in ("rep@reseller.example", "nobody@reseller.example")
    ]

    known, unknown = (re.sub(r"nonce\S+|csrf\S+", "", a.content.decode()) for a in answers)
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert len(known) == len(unknown)
    assert [message.to for message in mail.outbox] == [
        ["rep@reseller.example"],
        ["nobody@reseller.example"],
    ]


def test_no_page_of_a_person_is_kept_by_the_browser(signed_in, buyer):
    page = signed_in(buyer).get("/orders/")

    assert "no-store" in page["Cache-Control"]


def change_address(browser: Client, email: str) -> HttpResponse:
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    typed = {"email": email, "action_add": "1"}
    return browser.post(reverse("account_email"), typed, follow=True)


def link_of_last_mail() -> str:
    found = re.search(r"https?://[^/]+(/\S+confirm-email\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


@pytest.mark.parametrize("has_signed_in", [True, False])
def test_the_answer_to_a_new_address_tells_nobody_whose_it_is(has_signed_in):
    make_user("rep")
    other = make_user("other")
    if not has_signed_in:
        other.emailaddress_set.all().delete()
    browser = sign_in("rep")

    free, taken = (
        change_address(browser, email)
        for email in ("nobody@reseller.example", "other@reseller.example")
    )

    words = [
        answer.content.decode().replace("nobody@", "other@").count("other@reseller.example")
        for answer in (free, taken)
    ]
    assert words[0] == words[1] > 0
    assert free.status_code == taken.status_code == 200


@pytest.mark.parametrize("has_signed_in", [True, False])
def test_nobody_gets_the_address_of_another_person(has_signed_in):
    rep, other = make_user("rep"), make_user("other")
    if not has_signed_in:
        other.emailaddress_set.all().delete()
    browser = sign_in("rep")
    change_address(browser, "Other@reseller.example")

    answer = browser.post(link_of_last_mail())

    rep.refresh_from_db()
    assert answer.status_code == 302
    assert rep.email == "rep@reseller.example"


def test_two_people_whose_address_was_never_verified_keep_it_when_they_want_another(signed_in):
    people = [make_user("rep"), make_user("other")]
    for person in people:
        person.emailaddress_set.all().delete()

    for person in people:
        browser = signed_in(person)
        answer = change_address(browser, f"new-{person.username}@reseller.example")
        assert "send its link again" in answer.content.decode()

    for person in people:
        person.refresh_from_db()
        assert person.email == f"{person.username}@reseller.example"


@pytest.mark.parametrize("deed", ["action_remove", "action_primary"])
@pytest.mark.parametrize("is_verified", [True, False])
def test_the_only_address_is_not_taken_away_by_a_form_that_no_page_has(
    deed, is_verified, signed_in
):
    people = [make_user("rep"), make_user("other")]
    for person in people:
        person.emailaddress_set.update(verified=is_verified)
        browser = signed_in(person)
        browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})

        answer = browser.post(reverse("account_email"), {"email": person.email, deed: "1"})

        assert answer.status_code == 302
    for person in people:
        person.refresh_from_db()
        assert person.email == f"{person.username}@reseller.example"
