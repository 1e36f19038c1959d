"""From pasted lines to an order number, without a quote."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PART, OTHER = "6YE881", "9DD701"
ORDER = re.compile(r"^Order 2 lines, ")


def write_lines(page: Page) -> None:
    page.goto("/orders/new/")
    page.get_by_label("Add part numbers").fill(f"{PART} 2\n{OTHER} 1")
    page.get_by_role("button", name="Add lines").click()
    page.wait_for_url("**/orders/drafts/*/")
    expect(page.locator("tr", has_text=PART)).to_contain_text("389.43")
    page.get_by_role("button", name=re.compile("^Go on")).click()
    page.wait_for_url("**/details/")


def received(stack: Stack) -> dict[str, list[str]]:
    return dict(stack.control()["orders"])  # type: ignore[call-overload]


@pytest.mark.parametrize("way", ["Queued", "Immediate"])
def test_pasted_lines_become_an_order(page: Page, stack: Stack, way: str):
    number = f"PO-OWN-{way.upper()}"
    sign_in(page)
    write_lines(page)

    page.get_by_label("Purchase order number").fill(number)
    expect(page.get_by_text("Not used yet.")).to_be_visible()
    page.get_by_role("radio", name=way).check()
    page.get_by_role("button", name="Go on to the summary").click()
    page.wait_for_url("**/summary/")
    choose = page.locator("#freight").get_by_role("button", name=re.compile("^Choose UPS")).first
    choose.click()
    expect(page.locator("main")).to_contain_text("UG")
    page.get_by_role("button", name=ORDER).click()
    page.get_by_role("link", name=re.compile("^Open ")).click()

    page.wait_for_url(re.compile(r"/orders/(\d\d-\w+/|\?q=)"))
    expect(page.locator("main")).to_contain_text(number)
    assert received(stack)[number]

    write_lines(page)
    page.get_by_label("Purchase order number").fill(number.lower())
    expect(page.get_by_text("was used before, by")).to_be_visible()


def test_the_end_users_address_appears_when_it_is_named(page: Page):
    sign_in(page)
    write_lines(page)
    company = page.locator("#id_end_user-company_name")
    expect(company).to_be_hidden()

    page.get_by_role("radio", name="Named here").check()
    expect(company).to_be_visible()
    line = page.locator("#id_end_user-address_line_1")
    line.fill("4100 Very Long Shore Drive North, Building")

    expect(page.get_by_text("labels may cut it after 35")).to_be_visible()


def test_an_order_can_be_placed_without_a_script(browser: Browser, stack: Stack):
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/orders/new/")
    page.get_by_label("Add part numbers").fill(f"{PART} 2\n{OTHER} 1")
    page.get_by_role("button", name="Add lines").click()
    page.get_by_role("button", name=re.compile("^Go on")).click()
    page.get_by_label("Purchase order number").fill("PO-OWN-PLAIN")
    page.get_by_role("button", name="Go on to the summary").click()
    page.get_by_role("link", name="Compare carriers and what the freight may cost").click()
    page.get_by_role("button", name=re.compile("^Choose UPS")).first.click()
    page.get_by_role("button", name=ORDER).click()

    expect(page.locator("main")).to_contain_text("Place order PO-OWN-PLAIN")
    context.close()
