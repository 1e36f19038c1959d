"""Sign-in by a company's OpenID Connect provider: the known, the invited, an allowed domain."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from apps.accounts import invitations
from apps.accounts.choices import Role
from apps.accounts.models import Membership, User
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, running_provider
from tests.factories import make_account, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/company/login/"


@pytest.fixture
def provider(settings):
    cache.clear()
    with running_provider() as running:
        app = {
            "provider_id": "company",
            "name": "Example",
            "client_id": CLIENT_ID,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": running.issuer},
        }
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [app]}
        }
        yield running


def come_back(browser: Client, process: str = "login"):
    """Press the button, sign in at the provider, and follow it back."""
    away = browser.post(f"{LOGIN}?process={process}")
    there = requests.get(away["location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["location"])
    return browser.get(f"{back.path}?{back.query}")


def claims(email: str, *, verified: bool = True, **more: str) -> dict[str, object]:
    return {"sub": f"id-of-{email}", "email": email, "email_verified": verified, **more}


def test_the_button_is_there_only_with_a_provider(settings):
    assert "Sign in with" not in Client().get(reverse("account_login")).content.decode().replace(
        "Sign in with a passkey", ""
    )


def test_a_known_person_signs_in_by_their_verified_address(provider):
    rep = make_user("rep")
    provider.person = claims(rep.email)
    browser = Client()

    assert "Sign in with Example" in browser.get(reverse("account_login")).content.decode()
    answer = come_back(browser)

    assert answer["location"] == reverse("start")
    assert browser.session["_auth_user_id"] == str(rep.pk)
    assert provider.token_requests[0]["code_verifier"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"signs_with": rsa.generate_private_key(public_exponent=65537, key_size=2048)},
        {"signs_with": CLIENT_SECRET * 4, "algorithm": "HS256"},
        {"signs_with": "", "algorithm": "none"},
        {"key_name": "another-key"},
        {"token_claims": {"iss": "https://elsewhere.example"}},
        {"token_claims": {"aud": "another-client"}},
        {"token_claims": {"exp": 1}},
        {"token_claims": {"sub": "somebody-else"}},
        {"names_itself": "https://elsewhere.example"},
        {"moved": {"keys"}},
        {"moved": {"userinfo"}},
    ],
    ids=lambda wrong: "-".join([*wrong, *wrong.get("token_claims", {})]),
)
def test_a_provider_that_is_not_what_it_says_opens_nothing(provider, wrong):
    rep = make_user("rep")
    provider.person = claims(rep.email)
    browser = Client()
    away = browser.post(f"{LOGIN}?process=login")
    for name, value in wrong.items():
        setattr(provider, name, value)

    there = requests.get(away["location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["location"])
    answer = browser.get(f"{back.path}?{back.query}", follow=True)

    assert "did not work" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_a_provider_that_is_away_is_told_of_in_words(provider, settings):
    away = {"provider_id": "company", "name": "Example", "client_id": "x", "secret": "x"}
    away["settings"] = {"server_url": "http://127.0.0.1:9"}
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [away]

    answer = Client().post(f"{LOGIN}?process=login", follow=True)

    assert "did not work" in answer.content.decode()


def test_nobody_is_sent_to_a_provider_that_names_itself_otherwise(provider):
    provider.names_itself = "https://elsewhere.example"

    answer = Client().post(f"{LOGIN}?process=login", follow=True)

    assert "did not work" in answer.content.decode()


def test_a_provider_with_one_key_need_not_name_it(provider):
    rep = make_user("rep")
    provider.person, provider.key_name = claims(rep.email), None
    browser = Client()

    come_back(browser)

    assert browser.session["_auth_user_id"] == str(rep.pk)


def test_an_address_that_is_not_verified_opens_nothing(provider):
    rep = make_user("rep")
    provider.person = claims(rep.email, verified=False)
    browser = Client()

    answer = come_back(browser)

    assert "By invitation only" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_nobody_signs_up_by_it(provider):
    provider.person = claims("stranger@elsewhere.example")
    browser = Client()

    answer = come_back(browser)

    assert "By invitation only" in answer.content.decode()
    assert not User.objects.filter(email="stranger@elsewhere.example").exists()


def test_the_invited_join_by_it(provider):
    account = make_account()
    boss = make_user("boss")
    invitations.invite_as_staff(
        account=account, email="ada@reseller.example", role=Role.MANAGER, actor=boss
    )
    provider.person = claims(
        "ada@reseller.example", given_name="Ada", family_name="Byron", preferred_username="boss"
    )
    browser = Client()

    answer = come_back(browser)

    ada = User.objects.get(email="ada@reseller.example")
    assert answer["location"] == reverse("start")
    assert browser.session["_auth_user_id"] == str(ada.pk)
    assert (ada.first_name, ada.has_usable_password()) == ("Ada", False)
    assert ada.username not in ("", "boss")
    assert Membership.objects.get(user=ada).role == Role.MANAGER
    assert EmailAddress.objects.get(user=ada).verified
    assert not invitations.open_for(ada.email).exists()


def test_an_allowed_domain_comes_in_and_belongs_to_no_account(provider, settings):
    settings.OIDC_DOMAINS = ["reseller.example"]
    provider.person = claims("new@Reseller.example", preferred_username="new")
    browser = Client()

    come_back(browser)

    page = browser.get(reverse("start"))
    assert page.status_code == 403
    assert "member of no customer account" in page.content.decode()


def test_a_domain_that_only_ends_alike_stays_out(provider, settings):
    settings.OIDC_DOMAINS = ["reseller.example"]
    provider.person = claims("new@notreseller.example")

    assert "By invitation only" in come_back(Client()).content.decode()


def test_a_person_who_left_stays_out(provider):
    leaver = make_user("leaver", is_active=False)
    provider.person = claims(leaver.email)
    browser = Client()

    come_back(browser)

    assert "_auth_user_id" not in browser.session


def test_an_answer_without_its_state_is_refused(provider):
    rep = make_user("rep")
    provider.person = claims(rep.email)
    browser = Client()
    away = browser.post(f"{LOGIN}?process=login")
    there = requests.get(away["location"], allow_redirects=False, timeout=5)
    back = urlsplit(there.headers["location"])

    somebody_else = Client()
    answer = somebody_else.get(f"{back.path}?{back.query}")

    assert "did not work" in answer.content.decode()
    assert "_auth_user_id" not in somebody_else.session


def test_nobody_connects_another_persons_company_sign_in(provider, signed_in):
    rep = make_user("rep")
    provider.person = claims("manager@reseller.example")
    browser = signed_in(rep)
    browser.post(reverse("account_reauthenticate"), {"password": "counter-for-tests"})

    answer = come_back(browser, "connect")

    assert answer["location"] == reverse("socialaccount_login_error")
    assert not rep.socialaccount_set.exists()
