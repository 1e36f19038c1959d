"""Renewals: what can be searched."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from apps.ingram import Client, NotFound, ValidationFailed
from apps.ingram.operations import renewals
from apps.ingram.schemas.renewals import RenewalState, RenewalSubStatus
from tests.ingram.upstream import Upstream

DAYS = (date(2026, 1, 2), date(2026, 2, 3))
SPAN = {"customStartDate": "01/02/2026", "customEndDate": "02/03/2026"}


def test_basic_filters_go_into_the_address_and_the_others_into_the_body(
    client: Client, upstream: Upstream
) -> None:
    upstream.reply(200, {"recordsFound": 0})

    renewals.search_renewals(
        client,
        customer_order_number="PO-1",
        ingram_purchase_order_number="70GZJ35",
        serial_number="S-1",
        starts_between=DAYS,
        ends_between=DAYS,
        invoiced_between=DAYS,
        expires_between=DAYS,
        vendor_name="HP",
        end_user_name="Stark",
        sort_by="expirationDate",
        page_number=2,
        page_size=50,
    )

    (call,) = upstream.calls
    assert call.query == [
        ("customerOrderNumber", "PO-1"),
        ("ingramPurchaseOrderNumber", "70GZJ35"),
        ("serialNumber", "S-1"),
        ("sort", "expirationDate"),
        ("page", "2"),
        ("size", "50"),
    ]
    assert call.json == {
        "dateType": {
            "startDate": SPAN,
            "endDate": SPAN,
            "invoiceDate": SPAN,
            "expirationDate": SPAN,
        },
        "vendor": "HP",
        "endUser": "Stark",
    }


def test_a_search_for_everything_sends_an_empty_object(client: Client, upstream: Upstream) -> None:
    upstream.reply(200, {"recordsFound": 0})

    renewals.search_renewals(client)

    assert upstream.calls[0].json == {}


@pytest.mark.parametrize(
    ("sub_status", "state"),
    [
        (RenewalSubStatus.READY_TO_ORDER, "Open"),
        (RenewalSubStatus.QUOTE_REQUESTED, "Open"),
        (RenewalSubStatus.ALL_CLOSED, "Closed"),
        (RenewalSubStatus.CANCELLED, "Closed"),
    ],
)
def test_a_sub_status_implies_its_state(
    client: Client, upstream: Upstream, sub_status: RenewalSubStatus, state: str
) -> None:
    upstream.reply(200, {"recordsFound": 0})

    renewals.search_renewals(client, sub_status=sub_status)

    assert upstream.calls[0].json["status"]["OpporutinyStatus"] == {
        "value": state,
        "subStatus": str(sub_status),
    }


@pytest.mark.parametrize(
    "filters",
    [
        {"state": RenewalState.OPEN, "sub_status": RenewalSubStatus.EXPIRED},
        {"sub_status": "Forgotten"},
        {"state": "open"},
        {"expires_between": DAYS[::-1]},
        {"vendor_name": "V" * 101},
        {"page_size": 101},
        {"page_number": 0},
    ],
)
def test_a_filter_that_would_be_ignored_is_not_sent(
    client: Client, upstream: Upstream, filters: dict[str, Any]
) -> None:
    with pytest.raises(ValueError):
        renewals.search_renewals(client, **filters)

    assert upstream.calls == []


def test_a_search_is_a_read_although_it_is_posted(client: Client, upstream: Upstream) -> None:
    upstream.reply(503)
    upstream.reply(200, {"recordsFound": 1, "renewals": [{"renewalId": 1}]})

    assert len(renewals.search_renewals(client).renewals) == 1
    assert len(upstream.calls) == 2


def test_a_refusal_in_an_array_names_its_fields(client: Client, upstream: Upstream) -> None:
    fields = [{"field": "IM-CountryCode", "message": "Invalid CountryCode", "value": "USA"}]
    upstream.reply(400, [{"errors": [{"type": "/errors/validation-failed", "fields": fields}]}])

    with pytest.raises(ValidationFailed, match="Invalid CountryCode"):
        renewals.search_renewals(client)


@pytest.mark.parametrize("status", [204, 404])
def test_no_renewals_are_an_empty_page(client: Client, upstream: Upstream, status: int) -> None:
    upstream.reply(status)

    assert renewals.search_renewals(client).renewals == ()


def test_renewals_are_walked_with_the_same_filters(client: Client, upstream: Upstream) -> None:
    figures = {"recordsFound": 2, "pageSize": 1}
    upstream.reply(200, [{"renewals": [{"renewalId": 1}], **figures}])
    upstream.reply(200, [{"renewals": [{"renewalId": 2}], **figures}])

    pages = renewals.iter_renewals(client, page_size=1, vendor_name="HP", state=RenewalState.OPEN)

    assert [row.renewal_id for page in pages for row in page.renewals] == ["1", "2"]
    assert [call.json["vendor"] for call in upstream.calls] == ["HP", "HP"]
    assert [dict(call.query)["page"] for call in upstream.calls] == ["1", "2"]


def test_a_renewal_that_does_not_exist_is_not_found(client: Client, upstream: Upstream) -> None:
    upstream.reply(404)

    with pytest.raises(NotFound):
        renewals.renewal_details(client, "1")
