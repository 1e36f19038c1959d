"""The journey of a sales rep, from nothing to a placed order, as the browser sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PART = "6YE881"


def create_quote(page: Page, name: str, pasted: str = f"{PART} 2") -> str:
    """Type a quote, create it, wait for it; its number."""
    page.goto("/quotes/new/")
    page.get_by_label("Add part numbers").fill(pasted)
    page.get_by_role("button", name="Add lines").click()
    expect(page.locator("tr", has_text=PART)).to_contain_text("389.43")
    page.get_by_label("Quote name").fill(name)
    page.get_by_label("Quote name").blur()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Create quote of")).click()
    page.get_by_role("link", name=re.compile("^Open QUO-")).click()
    page.wait_for_url("**/quotes/QUO-*/")
    return page.url.rstrip("/").rpartition("/")[2]


def fill_the_order(page: Page, quote_number: str, customer_order_number: str) -> None:
    """From the quote to the summary, with all that the vendor demands."""
    page.goto(f"/orders/from-quote/{quote_number}/")
    page.get_by_label("Purchase order number").fill(customer_order_number)
    page.get_by_label("Authorization Number").fill("AUTH-1")
    page.get_by_label("Reseller company name").fill("Harbor Point Technologies")
    for field in page.get_by_label("Reseller contact email").all():
        field.fill("rep@demo.example")
    page.get_by_role("button", name="Go on to the summary").click()
    page.wait_for_url("**/summary/")


def received(stack: Stack, what: str) -> dict[str, list[str]]:
    return dict(stack.control()[what])  # type: ignore[call-overload]


def test_a_rep_quotes_validates_and_orders(page: Page, stack: Stack):
    sign_in(page)
    page.keyboard.press("/")
    page.keyboard.type("CBS350")
    # The last of what is offered: the catalogue, which the portal has not seen all of.
    expect(page.get_by_role("option", name="Search the distributor")).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/catalog/?q=CBS350*")
    row = page.locator("tr", has_text=PART).first
    expect(row).to_contain_text("389.43")

    quote_number = create_quote(page, "Journey to an order")
    expect(page.get_by_text("Ready to order").first).to_be_visible()
    page.get_by_role("button", name="Validate").click()
    expect(page.get_by_text("What Cisco demands before ordering")).to_be_visible()

    fill_the_order(page, quote_number, "PO-JOURNEY")
    expect(page.locator("main")).to_contain_text("PO-JOURNEY")
    page.get_by_role("button", name=re.compile("^Order 1 line, 778.86 USD")).click()
    page.get_by_role("link", name=re.compile("^Open ")).click()
    page.wait_for_url(re.compile(r"/orders/\d\d-\w+/$"))
    expect(page.locator("main")).to_contain_text("PO-JOURNEY")

    order_number = page.url.rstrip("/").rpartition("/")[2]
    assert received(stack, "quotes")["Journey to an order"] == [quote_number]
    assert received(stack, "orders")["PO-JOURNEY"] == [order_number]


def test_two_tabs_and_double_clicks_place_one_order(
    page: Page, context: BrowserContext, stack: Stack
):
    sign_in(page)
    quote_number = create_quote(page, "Two tabs")
    fill_the_order(page, quote_number, "PO-TWO-TABS")
    other = context.new_page()
    other.goto(page.url)

    page.get_by_role("button", name=re.compile("^Order 1 line")).dblclick()
    other.get_by_role("button", name=re.compile("^Order 1 line")).click()
    page.get_by_role("link", name=re.compile("^Open ")).wait_for()
    page.reload()

    assert len(received(stack, "quotes")["Two tabs"]) == 1
    assert len(received(stack, "orders")["PO-TWO-TABS"]) == 1


def test_a_lost_answer_is_looked_up_before_the_eyes_of_the_rep(page: Page, stack: Stack):
    sign_in(page)
    quote_number = create_quote(page, "Lost answer")
    fill_the_order(page, quote_number, "PO-LOST")
    stack.control(
        faults=[
            {"kind": "lose_answer", "method": "POST", "path": "/resellers/v7/orders", "times": 1}
        ]
    )

    page.get_by_role("button", name=re.compile("^Order 1 line")).click()
    page.get_by_role("link", name=re.compile("^Open ")).wait_for(timeout=60_000)

    assert len(received(stack, "orders")["PO-LOST"]) == 1


def test_unknown_parts_are_marked_and_nothing_else_is_lost(page: Page):
    sign_in(page)
    page.goto("/quotes/new/")

    page.get_by_label("Add part numbers").fill(f"{PART.lower()}\t3\nNO-SUCH-PART 1\n")
    page.get_by_role("button", name="Add lines").click()

    expect(page.locator("tr", has_text="NO-SUCH-PART")).to_contain_text("no such part number")
    expect(page.locator("tr", has_text=PART)).to_contain_text("1,168.29")


def test_the_other_account_is_one_click_away_and_keeps_to_itself(page: Page):
    sign_in(page)
    create = page.goto("/quotes/")
    assert create is not None

    page.get_by_role("button", name=re.compile("Switch customer account")).click()
    page.get_by_role("button", name=re.compile("20-333333")).click()

    expect(page.get_by_role("banner")).to_contain_text("20-333333")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440, 1920])
def test_no_page_is_wider_than_its_window(browser: Browser, stack: Stack, width: int, theme: str):
    context = browser.new_context(
        base_url=stack.url, viewport={"width": width, "height": 900}, color_scheme=theme
    )
    page = context.new_page()
    sign_in(page)

    for path in ("/", "/catalog/?q=cisco", f"/catalog/{PART}/", "/quotes/", "/orders/"):
        page.goto(path)
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, path
    context.close()


def test_the_way_to_a_draft_works_without_javascript(browser: Browser, stack: Stack):
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)

    page.goto(f"/catalog/?q={PART}")
    page.locator("tr", has_text=PART).get_by_role("button", name=f"Quote {PART}").click()

    page.wait_for_url("**/quotes/drafts/*/")
    expect(page.locator("tr", has_text=PART)).to_be_visible()
    context.close()
