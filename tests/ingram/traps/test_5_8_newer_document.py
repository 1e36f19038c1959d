"""What the document of November 2025 changes (field notes 5.8)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram import Client
from apps.ingram.operations.deals import deal_details
from apps.ingram.operations.freight import estimate_freight
from apps.ingram.operations.quotes import validate_quote
from apps.ingram.operations.vendor_info import vendor_required_info
from apps.ingram.schemas.catalog import ProductDetails
from apps.ingram.schemas.orders import OrderCreateRequest
from apps.ingram.schemas.vendor_info import DEEPEST_CHOICE, VendorForm, VendorInfoRequest
from tests.ingram.test_freight import make_freight
from tests.ingram.traps.test_5_2_order_create import make_line, make_v7
from tests.ingram.upstream import Upstream

AUTHORIZATION = {"name": "VEUD_AUTH_NBR_FLG", "value": "A-1"}
SENT = [{"attributeName": "VEUD_AUTH_NBR_FLG", "attributeValue": "A-1"}]


def make_demanding_order() -> OrderCreateRequest:
    return make_v7(
        vendor_mandatory_fields=[AUTHORIZATION],
        lines=[make_line(vendor_mandatory_fields=[AUTHORIZATION])],
    )


def test_v7_vmf_keys_are_the_older_ones_unless_asked_otherwise() -> None:
    body = make_demanding_order().body()

    assert body["vmfAdditionalAttributes"] == SENT
    assert body["lines"][0]["vmfAdditionalAttributesLines"] == SENT
    assert "vmfVendorAdditionalAttributes" not in body


def test_v7_vmf_keys_of_the_newer_kind_hold_each_demand_with_its_vendor_and_product() -> None:
    body = make_demanding_order().in_newer_keys("Omnissa").body()

    assert body["vmfVendorAdditionalAttributes"] == [
        {"vendorName": "Omnissa", "additionalAttributes": SENT},
        {"vendorName": "Omnissa", "productId": "DF4128", "additionalAttributes": SENT},
    ]
    assert "vmfAdditionalAttributes" not in body
    assert "vmfAdditionalAttributesLines" not in body["lines"][0]


def test_v7_subscription_lines_name_a_plan_and_its_periods() -> None:
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


def test_v7_warranty_is_an_object_and_its_days_have_eight_digits() -> None:
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
def test_v7_subscription_lines_and_warranties_that_break_a_limit_cannot_be_built(
    line: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        make_v7(lines=[line])


def test_v7_vmf_keys_of_a_validated_quote_are_still_the_flat_ones(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"quoteNumber": "QUO-1", "vmfAdditionalAttributes": SENT})

    validation = validate_quote(client, "QUO-1")

    assert [field.name for field in validation.vendor_mandatory_fields] == ["VEUD_AUTH_NBR_FLG"]


def test_vendor_required_info_is_asked_by_quote_or_by_product() -> None:
    by_quote = VendorInfoRequest.model_validate({"quote_number": "QUO-1"})
    by_plan = VendorInfoRequest.model_validate({"products": [{"plan_id": "438308"}]})

    assert by_quote.body() == {"quoteNumber": "QUO-1"}
    assert by_plan.body() == {"products": [{"planID": "438308"}]}


def test_vendor_required_info_is_nested_by_vendor_and_tells_errors_under_a_good_status(
    client: Client, upstream: Upstream
) -> None:
    demand = {"attributename": "domain", "attributeRequired": "True"}
    form = {"vendorName": "Microsoft", "productId": "P", "additionalAttributes": [demand]}
    message = {"id": "1", "traceId": "t", "type": "error", "message": "Plan not found"}
    upstream.reply(
        200,
        [
            {"planId": "438308", "vmfAdditionalAttributes": [form]},
            {"planId": "0", "responseMessages": [message]},
        ],
    )

    request = VendorInfoRequest.model_validate({"products": [{"plan_id": "438308"}]})
    found, unknown = vendor_required_info(client, request)

    (read,) = found.vendor_mandatory_forms
    assert (read.vendor_name, read.vendor_product_id) == ("Microsoft", "P")
    assert (read.demands[0].name, read.demands[0].is_required) == ("domain", True)
    assert unknown.error == "Plan not found"


def test_vendor_required_info_has_choices_within_choices_up_to_a_depth() -> None:
    demand: dict[str, Any] = {"attributeName": "deepest"}
    for level in range(100):
        demand = {"attributeName": str(level), "choices": [demand]}

    depth, (found,) = 0, VendorForm.read({"additionalAttributes": [demand]}).demands
    while found.choices:
        depth, (found,) = depth + 1, found.choices

    assert depth == DEEPEST_CHOICE


def test_deal_details_need_the_vendor(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"dealId": "12 34"})

    deal_details(client, "12 34", vendor_name="Cisco")

    (call,) = upstream.calls
    assert (call.path, call.query) == ("/resellers/v6/deals/12%2034", [("vendorName", "Cisco")])


def test_freight_takes_an_object_as_address(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"freightEstimateResponse": {"currencyCode": "USD"}})

    estimate_freight(client, make_freight())

    assert isinstance(upstream.calls[0].json["shipToAddress"], dict)


@pytest.mark.parametrize("warranties", [["3 years"], [{"warranty": "3 years"}], "3 years", None])
def test_warrantyinformation_of_a_product_takes_nothing_down(
    warranties: Any,
) -> None:
    product = ProductDetails.read({"ingramPartNumber": "A", "warrantyInformation": warranties})

    assert (product.ingram_part_number, product.problems) == ("A", ())
    assert product.raw["warrantyInformation"] == warranties
