"""Members of an account: another role, and taken out, by its administrators."""

from __future__ import annotations

import pytest
from django.urls import reverse

from apps.accounts import people
from apps.accounts.choices import Role
from apps.accounts.exceptions import MemberKept, NotPermitted
from apps.accounts.models import Membership
from apps.audit.choices import Action
from apps.audit.models import Event
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return make_account()


@pytest.fixture
def administrator(account):
    person = make_user("administrator")
    make_membership(person, account, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def rep(account):
    return make_membership(make_user("ada"), account, Role.REP)


def role_url(member):
    return reverse("accounts:change_role", args=[member.pk])


def remove_url(member):
    return reverse("accounts:remove_member", args=[member.pk])


def test_an_administrator_gives_another_role_and_the_audit_tells_it(administrator, rep, signed_in):
    page = signed_in(administrator).post(role_url(rep), {"role": "manager"}, follow=True)

    rep.refresh_from_db()
    assert rep.role == Role.MANAGER
    assert "is manager now." in page.content.decode()
    event = Event.objects.filter(action=Action.CHANGED, object_kind="membership").get()
    assert (event.actor_id, event.account_id) == (administrator.pk, rep.account_id)
    assert (event.before, event.after) == ({"role": "rep"}, {"role": "manager"})


def test_somebody_is_removed_after_a_question_and_sees_the_account_no_more(
    account, administrator, rep, signed_in
):
    browser = signed_in(administrator)

    asked = browser.get(remove_url(rep)).content.decode()
    still_there = Membership.objects.filter(pk=rep.pk).exists()
    page = browser.post(remove_url(rep), follow=True).content.decode()

    assert "Remove the person" in asked
    assert still_there
    assert f"no longer works in {account.name}." in page
    assert not Membership.objects.filter(pk=rep.pk).exists()
    assert Event.objects.filter(action=Action.REMOVED, object_kind="membership").count() == 1
    assert "member of no customer account" in signed_in(rep.user).get("/").content.decode()


def test_the_last_administrator_stays(account, administrator, rep, signed_in):
    mine = Membership.objects.get(user=administrator)
    gone = make_user("gone", is_active=False)
    make_membership(gone, account, Role.ADMINISTRATOR)
    browser = signed_in(administrator)

    listed = browser.get(reverse("accounts:people")).content.decode()
    changed = browser.post(role_url(mine), {"role": "rep"}, follow=True).content.decode()
    removed = browser.post(remove_url(mine), follow=True).content.decode()

    assert role_url(mine) not in listed
    assert "The last administrator stays" in listed
    for page in (changed, removed):
        assert "Make somebody else an administrator first." in page
    mine.refresh_from_db()
    assert mine.role == Role.ADMINISTRATOR


def test_one_of_two_administrators_may_step_back(account, administrator, rep, signed_in):
    make_membership(make_user("second"), account, Role.ADMINISTRATOR)
    mine = Membership.objects.get(user=administrator)

    answer = signed_in(administrator).post(role_url(mine), {"role": "viewer"})

    mine.refresh_from_db()
    assert (mine.role, answer.url) == (Role.VIEWER, reverse("start"))


def test_a_role_that_there_is_not_changes_nothing(administrator, rep, signed_in):
    page = signed_in(administrator).post(role_url(rep), {"role": "owner"}, follow=True)

    rep.refresh_from_db()
    assert rep.role == Role.REP
    assert "Choose a role from the list." in page.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REP, Role.MANAGER])
def test_nobody_else_changes_who_works_in_the_account(account, rep, signed_in, role):
    person = make_user("other")
    make_membership(person, account, role)
    browser = signed_in(person)

    answers = [browser.post(role_url(rep), {"role": "viewer"}), browser.post(remove_url(rep))]

    assert [answer.status_code for answer in answers] == [403, 403]
    rep.refresh_from_db()
    assert rep.role == Role.REP
    with pytest.raises(NotPermitted):
        people.remove(account=account, member_id=rep.pk, actor=person)


def test_an_administrator_of_another_account_finds_nobody(rep, signed_in):
    outsider = make_user("outsider")
    make_membership(outsider, make_account(customer_number="20-333333"), Role.ADMINISTRATOR)
    browser = signed_in(outsider)

    answers = [
        browser.post(role_url(rep), {"role": "viewer"}),
        browser.get(remove_url(rep)),
        browser.post(remove_url(rep)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_who_was_an_administrator_a_moment_ago_decides_nothing(account, administrator, rep):
    make_membership(make_user("second"), account, Role.ADMINISTRATOR)
    mine = Membership.objects.get(user=administrator)
    people.change_role(account=account, member_id=mine.pk, role=Role.REP, actor=administrator)

    with pytest.raises(NotPermitted):
        people.change_role(account=account, member_id=rep.pk, role=Role.VIEWER, actor=administrator)


def test_the_service_keeps_the_last_administrator(account, administrator):
    mine = Membership.objects.get(user=administrator)

    with pytest.raises(MemberKept):
        people.remove(account=account, member_id=mine.pk, actor=administrator)
    assert Membership.objects.filter(pk=mine.pk).exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_a_fixed_number_of_questions(
    account, administrator, signed_in, count, django_assert_max_num_queries
):
    for number in range(count):
        make_membership(make_user(f"person{number}"), account, Role.REP)
    browser = signed_in(administrator)

    with django_assert_max_num_queries(10):
        browser.get(reverse("accounts:people"))
