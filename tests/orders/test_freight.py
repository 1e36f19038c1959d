"""Freight estimates side by side, and the carrier that is taken over into the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import CustomerAccount, User
from apps.catalog.offers import ProductOffer, Warehouse
from apps.connections.models import Address
from apps.ingram.schemas.freight import FreightEstimate
from apps.orders.freight import Goods, Plan
from apps.orders.mapping import freight_plan, one_warehouse
from apps.orders.models import OrderDraft
from tests.orders.own_orders import confirm, fill_in, make_draft, part, parts, summary_of, url

HTMX = {"HTTP_HX_REQUEST": "true"}
FREIGHT = "POST /resellers/v6/freightestimate"


@pytest.fixture
def draft(account: CustomerAccount, buyer: User, bill_to: Address, ship_to: Address) -> OrderDraft:
    """Two parts that lie most in different places, though one place has both."""
    first = part()
    most = first.stock.index(max(first.stock))
    other = next(
        product
        for product in parts()
        if product.stock[most] > 2 and product.stock.index(max(product.stock)) != most
    )
    return make_draft(account, buyer, (first.part_number, 2), (other.part_number, 2))


def test_goods_that_lie_in_one_place_are_asked_about_once(
    browser: Client, sandbox: Any, account: CustomerAccount, buyer: User, bill_to: Address
) -> None:
    draft = make_draft(account, buyer, (part().part_number, 2))
    confirm(browser, draft)

    page = browser.get(url(draft, "freight"), **HTMX).content.decode()

    assert "All of it lies in one warehouse" in page
    assert 'value="split:UG"' in page
    assert sandbox.calls(FREIGHT) == 1


def test_the_carrier_may_be_left_to_the_distributor(browser: Client, draft: OrderDraft) -> None:
    confirm(browser, draft, carrier_code="UG")

    page = browser.get(url(draft, "freight"), **HTMX).content.decode()
    browser.post(url(draft, "freight"), {"choice": "split:"})

    assert "The distributor chooses" in page
    draft.refresh_from_db()
    assert draft.entered["carrier_code"] == ""


def test_the_summary_does_not_wait_for_freight(
    browser: Client, sandbox: Any, draft: OrderDraft
) -> None:
    confirm(browser, draft)

    page = summary_of(browser, draft)

    assert sandbox.calls(FREIGHT) == 0
    assert f'hx-get="{url(draft, "freight")}"' in page
    assert f'<a href="{url(draft, "freight")}">' in page


def test_both_plans_and_all_carriers_stand_side_by_side(
    browser: Client, sandbox: Any, draft: OrderDraft
) -> None:
    confirm(browser, draft)

    answer = browser.get(url(draft, "freight"), **HTMX)

    page = answer.content.decode()
    assert "<html" not in page
    assert "Complete, from one warehouse" in page
    assert "From wherever it lies" in page
    assert 'value="split:UG"' in page
    assert 'value="complete:UG"' in page
    assert "Estimate (USD)" in page
    assert sandbox.calls(FREIGHT) == 2


def test_without_a_script_it_is_a_page(browser: Client, draft: OrderDraft) -> None:
    confirm(browser, draft)

    assert b"<html" in browser.get(url(draft, "freight")).content


def test_a_stored_address_is_named_by_its_id(
    browser: Client, sandbox: Any, draft: OrderDraft, ship_to: Address
) -> None:
    confirm(browser, draft, ship_to=str(ship_to.pk))

    page = browser.get(url(draft, "freight"), **HTMX).content.decode()

    assert 'value="split:UG"' in page


def test_a_chosen_carrier_stands_in_the_form_and_the_summary(
    browser: Client, draft: OrderDraft
) -> None:
    confirm(browser, draft)

    answer = browser.post(url(draft, "freight"), {"choice": "complete:UG"})

    assert answer.url == url(draft, "summary")
    draft.refresh_from_db()
    assert (draft.entered["carrier_code"], draft.entered["ship_complete"]) == ("UG", "E")
    assert draft.entered["city"] == "Flint"
    assert "Ship everything together" in summary_of(browser, draft)
    assert "Chosen" in browser.get(url(draft, "freight"), **HTMX).content.decode()


def test_taking_the_split_plan_no_longer_waits_for_everything(
    browser: Client, draft: OrderDraft
) -> None:
    confirm(browser, draft, ship_complete="E")

    browser.post(url(draft, "freight"), {"choice": "split:RG"})

    draft.refresh_from_db()
    assert (draft.entered["carrier_code"], draft.entered["ship_complete"]) == ("RG", "")


@pytest.mark.parametrize("choice", ["", "split", "nonsense", "somehow:UG"])
def test_nonsense_chooses_nothing(browser: Client, draft: OrderDraft, choice: str) -> None:
    confirm(browser, draft)

    assert browser.post(url(draft, "freight"), {"choice": choice}).status_code == 302

    draft.refresh_from_db()
    assert "carrier_code" not in draft.entered


def test_an_order_that_was_sent_takes_no_other_carrier(browser: Client, draft: OrderDraft) -> None:
    keys = confirm(browser, draft)
    browser.post(url(draft, "place"), keys | {"has_seen_changes": "on"})

    browser.post(url(draft, "freight"), {"choice": "split:UG"})

    draft.refresh_from_db()
    assert "carrier_code" not in draft.entered


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "status", "status": 500},
        {"kind": "html_maintenance"},
        {"kind": "cut_json"},
        {"kind": "rate_limited"},
        {"kind": "latency", "seconds": 1},
    ],
)
def test_without_an_estimate_one_may_order_all_the_same(
    browser: Client, sandbox: Any, draft: OrderDraft, fault: dict[str, Any], impatient: None
) -> None:
    confirm(browser, draft)
    fault = dict(fault)
    sandbox.fault(fault.pop("kind"), *FREIGHT.split(), times=None, **fault)

    answer = browser.get(url(draft, "freight"), **HTMX)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "No estimate" in page
    assert "can be placed without one" in page


def test_a_form_that_is_not_ready_comes_first(browser: Client, draft: OrderDraft) -> None:
    assert browser.get(url(draft, "freight")).url == url(draft, "details")
    fill_in(browser, draft)
    assert browser.get(url(draft, "freight")).status_code == 200


# --- The arithmetic --------------------------------------------------------------------------


def test_a_carrier_counts_when_it_takes_every_parcel() -> None:
    estimate = FreightEstimate.read(
        {
            "currencyCode": "USD",
            "totalFreightAmount": "5.25",
            "distribution": [
                box("20", [("UG", "10.50", "2"), ("RG", "9.00", "4")]),
                box("80", [("UG", "4.25", "5"), ("EX", "1.00", "1")]),
            ],
        }
    )

    plan = freight_plan(Plan.SPLIT, estimate)

    assert plan.warehouses == ("20", "80")
    theirs, only = plan.choices
    assert (theirs.carrier_code, theirs.amount, theirs.transit_days) == ("", Decimal("5.25"), 5)
    assert (only.carrier_code, only.amount, only.transit_days) == ("UG", Decimal("14.75"), 5)


def test_an_unknown_charge_makes_the_sum_unknown_and_comes_last() -> None:
    estimate = FreightEstimate.read(
        {"distribution": [box("20", [("AA", None, None), ("UG", "10.50", "2")])]}
    )

    _, *choices = freight_plan(Plan.SPLIT, estimate).choices

    assert [(c.carrier_code, c.amount, c.transit_days) for c in choices] == [
        ("UG", Decimal("10.50"), 2),
        ("AA", None, None),
    ]


def test_goods_without_weight_have_no_carrier() -> None:
    plan = freight_plan(Plan.SPLIT, FreightEstimate.read({"distribution": []}))

    assert plan.choices == ()
    assert "no carrier" in plan.reason


def test_the_one_warehouse_has_all_of_every_part() -> None:
    lines = [line("A", 2), line("B", 5), line("A", 3)]
    offers = {
        "A": offer({"10": 9, "20": 5, "30": 4}),
        "B": offer({"10": 4, "20": 50, "30": 50}),
    }

    assert one_warehouse(lines, offers) == "20"
    assert one_warehouse(lines, {**offers, "B": offer({"10": 50})}) == "10"
    assert one_warehouse(lines, {**offers, "B": offer({"30": 50})}) == ""
    assert one_warehouse(lines, {"A": offers["A"]}) == ""


def test_a_line_that_names_its_warehouse_leaves_from_there_or_not_at_all() -> None:
    offers = {"A": offer({"10": 9, "20": 50})}
    bound = replace(line("A", 2), warehouse_id="10")

    assert one_warehouse([bound], offers) == "10"
    assert one_warehouse([replace(bound, quantity=10)], offers) == ""


def box(warehouse: str, carriers: list[tuple[str, str | None, str | None]]) -> dict[str, Any]:
    return {
        "shipFromBranchNumber": warehouse,
        "totalWeight": "3.5",
        "transitDays": 5,
        "carrierList": [
            {
                "carrierCode": code,
                "shipVia": f"Carrier {code}",
                "estimatedFreightCharge": charge,
                "daysInTransit": days,
            }
            for code, charge, days in carriers
        ],
    }


def line(part_number: str, quantity: int) -> Goods:
    return Goods(number=1, ingram_part_number=part_number, quantity=quantity)


def offer(stock: dict[str, int]) -> ProductOffer:
    places = tuple(
        Warehouse(
            warehouse_id=place, location="", available=count, back_ordered=None, on_order=None
        )
        for place, count in stock.items()
    )
    return ProductOffer(
        ingram_part_number="A", warehouses=places, priced_at=datetime(2026, 11, 23, tzinfo=UTC)
    )
