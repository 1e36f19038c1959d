"""From an invoice to the label on the box."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DAY = 86_400


def an_invoice(page: Page) -> str:
    """The newest invoice of the history, once the mirror is filled so far."""
    page.goto("/invoices/")
    rows = page.locator("main a.table__link")
    for _ in range(30):
        if rows.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    number = str(rows.first.text_content()).strip()
    assert number
    return number


def test_an_invoice_becomes_a_return_and_the_return_a_label(page: Page, stack: Stack):
    sign_in(page)
    number = an_invoice(page)
    page.goto(f"/returns/new/?invoice={number}")
    page.wait_for_url("**/returns/drafts/*/")
    counts = page.locator("input[data-cell='quantity']")
    expect(counts.first).to_be_visible(timeout=30_000)

    counts.first.fill("9999")
    page.get_by_label("Reason").select_option(label="The carton was damaged by the carrier.")
    page.get_by_role("button", name="Go on to the summary").click()
    expect(page.get_by_text("is more than the").first).to_be_visible()
    page.locator("input[data-cell='quantity']").first.fill("1")
    page.locator("input[data-cell='boxes']").first.fill("2")
    reference = page.get_by_label("Your reference").input_value()
    page.get_by_role("button", name="Go on to the summary").click()
    page.wait_for_url("**/confirm/")
    expect(page.locator("main")).to_contain_text(reference)
    page.get_by_role("button", name="Ask to return 1 piece").click()
    page.get_by_role("link", name=re.compile("^Open CAS-")).click()

    page.wait_for_url(re.compile(r"/returns/CAS-"))
    expect(page.locator("main")).to_contain_text(reference)
    assert len(dict(stack.control()["returns"])[reference]) == 1  # type: ignore[call-overload]

    stack.control(advance_seconds=DAY)
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("heading", name="Send the goods to")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Label").click()
    page.wait_for_url("**/labels/")
    expect(page.locator(".return-label")).to_have_count(2)
    expect(page.locator(".return-label").last).to_contain_text("Box 2 of 2")
    page.go_back()
    page.get_by_role("button", name="The goods are on their way").click()
    expect(page.locator("main")).to_contain_text("Goods sent")
