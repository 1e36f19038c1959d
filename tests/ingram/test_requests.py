"""The strict side: what can be built can be sent."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram.schemas.orders import OrderCreateRequest
from apps.ingram.schemas.prices import PriceRequest
from apps.ingram.schemas.quotes import QuoteCreateRequest


def make_quote(**changes: Any) -> QuoteCreateRequest:
    values: dict[str, Any] = {
        "quote_name": "Branch office",
        "lines": [{"ingram_part_number": "6YE881", "quantity": 2}],
    }
    return QuoteCreateRequest.model_validate(values | changes)


def make_order(**changes: Any) -> OrderCreateRequest:
    values: dict[str, Any] = {"quote_number": "QUO-1", "customer_order_number": "PO-1"}
    return OrderCreateRequest.model_validate(values | changes)


def make_order_line(**changes: Any) -> dict[str, Any]:
    return {"customer_line_number": "1", "ingram_part_number": "6YE881", "quantity": 1, **changes}


def test_a_quote_writes_quantity_as_text_the_expiry_as_us_date_and_copies_with_commas() -> None:
    quote = make_quote(expires_on=date(2027, 3, 9), send_quote_copy=["a@x.example", "b@x.example"])

    assert quote.body() == {
        "quoteName": "Branch office",
        "quoteExpiryDate": "03/09/2027",
        "sendQuoteCopy": "a@x.example,b@x.example",
        "products": [{"ingramPartNumber": "6YE881", "quantity": "2"}],
    }


def test_a_v7_order_writes_the_delivery_day_in_eight_digits_and_real_booleans() -> None:
    order = make_order(
        accept_back_order=False,
        shipment={"requested_delivery_on": date(2027, 3, 9), "is_signature_required": True},
    )

    assert order.body()["shipmentDetails"] == {
        "requestedDeliveryDate": "20270309",
        "signatureRequired": True,
    }
    assert order.body()["acceptBackOrder"] is False


def test_a_body_read_back_is_the_same_request() -> None:
    quote = make_quote(
        expires_on=date(2027, 3, 9),
        customer_contact="rep@reseller.example",
        send_quote_copy=["a@x.example"],
        end_user={"company_name": "Acme", "country_code": "US"},
    )
    order = make_order(
        ship_to={"address_id": "200"},
        lines=[make_order_line(unit_price=Decimal("12.30"))],
        vendor_mandatory_fields=[{"name": "AUTH", "value": "1"}],
    )

    assert QuoteCreateRequest.model_validate(json.loads(json.dumps(quote.body()))) == quote
    assert OrderCreateRequest.model_validate(json.loads(json.dumps(order.body()))) == order


def test_empty_objects_lists_and_texts_are_pruned() -> None:
    order = make_order(end_user={}, ship_to={"city": " "}, lines=[], notes="")

    assert order.body() == {"quoteNumber": "QUO-1", "customerOrderNumber": "PO-1"}


def test_an_amount_is_written_digit_by_digit() -> None:
    price = Decimal("12345678901234567.89")

    content = make_order(lines=[make_order_line(unit_price=price)]).encoded()

    assert b'"unitPrice": 12345678901234567.89}' in content


def test_text_is_trimmed_and_loses_control_characters() -> None:
    assert make_order(customer_order_number="  PO\x00-7 ").customer_order_number == "PO-7"


@pytest.mark.parametrize(
    "changes",
    [
        {"customer_order_number": "P" * 19},
        {"customer_order_number": "  "},
        {"end_customer_order_number": "P" * 19},
        {"quote_number": "", "lines": []},
        {"shipment": {"ship_complete": "true"}},
        {"ship_to": {"company_name": "C" * 41}},
        {"end_user": {"country_code": "USA"}},
        {"end_user": {"email": "not an address"}},
        {"unknown_field": "x"},
        {"lines": [make_order_line(), make_order_line(customer_line_number="01")]},
        {"quote_number": "", "lines": [make_order_line(customer_line_number="885")]},
        {"quote_number": "", "lines": [make_order_line(ingram_part_number="")]},
        *({"lines": [make_order_line(quantity=bad)]} for bad in (0, -1, "1.5", 10_000_000)),
    ],
)
def test_an_order_that_breaks_a_limit_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_order(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"quote_name": " "},
        {"lines": []},
        {"lines": [{"quantity": 1}]},
        {"lines": [{"ingram_part_number": "A", "quantity": 0}]},
        {"send_quote_copy": [f"p{n}@x.example" for n in range(11)]},
        {"send_quote_copy": ["broken@"]},
        {"customer_contact": f"{'a' * 60}@x.example"},
    ],
)
def test_a_quote_that_breaks_a_limit_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_quote(**changes)


def test_a_quote_with_a_deal_needs_no_lines() -> None:
    assert make_quote(lines=[], deal_id="D-1").body() == {
        "quoteName": "Branch office",
        "dealId": "D-1",
    }


def test_at_most_50_products_are_priced_at_once() -> None:
    with pytest.raises(ValidationError):
        PriceRequest.model_validate({"products": [{"ingram_part_number": "A"}] * 51})
