"""Searching, from the address to the sandbox and back."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.catalog.models import Product
from apps.catalog.products import ProductRow
from sandbox.testing import SandboxServer
from tests.catalog.conftest import HTMX

SEARCH = "GET /resellers/v6/catalog"
PRICES = "POST /resellers/v6/catalog/priceandavailability"


def text_of(response: Any) -> str:
    return str(response.content, "utf-8")


def rows_of(response: Any) -> int:
    return text_of(response).count('class="table__link"')


def test_a_search_shows_products_with_vendor_part_numbers_and_category(
    browser: Client, sandbox: SandboxServer
) -> None:
    page = text_of(browser.get("/catalog/", {"q": "6YE881"}))

    assert 'data-copy="6YE881"' in page
    assert 'data-copy="CBS350-24T-4G-NA"' in page
    assert "Cisco · Networking \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} Switches" in page
    assert sandbox.calls(SEARCH) == 1


def test_htmx_gets_the_results_alone_and_everybody_else_the_page(browser: Client) -> None:
    page = browser.get("/catalog/", {"q": "monitor"})
    fragment = browser.get("/catalog/", {"q": "monitor"}, headers=HTMX)
    boosted = browser.get("/catalog/", {"q": "monitor"}, headers=HTMX | {"HX-Boosted": "true"})

    assert "<html" in text_of(page)
    assert "<html" in text_of(boosted)
    assert text_of(fragment).strip().startswith('<div class="results" id="results">')
    assert rows_of(page) == rows_of(fragment) == 25
    assert "HX-Request" in fragment["Vary"]


def test_the_address_of_a_search_as_you_type_is_the_shortest(browser: Client) -> None:
    fields = {"q": "  dell   monitor ", "vendor": "", "category": "", "kind": "", "stock": "on"}

    fragment = browser.get("/catalog/", fields, headers=HTMX)

    assert fragment["HX-Push-Url"] == "/catalog/?q=dell+monitor&stock=on"


def test_filters_narrow_the_search_and_stand_as_chips(browser: Client) -> None:
    response = browser.get(
        "/catalog/",
        {"vendor": "Dell", "category": "Displays", "kind": "physical", "discounts": "on"},
    )

    page = text_of(response)
    rows = response.context["page"].rows
    assert rows
    assert {row.vendor_name for row in rows} == {"Dell"}
    assert {row.category for row in rows} == {"Displays"}
    assert all(row.has_discounts for row in rows)
    assert page.count("filter-chip__name") == 3
    assert 'href="/catalog/?category=Displays&amp;kind=physical&amp;discounts=on"' in page


def test_a_search_is_asked_once_a_minute_whoever_of_the_account_asks(
    browser: Client, colleague: User, signed_in: Callable[..., Client], sandbox: SandboxServer
) -> None:
    for person in (browser, signed_in(colleague)):
        person.get("/catalog/", {"q": "monitor"})
        person.get("/catalog/", {"q": "monitor", "stock": "on"}, headers=HTMX)

    assert sandbox.calls(SEARCH) == 1
    assert sandbox.calls(PRICES) == 0


def test_another_account_asks_for_itself(
    browser: Client, outsider: User, signed_in: Callable[..., Client], sandbox: SandboxServer
) -> None:
    browser.get("/catalog/", {"q": "monitor"})
    signed_in(outsider).get("/catalog/", {"q": "monitor"})

    assert sandbox.calls(SEARCH) == 2


def test_without_a_search_nothing_is_asked_and_the_page_says_what_can_be_typed(
    browser: Client, account: CustomerAccount, sandbox: SandboxServer
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    before = sandbox.calls(SEARCH)

    page = text_of(browser.get("/catalog/"))

    assert sandbox.calls(SEARCH) == before
    assert "What you can search for" in page
    assert 'href="/catalog/?vendor=Cisco"' in page
    assert 'href="/catalog/?category=Networking"' in page


def test_a_search_that_finds_nothing_says_what_to_do_next(browser: Client) -> None:
    page = text_of(browser.get("/catalog/", {"q": "zzqq", "vendor": "Dell"}))

    assert "Nothing found for “zzqq”" in page
    assert "take a filter away" in page
    assert 'href="/catalog/?q=zzqq"' in page


def test_pages_are_turned_and_resized_by_links(browser: Client) -> None:
    response = browser.get("/catalog/", {"q": "monitor", "page": "2", "size": "50"})

    page = text_of(response)
    assert rows_of(response) == 50
    assert "<strong>51\N{EN DASH}100</strong>" in page
    assert 'href="/catalog/?q=monitor&amp;size=50" rel="prev"' in page
    assert 'href="/catalog/?q=monitor&amp;page=3&amp;size=50" rel="next"' in page


@pytest.mark.parametrize(
    ("page", "size"), [("0", "25"), ("-3", "7"), ("x", "1e9"), ("٣", ""), ("1.5", "99999999999")]
)
def test_an_odd_page_number_gives_the_first_page(browser: Client, page: str, size: str) -> None:
    response = browser.get("/catalog/", {"q": "monitor", "page": page, "size": size})

    assert rows_of(response) == 25
    assert "<strong>1\N{EN DASH}25</strong>" in text_of(response)


def test_a_page_past_the_last_leads_back_to_the_first(browser: Client) -> None:
    response = browser.get("/catalog/", {"q": "monitor", "page": "399"})

    assert response.status_code == 200
    assert "There is no page 399" in text_of(response)
    assert 'href="/catalog/?q=monitor"' in text_of(response)


def test_a_text_that_is_too_long_is_refused_with_the_limit_and_kept(
    browser: Client, sandbox: SandboxServer
) -> None:
    long_text = "x" * 401

    fragment = browser.get("/catalog/", {"q": long_text}, headers=HTMX)
    page = browser.get("/catalog/", {"q": long_text})

    assert fragment.status_code == page.status_code == 422
    assert "at most 400 characters" in text_of(fragment)
    assert long_text in text_of(page)
    assert sandbox.calls(SEARCH) == 0


def test_html_in_a_search_is_shown_as_it_was_typed(browser: Client) -> None:
    evil = '"><script>alert(1)</script>'

    page = text_of(browser.get("/catalog/", {"q": evil, "vendor": evil, "category": evil}))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_html_in_a_description_is_escaped(browser: Client, account: CustomerAccount) -> None:
    browser.get("/catalog/", {"q": "6YE881"})
    Product.objects.filter(ingram_part_number="6YE881").update(
        vendor_name="<b>Evil</b>", category="<i>Evil</i>"
    )

    page = text_of(browser.get("/catalog/"))

    assert "<b>Evil" not in page
    assert "<i>Evil" not in page
    assert "&lt;b&gt;Evil" in page


def test_a_pasted_list_is_looked_up_by_ingram_and_vendor_part_numbers(
    browser: Client, sandbox: SandboxServer
) -> None:
    response = browser.get("/catalog/", {"q": "tsxml3, cbs350-24t-4g-na NOPE99"})

    page = text_of(response)
    assert [row.ingram_part_number for row in response.context["page"].rows] == [
        "TSXML3",
        "6YE881",
    ]
    assert "2 of 3 part numbers found" in page
    assert "NOPE99" in page
    assert sandbox.calls(SEARCH) == 0
    assert sandbox.calls(PRICES) == 2


def test_a_list_longer_than_one_call_is_refused_with_the_limit(
    browser: Client, sandbox: SandboxServer
) -> None:
    response = browser.get("/catalog/", {"q": " ".join(f"A{n:03}" for n in range(51))})

    assert response.status_code == 422
    assert "at most 50 part numbers" in text_of(response)
    assert sandbox.calls(PRICES) == 0


def test_subscription_plans_are_listed_with_their_period(browser: Client) -> None:
    page = text_of(browser.get("/catalog/", {"kind": "subscription"}))

    assert "subscription plans" in page
    assert 'href="/catalog/plans/' in page


@pytest.mark.parametrize("text", ["TSXML3", "ssd"])
def test_a_search_costs_the_same_queries_for_one_row_and_for_25(
    browser: Client, text: str, django_assert_num_queries: Any
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})

    # The frame's three; token, record of the call, its good end; the mirror's upsert.
    with django_assert_num_queries(7):
        browser.get("/catalog/", {"q": text}, headers=HTMX)


def test_a_search_of_100_rows_costs_no_more_than_portions_of_the_upsert(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    browser.get("/catalog/", {"q": "6YE881"})

    # SQLite takes 41 rows a statement, PostgreSQL all.
    with django_assert_max_num_queries(9):
        browser.get("/catalog/", {"q": "ssd", "size": "100"}, headers=HTMX)


def test_a_cached_search_costs_no_query_but_the_frame(
    browser: Client, django_assert_num_queries: Any
) -> None:
    browser.get("/catalog/", {"q": "monitor"})

    with django_assert_num_queries(3):
        browser.get("/catalog/", {"q": "monitor"}, headers=HTMX)


def test_the_results_of_25_rows_weigh_at_most_5_kilobytes_over_the_wire(browser: Client) -> None:
    results = browser.get("/catalog/", {"q": "monitor"}, headers=HTMX).content

    assert len(results) <= 24_000
    assert len(gzip.compress(results)) <= 5_000


def test_a_row_adds_its_part_to_a_quote_or_an_order_with_and_without_a_script(
    browser: Client,
) -> None:
    page = text_of(browser.get("/catalog/", {"q": "6YE881"}))
    fragment = text_of(browser.get("/catalog/", {"q": "6YE881"}, headers=HTMX))

    for answer in (page, fragment):
        assert 'hx-post="/quotes/add/"' in answer
        assert 'hx-post="/orders/add/"' in answer
        assert answer.count('name="part_number" value="6YE881"') == 2
        assert 'name="quantity" value="1"' in answer
    assert 'method="post" action="/quotes/add/"' in page
    assert 'formaction="/orders/add/"' in page
    assert page.count("csrfmiddlewaretoken") > fragment.count("csrfmiddlewaretoken") == 0


def test_who_has_not_signed_in_is_asked_to(client: Client) -> None:
    response = client.get("/catalog/", {"q": "monitor"})

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("part_number", ["", "AB/12"])
def test_a_row_whose_number_fits_no_address_is_shown_without_a_link(part_number: str) -> None:
    row = ProductRow(ingram_part_number=part_number, description="Catalyst switch")

    shown = render_to_string("catalog/partials/product_row.html", {"row": row, "is_loading": True})

    assert "Catalyst switch" in shown
    assert "<a " not in shown
