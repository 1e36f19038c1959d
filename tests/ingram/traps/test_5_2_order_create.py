"""The traps of field notes 5.2, order create, each by its name."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from apps.accounts.models import CustomerAccount
from apps.ingram import Client, OutcomeUnknown
from apps.ingram.operations import orders
from apps.ingram.schemas.order_changes import OrderCreated
from apps.ingram.schemas.order_requests import OrderCreateV6Request
from apps.ingram.schemas.orders import OrderCreateRequest, OrderSummary
from apps.ingram.schemas.vendor_values import NamedValue
from apps.orders.mapping.replies import summary_rows
from apps.webhooks.mapping import OrderHint, envelope_of, hints_of
from tests.ingram.upstream import Upstream

ADDRESS = {
    "company_name": "Acme",
    "address_line1": "1 Main Street",
    "city": "Irvine",
    "state": "CA",
    "postal_code": "92612",
    "country_code": "US",
}


def make_line(**changes: Any) -> dict[str, Any]:
    return {"customer_line_number": "1", "ingram_part_number": "DF4128", "quantity": 1, **changes}


def make_v6(**changes: Any) -> OrderCreateV6Request:
    values = {"customer_order_number": "PO-1", "lines": [make_line()]}
    return OrderCreateV6Request.model_validate(values | changes)


def make_v7(**changes: Any) -> OrderCreateRequest:
    values = {"customer_order_number": "PO-1", "lines": [make_line()]}
    return OrderCreateRequest.model_validate(values | changes)


def created(**order: Any) -> OrderCreated:
    return OrderCreated.read({"orders": [{"ingramOrderNumber": "20-RFKM1", **order}]})


@pytest.mark.parametrize("make", [make_v6, make_v7])
def test_customerordernumber_has_18_characters_at_most(make: Any) -> None:
    assert make(customer_order_number="P" * 18).customer_order_number == "P" * 18
    with pytest.raises(ValidationError):
        make(customer_order_number="P" * 19)


def test_customerordernumber_of_an_answer_may_have_35_characters() -> None:
    answer = OrderCreated.read({"customerOrderNumber": "P" * 35})

    assert answer.customer_order_number == "P" * 35


def test_case_is_kept_in_what_we_send_and_does_not_count_when_orders_are_matched() -> None:
    account = CustomerAccount(currency="USD")
    now = datetime.now(UTC)

    rows = [
        summary_rows(account, OrderSummary.read({"customerOrderNumber": number}), read_at=now)
        for number in ("Swagger-01", "SWAGGER-01")
    ]

    assert make_v6(customer_order_number="Swagger-01").body()["customerOrderNumber"] == "Swagger-01"
    assert {row.order.customer_order_number_upper for row in rows} == {"SWAGGER-01"}


@pytest.mark.parametrize("make", [make_v6, make_v7])
def test_booleans_are_sent_unquoted_in_every_version(make: Any) -> None:
    body = make(accept_back_order=False, shipment={"is_signature_required": True}).body()

    assert body["acceptBackOrder"] is False
    assert body["shipmentDetails"] == {"signatureRequired": True}


@pytest.mark.parametrize("make", [make_v6, make_v7])
def test_shipcomplete_is_one_of_three_letters(make: Any) -> None:
    for letter in ("C", "P", "E"):
        order = make(shipment={"ship_complete": letter})
        assert order.body()["shipmentDetails"] == {"shipComplete": letter}
    with pytest.raises(ValidationError):
        make(shipment={"ship_complete": "true"})


def test_phonenumber_is_a_text_of_digits_wherever_it_stands() -> None:
    party = {**ADDRESS, "phone_number": "(049) 555-0100"}

    body = make_v6(
        reseller=party,
        ship_to=party,
        end_user=party,
        lines=[make_line(end_users=[party])],
    ).body()

    parties = [body[key] for key in ("resellerInfo", "shipToInfo", "endUserInfo")]
    parties += body["lines"][0]["endUserInfo"]
    assert [party["phoneNumber"] for party in parties] == ["0495550100"] * 4


@pytest.mark.parametrize("make", [make_v6, make_v7])
def test_quantity_is_a_whole_number(make: Any) -> None:
    assert make(lines=[make_line(quantity=3)]).body()["lines"][0]["quantity"] == 3
    for bad in ("1,", 0, "1.5"):
        with pytest.raises(ValidationError):
            make(lines=[make_line(quantity=bad)])


def test_requesteddeliverydate_is_written_for_its_version() -> None:
    shipment = {"requested_delivery_on": date(2027, 3, 9)}

    sent = [make(shipment=shipment).body()["shipmentDetails"] for make in (make_v6, make_v7)]

    assert [details["requestedDeliveryDate"] for details in sent] == ["2027-03-09", "20270309"]


def test_requesteddeliverydate_written_down_is_read_back_as_the_same_day() -> None:
    for order in (
        make_v6(shipment={"requested_delivery_on": date(2027, 3, 9)}),
        make_v7(shipment={"requested_delivery_on": date(2027, 3, 9)}),
    ):
        assert type(order).model_validate(json.loads(order.encoded())) == order


def test_authorisation_number_stands_in_vmf_in_v6_and_at_the_top_in_v7() -> None:
    v6 = make_v6(vendor_mandatory_fields={"vendor_authorization_number": "A-1"})
    v7 = make_v7(vendor_authorization_number="A-1")

    assert v6.body()["vmf"] == {"vendAuthNumber": "A-1"}
    assert v7.body()["vendAuthNumber"] == "A-1"


@pytest.mark.parametrize(
    "changes",
    [
        {"ship_to": {**ADDRESS, "address_line3": "Gate 3"}},
        {"ship_to": {**ADDRESS, "address_line4": "Yard"}},
        {"ship_to": {**ADDRESS, "name1": "Acme"}},
        {"ship_to": {**ADDRESS, "name2": "West"}},
        {"vmf": {"vendAuthNumber": "A-1"}},
    ],
)
def test_v7_lacks_fields_that_v6_has(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_v7(**changes)

    key = "vendor_mandatory_fields" if "vmf" in changes else "ship_to"
    assert make_v6(**{key: next(iter(changes.values()))}).body()


def test_v7_lacks_the_list_of_warranties_and_has_fields_of_its_own() -> None:
    link = {"direct_line_link": "L-1"}
    v6 = make_v6(lines=[make_line(warranties=[link])])
    v7 = make_v7(
        ship_to={"shipping_notes": "dock 2"},
        vendor_mandatory_fields=[{"name": "AUTH", "value": "1"}],
        lines=[make_line(vendor_part_number="V-1", warranty=link)],
    )

    assert v6.body()["lines"][0]["warrantyInfo"] == [{"directLineLink": "L-1"}]
    assert v7.body()["lines"][0]["warrantyInfo"] == {"directLineLink": "L-1"}
    assert v7.body()["lines"][0]["vendorPartNumber"] == "V-1"
    assert v7.body()["shipToInfo"] == {"shippingNotes": "dock 2"}
    assert v7.body()["vmfAdditionalAttributes"] == [
        {"attributeName": "AUTH", "attributeValue": "1"}
    ]


@pytest.mark.parametrize("make", [make_v6, make_v7])
def test_lines_enduserinfo_is_sent_as_a_list(make: Any) -> None:
    body = make(lines=[make_line(end_users=[{"end_user_id": "5"}])]).body()

    assert body["lines"][0]["endUserInfo"] == [{"endUserId": "5"}]


def test_lines_enduserinfo_may_choose_a_stored_address_and_contact() -> None:
    user = {"end_user_id": "5", "address_sequence_number": "1", "contact_id": "1"}

    body = make_v6(lines=[make_line(end_users=[user])]).body()

    assert body["lines"][0]["endUserInfo"] == [
        {"endUserId": "5", "addressSequenceNumber": "1", "contactId": "1"}
    ]


@pytest.mark.parametrize("given", [{"endUserId": "5"}, [{"endUserId": "5"}]])
def test_lines_enduserinfo_is_read_as_an_object_or_a_list(given: Any) -> None:
    answer = created(lines=[{"endUserInfo": given}])

    (line,) = answer.orders[0].lines
    assert line.end_user is not None
    assert line.end_user.end_user_id == "5"


@pytest.mark.parametrize("make", [make_v6, make_v7])
def test_empty_objects_lists_and_texts_are_not_sent(make: Any) -> None:
    order = make(
        end_user={},
        reseller={"city": " "},
        ship_to={"address_id": ""},
        shipment={},
        attributes=[],
        notes="",
        lines=[make_line(end_users=[{}], notes=" ")],
    )

    assert order.body() == {
        "customerOrderNumber": "PO-1",
        "lines": [{"customerLineNumber": "1", "ingramPartNumber": "DF4128", "quantity": 1}],
    }


def test_empty_objects_are_no_half_addresses_either() -> None:
    for missing in ("address_line1", "city", "postal_code", "country_code"):
        with pytest.raises(ValidationError, match=missing):
            make_v6(ship_to={**ADDRESS, missing: ""})


def test_address_hygiene_f_writes_codes_phone_and_e_mail_as_they_are_taken() -> None:
    order = make_v6(
        ship_to={
            **ADDRESS,
            "state": "ca",
            "country_code": "us",
            "phone_number": "+1 (949) 555-0100",
            "email": "Jo.Doe@Acme.Example",
        }
    )

    sent = order.body()["shipToInfo"]
    assert (sent["state"], sent["countryCode"]) == ("CA", "US")
    assert (sent["phoneNumber"], sent["email"]) == ("19495550100", "jo.doe@acme.example")
    assert sent["contact"] == "Acme"


def test_attribute_name_case_does_not_count_and_the_described_spelling_is_sent() -> None:
    names = ["SHIPFROMWAREHOUSEID", "eudepid", "depordernbr", "dpasRating", "VEUD_AUTH_NBR_FLG"]

    sent = [NamedValue(name=name, value="1").name for name in names]

    assert sent == [
        "shipFromWarehouseId",
        "euDepId",
        "depOrderNbr",
        "DpasRating",
        "VEUD_AUTH_NBR_FLG",
    ]


@pytest.mark.parametrize(("given", "sent"), [(True, "true"), (10, "10"), (" DX ", "DX")])
def test_attribute_values_are_always_texts(given: Any, sent: str) -> None:
    body = make_v6(attributes=[{"name": "allowPartialOrder", "value": given}]).body()

    assert body["additionalAttributes"] == [
        {"attributeName": "allowPartialOrder", "attributeValue": sent}
    ]


@pytest.mark.parametrize("make", [make_v6, make_v7])
@pytest.mark.parametrize("numbers", [("1", "1"), ("1", "001")])
def test_duplicate_line_numbers_cannot_be_sent(make: Any, numbers: tuple[str, ...]) -> None:
    lines = [make_line(customer_line_number=number) for number in numbers]

    with pytest.raises(ValidationError, match="line number of its own"):
        make(lines=lines)


@pytest.mark.parametrize("echo", ["USD USD", "20-RFKKT : USD", "USD"])
def test_corrupt_header_echoes_still_tell_the_currency(echo: str) -> None:
    assert created(currencyCode=echo).currency == "USD"


def test_corrupt_header_echoes_yield_to_the_currency_of_a_line() -> None:
    assert created(currencyCode="", lines=[{"currencyCode": "CAD"}]).currency == "CAD"


@pytest.mark.parametrize(
    ("echo", "orders_made", "number"),
    [("20-RFKKT : 000", 1, "000"), ("000000", 2, "000"), ("000", 1, "000"), ("200", 2, "200")],
)
def test_corrupt_header_echoes_still_tell_the_bill_to_address(
    echo: str, orders_made: int, number: str
) -> None:
    made = [{"ingramOrderNumber": f"20-RFKM{place}"} for place in range(orders_made)]

    assert OrderCreated.read({"billToAddressId": echo, "orders": made}).bill_to_address_id == number


@pytest.mark.parametrize("wrapped", [True, False])
def test_shipmentdetails_reply_line_is_an_object_or_a_list(wrapped: bool) -> None:
    details = {"carrierCode": "RG", "shipFromWarehouseId": "10", "signatureRequired": "true"}

    answer = created(lines=[{"shipmentDetails": [details] if wrapped else details}])

    (shipping,) = answer.orders[0].lines[0].shipping
    assert (shipping.carrier_code, shipping.warehouse_id) == ("RG", "10")
    assert shipping.is_signature_required is True


@pytest.mark.parametrize("key", ["customerLinenumber", "customerLineNumber"])
def test_rejected_lines_spell_their_line_number_in_two_ways(key: str) -> None:
    answer = created(rejectedLineItems=[{key: "2", "rejectCode": "EN"}])

    (line,) = answer.rejected_lines
    assert (line.customer_line_number, line.reject_code) == ("2", "EN")


def test_processedpartially_does_not_decide_whether_an_order_is_partial() -> None:
    answer = OrderCreated.read(
        {
            "processedPartially": False,
            "purchaseOrderTotal": 0,
            "orders": [
                {
                    "ingramOrderNumber": "20-RFDMQ",
                    "numberOfLinesWithError": 0,
                    "lines": [{"customerLineNumber": "1", "ingramPartNumber": "DF4128"}],
                    "rejectedLineItems": [
                        {"customerLinenumber": "2", "ingramPartNumber": "DF4128MW"}
                    ],
                }
            ],
        }
    )

    assert answer.is_partial
    assert [line.ingram_part_number for line in answer.rejected_lines] == ["DF4128MW"]


def test_processedpartially_does_not_tell_of_lines_that_are_nowhere() -> None:
    request = make_v6(
        lines=[
            make_line(),
            make_line(customer_line_number="2", ingram_part_number="GONE"),
            make_line(customer_line_number="3", ingram_part_number="BAD"),
        ]
    )
    answer = created(
        lines=[{"customerLineNumber": "001", "ingramPartNumber": "df4128"}],
        rejectedLineItems=[{"customerLinenumber": "3", "ingramPartNumber": "BAD"}],
    )

    assert [line.ingram_part_number for line in answer.unanswered(request)] == ["GONE"]


@pytest.mark.parametrize("text", ["2021-06-03", "2021-06-03T18:37:08+08:00"])
def test_ingramorderdate_is_a_day_or_a_moment(text: str) -> None:
    (order,) = created(ingramOrderDate=text).orders

    assert order.ordered_on == date(2021, 6, 3)
    assert order.ordered_at is not None
    assert order.ordered_at.tzinfo is UTC


@pytest.mark.parametrize("kind", ["S", "D", "ZOR"])
def test_ordertype_is_any_text(kind: str) -> None:
    assert created(orderType=kind).orders[0].order_type == kind


def test_postalcode_may_come_as_a_number_or_with_nine_digits() -> None:
    number = OrderCreated.read({"shipToInfo": {"postalCode": 92612}})
    nine = OrderCreated.read({"shipToInfo": {"postalCode": "027054931"}})

    assert number.ship_to is not None
    assert nine.ship_to is not None
    assert number.ship_to.postal_code == "92612"
    assert "leading zeros" in number.problems[0]
    assert nine.ship_to.postal_code == "027054931"


def test_notes_are_kept_as_they_came_and_split_to_be_shown() -> None:
    notes = "APPLECARE+ 14IN MACBOOK PRO    SVCS || EU#- 009999999 TEST END USER || MC# C"

    (order,) = created(notes=notes).orders

    assert order.notes == notes
    assert order.note_parts == (
        "APPLECARE+ 14IN MACBOOK PRO    SVCS",
        "EU#- 009999999 TEST END USER",
        "MC# C",
    )


def test_notes_lose_the_order_number_before_each_piece() -> None:
    (order,) = created(notes="20-RFKKT : ///SHPI:THIS IS || 20-RFKKT : ///SHPI:IT").orders

    assert order.note_parts == ("///SHPI:THIS IS", "///SHPI:IT")


@pytest.mark.parametrize("status", [200, 201, 202])
def test_v7_status_code_does_not_matter_when_a_confirmation_number_came(
    status: int, client: Client, upstream: Upstream
) -> None:
    upstream.reply(status, {"confirmationNumber": "US-I-T-2403", "message": "in progress"})

    assert orders.create_order(client, make_v7()).confirmation_number == "US-I-T-2403"


def test_v7_status_code_does_not_make_up_for_a_missing_confirmation_number(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"message": "in progress"})

    with pytest.raises(OutcomeUnknown):
        orders.create_order(client, make_v7())


@pytest.mark.parametrize("number", ["US-I-T-240313100000000000000", 240313100001])
def test_confirmationnumber_is_a_long_text_or_a_number(
    number: Any, client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"confirmationNumber": number})

    assert orders.create_order(client, make_v7()).confirmation_number == str(number)


def test_correlation_of_a_created_order_is_by_its_customer_order_number() -> None:
    event = [
        {
            "topic": "resellers/orders",
            "event": "IM::created",
            "eventId": "A" * 18,
            "resource": {
                "eventType": "IM::async_order_create",
                "customerOrderNumber": "PO-1",
                "orders": [{"ingramOrderNumber": "20-RFKM1"}],
            },
        }
    ]

    (hint,) = hints_of(envelope_of(json.dumps(event)))

    assert isinstance(hint, OrderHint)
    assert hint.customer_order_number == "PO-1"
    assert hint.ingram_order_numbers == ("20-RFKM1",)


def test_an_amount_of_an_order_is_exact() -> None:
    assert created(orderTotal=Decimal("34212.93")).orders[0].total == Decimal("34212.93")


@pytest.mark.parametrize("model", [OrderCreateV6Request, OrderCreateRequest])
def test_unknown_fields_cannot_be_sent(model: type[BaseModel]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(
            {"customer_order_number": "PO-1", "lines": [make_line()], "priority": "high"}
        )
