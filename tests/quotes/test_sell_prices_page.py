"""The pages of sell prices: the editor, the bar of totals, asking and deciding."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.quotes.choices import Decision
from apps.quotes.models import PriceApproval, SellRule
from apps.quotes.typed_rules import WHOLE_QUOTE, targets_of
from tests.quotes.factories import make_quote
from tests.quotes.test_sell_prices import add_line, set_rule

HTMX = {"HX-Request": "true"}


@pytest.fixture
def quote(account):
    quote = make_quote(account)
    add_line(quote, unit_price=Decimal(100), extended_price=Decimal(300))
    add_line(quote, vendor_name="HP Inc.", unit_price=Decimal(50), extended_price=Decimal(150))
    return quote


@pytest.fixture
def low(quote, account):
    """It earns 5 %, and the account wants 10."""
    account.minimum_margin = Decimal(10)
    account.save()
    set_rule(quote, 5)
    return quote


def url(name, quote, *more):
    return reverse(f"quotes:{name}", args=[quote.quote_number, *more])


def fields(figure, target=WHOLE_QUOTE, kind="margin", rounding="0.01"):
    token = target.token
    return {f"kind-{token}": kind, f"figure-{token}": figure, f"rounding-{token}": rounding}


def lines_of(quote):
    return targets_of(list(quote.lines.all()))[1]


def test_the_quote_shows_cost_sell_and_margin(quote, buyer, signed_in):
    set_rule(quote, 10)

    page = signed_in(buyer).get(quote.get_absolute_url()).content.decode()

    bar = page.partition('id="sell-bar"')[2]
    assert "450.00" in bar
    assert "500.01" in bar
    assert "50.01" in bar
    assert "10 %" in bar
    assert url("sell_prices", quote) in bar


def test_a_figure_typed_prices_all_lines_at_once(quote, buyer, signed_in):
    answer = signed_in(buyer).post(url("sell_prices", quote), fields("20"), headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert page.count("by whole quote") == 2
    assert "125.00" in page
    assert "562.50" in page.partition('id="sell-bar"')[2]
    assert "<input" not in page.partition('id="price-approval"')[0]


def test_a_figure_of_a_line_brings_only_this_line(quote, buyer, signed_in):
    set_rule(quote, 20)
    first, second = lines_of(quote)

    page = (
        signed_in(buyer)
        .post(url("sell_prices", quote), fields("99.90", first, "fixed"), headers=HTMX)
        .content.decode()
    )

    assert f'id="sell-{first.token}"' in page
    assert f'id="sell-{second.token}"' not in page
    assert "99.90" in page


def test_a_wrong_figure_is_told_beside_its_field_and_the_former_stays(quote, buyer, signed_in):
    set_rule(quote, 20)

    answer = signed_in(buyer).post(url("sell_prices", quote), fields("100"), headers=HTMX)

    said = answer.content.decode().partition(f'id="figure-{WHOLE_QUOTE.token}_problem"')[2]
    assert answer.status_code == 422
    assert "A margin is below 100 %" in said
    assert "125.00" in answer.content.decode()
    assert SellRule.objects.get().figure == 20


def test_without_a_script_the_form_saves_all_and_keeps_what_is_wrong(quote, buyer, signed_in):
    first, second = lines_of(quote)
    browser = signed_in(buyer)
    wrong = fields("10") | fields("ten <b>", first) | fields("70", second, "fixed")

    refused = browser.post(url("sell_prices", quote), wrong)
    accepted = browser.post(url("sell_prices", quote), fields("10") | fields("", second))

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "1 figure was not saved" in page
    assert 'value="ten &lt;b&gt;"' in page
    assert accepted.url == url("sell_prices", quote)
    assert [rule.scope for rule in SellRule.objects.all()] == ["quote"]


@pytest.mark.parametrize("lines", [1, 100])
def test_the_editor_takes_the_same_queries_whatever_its_length(
    account, buyer, signed_in, django_assert_num_queries, lines
):
    quote = make_quote(account)
    for _ in range(lines):
        add_line(quote)
    set_rule(quote, 10)
    browser = signed_in(buyer)

    with django_assert_num_queries(10):
        browser.get(url("sell_prices", quote))


def test_an_unknown_cost_is_told_and_never_nothing(quote, buyer, signed_in):
    quote.lines.update(unit_price=None, extended_price=None)
    set_rule(quote, 10)

    page = signed_in(buyer).get(url("sell_prices", quote)).content.decode()

    bar = page.partition('id="sell-bar"')[2].partition("</section>")[0]
    assert "unknown" in bar
    assert "0.00" not in bar


def test_asking_and_approving_as_people_do_it(low, buyer, manager, signed_in):
    reps, managers = signed_in(buyer), signed_in(manager)
    before = reps.get(low.get_absolute_url()).content.decode()

    asked = reps.post(url("ask_approval", low), {"note": "They buy more"}, follow=True)
    waiting = managers.get(reverse("quotes:approvals")).content.decode()
    question = managers.get(low.get_absolute_url()).content.decode()
    approval = PriceApproval.objects.get()
    done = managers.post(
        url("decide_approval", low, approval.pk), {"decision": "approve"}, follow=True
    )

    assert "Ask for approval" in before
    assert "The managers of the account were asked." in asked.content.decode()
    assert "Who may decide" in asked.content.decode()
    assert "They buy more" in waiting
    assert low.quote_number in waiting
    assert "Refuse" in question
    assert "Approved by" in done.content.decode()
    assert low.quote_number not in managers.get(reverse("quotes:approvals")).content.decode()


def test_a_refusal_without_a_reason_is_not_taken(low, buyer, manager, signed_in):
    signed_in(buyer).post(url("ask_approval", low))
    approval = PriceApproval.objects.get()
    browser, to = signed_in(manager), url("decide_approval", low, approval.pk)

    told = browser.post(to, {"decision": "refuse", "reason": " "}, follow=True).content.decode()
    browser.post(to, {"decision": "refuse", "reason": "Too cheap"})

    assert "Say why" in told
    approval.refresh_from_db()
    assert (approval.state, approval.reason) == (Decision.REFUSED, "Too cheap")
    assert "Too cheap" in signed_in(buyer).get(low.get_absolute_url()).content.decode()


def test_a_decision_that_is_none_is_not_found(low, buyer, manager, signed_in):
    signed_in(buyer).post(url("ask_approval", low))
    to = url("decide_approval", low, PriceApproval.objects.get().pk)

    assert signed_in(manager).post(to, {"decision": "maybe"}).status_code == 404
    assert signed_in(buyer).post(to, {"decision": "approve"}).status_code == 403
    assert PriceApproval.objects.get().state is Decision.WAITING


def test_an_outsider_finds_nothing_and_changes_nothing(low, buyer, outsider, signed_in):
    signed_in(buyer).post(url("ask_approval", low))
    approval = PriceApproval.objects.get()
    browser = signed_in(outsider)

    answers = [
        browser.get(url("sell_prices", low)),
        browser.post(url("sell_prices", low), fields("50")),
        browser.post(url("ask_approval", low)),
        browser.post(url("decide_approval", low, approval.pk), {"decision": "approve"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert low.quote_number not in browser.get(reverse("quotes:approvals")).content.decode()
    approval.refresh_from_db()
    assert approval.state is Decision.WAITING
    assert SellRule.objects.get().figure == 5


def test_who_may_not_see_cost_sees_neither_cost_nor_margin(low, viewer, signed_in):
    browser = signed_in(viewer)

    page = browser.get(low.get_absolute_url()).content.decode()

    assert "sell-bar" not in page
    assert "margin" not in page.lower()
    assert browser.get(url("sell_prices", low)).status_code == 403
    assert browser.post(url("sell_prices", low), fields("50")).status_code == 403
    assert browser.get(reverse("quotes:approvals")).status_code == 403


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_approvals_takes_the_same_queries_whatever_its_length(
    account, buyer, manager, signed_in, django_assert_num_queries, rows
):
    for number in range(rows):
        PriceApproval.objects.create(
            quote=make_quote(account), fingerprint=str(number), asked_by=buyer
        )
    browser = signed_in(manager)

    with django_assert_num_queries(7):
        browser.get(reverse("quotes:approvals"))
