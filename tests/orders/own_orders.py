"""An order of own lines for tests: parts of the sandbox's catalogue, a draft, a filled-in form."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount, User
from apps.orders.models import OrderDraft, OrderDraftLine
from sandbox.data.catalogue import Product, catalogue
from sandbox.settings import Settings

PLAIN, OTHER = "6YE881", "1A8249"


@cache
def _parts() -> tuple[Product, ...]:
    return catalogue(Settings().seed).products


def part(**wanted: Any) -> Product:
    """A part other than the usual two, with weight, that can be bought unless asked otherwise."""
    return next(parts(**wanted))


def parts(**wanted: Any) -> Iterator[Product]:
    usual = {
        "is_authorized": True,
        "is_discontinued": False,
        "needs_end_user": False,
        "is_direct_ship": False,
        "plan": None,
    }
    for product in _parts():
        fits = all(getattr(product, name) == value for name, value in (usual | wanted).items())
        is_there = product.is_direct_ship or product.available("US") > 50
        if fits and is_there and product.weight and product.part_number not in (PLAIN, OTHER):
            yield product


def make_draft(
    account: CustomerAccount, actor: User, *parts: str | tuple[str, int], **changes: Any
) -> OrderDraft:
    """An open draft whose lines have not been looked up yet."""
    draft = OrderDraft.objects.create(account=account, actor=actor, **changes)
    for position, wanted in enumerate(parts, start=1):
        number, quantity = wanted if isinstance(wanted, tuple) else (wanted, 1)
        OrderDraftLine.objects.create(
            draft=draft, position=position, part_number=number, quantity_text=str(quantity)
        )
    return draft


def looked_up(draft: OrderDraft, **columns: Any) -> None:
    """As if the lines had been priced a while ago, with these figures."""
    for line in draft.lines.all():
        values = {"ingram_part_number": line.part_number, "currency": "USD"} | columns
        for name, value in values.items():
            setattr(line, name, value)
        line.looked_up_at = timezone.now()
        line.save()


def header(**changes: str) -> dict[str, str]:
    """The form over the lines, well filled in."""
    return {
        "customer_order_number": "PO-2026-001",
        "bill_to": "000",
        "ship_to": "typed",
        "company_name": "Lakeside Medical Group",
        "address_line_1": "410 Shore Drive",
        "city": "Flint",
        "state": "mi",
        "postal_code": "48502",
        "country_code": "us",
        "phone_number": "+1 (810) 555-0144",
        "end_user": "",
        "back_orders": "accept",
        "way": "v7",
    } | changes


END_USER = {
    "end_user": "typed",
    "end_user-company_name": "Northwind Clinic",
    "end_user-address_line_1": "1 Main Street",
    "end_user-city": "Detroit",
    "end_user-state": "MI",
    "end_user-postal_code": "48201",
    "end_user-country_code": "US",
}


def url(draft: OrderDraft, step: str) -> str:
    return f"/orders/drafts/{draft.pk}/{step}/"


def fill_in(browser: Client, draft: OrderDraft, **changes: str) -> None:
    answer = browser.post(url(draft, "details"), header(**changes))
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url == url(draft, "summary")


def keys_of(page: str) -> dict[str, str]:
    """The hidden fields of the summary's last button."""
    return dict(re.findall(r'type="hidden" name="(form_key|agreed)" value="([^"]+)"', page))


def summary_of(browser: Client, draft: OrderDraft) -> str:
    return browser.get(url(draft, "summary")).content.decode()


def confirm(browser: Client, draft: OrderDraft, **changes: str) -> dict[str, str]:
    """Fill in the form and read the summary; what the last button will post."""
    fill_in(browser, draft, **changes)
    return keys_of(summary_of(browser, draft))


def sent(sandbox: Any, version: str = "v7") -> dict[str, Any]:
    """The body of the last order that arrived."""
    calls = [c for c in sandbox.requests() if c["path"] == f"/resellers/{version}/orders"]
    body = calls[-1]["body"]
    return dict(json.loads(body) if isinstance(body, str) else body)
