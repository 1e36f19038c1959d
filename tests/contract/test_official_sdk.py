"""The distributor's own client performs every operation that it has against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from xi.sdk.resellers import models

from sandbox.testing import SandboxServer
from tests.contract.drives import HELD
from tests.contract.exceptions import NOT_BUILT, SDK_NOT_PERFORMED
from tests.contract.official_sdk import OfficialSdk, operations
from tests.contract.performances import PERFORMANCES, place, placed


@pytest.fixture
def sdk(sandbox: SandboxServer) -> Iterator[OfficialSdk]:
    official = OfficialSdk(sandbox)
    official.sign_in()
    yield official
    official.close()


@pytest.mark.parametrize("operation", sorted(operations().keys() - SDK_NOT_PERFORMED.keys()))
def test_the_official_client_performs(operation: str, sdk: OfficialSdk) -> None:
    sdk.performed.clear()

    PERFORMANCES[operation](sdk)

    assert operation in sdk.performed


def test_what_it_does_not_perform_is_an_operation_of_its_that_we_do_not_build() -> None:
    assert operations().keys() >= SDK_NOT_PERFORMED.keys()
    assert set(SDK_NOT_PERFORMED.values()) <= NOT_BUILT.keys()
    assert operations().keys() == PERFORMANCES.keys() | SDK_NOT_PERFORMED.keys()


@pytest.mark.parametrize(
    ("search", "key", "paging", "details", "number"),
    [
        (
            "OrdersApi.get_resellers_v6_ordersearch",
            "orders",
            {"page_size": 100},
            "OrdersApi.get_orderdetails_v6_1",
            {"ordernumber": "ingramOrderNumber"},
        ),
        (
            "InvoicesApi.get_resellers_v6_invoicesearch",
            "invoices",
            {"page_size": 100},
            "InvoicesApi.get_invoicedetails_v6_1",
            {"invoice_number": "invoiceNumber"},
        ),
        (
            "QuotesApi.get_quotessearch_v6",
            "quotes",
            {"page_size": 100},
            "QuotesApi.get_resellers_v6_quotes",
            {"quote_number": "quoteNumber"},
        ),
        (
            "RenewalsApi.post_renewalssearch",
            "renewals",
            {"size": "100", "renewals_search_request": models.RenewalsSearchRequest()},
            "RenewalsApi.get_resellers_v6_renewalsdetails",
            {"renewal_id": "renewalId"},
        ),
        (
            "ReturnsApi.get_resellers_v6_returnssearch",
            "returnsClaims",
            {"size": "100"},
            "ReturnsApi.get_resellers_v6_returnsdetails",
            {"case_request_number": "caseRequestNumber"},
        ),
        (
            "ProductCatalogApi.get_reseller_v6_productsearch",
            "catalog",
            {"page_size": 100},
            "ProductCatalogApi.get_reseller_v6_productdetail",
            {"ingram_part_number": "ingramPartNumber"},
        ),
    ],
)
def test_it_reads_what_the_seed_holds(
    sdk: OfficialSdk,
    search: str,
    key: str,
    paging: dict[str, Any],
    details: str,
    number: dict[str, str],
) -> None:
    rows = sdk.call(search, **paging)[key]

    assert len(rows) > 20
    for row in rows[::2]:
        (argument, name), *_ = number.items()
        assert sdk.call(details, **{argument: str(row[name])})


def test_it_is_told_what_is_wrong_with_an_order(sdk: OfficialSdk) -> None:
    request = models.OrderCreateRequest.from_dict({"customerOrderNumber": "SDK-1", "lines": []})

    status, body = sdk.refusal("OrdersApi.post_createorder_v6", order_create_request=request)

    assert status == 400
    assert body["errors"][0]["fields"]
    assert sdk.sandbox.orders(customer_order_number="SDK-1") == 0


def test_it_is_refused_a_second_order_with_the_same_number(sdk: OfficialSdk) -> None:
    placed(sdk)

    body = {"customerOrderNumber": "SDK-1", "lines": [{"ingramPartNumber": "6YE881"}]}
    request = models.OrderCreateRequest.from_dict(body)
    status, _ = sdk.refusal("OrdersApi.post_createorder_v6", order_create_request=request)

    assert status == 400
    assert sdk.sandbox.orders(customer_order_number="SDK-1") == 1


def test_it_is_refused_the_release_of_an_order_that_was_released(sdk: OfficialSdk) -> None:
    number = placed(sdk, additionalAttributes=HELD)
    release = {
        "order_number": number,
        "order_modify_request": models.OrderModifyRequest(),
        "action_code": "release",
    }
    sdk.call("OrdersApi.put_ordermodify", **release)

    status, body = sdk.refusal("OrdersApi.put_ordermodify", **release)

    assert status == 400
    assert body["errors"]


def test_it_sees_an_order_with_a_line_that_was_rejected(sdk: OfficialSdk) -> None:
    partial = [{"attributeName": "allowPartialOrder", "attributeValue": "true"}]
    lines = [
        {"customerLineNumber": "1", "ingramPartNumber": "6YE881", "quantity": 1},
        {"customerLineNumber": "2", "ingramPartNumber": "NOSUCH", "quantity": 1},
    ]

    answer = place(sdk, lines=lines, additionalAttributes=partial)

    (order,) = answer["orders"]
    assert [line["ingramPartNumber"] for line in order["lines"]] == ["6YE881"]
    assert [line["ingramPartNumber"] for line in order["rejectedLineItems"]] == ["NOSUCH"]
