"""A list that is narrowed to a span of days stands in the order of these days."""

from __future__ import annotations

import pytest

from apps.invoices.forms import InvoiceFilterForm


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ({}, "-invoiced"),
        ({"day_from": "2026-01-01"}, "-invoiced"),
        ({"day": "due", "day_to": "2026-01-01"}, "-due"),
        ({"day": "terms", "day_to": "2026-01-01"}, "-terms"),
        ({"day": "ordered", "day_from": "2026-01-01"}, "-ordered"),
        ({"day": "ordered"}, "-invoiced"),
        ({"age": "91"}, "due"),
        ({"age": "none"}, "-invoiced"),
        ({"age": "91", "sort": "-amount"}, "-amount"),
        ({"day": "due", "day_to": "2026-01-01", "sort": "number"}, "number"),
    ],
)
def test_a_span_of_days_stands_in_the_order_of_these_days(query: dict[str, str], sort: str) -> None:
    assert InvoiceFilterForm(query).wanted().sort == sort
