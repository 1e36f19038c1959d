"""The start page by keyboard: from a bar to the list behind it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def the_last_week(page: Page) -> Locator:
    """The bar of the last week with orders, when the mirror holds any."""
    picture = page.get_by_role("figure", name="Orders by week")
    for _ in range(120):
        page.goto("/")
        if picture.get_by_role("listitem").count():
            return picture.get_by_role("link", name=re.compile(r"Week of .*: ?[1-9]")).last
        page.wait_for_timeout(500)
    pytest.fail("No order was read")


def test_enter_on_a_bar_leads_to_the_list_with_as_many(page: Page) -> None:
    sign_in(page)

    # The mirror fills meanwhile, so that an order may arrive between the page and the list.
    for _ in range(10):
        bar = the_last_week(page)
        told = bar.locator("xpath=..").locator(".picture__told")
        count = bar.locator(".picture__figure").inner_text()
        expect(told).to_be_hidden()
        bar.focus()
        expect(told).to_be_visible()
        page.keyboard.press("Enter")
        page.wait_for_url("**/orders/?day_from=*")
        listed = page.get_by_role("status").filter(has_text=re.compile(r"^\d+ order")).inner_text()
        if listed.split()[0] == count:
            return
    pytest.fail("The list never held as many orders as its bar told")


def test_the_figures_stand_in_a_table_as_well(page: Page) -> None:
    sign_in(page)
    the_last_week(page)
    picture = page.get_by_role("figure", name="Orders by week")

    picture.get_by_text("Show as a table").click()

    expect(picture.get_by_role("table", name="Orders by week").get_by_role("row")).to_have_count(13)
