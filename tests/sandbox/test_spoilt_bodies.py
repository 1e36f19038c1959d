"""A good body with one thing in it replaced is answered or refused, and never a failure."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sandbox.conftest import Caller

RANGE = {"customStartDate": "01/01/2020", "customEndDate": "01/01/2030"}
BODIES: dict[str, Any] = {
    "/resellers/v6/renewals/search": {
        "status": {"OpporutinyStatus": {"value": "Open", "subStatus": "Future"}},
        "dateType": {"endDate": RANGE},
        "vendor": "a",
        "endUser": "b",
    },
    "/resellers/v6/freightestimate": {
        "billToAddressId": "000",
        "shipToAddress": {"companyName": "A", "postalCode": "66219", "countryCode": "US"},
        "lines": [
            {
                "customerLineNumber": "001",
                "ingramPartNumber": "6YE881",
                "quantity": "1",
                "warehouseId": "20",
                "carrierCode": "RG",
            }
        ],
    },
    "/resellers/v5/Catalog/priceandavailability": {
        "servicerequest": {
            "requestpreamble": {"customernumber": "20-222222", "isocountrycode": "US"},
            "priceandstockrequest": {
                "showwarehouseavailability": "True",
                "extravailabilityflag": "Y",
                "item": [
                    {"ingrampartnumber": "6YE881", "warehouseidlist": ["20"], "quantity": 1},
                    {"vendorpartnumber": "CBS350-24T-4G-NA", "upc": "1"},
                ],
            },
        }
    },
    "/resellers/v5/quote/search": {
        "quoteSearchRequest": {
            "requestPreamble": {"customerNumber": "20-222222", "isoCountryCode": "US"},
            "retrieveQuoteRequest": {
                "quoteNumber": "Q",
                "endUserName": "a",
                "fromDate": "2026-01-01",
                "toDate": "2026-11-01",
                "pageIndex": "1",
                "recordsPerPage": "5",
                "sorting": "asc",
                "sortingColumnName": "createdon",
            },
        }
    },
}
JUNK = (None, True, -1, 10**30, "", "\ud800", "x" * 5000, "99/99/9999", [], {}, [None], ["x"])


def _places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        yield from _places(node[key], (*path, key))


def _spoilt(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = copy.deepcopy(body)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


@pytest.mark.parametrize("path", BODIES)
def test_one_thing_replaced_makes_nothing_fail(api: Caller, path: str) -> None:
    api.sandbox.control(limits={"get": None, "other": None})
    headers = api.headers | {"Content-Type": "application/json"}

    for place in _places(BODIES[path]):
        for value in JUNK:
            text = json.dumps(_spoilt(BODIES[path], place, value))
            answer = api.session.post(api.sandbox.base_url + path, data=text, headers=headers)
            assert answer.status_code in (200, 400, 403), (place, value)
            assert answer.json()
