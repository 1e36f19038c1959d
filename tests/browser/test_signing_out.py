"""A page of somebody who has signed out shows nothing any more, in whichever tab it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()


def test_the_other_tabs_leave_when_one_signs_out_and_lead_back(
    page: Page, context: BrowserContext
) -> None:
    sign_in(page)
    other = context.new_page()
    other.goto("/orders/")
    other.get_by_role("heading", name="Orders", exact=True).first.wait_for()

    sign_out(page)

    other.wait_for_url("**/accounts/login/?next=%2Forders%2F")
    assert other.locator(".frame").count() == 0


def test_a_tab_empties_itself_without_a_network_when_the_sign_in_has_ended(
    context: BrowserContext,
) -> None:
    page = context.new_page()  # the console of the shared one has to stay free of lost requests
    page.clock.install()
    sign_in(page)
    page.goto("/orders/")
    page.locator(".frame").wait_for()

    page.route("**/*", lambda route: route.abort())
    page.clock.fast_forward("12:02:00")

    page.locator(".frame").wait_for(state="detached")
