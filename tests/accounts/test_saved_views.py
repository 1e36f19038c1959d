from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from apps.accounts import saved_views
from apps.accounts.choices import ListPage
from apps.accounts.exceptions import ViewNotSaved
from apps.accounts.models import CustomerAccount, SavedView, User

VIEWS = "/accounts/views/orders:list/"


@pytest.fixture
def browser(buyer: User, signed_in: Any) -> Client:
    found: Client = signed_in(buyer)
    return found


def save(browser: Client, name: str, query: str) -> Any:
    return browser.post(VIEWS, {"name": name, "query": query})


def test_a_view_keeps_the_filters_under_a_name_and_is_a_tab_of_the_list(
    browser: Client, buyer: User
) -> None:
    answer = save(browser, "Cisco late", "tab=open&q=cisco&page=3&status=")

    assert answer.url == "/orders/?q=cisco&tab=open"
    assert "Cisco late" in browser.get(answer.url).content.decode()
    assert 'href="/orders/?q=cisco&amp;tab=open"' in browser.get("/orders/").content.decode()


def test_only_a_view_that_shows_what_is_set_is_the_current_tab(browser: Client) -> None:
    save(browser, "Mine", "tab=open&q=cisco")

    same = browser.get("/orders/?q=cisco&tab=open").context["saved"]
    other = browser.get("/orders/?q=dell&tab=open").context["saved"]
    plain = browser.get("/orders/").context["saved"]

    assert (same.is_saved, same.may_be_saved) == (True, False)
    assert (other.is_saved, other.may_be_saved) == (False, True)
    assert (plain.is_saved, plain.may_be_saved) == (False, False)


def test_a_name_that_is_known_shows_the_new_filters(browser: Client, buyer: User) -> None:
    save(browser, "Mine", "q=one")
    save(browser, "Mine", "q=two")

    assert buyer.saved_views.get().query == "q=two"


def test_a_view_is_renamed_and_deleted(browser: Client, buyer: User) -> None:
    save(browser, "Mine", "q=one")
    view = buyer.saved_views.get()

    browser.post(f"/accounts/views/{view.pk}/rename/", {"name": "Yours"})
    assert "Yours" in browser.get(VIEWS).content.decode()

    browser.post(f"/accounts/views/{view.pk}/delete/")
    assert not buyer.saved_views.exists()


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_view_without_a_fit_name_is_refused_and_the_filters_are_kept(
    browser: Client, buyer: User, name: str
) -> None:
    answer = save(browser, name, "q=one")

    assert answer.status_code == 422
    assert 'value="q=one"' in answer.content.decode()
    assert not buyer.saved_views.exists()


def test_a_name_that_another_view_has_is_refused(browser: Client, buyer: User) -> None:
    save(browser, "One", "q=one")
    save(browser, "Two", "q=two")
    two = buyer.saved_views.get(name="Two")

    answer = browser.post(f"/accounts/views/{two.pk}/rename/", {"name": "One"})

    assert answer.status_code == 422
    assert "Another view is called" in answer.content.decode()
    two.refresh_from_db()
    assert two.name == "Two"


def test_a_list_has_so_many_views_and_no_more(buyer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    told = {"user": buyer, "page": ListPage.ORDERS, "query": "q=one"}
    saved_views.save_view(name="One", **told)

    with pytest.raises(ViewNotSaved):
        saved_views.save_view(name="Two", **told)
    saved_views.save_view(name="One", **told)


def test_too_long_an_address_is_refused(buyer: User) -> None:
    with pytest.raises(ViewNotSaved):
        saved_views.save_view(
            user=buyer, page=ListPage.ORDERS, name="Long", query="q=" + "x" * 2000
        )


def test_a_view_is_its_persons_alone(
    browser: Client, colleague: User, outsider: User, signed_in: Any, account: CustomerAccount
) -> None:
    save(browser, "Mine", "q=secret")
    view = SavedView.objects.get()

    for other in (colleague, outsider):
        theirs = signed_in(other)
        assert "Mine" not in theirs.get("/orders/").content.decode()
        assert theirs.post(f"/accounts/views/{view.pk}/rename/", {"name": "X"}).status_code == 404
        assert theirs.post(f"/accounts/views/{view.pk}/delete/").status_code == 404
    view.refresh_from_db()
    assert view.name == "Mine"


def test_the_page_explains_itself_when_there_is_no_view(browser: Client) -> None:
    assert "No saved views" in browser.get(VIEWS).content.decode()


def test_only_lists_have_views(browser: Client, client: Client) -> None:
    assert browser.get("/accounts/views/admin:index/").status_code == 404
    assert client.get(VIEWS).status_code == 302
