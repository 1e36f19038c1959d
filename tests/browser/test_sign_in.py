"""Passkeys with a real browser, whose authenticator is a virtual one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PASSWORD, sign_in
from tests.stack import Stack

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def context(browser: Browser, stack: Stack) -> Iterator[BrowserContext]:
    """A passkey belongs to a name: browsers know none for the number of a host."""
    url = stack.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=url, viewport={"width": 390, "height": 800})
    context.set_default_timeout(15_000)
    yield context
    context.close()


def test_a_passkey_is_added_signs_in_alone_and_is_the_second_step(
    page: Page, context: BrowserContext
) -> None:
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(page, "manager")

    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".recovery-codes li").count() == 10

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    page.get_by_label("User name or e-mail").fill("manager")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Second step").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)

    # Others of the suite sign in as the manager by password alone.
    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("You have no passkeys").wait_for()


def test_no_page_of_sign_in_is_wider_than_a_telephone(page: Page) -> None:
    for address in ("login", "password/reset"):
        page.goto(f"/accounts/{address}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    sign_in(page)

    for address in ("2fa", "password/change", "email", "sessions"):
        page.goto(f"/accounts/{address}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
