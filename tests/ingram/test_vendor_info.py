"""What vendors demand of an order: a read by POST, and its tree of fields."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram import BadPayload, Client
from apps.ingram.operations.vendor_info import vendor_required_info
from apps.ingram.schemas.vendor_info import (
    DEEPEST_CHOICE,
    VendorForm,
    VendorInfo,
    VendorInfoRequest,
)
from tests.ingram.upstream import Upstream

BY_PART = VendorInfoRequest.model_validate({"products": [{"ingram_part_number": "5DV320"}]})


def form(*demands: Any) -> dict[str, Any]:
    return {"vendorName": "Microsoft", "additionalAttributes": list(demands)}


def test_each_product_has_its_own_demands(client: Client, upstream: Upstream) -> None:
    demand = {"attributeName": "VEUD_AUTH_NBR_FLG", "attributeDescription": "Authorization Number"}
    upstream.reply(
        200,
        [
            {"ingramPartNumber": "5DV320", "vmfAdditionalAttributes": [form(demand)]},
            {"planId": "438308", "vriAdditionalAttributes": [form({"attributeName": "mpn"})]},
        ],
    )

    hardware, plan = vendor_required_info(client, BY_PART)

    assert hardware.ingram_part_number == "5DV320"
    assert hardware.vendor_mandatory_forms[0].vendor_name == "Microsoft"
    assert hardware.vendor_mandatory_forms[0].demands[0].description == "Authorization Number"
    assert plan.vendor_required_forms[0].demands[0].name == "mpn"
    assert hardware.correlation_id == upstream.calls[0].headers["IM-CorrelationID"]


def test_products_and_plans_are_asked_for_in_their_spelling(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, [{"planId": "438308"}])

    vendor_required_info(
        client, VendorInfoRequest.model_validate({"products": [{"plan_id": "438308"}]})
    )

    (call,) = upstream.calls
    assert (call.method, call.path) == ("POST", "/resellers/v7/vendorrequiredinfo")
    assert call.json == {"products": [{"planID": "438308"}]}
    assert call.headers["IM-SenderID"]


def test_a_post_that_only_reads_is_repeated(client: Client, upstream: Upstream) -> None:
    upstream.reply(500)
    upstream.reply(200, [{"ingramPartNumber": "5DV320"}])

    assert len(vendor_required_info(client, BY_PART)) == 1
    assert len(upstream.calls) == 2


def test_an_error_under_a_good_status_stays_with_its_product(
    client: Client, upstream: Upstream
) -> None:
    message = {"id": 123, "traceId": "t", "type": "error", "message": "Part not found"}
    upstream.reply(200, [{"ingramPartNumber": "X", "responseMessages": [message]}])

    (info,) = vendor_required_info(client, BY_PART)

    assert info.error == "Part not found"


@pytest.mark.parametrize("answer", [[], {}, [{}], [{"colour": "red"}]])
def test_an_answer_that_tells_nothing_does_not_mean_that_nothing_is_demanded(
    answer: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, answer)

    with pytest.raises(BadPayload):
        vendor_required_info(client, BY_PART)


def test_a_single_answer_may_stand_without_its_list(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"quoteNumber": "QUO-1"})

    (info,) = vendor_required_info(client, VendorInfoRequest(quote_number="QUO-1"))

    assert info.quote_number == "QUO-1"


@pytest.mark.parametrize("key", ["attributeName", "attributename"])
def test_a_choice_holds_fields_again_under_a_name_in_either_case(key: str) -> None:
    inner = {key: "microsoft_domain", "attributeRequired": "true"}
    choice = {"attributeValue": "new", "choices": [inner]}

    (demand,) = VendorForm.read(form({key: "tenant", "choices": [choice]})).demands

    assert demand.name == "tenant"
    assert demand.choices[0].allowed_value == "new"
    assert demand.choices[0].choices[0].name == "microsoft_domain"
    assert demand.choices[0].choices[0].is_required is True


@pytest.mark.parametrize("depth", [DEEPEST_CHOICE, 5000])
def test_choices_are_read_to_a_depth_and_no_further(depth: int) -> None:
    demand: dict[str, Any] = {"attributeName": "deepest"}
    for level in range(depth):
        demand = {"attributeName": str(level), "choices": demand}

    info = VendorInfo.read({"vmfAdditionalAttributes": form(demand)})

    (found,) = info.vendor_mandatory_forms[0].demands
    levels = 0
    while found.choices:
        (found,) = found.choices
        levels += 1
    assert levels == DEEPEST_CHOICE


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"products": []},
        {"products": [{}]},
        {"quote_number": "QUO-1", "products": [{"plan_id": "1"}]},
        {"quote_number": "Q" * 36},
        {"products": [{"ingram_part_number": "P" * 19}]},
    ],
)
def test_a_quote_or_products_are_asked_for_and_not_both(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VendorInfoRequest.model_validate(wrong)
