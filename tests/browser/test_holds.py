"""An order on customer hold, from the reminder to its release, as the browser sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.stack import Stack, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PART, OTHER_PART, ADDED_PART = "6YE881", "1A8249", "YN6231"
PLACED = """
from apps.accounts.models import CustomerAccount, User
from apps.ingram.schemas.orders import NamedValue, OrderCreateLine, OrderCreateRequest
from apps.orders.choices import PLACE_ORDER
from apps.orders.mapping import CUSTOMER_HOLD
from apps.submissions.services import enqueue

request = OrderCreateRequest(
    customer_order_number="{number}",
    attributes=(NamedValue(name=CUSTOMER_HOLD, value="true"),),
    lines=tuple(
        OrderCreateLine(customer_line_number=str(place), ingram_part_number=part, quantity=4)
        for place, part in enumerate(("6YE881", "1A8249"), start=1)
    ),
)
enqueue(
    kind=PLACE_ORDER,
    account=CustomerAccount.objects.get(customer_number="20-222222"),
    actor=User.objects.get(username="rep"),
    form_key="form of {number}",
    business_key="{number}",
    body=request.body(),
)
"""


def held_order(stack: Stack, customer_order_number: str) -> str:
    """Place an order on customer hold and wait for it; its number."""
    stack.manage("shell", "-c", PLACED.format(number=customer_order_number))
    found: list[str] = []

    def is_there() -> bool:
        orders = stack.control()["orders"]
        found[:] = orders.get(customer_order_number, [])  # type: ignore[attr-defined]
        return bool(found) and "True" in stack.manage("shell", "-c", IS_HELD.format(*found))

    wait_until(is_there, seconds=60, what="the held order is mirrored")
    return found[0]


IS_HELD = """
from apps.orders.models import Order
print(any(o.is_on_customer_hold for o in Order.objects.filter(ingram_order_number="{}")))
"""


def tab_to(page: Page, name: str | re.Pattern[str]) -> None:
    """Press Tab until the control with this name has the focus."""
    wanted = page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"No way by keyboard to {name}")


def test_a_held_order_is_changed_and_released_by_keyboard_alone(page: Page, stack: Stack):
    number = held_order(stack, "PO-HOLD-KEYS")
    sign_in(page)
    page.goto("/")
    expect(page.get_by_role("region", name="Orders on customer hold")).to_contain_text(number)
    page.goto(f"/orders/{number}/")
    expect(page.locator("#hold")).to_contain_text("23 h")

    tab_to(page, "Change")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    page.get_by_label(f"Quantity of {PART}").focus()
    page.keyboard.type("6")
    page.keyboard.press("Enter")  # to the next line's quantity
    page.keyboard.type("0")
    page.get_by_label("Add parts").focus()
    page.keyboard.type(f"{ADDED_PART} 2")
    tab_to(page, "Go on to what will change")
    page.keyboard.press("Enter")
    changes = page.get_by_role("region", name="Changes")
    expect(changes).to_contain_text(f"of {PART}")
    expect(changes).to_contain_text(f"Take out {OTHER_PART}")
    expect(changes).to_contain_text(f"Add 2 of {ADDED_PART}")
    tab_to(page, re.compile("^Send 3 changes"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("The distributor has taken the change")).to_be_visible()
    lines = page.get_by_role("region", name="Lines").or_(page.locator(".order-lines")).first
    expect(lines).to_contain_text(ADDED_PART)
    expect(page.get_by_role("region", name="What was changed here")).to_contain_text(
        f"{OTHER_PART}: taken out"
    )

    page.reload()
    tab_to(page, "Release")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Release order {number}?")
    expect(dialog).to_contain_text("cannot be changed or cancelled")
    page.keyboard.press("Escape")
    expect(page.locator("a", has_text="Release").first).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, re.compile("^Release 2 lines"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("The order goes to the warehouse.")).to_be_visible()
    expect(page.get_by_role("link", name="Cancel order")).to_have_count(0)


def test_a_held_order_is_cancelled_without_javascript(browser: Browser, stack: Stack):
    number = held_order(stack, "PO-HOLD-PLAIN")
    context = browser.new_context(base_url=stack.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)

    page.goto(f"/orders/{number}/")
    page.get_by_role("link", name="Cancel order").click()
    page.wait_for_url("**/cancel/")
    page.get_by_role("button", name=f"Cancel order {number}").click()
    page.wait_for_url(f"**/orders/{number}/")

    expect(page.get_by_role("main")).to_contain_text(f"Cancel order {number}")
    wait_until(
        lambda: page.reload() is not None and page.get_by_text("delivers none of it").count() > 0,
        seconds=30,
        what="the cancellation is shown",
    )
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_of_a_held_order_is_wider_than_its_window(
    browser: Browser, stack: Stack, width: int, theme: str
):
    number = held_order(stack, f"PO-WIDE-{width}-{theme[0]}")
    context = browser.new_context(
        base_url=stack.url, viewport={"width": width, "height": 900}, color_scheme=theme
    )
    page = context.new_page()
    sign_in(page)

    for path in ("", "release/", "cancel/", "change/"):
        page.goto(f"/orders/{number}/{path}")
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, path
    context.close()
