"""The first page of every room, on a telephone and on a desk, in both themes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROOMS = (
    "/returns/",
    "/returns/new/",
    "/invoices/",
    "/renewals/",
    "/renewals/months/",
    "/deals/",
    "/search/?q=cisco",
    "/catalog/prices/",
    "/catalog/price-check/",
    "/orders/new/",
    "/orders/freight/",
    "/quotes/approvals/",
    "/submissions/",
    "/submissions/attention/",
    "/notifications/",
    "/notifications/choices/",
    "/accounts/people/",
    "/audit/",
    "/calls/",
    "/calls/traffic/",
    "/no/such/page/",
)
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What is out of sight counts, what is not displayed does not: so reads a screen reader, too.
NAMELESS = """() => [...document.querySelectorAll("a[href], button")]
    .filter((control) => control.checkVisibility())
    .filter((control) => !control.ariaLabel && !control.innerText.trim() && !control.title)
    .map((control) => control.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1440, "light")])
def test_every_room_fits_its_window_and_names_its_controls(
    browser: Browser, stack: Stack, width: int, theme: str
):
    context = browser.new_context(
        base_url=stack.url, viewport={"width": width, "height": 800}, color_scheme=theme
    )
    page = context.new_page()
    sign_in(page, "admin")

    for path in ROOMS:
        page.goto(path)
        assert page.evaluate(WIDER) == 0, path
        assert page.evaluate(NAMELESS) == [], path
    context.close()


def test_cards_on_a_telephone_are_sorted_by_keyboard_and_tabs_open_at_the_current_one(
    page: Page,
):
    page.set_viewport_size({"width": 390, "height": 800})
    sign_in(page)
    _until_there_are_rows(page, "/invoices/")

    by_due = page.locator("thead").get_by_role("link", name="Due", exact=True)
    by_due.focus()
    expect(by_due).to_be_in_viewport(ratio=0.9)
    by_due.press("Enter")

    page.wait_for_url("**sort=*due*")
    expect(page.locator("thead [aria-sort]")).to_contain_text("Due")
    page.goto("/orders/?tab=cancelled")
    expect(page.locator(".tabs__link[aria-current]")).to_be_in_viewport(ratio=0.9)


def _until_there_are_rows(page: Page, path: str) -> None:
    for _ in range(60):
        page.goto(path)
        if page.locator("main a.table__link").count():
            return
        page.wait_for_timeout(500)
    pytest.fail(f"Nothing was read for {path}")
