"""Events that are signed, and say what no distributor would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from apps.ingram.webhooks import signature
from tests.factories import WEBHOOK_SECRET
from tests.fuzz.values import texts
from tests.walk.filling import PART

_ID = "EVENT0000000009999"
_TOPICS = (
    ("resellers/quotes", "im::quote_create"),
    ("resellers/orders", "im::order_shipped"),
    ("resellers/orders", "im::order_failed"),
    ("resellers/catalog", "im::stock_update"),
)
#: Names that events of one topic or another have, in their own spelling or in a strange one.
_NAMES = (
    *("quoteNumber", "status", "orderNumber", "customerOrderNumber", "orderStatus", "lines"),
    *("orderEntryTimestamp", "errors", "message", "eventType", "ingramPartNumber", "upcCode"),
    *("totalAvailability", "availabilityByWarehouse", "quantityAvailable", "links", "LINES"),
    *("reason", "orders", "rejectedSkus", "rejectedLineItems", "rejectReason", "partNumber"),
    *("skuType", "vendorPartNumber", "warehouseId", "quantityBackordered", "stockUpdates"),
)
_KNOWN = (PART, "QUO-10475-S4M1N0", "20-RD128", "20-10000", "Ready to Order", "shipped", -1, 2**70)


@dataclass(frozen=True)
class SignedEvent:
    body: bytes
    signature: str


@st.composite
def signed(draw: DrawFn) -> SignedEvent:
    topic, kind = draw(st.sampled_from(_TOPICS))
    event: dict[str, Any] = {
        "topic": topic,
        "event": "im::updated",
        "eventTimeStamp": "2026-11-23T10:00:00.000Z",
        "eventId": _ID,
        "eventType": kind,
        "resource": draw(st.one_of(_resource(), st.lists(_resource(), max_size=3), _anything())),
    }
    for name in draw(st.lists(st.sampled_from(sorted(event)[:4]), max_size=1)):
        if name != "eventId":
            event[name] = draw(_anything())
    return SignedEvent(json.dumps(event).encode(), signature(WEBHOOK_SECRET, _ID))


def _resource() -> SearchStrategy[dict[str, Any]]:
    names = st.sampled_from(_NAMES)
    return st.dictionaries(names, st.one_of(st.sampled_from(_KNOWN), _anything()), max_size=6)


def _anything() -> SearchStrategy[Any]:
    plain = st.one_of(
        texts().filter(lambda value: isinstance(value, str)),
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
    )
    return st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
        ),
        max_leaves=8,
    )
