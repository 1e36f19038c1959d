"""Writing an order without a quote, as the browser sees it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PART = "6YE881"


def test_lines_are_pasted_detailed_and_uploaded_by_keyboard(page: Page, tmp_path: Path):
    sign_in(page)
    page.goto("/orders/new/")
    page.get_by_label("Add part numbers").fill(f"{PART} 2\nTSXML1 3")
    page.get_by_role("button", name="Add lines").press("Enter")
    page.wait_for_url("**/orders/drafts/*/")
    row = page.locator("tr", has_text=PART)
    expect(row).to_contain_text("778.86")

    # A quantity: the totals follow, and Enter goes to the next line.
    row.get_by_label("Quantity of").fill("4")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("1,557.72")
    expect(page.get_by_label("Quantity of TSXML1")).to_be_focused()

    # Details: a mistake keeps the dialog, Esc or saving gives the focus back.
    opener = page.get_by_role("link", name=f"Add details of {PART}")
    opener.press("Enter")
    dialog = page.get_by_role("dialog", name=f"Details of {PART}")
    dialog.get_by_label("Requested price").fill("cheap")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Enter an amount such as").first).to_be_visible()
    dialog.get_by_label("Requested price").fill("380")
    dialog.get_by_label("Note", exact=False).first.fill("Door 2")
    dialog.get_by_role("button", name="Keep these details").press("Enter")
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text("Requested 380.00")
    expect(page.get_by_role("link", name=f"Change details of {PART}")).to_be_focused()

    book = openpyxl.Workbook()
    for line in (["Qty", "Part #"], [5, "TSXML1"], [1, "YN6231"]):
        book.active.append(line)
    book.save(tmp_path / "lines.xlsx")
    page.get_by_label("Spreadsheet", exact=True).set_input_files(tmp_path / "lines.xlsx")
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("Taken from the headings in row 1")).to_be_visible()
    page.get_by_role("button", name="Add these 2 lines").click()
    expect(page.get_by_label("Quantity of TSXML1")).to_have_value("8")

    page.get_by_role("button", name=re.compile("^Go on with 3 lines")).click()
    page.wait_for_url("**/orders/drafts/*/details/")


def test_without_a_script_the_lines_go_all_the_way(browser: Browser, stack: Stack):
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/orders/new/")
    page.get_by_label("Add part numbers").fill(f"{PART} 2")
    page.get_by_role("button", name="Add lines").click()
    expect(page.locator("tr", has_text=PART)).to_contain_text("778.86")

    page.get_by_role("link", name=f"Add details of {PART}").click()
    page.get_by_label("Special bid number").fill("BID-1")
    page.get_by_role("button", name="Keep these details").click()
    expect(page.locator("tr", has_text=PART)).to_contain_text("Bid BID-1")
    page.get_by_label(f"Quantity of {PART}").fill("nine")
    page.get_by_role("button", name=re.compile("^Go on")).click()
    expect(page.get_by_text("no valid quantity")).to_be_visible()
    page.get_by_label(f"Quantity of {PART}").fill("9")
    page.get_by_role("button", name=re.compile("^Go on")).click()
    page.wait_for_url("**/details/")
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_a_draft_is_wider_than_the_window(page: Page, width: int):
    sign_in(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/orders/new/")
    page.get_by_label("Add part numbers").fill("\n".join([PART, "X" * 80, "YN6231 500"]))
    page.get_by_role("button", name="Add lines").click()
    page.wait_for_url("**/orders/drafts/*/")
    draft = page.url

    for address in ("/orders/new/", draft):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, address
