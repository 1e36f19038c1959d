"""Nobody ever knows the password of somebody else: they get a link."""

from __future__ import annotations

import re

import pytest
from allauth.core import context
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.choices import Action
from apps.audit.models import Event
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
CHOSEN = "my-own-counter-1851"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def admin(signed_in):
    return signed_in(make_user("boss", is_staff=True, is_superuser=True))


def choose_by_mail(email: str) -> None:
    assert mail.outbox[-1].to == [email]
    found = re.search(r"https?://[^/]+(/\S+/key/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    browser = Client()
    form = browser.get(found[1], follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": CHOSEN, "password2": CHOSEN})


def test_a_new_person_chooses_their_own_by_a_link(admin, django_capture_on_commit_callbacks):
    typed = {
        "username": "newcomer",
        "email": "newcomer@reseller.example",
        "time_zone": "UTC",
        "password1": "of-the-superuser-1",
        "password2": "of-the-superuser-1",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }

    # The mail leaves on commit, which a test brings about when the request is over.
    with (
        context.request_context(RequestFactory().get("/")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        admin.post(reverse("admin:accounts_user_add"), typed)
    newcomer = User.objects.get(username="newcomer")
    assert not newcomer.has_usable_password()
    choose_by_mail("newcomer@reseller.example")

    newcomer.refresh_from_db()
    assert newcomer.check_password(CHOSEN)


def test_the_admin_site_sends_a_link_and_sets_no_password(admin):
    rep = make_user("rep")

    page = admin.get(reverse("admin:accounts_user_change", args=[rep.pk])).content.decode()
    gone = admin.get(f"/admin/accounts/user/{rep.pk}/password/", follow=True)
    admin.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "send_password_link", "_selected_action": [rep.pk]},
    )

    assert "../password/" not in page
    assert 'name="password1"' not in gone.content.decode()
    rep.refresh_from_db()
    assert rep.check_password(PASSWORD)
    choose_by_mail(rep.email)
    rep.refresh_from_db()
    assert rep.check_password(CHOSEN)


def test_who_lost_a_second_factor_is_signed_out_and_told(
    admin, signed_in, django_capture_on_commit_callbacks
):
    rep = make_user("rep")
    lost = Client()
    lost.post(reverse("account_login"), {"login": "rep", "password": PASSWORD})
    assert "_auth_user_id" in lost.session

    with django_capture_on_commit_callbacks(execute=True):
        admin.post(
            reverse("admin:accounts_user_changelist"),
            {"action": "take_second_factors_away", "_selected_action": [rep.pk]},
        )

    assert lost.get(reverse("usersessions_list")).status_code == 302
    assert rep.email in [address for message in mail.outbox for address in message.to]
    assert Event.objects.filter(action=Action.SIGNED_IN, object_name=str(rep)).exists()
