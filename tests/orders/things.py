"""Orders for tests, and a form as a person fills it in."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders import mapping
from apps.orders.choices import OrderStatus
from apps.orders.models import Order, OrderLine, Package, Term

EXAMPLE_QUOTE = "QUO-14551943-D2Y9L9"
EXAMPLE_ORDER = "20-RD3QV"
PART, OTHER_PART = "6YE881", "1A8249"
FORM = f"/orders/from-quote/{EXAMPLE_QUOTE}/"
SUMMARY = f"{FORM}summary/"
PLACE = f"{FORM}place/"

_numbers = count(10_000)


def make_order(account: CustomerAccount, **changes: Any) -> Order:
    number = f"20-{next(_numbers)}"
    values: dict[str, Any] = {
        "ingram_order_number": number,
        "customer_order_number": f"PO-{number}",
        "status": OrderStatus.PROCESSING,
        "status_text": "Processing",
        "ordered_on": date(2026, 11, 20),
        "end_user_name": "Lakeside Medical Group",
        "vendor_name": "Cisco",
        "total": Decimal("25371.27"),
        "currency": "USD",
        "synced_at": timezone.now(),
        "details_at": timezone.now(),
    }
    values |= changes
    values["customer_order_number_upper"] = values["customer_order_number"].upper()
    order = Order.objects.create(account=account, **values)
    make_findable(order)
    return order


def make_findable(order: Order) -> None:
    """Write the words by which the order is found, as the mirror does when it reads one."""
    packages = Package.objects.filter(shipment__order=order)
    terms = mapping.all_terms(order, order.lines.all(), order.shipments.all(), packages)
    Term.objects.bulk_create(terms, ignore_conflicts=True)


def make_line(order: Order, **changes: Any) -> OrderLine:
    values: dict[str, Any] = {
        "position": order.lines.count() + 1,
        "ingram_part_number": "YN6231",
        "description": "Catalyst switch",
        "quantity_ordered": 2,
        "unit_price": Decimal("2412.30"),
        "extended_price": Decimal("4824.60"),
    }
    line = OrderLine.objects.create(order=order, **values | changes)
    make_findable(order)
    return line


def filled_in(**changes: str) -> dict[str, str]:
    """The example quote's form, well filled in: what Cisco demands and a stored address."""
    return {
        "customer_order_number": "PO-2026-001",
        "bill_to": "000",
        "ship_to": "typed",
        "header-0": "AUTH-77",
        "header-1": "Counter Supply",
        "line-0-0": "buyer@reseller.example",
        "line-1-0": "Ada Byron",
        "company_name": "Lakeside Medical Group",
        "address_line_1": "410 Shore Drive",
        "city": "Flint",
        "state": "mi",
        "postal_code": "48502",
        "country_code": "us",
        "phone_number": "+1 (810) 555-0144",
    } | changes


def summary_keys(browser: Client) -> dict[str, str]:
    """The hidden fields of the summary's last button."""
    page = browser.get(SUMMARY).content.decode()
    return dict(re.findall(r'type="hidden" name="(form_key|agreed)" value="([^"]+)"', page))
