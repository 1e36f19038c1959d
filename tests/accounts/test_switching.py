"""Working in one of several customer accounts, and being told no."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from apps.accounts.exceptions import NotPermitted
from apps.accounts.middleware import CurrentAccountMiddleware
from tests.factories import make_account, make_membership, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer():
    return make_user("buyer")


@pytest.fixture
def here(buyer):
    account = make_account(name="Counter Supply Canada")
    make_membership(buyer, account)
    return account


@pytest.fixture
def there(buyer, here):
    account = make_account(here.connection, name="Counter Supply US", customer_number="20-333333")
    make_membership(buyer, account)
    return account


def switch(browser: Client, account: object, **more: str):
    return browser.post(reverse("accounts:switch"), {"account": account, **more})


def current_account(browser: Client):
    return browser.get(reverse("core:theme")).wsgi_request.account


def test_a_person_works_in_the_account_they_switched_to(signed_in, buyer, here, there):
    browser = signed_in(buyer)
    before = current_account(browser)

    answer = switch(browser, there.pk, next="/quotes/")

    assert (answer.status_code, answer["location"]) == (302, "/quotes/")
    assert (before, current_account(browser)) == (here, there)


@pytest.mark.parametrize("elsewhere", ["https://attacker.example/", "//attacker.example", ""])
def test_switching_never_leads_away_from_the_portal(signed_in, buyer, there, elsewhere):
    answer = switch(signed_in(buyer), there.pk, next=elsewhere)

    assert answer["location"] == reverse("start")


def test_an_outsider_cannot_switch_to_an_account(signed_in, buyer, here):
    foreign = make_account(here.connection, name="Elsewhere", customer_number="20-444444")
    browser = signed_in(buyer)

    answer = switch(browser, foreign.pk)

    assert answer.status_code == 404
    assert current_account(browser) == here


@pytest.mark.parametrize("nonsense", ["", "0", "-1", "x", "9" * 30])
def test_nonsense_is_no_account(signed_in, buyer, here, nonsense):
    assert switch(signed_in(buyer), nonsense).status_code == 404


def test_a_closed_account_is_left(signed_in, buyer, here, there):
    browser = signed_in(buyer, there)

    there.is_active = False
    there.save()

    assert current_account(browser) == here
    assert switch(browser, there.pk).status_code == 404


def test_switching_is_a_post_of_somebody_signed_in(signed_in, buyer, here):
    assert signed_in(buyer).get(reverse("accounts:switch")).status_code == 405
    assert switch(Client(), here.pk)["location"].startswith(reverse("account_login"))


def test_the_page_head_offers_the_other_accounts(signed_in, buyer, here, there):
    page = signed_in(buyer).get(reverse("start")).content.decode()

    assert 'action="/accounts/switch/"' in page
    assert here.customer_number in page
    assert there.customer_number in page


def test_a_person_without_an_account_reads_whom_to_ask(signed_in):
    answer = signed_in(make_user()).get(reverse("start"))

    assert answer.status_code == 403
    assert "Ask an administrator of your company" in answer.content.decode()


def test_an_administrator_without_an_account_is_led_to_the_admin_site(signed_in):
    answer = signed_in(make_user(is_staff=True)).get(reverse("start"))

    assert reverse("admin:accounts_customeraccount_changelist") in answer.content.decode()


@pytest.fixture
def refused():
    """What the middleware answers when a service says no."""

    def answer(buyer, *, htmx: bool):
        request = RequestFactory().post("/", headers={"HX-Request": "true"} if htmx else {})
        request.user, request.session = buyer, {}
        request.htmx = HtmxDetails(request)
        middleware = CurrentAccountMiddleware(lambda request: None)
        return middleware.process_exception(request, NotPermitted("Ask a manager."))

    return answer


def test_a_refusal_is_a_page_in_its_own_words(refused, buyer):
    answer = refused(buyer, htmx=False)

    assert answer.status_code == 403
    assert "Ask a manager." in answer.content.decode()
    assert "<html" in answer.content.decode()


def test_a_refusal_for_htmx_is_no_page(refused, buyer):
    answer = refused(buyer, htmx=True)

    assert (answer.status_code, answer.content.decode()) == (403, "Ask a manager.")


def test_times_are_shown_in_the_persons_zone(rf, buyer):
    seen = []
    buyer.time_zone = "Asia/Tokyo"
    request = rf.get("/")
    request.user, request.session = buyer, {}

    def page(_request):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    CurrentAccountMiddleware(page)(request)

    assert seen == ["Asia/Tokyo"]
