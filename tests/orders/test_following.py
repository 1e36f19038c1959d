from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import CustomerAccount
from apps.orders.carriers import tracking_page
from apps.orders.choices import DateKind, OrderStatus
from apps.orders.models import DateChange, Order, Package, Shipment, SubOrder
from tests.orders.things import make_line, make_order


def page_of(browser: Client, order: Order) -> str:
    return str(browser.get(order.get_absolute_url()).content.decode())


def make_parcel(order: Order, *, line: Any = None, **changes: Any) -> Package:
    shipment = Shipment.objects.create(
        order=order,
        line=line or make_line(order, status=OrderStatus.SHIPPED),
        carrier_name=changes.pop("carrier_name", ""),
        carrier_code=changes.pop("carrier_code", ""),
        invoice_number=changes.pop("invoice_number", ""),
    )
    return Package.objects.create(shipment=shipment, **changes)


@pytest.mark.parametrize(
    ("carrier", "host"),
    [
        ("UPS Ground", "www.ups.com"),
        ("UPSG", "www.ups.com"),
        ("USPS Priority", "tools.usps.com"),
        ("FedEx 2Day", "www.fedex.com"),
        ("FEDERAL FEDEX", "www.fedex.com"),
        ("FDXG", "www.fedex.com"),
        ("DHL Express", "www.dhl.com"),
        ("Purolator", "www.purolator.com"),
        ("CANADA POST", "www.canadapost-postescanada.ca"),
        ("DPD Classic", "tracking.dpd.de"),
        ("GLS", "gls-group.eu"),
    ],
)
def test_a_carrier_is_known_by_its_name_or_code(carrier: str, host: str) -> None:
    by_name = tracking_page(tracking_number="12 34", carrier_name=carrier)
    by_code = tracking_page(tracking_number="12 34", carrier_code=carrier)

    assert by_name == by_code
    assert by_name.startswith(f"https://{host}/")
    assert "1234" in by_name


def test_a_number_cannot_change_the_address_and_an_unknown_carrier_has_no_page() -> None:
    assert tracking_page(tracking_number="1&x=2#y", carrier_name="UPS").endswith("1%26x%3D2%23y")
    assert tracking_page(tracking_number="1", carrier_name="Bob's lorry") == ""
    assert tracking_page(tracking_number="", carrier_name="UPS") == ""
    assert "ups.com" in tracking_page(tracking_number="1Z999AA10123456784")


def test_the_distributors_own_address_wins_over_the_carriers_page(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)
    make_parcel(
        order, carrier_name="UPS", tracking_number="1Z1", tracking_url="https://track.example/1Z1"
    )
    make_parcel(order, carrier_name="UPS", tracking_number="1Z2")

    page = page_of(browser, order)

    assert 'href="https://track.example/1Z1"' in page
    assert 'href="https://www.ups.com/track?tracknum=1Z2"' in page
    assert "tracknum=1Z1" not in page


def test_all_serial_numbers_are_copied_by_one_button(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)
    make_parcel(order, serial_numbers=["A1", "A2"])
    make_parcel(order, serial_numbers=["B1"], invoice_number="40-1")

    page = page_of(browser, order)

    assert 'data-copy="A1\nA2\nB1" data-copy-name="3 serial numbers"' in page
    assert "40-1" in page


def test_a_date_that_slipped_is_shown_with_what_it_was(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account)
    line = make_line(order, ingram_line_number="1", estimated_delivery_on=date(2026, 11, 20))
    for before, after in ((5, 12), (12, 20)):
        DateChange.objects.create(
            order=order,
            kind=DateKind.DELIVERY,
            ingram_line_number=line.ingram_line_number,
            ingram_part_number=line.ingram_part_number,
            before=date(2026, 11, before),
            after=date(2026, 11, after),
            noticed_at=timezone.now(),
        )

    answer = browser.get(order.get_absolute_url())

    followed = answer.context["following"].parts[0].lines[0]
    assert followed.slipped_delivery.before == date(2026, 11, 12)
    page = answer.content.decode()
    assert "was <time" in page
    assert "12 Nov 2026" in page
    assert "2 dates changed" in page
    assert "5 Nov 2026" in page


def test_lines_stand_under_their_sub_orders_when_there_are_several(
    browser: Client, account: CustomerAccount
) -> None:
    order = make_order(account, ingram_order_number="20-SPLIT")
    for number, status in (("20-SPLIT-12", "backordered"), ("20-SPLIT-11", "shipped")):
        SubOrder.objects.create(order=order, sub_order_number=number, status=status)
        make_line(order, sub_order_number=number, ingram_part_number=f"P{number[-2:]}")

    page = page_of(browser, order)

    places = [page.index(text) for text in ("20-SPLIT-11", ">P11<", "20-SPLIT-12", ">P12<")]
    assert places == sorted(places)
    assert "Sub-order" not in page_of(browser, make_order(account))


def test_why_an_order_is_held_is_told(browser: Client, account: CustomerAccount) -> None:
    order = make_order(account, status=OrderStatus.ON_HOLD, hold_reason="Credit check")

    assert "Credit check" in page_of(browser, order)
