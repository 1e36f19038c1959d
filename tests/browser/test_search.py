"""The one search, by keyboard alone and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def an_order(page: Page) -> str:
    """The number of an order that the mirror holds already."""
    for _ in range(120):
        page.goto("/orders/")
        link = page.locator(".table__link").first
        if link.count():
            return link.inner_text().strip()
        page.wait_for_timeout(500)
    pytest.fail("No order was read")


def test_an_order_is_found_chosen_and_opened_by_keyboard(page: Page):
    sign_in(page)
    order = an_order(page)
    page.goto("/")
    field = page.get_by_role("combobox", name="Search by any number or name")

    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.keyboard.type(order[:-1].lower())
    option = page.get_by_role("option", name=re.compile(f"^{order}"))
    expect(option).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")

    # The choice moves and the focus stays in the field; Home and End go to the ends of the list.
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    chosen = option.get_attribute("id")
    assert chosen
    expect(field).to_have_attribute("aria-activedescendant", chosen)
    expect(field).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")

    # Esc closes and keeps what was typed; typing on opens anew.
    page.keyboard.press("Escape")
    expect(page.locator("#search-found")).to_be_hidden()
    expect(field).to_have_value(order[:-1].lower())
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.type(order[-1].lower())
    expect(page.locator("#search-found")).to_have_attribute("data-words", order.lower())
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{order}/")


def test_the_number_of_one_thing_is_chosen_already(page: Page):
    sign_in(page)
    order = an_order(page)
    page.goto("/")
    page.keyboard.press("/")

    page.keyboard.type(order)
    option = page.get_by_role("option", name=re.compile(f"^{order}"))
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")

    page.wait_for_url(f"**/orders/{order}/")


def test_leaving_the_field_closes_what_is_found(page: Page):
    sign_in(page)
    page.keyboard.press("/")
    page.keyboard.type("nothing-has-this-number")
    expect(page.get_by_text("Nothing in the portal begins with")).to_be_visible()

    page.keyboard.press("Tab")

    expect(page.locator("#search-found")).to_be_hidden()


def test_without_a_script_the_search_is_a_page(browser: Browser, stack: Stack):
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    order = an_order(page)
    page.goto("/")

    page.get_by_role("combobox", name="Search by any number or name").fill(order[:-1])
    page.keyboard.press("Enter")

    page.get_by_role("link", name=order).click()
    page.wait_for_url(f"**/orders/{order}/")
    context.close()
