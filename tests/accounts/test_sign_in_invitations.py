"""Inviting a person: a link by e-mail that works once, for seven days, for whom it was sent."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.exceptions import InvitationRefused, NotPermitted
from apps.accounts.models import Invitation, Membership, User
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db
NEW = {
    "first_name": "Ada",
    "last_name": "Byron",
    "username": "ada",
    "password": "engine-of-1843-notes",
}


@pytest.fixture
def account():
    return make_account()


@pytest.fixture
def administrator(account):
    person = make_user("administrator")
    make_membership(person, account, Role.ADMINISTRATOR)
    return person


@pytest.fixture
def invite(account, administrator, eager_tasks):
    def invited(email: str = "ada@reseller.example", role: Role = Role.REP) -> str:
        """The path of the link that was sent."""
        with eager_tasks():
            invitations.invite(account=account, email=email, role=role, actor=administrator)
        return link()

    return invited


def link() -> str:
    found = re.search(r"https?://[^/]+(/accounts/join/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found[1]


def test_an_administrator_invites_and_the_person_joins(
    account, administrator, signed_in, eager_tasks
):
    with eager_tasks():
        signed_in(administrator).post(
            reverse("accounts:invite"), {"email": "Ada@Reseller.example", "role": "manager"}
        )
    newcomer = Client()
    page = newcomer.get(link()).content.decode()
    answer = newcomer.post(link(), NEW)

    assert mail.outbox[-1].to == ["ada@reseller.example"]
    assert account.name in page
    assert answer["location"] == reverse("start")
    ada = User.objects.get(username="ada")
    assert newcomer.session["_auth_user_id"] == str(ada.pk)
    assert Membership.objects.get(user=ada).role == Role.MANAGER
    assert ada.emailaddress_set.get().verified


def test_a_link_works_once(invite):
    path = invite()
    Client().post(path, NEW)

    again = Client().post(path, NEW | {"username": "eve"})

    assert again.status_code == 404
    assert not User.objects.filter(username="eve").exists()


def test_two_who_open_the_link_at_once_make_one_person(invite):
    invite()
    stale = Invitation.objects.select_related("account").get()
    invitations.accept_as_new(invitation=stale, **NEW)

    with pytest.raises(InvitationRefused):
        invitations.accept_as_new(invitation=stale, **NEW | {"username": "eve"})

    assert not User.objects.filter(username="eve").exists()


def test_after_seven_days_it_is_over(invite, monkeypatch):
    path = invite()
    later = timezone.now().timestamp() + timedelta(days=7, seconds=5).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    answer = Client().get(path)

    assert answer.status_code == 404
    assert "older than seven days" in answer.content.decode()


def test_a_link_that_was_changed_is_refused(invite):
    path = invite()

    assert Client().get(path.replace("/join/", "/join/x")).status_code == 404
    assert Client().get(reverse("accounts:join", args=["nonsense"])).status_code == 404


def test_sending_again_makes_the_older_link_void(
    account, administrator, invite, signed_in, eager_tasks
):
    older = invite()
    row = Invitation.objects.get()
    with eager_tasks():
        signed_in(administrator).post(reverse("accounts:send_again", args=[row.pk]))

    assert link() != older
    assert Client().get(older).status_code == 404
    assert Client().get(link()).status_code == 200


def test_a_withdrawn_invitation_lets_nobody_in(administrator, invite, signed_in):
    path = invite()
    row = Invitation.objects.get()

    signed_in(administrator).post(reverse("accounts:withdraw", args=[row.pk]))

    assert Client().post(path, NEW).status_code == 404
    assert not User.objects.filter(username="ada").exists()


def test_who_has_a_sign_in_joins_with_it(account, invite, signed_in):
    known = make_user("known")
    path = invite(known.email)

    asked = Client().get(path)
    answer = signed_in(known).post(path)

    assert "You have a sign-in already" in asked.content.decode()
    assert answer["location"] == reverse("start")
    assert Membership.objects.filter(user=known, account=account).exists()


def test_nobody_else_takes_the_place_of_who_was_invited(account, invite, signed_in):
    make_user("known")
    thief = make_user("thief")
    path = invite("known@reseller.example")

    answer = signed_in(thief).post(path)

    assert answer.status_code == 404
    assert not Membership.objects.filter(user=thief).exists()
    assert Client().post(path, NEW).status_code == 200
    assert not User.objects.filter(username="ada").exists()


def test_what_was_typed_is_kept_when_it_cannot_be_so(invite):
    make_user("ada")
    path = invite("lovelace@reseller.example")

    taken = Client().post(path, NEW)
    common = Client().post(path, NEW | {"username": "lovelace", "password": "password"})

    assert taken.status_code == common.status_code == 422
    assert "Somebody has this user name" in taken.content.decode()
    assert "too common" in common.content.decode()
    assert 'value="Byron"' in common.content.decode()


def test_members_and_the_invited_are_not_invited_again(account, administrator, invite, signed_in):
    invite()
    browser = signed_in(administrator)

    for email in ("ADA@reseller.example", administrator.email):
        answer = browser.post(reverse("accounts:invite"), {"email": email, "role": "rep"})
        assert answer.status_code == 422
        assert "already" in answer.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.REP, Role.MANAGER])
def test_only_administrators_see_to_people(account, invite, signed_in, role):
    invite()
    row = Invitation.objects.get()
    person = make_user("other")
    make_membership(person, account, role)
    browser = signed_in(person)

    with pytest.raises(NotPermitted):
        invitations.invite(account=account, email="x@y.example", role=Role.REP, actor=person)

    assert browser.get(reverse("accounts:people")).status_code == 403
    assert browser.post(reverse("accounts:withdraw", args=[row.pk])).status_code == 403
    assert browser.post(reverse("accounts:send_again", args=[row.pk])).status_code == 403
    row.refresh_from_db()
    assert (row.withdrawn_at, row.sent_count) == (None, 1)


def test_an_administrator_of_another_account_finds_nothing(account, invite, signed_in):
    invite()
    row = Invitation.objects.get()
    elsewhere = make_account(name="Elsewhere", customer_number="20-333333")
    outsider = make_user("outsider")
    make_membership(outsider, elsewhere, Role.ADMINISTRATOR)
    browser = signed_in(outsider)

    assert browser.post(reverse("accounts:withdraw", args=[row.pk])).status_code == 404
    assert browser.post(reverse("accounts:send_again", args=[row.pk])).status_code == 404
    assert "ada@reseller.example" not in browser.get(reverse("accounts:people")).content.decode()


def test_an_account_is_no_mailing_machine(account, administrator, signed_in, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_PER_HOUR", 2)
    browser = signed_in(administrator)

    answers = [
        browser.post(reverse("accounts:invite"), {"email": f"p{n}@x.example", "role": "rep"})
        for n in range(3)
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 422]


@pytest.mark.parametrize("people", [1, 30])
def test_the_page_of_people_costs_the_same(
    account, administrator, signed_in, people, django_assert_num_queries
):
    for n in range(people):
        make_membership(make_user(f"member-{n}"), account)
        Invitation.objects.create(
            email=f"i{n}@x.example",
            account=account,
            invited_by=administrator,
            sent_at=timezone.now(),
        )
    browser = signed_in(administrator)
    browser.get(reverse("accounts:people"))

    with django_assert_num_queries(PEOPLE_QUERIES):
        browser.get(reverse("accounts:people"))


#: Session, person, accounts and roles, what needs attention, role, members, invitations.
PEOPLE_QUERIES = 8


def test_the_admin_site_invites_too(account, eager_tasks, signed_in):
    boss = make_user("boss", is_staff=True, is_superuser=True)
    with eager_tasks():
        signed_in(boss).post(
            reverse("admin:accounts_invitation_add"),
            {"email": "Ada@reseller.example", "account": account.pk, "role": "administrator"},
        )

    assert Invitation.objects.get().invited_by == boss
    assert Client().get(link()).status_code == 200
