"""The sell price of a draft, and the quote that takes it over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.quotes.draft_prices import priced_draft
from apps.quotes.models import QuoteDraft, SellRule
from apps.quotes.typed_rules import WHOLE_QUOTE
from tests.quotes.factories import KNOWN_PART, make_draft

HTMX = {"HX-Request": "true"}


@pytest.fixture
def draft(account, buyer):
    draft = make_draft(account, buyer, (KNOWN_PART, "2"))
    draft.lines.update(
        unit_price=Decimal(90),
        retail_price=Decimal(200),
        currency="USD",
        ingram_part_number=KNOWN_PART,
        looked_up_at=timezone.now(),
    )
    return draft


def url(draft):
    return reverse("quotes:draft_sell_price", args=[draft.pk])


def fields(figure, kind="margin", rounding="0.01"):
    token = WHOLE_QUOTE.token
    return {f"kind-{token}": kind, f"figure-{token}": figure, f"rounding-{token}": rounding}


def test_a_figure_typed_shows_what_the_draft_earns(draft, buyer, signed_in):
    answer = signed_in(buyer).post(url(draft), fields("10"), headers=HTMX)

    margin = answer.content.decode().partition('id="draft-margin"')[2]
    assert answer.status_code == 200
    assert "180.00" in margin
    assert "200.00" in margin
    assert "20.00" in margin
    assert "10 %" in margin


def test_a_wrong_figure_is_kept_and_told(draft, buyer, signed_in):
    browser = signed_in(buyer)

    answer = browser.post(url(draft), fields("100"), headers=HTMX)
    page = browser.get(draft.get_absolute_url()).content.decode()

    assert answer.status_code == 422
    assert "A margin is below 100 %" in answer.content.decode()
    assert "A margin is below 100 %" in page
    assert 'value="100"' in page
    assert not priced_draft(QuoteDraft.objects.get(pk=draft.pk)).has_rules


def test_saving_the_head_keeps_the_sell_price(draft, buyer, signed_in):
    browser = signed_in(buyer)
    browser.post(url(draft), fields("10"))

    browser.post(reverse("quotes:save_draft", args=[draft.pk]), {"name": "Renamed"})

    draft.refresh_from_db()
    assert draft.name == "Renamed"
    assert priced_draft(draft).sell == Decimal("200.00")


def test_an_unknown_cost_makes_an_unknown_sell_price(draft, buyer, signed_in):
    draft.lines.update(unit_price=None)

    answer = signed_in(buyer).post(url(draft), fields("10"), headers=HTMX)

    margin = answer.content.decode().partition('id="draft-margin"')[2]
    assert margin.count("unknown") >= 3
    assert "0.00" not in margin


def test_the_quote_takes_the_sell_price_over(draft, buyer, signed_in, eager_tasks):
    browser = signed_in(buyer)
    browser.post(url(draft), fields("12.5", rounding=".99"))

    with eager_tasks():
        browser.post(
            reverse("quotes:create", args=[draft.pk]),
            {"form_key": QuoteDraft.objects.get(pk=draft.pk).form_key},
        )

    rule = SellRule.objects.get()
    assert (rule.scope, rule.kind, rule.figure, rule.rounding) == (
        "quote", "margin", Decimal("12.5"), ".99",
    )  # fmt: skip
    assert rule.quote.submission.form_key
    assert rule.set_by == buyer


def test_who_may_not_see_cost_or_is_no_member_sets_no_sell_price(
    draft, viewer, outsider, signed_in
):
    page = signed_in(viewer).get(draft.get_absolute_url()).content.decode()

    assert "draft-margin" not in page
    assert signed_in(viewer).post(url(draft), fields("10")).status_code == 403
    assert signed_in(outsider).post(url(draft), fields("10")).status_code == 404
    draft.refresh_from_db()
    assert "sell_price" not in draft.entered
