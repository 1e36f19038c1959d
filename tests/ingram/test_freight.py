"""Freight: what can be asked, and what an answer tells."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram import BadPayload, Client, ValidationFailed
from apps.ingram.operations import freight
from apps.ingram.schemas.freight import FreightRequest
from tests.ingram.upstream import Upstream

ADDRESS = {
    "address_line1": "1 Main Street",
    "city": "Irvine",
    "state": "ca",
    "postal_code": "92612",
    "country_code": "us",
}
ANSWER = {
    "freightEstimateResponse": {
        "currencyCode": "USD",
        "totalFreightAmount": 58.64,
        "grossAmount": 418.17,
        "distribution": [
            {
                "shipFromBranchNumber": "10",
                "carrierCode": "RG",
                "shipVia": "FEDEX GROUND",
                "freightRate": 19.7,
                "totalWeight": 13,
                "transitDays": 1,
                "carrierList": [{"carrierCode": "UG", "estimatedFreightCharge": "23.8"}],
            }
        ],
        "lines": [{"ingramPartNumber": "6YE881", "quantity": 1, "netAmount": 198.07}],
    }
}


def make_freight(**changes: Any) -> FreightRequest:
    """`quantity` and the other fields of a line go to the one line."""
    line = {"ingram_part_number": "6YE881", "quantity": 1}
    line |= {key: changes.pop(key) for key in list(changes) if key in _OF_LINE}
    values = {"ship_to": ADDRESS, "lines": [line]}
    return FreightRequest.model_validate(values | changes)


_OF_LINE = ("ingram_part_number", "quantity", "warehouse_id", "carrier_code")


def test_an_estimate_tells_each_warehouse_its_carriers_and_the_totals(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {**ANSWER, "somethingNew": "1"})

    estimate = freight.estimate_freight(client, make_freight())

    assert estimate.raw["somethingNew"] == "1"
    assert (estimate.currency, estimate.freight_total) == ("USD", Decimal("58.64"))
    (part,) = estimate.distributions
    assert (part.warehouse_id, part.freight_amount, part.transit_days) == ("10", Decimal("19.7"), 1)
    assert [(one.carrier_code, one.freight_amount) for one in part.carriers] == [
        ("UG", Decimal("23.8"))
    ]
    assert estimate.lines[0].net_amount == Decimal("198.07")
    assert len(estimate.correlation_id) == 32


def test_the_contact_of_the_user_is_sent(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, ANSWER)

    freight.estimate_freight(client, make_freight())

    assert upstream.calls[0].headers["IM-CustomerContact"] == "rep@reseller.example"


def test_an_estimate_is_a_read_and_is_asked_again(client: Client, upstream: Upstream) -> None:
    upstream.drop()
    upstream.reply(200, ANSWER)

    assert freight.estimate_freight(client, make_freight()).currency == "USD"
    assert len(upstream.calls) == 2


def test_a_refusal_in_an_array_names_its_field(client: Client, upstream: Upstream) -> None:
    fields = [{"field": "lines", "message": "Unknown part", "value": "6YE881"}]
    upstream.reply(400, [{"errors": [{"type": "/errors/validation-failed", "fields": fields}]}])

    with pytest.raises(ValidationFailed, match="Unknown part") as caught:
        freight.estimate_freight(client, make_freight())

    assert [field.field for field in caught.value.fields] == ["lines"]


def test_an_answer_without_an_estimate_is_no_estimate(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"freightEstimateResponse": {"something": "else"}})

    with pytest.raises(BadPayload):
        freight.estimate_freight(client, make_freight())


def test_a_stored_address_is_enough_and_codes_go_out_in_capitals() -> None:
    stored = make_freight(ship_to=None, ship_to_address_id="200")

    assert stored.body()["shipToAddressId"] == "200"
    assert "shipToAddress" not in stored.body()
    assert make_freight().body()["shipToAddress"]["state"] == "CA"
    assert make_freight().body()["shipToAddress"]["countryCode"] == "US"


@pytest.mark.parametrize(
    "changes",
    [
        {"ship_to": None},
        {"lines": []},
        {"ingram_part_number": " "},
        {"ingram_part_number": "P" * 19},
        {"carrier_code": "C" * 11},
        {"bill_to_address_id": "1" * 11},
        {"ship_to": {**ADDRESS, "country_code": "USA"}},
        {"ship_to": {**ADDRESS, "postal_code": ""}},
        {"ship_to": {**ADDRESS, "contact": "no such field here"}},
        *({"quantity": bad} for bad in (0, -1, "1.5")),
    ],
)
def test_an_estimate_that_breaks_a_limit_cannot_be_asked(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_freight(**changes)
