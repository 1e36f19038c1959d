"""What the tolerant reader does with whatever comes; traps/ has the traps by their names."""

from __future__ import annotations

import pickle
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.ingram.answers import parse
from apps.ingram.schemas.catalog import ProductDetails, ProductPage
from apps.ingram.schemas.orders import OrderDetails, OrderPage
from apps.ingram.schemas.prices import ProductOffer
from apps.ingram.schemas.quotes import QuoteDetails, QuotePage, QuoteValidation


def test_nul_characters_do_not_reach_the_database() -> None:
    assert parse('{"a\\u0000": ["b\\u0000"]}') == {"a": ["b"]}


def test_one_unreadable_field_is_reported_and_takes_nothing_else_down() -> None:
    quote = QuoteDetails.read(
        {
            "quoteNumber": "QUO-1",
            "totalQuoteAmount": "decimal",
            "ingramQuoteDate": "yesterday",
            "products": [{"quantity": "two", "ingramPartNumber": "A"}, "rubbish", None],
        }
    )

    assert quote.quote_number == "QUO-1"
    assert quote.total is None
    assert [line.ingram_part_number for line in quote.lines] == ["A", ""]
    assert quote.problems == (
        "created_at is not a date: 'yesterday'",
        "total is not a number: 'decimal'",
        "lines[0].quantity is not a number: 'two'",
        "lines[1] is not an object: 'rubbish'",
    )


def test_an_answer_survives_a_cache() -> None:
    quote = QuoteDetails.read({"quoteNumber": "QUO-1", "quantityTotal": "x"}, correlation_id="c")

    again = pickle.loads(pickle.dumps(quote))

    assert (again, again.raw, again.problems) == (quote, quote.raw, quote.problems)


def test_page_figures_may_be_texts() -> None:
    page = OrderPage.read({"recordsFound": "123", "pageSize": "25", "pageNumber": "1"})

    assert page.page_count == 5


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "quoteNumber",
                    "products",
                    "price",
                    "lines",
                    "orders",
                    "catalog",
                    "subOrders",
                    "quantity",
                    "shipmentDetails",
                    "carrierDetails",
                    "endUserInfo",
                    "indicators",
                    "ingramQuoteDate",
                    "discounts",
                    "availability",
                    "vmfAdditionalAttributes",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(
    deadline=None, max_examples=60, database=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(_JSON)
def test_no_json_whatsoever_raises(data: Any) -> None:
    for model in (
        QuoteDetails,
        QuotePage,
        QuoteValidation,
        OrderDetails,
        OrderPage,
        ProductPage,
        ProductDetails,
        ProductOffer,
    ):
        answer = model.read(data)
        assert isinstance(answer.problems, tuple)
