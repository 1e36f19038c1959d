"""What the document of November 2025 adds to the v7 order (field notes 5.8)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram.schemas.orders import OrderCreateRequest
from tests.ingram.traps.test_5_2_order_create import make_line, make_v7

AUTHORIZATION = {"name": "VEUD_AUTH_NBR_FLG", "value": "A-1"}
SENT = [{"attributeName": "VEUD_AUTH_NBR_FLG", "attributeValue": "A-1"}]


def make_demanding_order() -> OrderCreateRequest:
    return make_v7(
        vendor_mandatory_fields=[AUTHORIZATION],
        lines=[make_line(vendor_mandatory_fields=[AUTHORIZATION])],
    )


def test_a_vendors_demands_go_under_the_older_keys_unless_asked_otherwise() -> None:
    body = make_demanding_order().body()

    assert body["vmfAdditionalAttributes"] == SENT
    assert body["lines"][0]["vmfAdditionalAttributesLines"] == SENT
    assert "vmfVendorAdditionalAttributes" not in body


def test_the_newer_keys_hold_each_demand_once_with_its_vendor_and_product() -> None:
    body = make_demanding_order().in_newer_keys("Omnissa").body()

    assert body["vmfVendorAdditionalAttributes"] == [
        {"vendorName": "Omnissa", "additionalAttributes": SENT},
        {"vendorName": "Omnissa", "productId": "DF4128", "additionalAttributes": SENT},
    ]
    assert "vmfAdditionalAttributes" not in body
    assert "vmfAdditionalAttributesLines" not in body["lines"][0]


def test_a_subscription_is_ordered_by_its_plan_for_a_time() -> None:
    order = make_v7(
        lines=[
            {
                "customer_line_number": "1",
                "plan_id": "438308",
                "quantity": 5,
                "subscription_periods": [
                    {
                        "unit": "Years",
                        "duration": 1,
                        "starts_on": date(2027, 3, 9),
                        "end_alignment": "MATCH_END_OF_CALENDAR_MONTH",
                    }
                ],
                "billing_periods": [{"unit": "Months", "duration": 1}],
            }
        ]
    )

    assert order.body()["lines"] == [
        {
            "customerLineNumber": "1",
            "planid": "438308",
            "quantity": 5,
            "subscriptionPeriod": [
                {
                    "type": "Years",
                    "duration": 1,
                    "startDate": "2027-03-09",
                    "endDateAlignmentType": "MATCH_END_OF_CALENDAR_MONTH",
                }
            ],
            "billingPeriod": [{"type": "Months", "duration": 1}],
        }
    ]
    assert OrderCreateRequest.model_validate(json.loads(order.encoded())) == order


def test_the_days_of_a_warrantys_hardware_are_spelt_and_written_for_v7() -> None:
    serial = {"purchased_on": date(2026, 1, 2), "shipped_on": date(2026, 1, 3)}

    body = make_v7(lines=[make_line(warranty={"serials": [serial]})]).body()

    assert body["lines"][0]["warrantyInfo"] == {
        "serialInfo": [{"dateOfPurchase": "20260102", "shipDate": "20260103"}]
    }


@pytest.mark.parametrize(
    "line",
    [
        make_line(subscription_periods=[{"unit": "Years", "duration": 0}]),
        make_line(subscription_periods=[{"unit": "", "duration": 1}]),
        make_line(
            subscription_periods=[{"unit": "Years", "duration": 1, "end_alignment": "NEVER"}]
        ),
        make_line(vendor_required_values=[{"vendor_name": "Microsoft", "values": []}]),
        make_line(warranty={"direct_line_link": "1" * 26}),
        make_line(warranty={"hardware_line_link": "1", "warranty_line_link": "2"}),
        {"customer_line_number": "1", "quantity": 1},
    ],
)
def test_a_v7_line_that_breaks_a_limit_cannot_be_built(line: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_v7(lines=[line])
