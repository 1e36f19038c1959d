"""The freight page: what a delivery may cost, without any order."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.connections.models import Address, ApiCall
from apps.ingram.schemas.freight import FreightEstimate
from apps.orders.freight import Plan
from apps.orders.mapping import delivery
from apps.orders.models import OrderDraft
from apps.submissions.models import Submission
from sandbox.data.catalogue import Product, catalogue
from sandbox.settings import Settings
from tests.orders.own_orders import part, parts

URL = "/orders/freight/"
FREIGHT = "POST /resellers/v6/freightestimate"
HTMX = {"HTTP_HX_REQUEST": "true"}


def test_the_form_starts_with_the_accounts_own_addresses_and_asks_for_nothing(
    browser: Client, sandbox: Any, bill_to: Address, ship_to: Address
) -> None:
    page = browser.get(URL, {"part_number": "6ye881", "quantity": "3"}).content.decode()

    assert "6YE881 3</textarea>" in page
    assert re.search(rf'value="{ship_to.pk}"[^>]* checked', page)
    assert sandbox.calls(FREIGHT) == 0


def test_carriers_of_a_shipment_stand_with_days_cost_and_marks(
    browser: Client, sandbox: Any, bill_to: Address
) -> None:
    page = estimate(browser, f"{part().part_number} 2").content.decode()

    assert "In one shipment" in page
    assert "UPS GROUND" in page
    assert page.count(">Cheapest</span>") == 1
    assert page.count(">Fastest</span>") == 1
    assert "what the distributor would choose" in page
    assert sandbox.calls(FREIGHT) == 1


def test_two_places_and_one_place_stand_side_by_side(
    browser: Client, sandbox: Any, bill_to: Address
) -> None:
    first, other = apart()

    page = estimate(browser, f"{first.part_number} 2\n{other.part_number} 2").content.decode()

    assert "In 2 shipments" in page
    assert "Complete, from one warehouse" in page
    assert page.count("Carriers from") == 3
    assert sandbox.calls(FREIGHT) == 2


def test_a_line_leaves_from_the_warehouse_that_was_chosen(
    browser: Client, sandbox: Any, bill_to: Address
) -> None:
    number = part().part_number
    before = estimate(browser, f"{number} 1").content.decode()
    offered = re.findall(r'<option value="(\w+)">', before.partition("Where it leaves from")[2])

    page = estimate(browser, f"{number} 1", **{f"from-{number}": offered[-1]}).content.decode()

    assert body_of_last(sandbox)["lines"][0]["warehouseId"] == offered[-1]
    assert f'<option value="{offered[-1]}" selected>' in page


def test_a_vendors_part_number_is_asked_for_by_ingrams(
    browser: Client, sandbox: Any, bill_to: Address
) -> None:
    product = part()

    estimate(browser, f"{product.vendor_part_number} 2")

    (line,) = body_of_last(sandbox)["lines"]
    assert (line["ingramPartNumber"], line["quantity"]) == (product.part_number, "2")


def test_a_stored_address_is_named_by_its_id(
    browser: Client, sandbox: Any, bill_to: Address, ship_to: Address
) -> None:
    estimate(browser, f"{part().part_number} 2", ship_to=str(ship_to.pk))

    body = body_of_last(sandbox)
    assert body["shipToAddressId"] == ship_to.address_id
    assert body["billToAddressId"] == bill_to.address_id


def test_htmx_gets_the_fragment(browser: Client, bill_to: Address) -> None:
    page = estimate(browser, f"{part().part_number} 2", **HTMX).content.decode()

    assert "<html" not in page
    assert page.strip().startswith('<div class="stack stack--wide" id="freight"')


def test_nothing_is_kept(browser: Client, bill_to: Address) -> None:
    estimate(browser, f"{part().part_number} 2")

    assert not OrderDraft.objects.exists()
    assert not Submission.objects.exists()


def test_goods_without_weight_have_no_carrier_and_the_page_says_why(
    browser: Client, bill_to: Address, sandbox: Any
) -> None:
    sold = catalogue(Settings().seed).products
    weightless = next(p for p in sold if not p.weight and p.is_authorized)

    page = estimate(browser, weightless.part_number).content.decode()

    assert "they may have no weight" in page


@pytest.mark.parametrize(
    ("goods", "said"),
    [
        ("", "Enter a part number on each line"),
        ("hello", "does not know HELLO"),
        ("6YE881 0", "6YE881: Enter a quantity of at least 1."),
        ("6YE881 1.5", "6YE881: "),
        ("\n".join(f"A{n:05} 1" for n in range(101)), "at most 100 parts; these are 101"),
        ("NOPE99 2", "does not know NOPE99"),
    ],
)
def test_wrong_goods_are_said_beside_the_field_and_stay_there(
    browser: Client, sandbox: Any, bill_to: Address, goods: str, said: str
) -> None:
    answer = estimate(browser, goods)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert goods in page
    assert sandbox.calls(FREIGHT) == 0


def test_a_part_that_the_account_may_not_buy_is_named(browser: Client, bill_to: Address) -> None:
    barred = part(is_authorized=False)

    answer = estimate(browser, barred.part_number)

    assert answer.status_code == 422
    assert f"not authorised to buy {barred.part_number}" in answer.content.decode()


def test_half_an_address_is_refused_at_its_field(
    browser: Client, sandbox: Any, bill_to: Address
) -> None:
    answer = estimate(browser, "6YE881 1", city="", **{"from-6YE881": "10"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Enter the city." in page
    assert 'name="from-6YE881" value="10"' in page
    assert sandbox.calls(FREIGHT) == 0


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
def test_trouble_is_told_and_nothing_typed_is_lost(
    browser: Client, sandbox: Any, bill_to: Address, fault: dict[str, Any], impatient: None
) -> None:
    fault = dict(fault)
    sandbox.fault(fault.pop("kind"), *FREIGHT.split(), times=None, **fault)

    answer = estimate(browser, f"{part().part_number} 2")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "No estimate" in page
    assert f"{part().part_number} 2</textarea>" in page


def test_what_the_distributor_refuses_is_said_in_its_words(
    browser: Client, bill_to: Address
) -> None:
    answer = estimate(browser, f"{part().part_number} 2", country_code="FR", state="")

    assert "No estimate" in answer.content.decode()


def test_a_viewer_may_not_ask(viewer: User, signed_in: Any, sandbox: Any, bill_to: Address) -> None:
    browser = signed_in(viewer)

    assert browser.get(URL).status_code == 403
    assert estimate(browser, "6YE881 1").status_code == 403
    assert not ApiCall.objects.exists()
    assert URL not in browser.get("/orders/").content.decode()


def test_an_outsider_sees_no_address_of_the_account(
    outsider: User, signed_in: Any, sandbox: Any, bill_to: Address, ship_to: Address
) -> None:
    browser = signed_in(outsider)

    answer = estimate(browser, "6YE881 1", ship_to=str(ship_to.pk))

    assert answer.status_code == 422
    assert ship_to.city not in answer.content.decode()
    assert sandbox.calls(FREIGHT) == 0


def test_the_page_is_linked_from_where_one_looks_for_it(browser: Client) -> None:
    for page in ("/orders/", "/orders/new/", "/catalog/6YE881/"):
        assert f'href="{URL}' in browser.get(page).content.decode(), page


# --- The arithmetic --------------------------------------------------------------------------


def test_marks_need_a_choice_and_go_to_all_that_tie() -> None:
    same = delivery(Plan.SPLIT, estimate_of(box("20", [("A", "5.00", "2"), ("B", "5.00", "2")])))
    tied = delivery(
        Plan.SPLIT,
        estimate_of(box("20", [("A", "5.00", "2"), ("B", "5.00", "4"), ("C", "9.00", "2")])),
    )

    assert not any(c.is_cheapest or c.is_fastest for c in same.parcels[0].carriages)
    assert [(c.carrier_code, c.is_cheapest, c.is_fastest) for c in tied.parcels[0].carriages] == [
        ("A", True, True),
        ("B", True, False),
        ("C", False, True),
    ]


def test_the_cheapest_of_each_shipment_add_up_and_the_slowest_decides() -> None:
    found = delivery(
        Plan.SPLIT,
        estimate_of(
            box("20", [("A", "5.00", "6"), ("B", "9.00", "1")]),
            box("80", [("A", "4.00", "2"), ("C", "30.00", "3")]),
        ),
    )

    assert (found.cheapest.amount, found.cheapest.transit_days) == (Decimal("9.00"), 6)
    assert (found.fastest.amount, found.fastest.transit_days) == (Decimal("13.00"), 2)


def test_an_unknown_charge_or_time_is_never_nought() -> None:
    found = delivery(Plan.SPLIT, estimate_of(box("20", [("A", None, None)])))

    assert (found.cheapest.amount, found.cheapest.transit_days) == (None, None)
    assert (found.fastest.amount, found.fastest.transit_days) == (None, None)


def test_the_assumed_carrier_is_there_though_the_list_is_empty() -> None:
    alone = {**box("20", []), "carrierCode": "UG", "shipVia": "UPS", "freightRate": "7.10"}

    (parcel,) = delivery(Plan.SPLIT, estimate_of(alone), {"20": "Mira Loma"}).parcels

    assert parcel.location == "Mira Loma"
    assert [(c.carrier_code, c.amount, c.is_assumed) for c in parcel.carriages] == [
        ("UG", Decimal("7.10"), True)
    ]


def apart() -> tuple[Product, Product]:
    """Two parts that lie most in different places, though one place has both."""
    first = part()
    most = first.stock.index(max(first.stock))
    other = next(
        product
        for product in parts()
        if product.stock[most] > 2 and product.stock.index(max(product.stock)) != most
    )
    return first, other


def estimate(browser: Client, goods: str, **more: str) -> Any:
    extra = {name: more.pop(name) for name in list(more) if name.startswith("HTTP_")}
    typed = {
        "goods": goods,
        "bill_to": "000",
        "ship_to": "typed",
        "address_line_1": "410 Shore Drive",
        "city": "Flint",
        "state": "mi",
        "postal_code": "48502",
        "country_code": "us",
    }
    return browser.post(URL, typed | more, **extra)  # type: ignore[arg-type]


def body_of_last(sandbox: Any) -> dict[str, Any]:
    calls = [c for c in sandbox.requests() if c["path"] == "/resellers/v6/freightestimate"]
    body = calls[-1]["body"]
    return dict(json.loads(body) if isinstance(body, str) else body)


def estimate_of(*boxes: dict[str, Any]) -> FreightEstimate:
    return FreightEstimate.read({"currencyCode": "USD", "distribution": list(boxes)})


def box(warehouse: str, carriers: list[tuple[str, str | None, str | None]]) -> dict[str, Any]:
    return {
        "shipFromBranchNumber": warehouse,
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
