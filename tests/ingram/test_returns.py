"""Returns: what can be searched, and a return that is asked for at most once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from apps.ingram import Client, NotFound, OutcomeUnknown, ValidationFailed
from apps.ingram.operations import returns
from apps.ingram.schemas.return_reasons import ReturnReason, reason_of
from apps.ingram.schemas.returns import ReturnCreateLine, ReturnCreateRequest, ReturnStatus
from tests.ingram.upstream import Upstream

SHIP_FROM = {
    "company_name": "Acme",
    "contact": "Jo Doe",
    "address_line1": "1 Main Street",
    "city": "Irvine",
    "state": "ca",
    "postal_code": "92612",
    "country_code": "us",
    "email": "Jo@Acme.example",
}


def make_line(**changes: Any) -> ReturnCreateLine:
    values: dict[str, Any] = {
        "invoice_number": "40-NFERG-11",
        "invoiced_on": date(2026, 7, 18),
        "ingram_part_number": "164B2G",
        "quantity": 1,
        "primary_reason": "Not received",
        "secondary_reason": "Partial shipment",
        "reference_number": "Ret-1",
        "ship_from": SHIP_FROM,
        "box_count": 1,
    }
    return ReturnCreateLine.model_validate(values | changes)


def make_return(**changes: Any) -> ReturnCreateRequest:
    return ReturnCreateRequest(lines=(make_line(**changes),))


def claim(**changes: Any) -> dict[str, Any]:
    return {
        "caseRequestNumber": "CAS-08946-G1W3J3-1",
        "referenceNumber": "RET-1",
        "ingramPartNumber": "164B2G",
        "vendorPartNumber": "",
        "status": "Open",
        **changes,
    }


def test_a_return_is_sent_in_a_list_with_the_contact_of_the_user(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"returnsClaims": [claim()]})

    accepted = returns.create_return(client, make_return())

    (call,) = upstream.calls
    assert call.headers["IM-CustomerContact"] == "rep@reseller.example"
    (sent,) = call.json["list"]
    assert (sent["invoiceNumber"], sent["invoiceDate"]) == ("40-NFERG-11", "2026-07-18")
    assert sent["shipFromInfo"][0]["email"] == "jo@acme.example"
    assert accepted.case_request_number == "CAS-08946-G1W3J3-1"


def test_each_line_finds_its_claim_by_part_and_reference(
    client: Client, upstream: Upstream
) -> None:
    mine, other, by_vendor, lost = (
        make_line(),
        make_line(reference_number="Ret-2"),
        make_line(ingram_part_number="", vendor_part_number="v-1", reference_number="Ret-3"),
        make_line(reference_number="Ret-4"),
    )
    upstream.reply(
        200,
        {
            "returnsClaims": [
                claim(caseRequestNumber="CAS-3", referenceNumber="RET-3", vendorPartNumber="V-1"),
                claim(caseRequestNumber="CAS-2", referenceNumber="RET-2"),
                claim(caseRequestNumber="CAS-9", ingramPartNumber="OTHER"),
                claim(caseRequestNumber="CAS-1"),
                claim(caseRequestNumber="", referenceNumber="RET-4"),
            ]
        },
    )

    lines = (mine, other, by_vendor, lost)
    accepted = returns.create_return(client, ReturnCreateRequest(lines=lines))

    found = [accepted.claim_for(line) for line in (mine, other, by_vendor)]
    assert [one.case_request_number for one in found if one] == ["CAS-1", "CAS-2", "CAS-3"]
    assert accepted.unanswered(lines) == (lost,)


def test_a_return_without_a_case_number_may_have_been_made(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"returnsClaims": [claim(caseRequestNumber="")]})

    with pytest.raises(OutcomeUnknown):
        returns.create_return(client, make_return())


@pytest.mark.parametrize("fault", ["drop", "500", "503"])
def test_a_lost_return_is_never_sent_again(client: Client, upstream: Upstream, fault: str) -> None:
    if fault == "drop":
        upstream.drop()
    else:
        upstream.reply(int(fault), [{"errors": [{"type": "/errors/system-errors"}]}])

    with pytest.raises(OutcomeUnknown):
        returns.create_return(client, make_return())

    assert len(upstream.calls) == 1


def test_a_refusal_in_an_array_names_its_fields(client: Client, upstream: Upstream) -> None:
    fields = [{"field": "quantity", "message": "More than was invoiced", "value": "9"}]
    upstream.reply(400, [{"errors": [{"type": "/errors/validation-failed", "fields": fields}]}])

    with pytest.raises(ValidationFailed, match="More than was invoiced") as caught:
        returns.create_return(client, make_return())

    assert [field.field for field in caught.value.fields] == ["quantity"]
    assert len(upstream.calls) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"invoice_number": " "},
        {"invoice_number": "1" * 13},
        {"invoiced_on": None},
        {"ingram_part_number": ""},
        {"ingram_part_number": "P" * 19},
        {"primary_reason": ""},
        {"secondary_reason": " "},
        {"quantity": 0},
        {"quantity": "1.5"},
        {"box_count": 0},
        {"reference_number": "R" * 36},
        {"bill_to_address_id": "1" * 11},
        {"unknown": "x"},
        {"ship_from": None},
        {"ship_from": {}},
        {"ship_from": {**SHIP_FROM, "email": ""}},
        {"ship_from": {**SHIP_FROM, "email": "broken@"}},
        {"ship_from": {**SHIP_FROM, "state": ""}},
        {"ship_from": {**SHIP_FROM, "country_code": "USA"}},
        {"ship_from": {**SHIP_FROM, "company_name": "C" * 41}},
    ],
)
def test_a_return_that_breaks_a_limit_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        make_line(**changes)


def test_lines_whose_claims_could_not_be_told_apart_are_refused() -> None:
    with pytest.raises(ValidationError, match="different reference numbers"):
        ReturnCreateRequest(lines=(make_line(), make_line(invoice_number="40-OTHER-11")))
    with pytest.raises(ValidationError):
        ReturnCreateRequest(lines=())


def test_statuses_and_reasons_go_out_with_commas_and_ranges_twice(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"recordsFound": 0})

    returns.search_returns(
        client,
        return_statuses=[ReturnStatus.OPEN, ReturnStatus.PARTIALLY_APPROVED],
        reasons=[ReturnReason.DEFECTIVE, ReturnReason.CUSTOMER_SERVICE_DISCRETION],
        created_between=(date(2026, 1, 2), date(2026, 2, 3)),
        sort_by="createdOn",
        is_descending=False,
        page_number=2,
        page_size=50,
    )

    assert upstream.calls[0].query == [
        ("returnStatus-in", "Open,Partially Approved"),
        ("createdOn-bt", "2026-01-02"),
        ("createdOn-bt", "2026-02-03"),
        ("returnReason-in", "(DF) Defective Items,(CS ) Customer Service Discretion"),
        ("sort", "asc"),
        ("sortingColumnName", "createdOn"),
        ("page", "2"),
        ("size", "50"),
    ]


@pytest.mark.parametrize(
    "filters",
    [
        {"return_statuses": ["Lost"]},
        {"claim_statuses": ["open"]},
        {"reasons": ["DF"]},
        {"created_between": (date(2026, 2, 3), date(2026, 1, 2))},
        {"page_size": 101},
        {"page_number": 0},
    ],
)
def test_a_filter_that_would_be_ignored_is_not_sent(
    client: Client, upstream: Upstream, filters: dict[str, Any]
) -> None:
    with pytest.raises(ValueError):
        returns.search_returns(client, **filters)

    assert upstream.calls == []


def test_returns_are_walked_page_by_page_with_the_same_filters(
    client: Client, upstream: Upstream
) -> None:
    figures = {"recordsFound": 3, "pageSize": 2}
    upstream.reply(200, {"returnsClaims": [claim(), claim()], "pageNumber": 1, **figures})
    upstream.reply(200, {"returnsClaims": [claim()], "pageNumber": 2, **figures})

    walked = list(returns.iter_returns(client, page_size=2, reference_number="RET-1"))

    assert [len(page.claims) for page in walked] == [2, 1]
    assert [dict(call.query)["page"] for call in upstream.calls] == ["1", "2"]
    assert {dict(call.query)["referenceNumber"] for call in upstream.calls} == {"RET-1"}


@pytest.mark.parametrize("status", [204, 404])
def test_no_returns_are_an_empty_page(client: Client, upstream: Upstream, status: int) -> None:
    upstream.reply(status)

    assert returns.search_returns(client).claims == ()


def test_a_return_that_does_not_exist_is_not_found(client: Client, upstream: Upstream) -> None:
    upstream.reply(404, {"errors": [{"message": "no such case"}]})

    with pytest.raises(NotFound):
        returns.return_details(client, "CAS-1")


def test_each_reason_is_found_again_by_its_words_and_in_any_other_wording_by_its_code() -> None:
    assert [reason_of(reason) for reason in ReturnReason] == list(ReturnReason)
    assert reason_of("(df) whatever") is ReturnReason.DEFECTIVE
    assert reason_of("(ZZ) unheard of") is None
    assert reason_of("") is None
    assert ReturnReason.DEFECTIVE.code == "DF"
    assert ReturnReason.DEFECTIVE.sentence == "Defective Items"
    assert ReturnReason.TRADE_IN.code == ""
    assert ReturnReason.TRADE_IN.sentence == "ITAD - Trade-in Credit"
