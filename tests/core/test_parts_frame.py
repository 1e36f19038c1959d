"""The frame that every page stands in."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

BUDGET = 100 * 1024


@pytest.fixture
def sign_in_page(db: None) -> str:
    return Client().get(reverse("account_login")).content.decode()


def test_the_first_page_weighs_less_than_its_budget(sign_in_page):
    addresses = re.findall(r'(?:href|src)="/static/([^"?]+)"', sign_in_page)

    files = {address: finders.find(address) for address in addresses}

    assert None not in files.values(), files
    weight = len(gzip.compress(sign_in_page.encode())) + sum(
        len(gzip.compress(Path(str(file)).read_bytes())) for file in files.values()
    )
    assert weight < BUDGET


def test_everything_comes_from_our_own_host(sign_in_page):
    assert re.findall(r'(?:href|src|action)="(?:https?:)?//', sign_in_page) == []


def test_htmx_is_set_up_without_eval_and_swaps_refusals(sign_in_page):
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", sign_in_page)
    assert found

    config = json.loads(found[1])

    assert config["allowEval"] is False
    assert config["historyRestoreAsHxRequest"] is False
    assert config["includeIndicatorStyles"] is False
    codes = [line["code"] for line in config["responseHandling"]]
    assert codes.index("422") < codes.index("[45]..")


def test_the_theme_of_the_cookie_is_on_the_page_and_nonsense_is_not(db):
    client = Client()

    client.cookies["theme"] = "dark"
    dark = client.get(reverse("account_login")).content.decode()
    client.cookies["theme"] = '"><script>'
    nonsense = client.get(reverse("account_login")).content.decode()

    assert '<html lang="en" data-theme="dark">' in dark
    assert '<html lang="en">' in nonsense


def test_one_may_skip_to_the_content(sign_in_page):
    assert 'class="skip-link" href="#content"' in sign_in_page
    assert 'id="content"' in sign_in_page


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_need_neither_person_nor_request(template):
    html = render_to_string(template)

    assert "<h1" in html
    assert "Traceback" not in html


def test_a_stranger_sees_no_places_and_no_menu():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    html = render_to_string("base.html", {}, request=request)

    assert "data-go=" not in html
    assert 'id="own-menu"' not in html


def test_the_head_names_account_place_and_environment(buyer, account, signed_in):
    html = signed_in(buyer).get(reverse("quotes:list")).content.decode()

    assert account.name in html
    assert f"{account.customer_number} · {account.country_code}" in html
    assert account.connection.get_environment_display() in html
    assert re.search(r'data-go="q" aria-current="page"', html)
    assert "account-menu" not in html


def test_who_changes_the_theme_beside_a_refused_form_comes_back_to_the_form(signed_in, buyer):
    browser = signed_in(buyer)

    refused = browser.post("/orders/new/lines/", HTTP_REFERER="http://testserver/orders/new/")

    assert refused.status_code == 422
    form = refused.content.decode().partition('action="/theme/"')[2]
    assert 'name="next" value="http://testserver/orders/new/"' in form.partition("</form>")[0]
