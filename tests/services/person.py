"""A rep with a browser of bare requests: signs in, orders, looks at lists. No script runs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import requests

from tests.stack import Stack

PART = "6YE881"
PATIENCE = 180
HIDDEN = re.compile(r'type="hidden" name="(form_key|agreed)" value="([^"]+)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ADDRESS = {
    "bill_to": "000",
    "ship_to": "typed",
    "company_name": "Lakeside Medical Group",
    "address_line_1": "410 Shore Drive",
    "city": "Flint",
    "state": "MI",
    "postal_code": "48502",
    "country_code": "US",
    "phone_number": "+1 (810) 555-0144",
    "end_user": "",
    "back_orders": "accept",
    "way": "v7",
}


class Person:
    def __init__(self, stack: Stack, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.browser = requests.Session()
        self.was_refused = 0
        self.sign_in()

    def sign_in(self) -> None:
        self.post("/accounts/login/", "/accounts/login/", login="rep", password="demo-counter")
        assert "Sign out" in self.get("/").text

    def get(self, path: str) -> requests.Response:
        return self.browser.get(self.url + path, timeout=60)

    def post(self, page: str, path: str, **fields: str) -> requests.Response:
        """Send a form of the page, again while the portal says "not at the moment".

        The answer after all redirects.
        """
        form = self._patiently(lambda: self.get(page))
        token = TOKEN.search(form.text)
        assert token, form.text[:3000]
        data = {"csrfmiddlewaretoken": token[1], **fields}
        headers = {"referer": self.url + page}
        return self._patiently(
            lambda: self.browser.post(self.url + path, data=data, headers=headers, timeout=60)
        )

    def _patiently(self, ask: Callable[[], requests.Response]) -> requests.Response:
        deadline = time.monotonic() + PATIENCE
        while (answer := ask()).status_code == 503 and time.monotonic() < deadline:
            assert "Not at the moment" in answer.text, answer.text[:3000]
            self.was_refused += 1
            time.sleep(0.3)
        assert answer.status_code < 500, answer.text[:3000]
        return answer

    def is_told(self, words: str) -> bool:
        """Whether the page of submissions says so at its top."""
        return words in self.get("/submissions/").text

    def place_order(self, number: str) -> None:
        """From a pasted line to the last button."""
        draft = self.post("/orders/new/", "/orders/new/lines/", pasted=f"{PART} 1")
        path = draft.url.removeprefix(self.url)
        details = f"{path}details/"
        summary = self.post(details, details, customer_order_number=number, **ADDRESS)
        assert summary.url.endswith("/summary/"), summary.text[:3000]
        keys = dict(HIDDEN.findall(summary.text))
        placed = self.post(f"{path}summary/", f"{path}place/", **keys)
        assert placed.status_code == 200, placed.text[:3000]

    def sees_order(self, number: str) -> bool:
        """Whether the list has the order, with the number that the distributor gave it."""
        page = self.get(f"/orders/?q={number}")
        return page.status_code == 200 and bool(
            re.search(rf"/orders/\d\d-\w+/.*?{number}", page.text, re.S)
        )
