"""Freight estimates: by warehouse and carrier, in the account's currency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

PATH = "/resellers/v6/freightestimate"
ADDRESS = {"companyName": "ABC TECH", "city": "LENEXA", "state": "KS", "postalCode": "662191736"}


def _line(number: str = "6YE881", quantity: str = "1", **changes: Any) -> dict[str, Any]:
    return {"ingramPartNumber": number, "quantity": quantity} | changes


def _body(*lines: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"shipToAddress": ADDRESS, "lines": list(lines)} | changes


def _estimate(api: Caller, *lines: dict[str, Any], **changes: Any) -> Any:
    answer = api.post(PATH, _body(*lines, **changes))
    assert answer.status_code == 200
    return answer.json()["freightEstimateResponse"]


def test_each_warehouse_ships_what_is_asked_of_it(api: Caller) -> None:
    found = _estimate(api, _line(warehouseId="20", quantity="2"), _line("TSXML3", warehouseId="10"))

    branches = {part["shipFromBranchNumber"]: part for part in found["distribution"]}
    assert branches.keys() == {"10", "20"}
    assert branches["20"]["totalWeight"] == 3
    assert branches["10"]["totalWeight"] == 1.5


def test_without_a_warehouse_the_fullest_one_ships(api: Caller) -> None:
    [part] = _estimate(api, _line())["distribution"]

    assert part["shipFromBranchNumber"] == "10"


def test_amounts_add_up_but_for_a_net_amount_of_nothing(api: Caller) -> None:
    found = _estimate(api, _line(quantity="3"), _line("TSXML3", warehouseId="30", quantity="200"))

    freight = sum(part["freightRate"] for part in found["distribution"])
    goods = sum(line["netAmount"] for line in found["lines"])
    assert found["totalFreightAmount"] == pytest.approx(freight)
    assert found["grossAmount"] == pytest.approx(freight + goods)
    assert found["totalNetAmount"] == 0
    assert found["lines"][0]["unitPrice"] == 389.43


def test_the_cheapest_carrier_ships_unless_another_is_asked_for(api: Caller) -> None:
    [cheap] = _estimate(api, _line())["distribution"]
    [asked] = _estimate(api, _line(carrierCode="f2"))["distribution"]

    charges = {c["carrierCode"]: float(c["estimatedFreightCharge"]) for c in cheap["carrierList"]}
    assert cheap["freightRate"] == min(charges.values())
    assert asked["carrierCode"] == "F2"
    assert asked["freightRate"] == charges["F2"]
    assert asked["transitDays"] == 2


def test_a_pallet_travels_by_another_carrier_than_a_parcel(api: Caller) -> None:
    [pallet] = _estimate(api, _line(quantity="200"))["distribution"]

    assert [carrier["carrierMode"] for carrier in pallet["carrierList"]] == ["LTL"]


def test_software_travels_for_nothing(api: Caller) -> None:
    found = _estimate(api, _line("YN6551", quantity="1"))
    weightless = [part for part in found["distribution"] if not part["totalWeight"]]

    assert weightless == []
    assert len(found["lines"]) == 1


def test_the_figures_of_carriers_are_texts_and_their_names_are_padded(api: Caller) -> None:
    [part] = _estimate(api, _line())["distribution"]

    offers = part["carrierList"]
    assert {type(offer["estimatedFreightCharge"]) for offer in offers} == {str}
    assert {type(offer["daysInTransit"]) for offer in offers} == {str}
    assert "UPS GROUND  " in [offer["shipVia"] for offer in offers]


def test_the_address_is_taken_as_an_object_and_in_an_array_or_by_its_id(api: Caller) -> None:
    plain = _estimate(api, _line())

    assert _estimate(api, _line(), shipToAddress=[ADDRESS]) == plain
    assert _estimate(api, _line(), shipToAddress=None, shipToAddressId="200")["lines"]


def test_a_global_number_is_known_too(api: Caller) -> None:
    assert _estimate(api, _line("A300-6YE881")) == _estimate(api, _line())


@pytest.mark.parametrize(
    ("customer", "country", "currency", "warehouse"),
    [("20-333333", "CA", "CAD", "51"), ("20-444444", "DE", "EUR", "61")],
)
def test_each_account_has_its_currency_warehouses_and_carriers(  # noqa: PLR0913, RUF100
    api: Caller,
    call_as: Callable[[str, str], Caller],
    customer: str,
    country: str,
    currency: str,
    warehouse: str,
) -> None:
    caller = call_as(customer, country)

    found = _estimate(caller, _line("TSXML3", warehouseId=warehouse))

    [part] = found["distribution"]
    assert found["currencyCode"] == currency
    assert part["shipFromBranchNumber"] == warehouse
    [american] = _estimate(api, _line("TSXML3"))["distribution"]
    assert part["carrierCode"] not in {c["carrierCode"] for c in american["carrierList"]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [_line("NOSUCH")]}, "lines[0].ingramPartNumber"),
        ({"lines": [_line("")]}, "lines[0].ingramPartNumber"),
        ({"lines": [_line(quantity="0")]}, "lines[0].quantity"),
        ({"lines": [_line(quantity="two")]}, "lines[0].quantity"),
        ({"lines": [_line(warehouseId="99")]}, "lines[0].warehouseId"),
        ({"lines": [_line(carrierCode="ZZ")]}, "lines[0].carrierCode"),
        ({"shipToAddress": None}, "shipToAddress"),
        ({"shipToAddress": "here"}, "shipToAddress"),
        ({"shipToAddress": {"city": "LENEXA"}}, "shipToAddress.postalCode"),
        ({"shipToAddress": ADDRESS | {"countryCode": "DE"}}, "shipToAddress.countryCode"),
    ],
)
def test_a_wrong_field_is_named_within_an_array(
    api: Caller, change: dict[str, Any], field: str
) -> None:
    answer = api.post(PATH, _body(_line()) | change)

    [problem] = answer.json()
    assert answer.status_code == 400
    assert problem["errors"][0]["traceid"]
    assert [fault["field"] for fault in problem["errors"][0]["fields"]] == [field]


def test_somebody_must_be_named_to_turn_to(api: Caller) -> None:
    api.headers["IM-CustomerContact"] = None

    answer = api.post(PATH, _body(_line()))

    assert answer.status_code == 400
    assert answer.json()[0]["errors"][0]["fields"][0]["field"] == "IM-CustomerContact"
