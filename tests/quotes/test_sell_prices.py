"""Sell prices: how they come about, and what they earn."""

from __future__ import annotations

from decimal import Decimal

import pytest

from apps.accounts.exceptions import NotPermitted
from apps.quotes import services
from apps.quotes.choices import Rounding, SellKind, SellScope
from apps.quotes.models import SellRule
from apps.quotes.sell_prices import priced, rounded, sell_price, why_not_to_customer
from apps.quotes.typed_rules import WHOLE_QUOTE, TypedRule, read_rule, targets_of
from tests.quotes.factories import make_quote

D = Decimal


def add_line(quote, **changes):
    position = quote.lines.count() + 1
    values = {
        "position": position,
        "ingram_part_number": f"PART{position}",
        "vendor_name": "Cisco",
        "quantity": 3,
        "unit_price": D("10.005"),
        "extended_price": D("30.02"),
        "retail_price": D("20.00"),
    }
    return quote.lines.create(**values | changes)


def set_rule(quote, figure, kind="margin", scope="quote", target="", rounding="0.01"):
    return SellRule.objects.create(
        quote=quote, scope=scope, target=target, kind=kind, figure=D(figure), rounding=rounding
    )


def typed(figure, kind="margin", rounding="0.01", target=WHOLE_QUOTE):
    return TypedRule(target=target, kind=kind, figure_text=figure, rounding=rounding)


@pytest.fixture
def quote(account):
    return make_quote(account)


@pytest.mark.parametrize(
    ("kind", "figure", "expected"),
    [("margin", "20", "12.50"), ("margin", "0", "10.00"), ("margin", "-25", "8.00"),
     ("markup", "20", "12.00"), ("markup", "-100", "0.00"), ("discount", "15", "17.00"),
     ("discount", "100", "0.00"), ("discount", "-10", "22.00"), ("fixed", "7.777", "7.777")],
)  # fmt: skip
def test_a_sell_price_comes_of_cost_msrp_or_itself(kind, figure, expected):
    assert sell_price(kind, D(figure), "0.01", cost=D(10), msrp=D(20)) == D(expected)


@pytest.mark.parametrize(
    ("rounding", "amount", "expected"),
    [("none", "12.345678", "12.345678"), ("0.01", "12.345", "12.35"), ("0.01", "12.3449", "12.34"),
     ("0.05", "12.325", "12.35"), ("0.05", "12.32", "12.30"), ("1", "12.5", "13"),
     ("1", "12.49", "12"), (".99", "12.30", "12.99"), (".99", "12.99", "12.99"),
     (".99", "12.995", "13.99"), (".99", "0", "0")],
)  # fmt: skip
def test_a_sell_price_is_rounded_half_up_to_its_step(rounding, amount, expected):
    assert rounded(D(amount), rounding) == D(expected)


@pytest.mark.parametrize(
    ("kind", "cost", "msrp"), [("margin", None, 20), ("markup", None, 20), ("discount", 10, None)]
)
def test_what_it_comes_of_is_unknown_and_so_is_the_sell_price(kind, cost, msrp):
    cost, msrp = cost and D(cost), msrp and D(msrp)

    assert sell_price(kind, D(5), "0.01", cost=cost, msrp=msrp) is None


def test_a_price_of_nothing_is_known():
    assert sell_price("margin", D(5), "0.01", cost=D(0), msrp=None) == 0


@pytest.mark.parametrize(
    ("text", "kind", "figure"),
    [("12.5", "margin", "12.5"), (" 12.5 % ", "margin", "12.5"), ("1,250.00", "fixed", "1250"),
     ("\N{MINUS SIGN}5", "markup", "-5"), ("-0", "fixed", "0"), (".5", "margin", "0.5")],
)  # fmt: skip
def test_a_figure_is_read_as_people_write_it(text, kind, figure):
    read = read_rule(typed(text, kind))

    assert (read.figure, read.problem) == (D(figure), "")
    assert f"{read.figure:f}"[0] != "-" or figure.startswith("-")


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [("100", "margin", "below 100 %"), ("250", "margin", "below 100 %"),
     ("-1", "fixed", "below zero"), ("-100.1", "markup", "below zero"),
     ("100.01", "discount", "below zero"), ("1,5", "margin", "such as 12.5"),
     ("ten", "margin", "such as 12.5"), (".", "margin", "such as 12.5"),
     ("NaN", "fixed", "such as 12.5"), ("1e5", "fixed", "such as 12.5"),
     ("\N{ARABIC-INDIC DIGIT THREE}", "margin", "such as 12.5"), ("9" * 40, "fixed", "1,000,000"),
     ("1.23456", "margin", "4 decimals"), ("5", "steal", "offered")],
)  # fmt: skip
def test_a_figure_that_makes_no_price_is_refused_with_words(text, kind, words):
    read = read_rule(typed(text, kind))

    assert read.figure is None
    assert words in read.problem


def test_the_most_special_rule_wins(quote):
    add_line(quote, vendor_name="Cisco")
    add_line(quote, vendor_name="HP Inc.")
    add_line(quote, vendor_name="HP Inc.")
    set_rule(quote, 10)
    set_rule(quote, 20, scope="vendor", target="HP INC.")
    set_rule(quote, 99, kind="fixed", scope="line", target="PART3#1")

    rows = priced(quote).lines

    assert [row.rule.scope for row in rows] == ["quote", "vendor", "line"]
    assert [row.sell for row in rows] == [D("11.12"), D("12.51"), D("99")]


def test_totals_are_sums_of_rounded_lines(quote):
    for _ in range(3):
        add_line(quote, quantity=1, unit_price=D("0.335"), extended_price=None)
    set_rule(quote, "0", kind="markup", rounding="none")

    prices = priced(quote)

    assert [row.extended_sell for row in prices.lines] == [D("0.34")] * 3
    assert (prices.cost, prices.sell, prices.margin) == (D("1.02"), D("1.02"), D("0.00"))
    assert prices.margin_percent == 0


def test_a_currency_without_cents_has_whole_lines(quote):
    quote.currency = "JPY"
    add_line(quote, quantity=1, unit_price=D("100.5"), extended_price=None)
    set_rule(quote, "50", kind="markup", rounding="none")

    assert (priced(quote).cost, priced(quote).sell) == (D(101), D(151))


def test_an_unknown_cost_makes_the_totals_unknown_and_never_nothing(quote):
    add_line(quote)
    add_line(quote, unit_price=None, extended_price=None)
    set_rule(quote, 15, kind="discount")

    prices = priced(quote)

    assert prices.sell == D("102.00")
    assert (prices.cost, prices.margin, prices.margin_percent) == (None, None, None)
    assert prices.lines[1].margin_percent is None
    assert prices.is_complete


def test_an_unknown_quantity_leaves_the_quote_incomplete(quote):
    add_line(quote, quantity=None)
    set_rule(quote, 15)

    assert priced(quote).sell is None
    assert not priced(quote).is_complete


def test_no_rule_is_no_sell_price(quote):
    add_line(quote)

    assert priced(quote).sell is None
    assert "1 of 1 lines have no sell price" in why_not_to_customer(quote, priced(quote))


@pytest.mark.parametrize("lines", [1, 100])
def test_pricing_takes_the_same_queries_whatever_the_length(
    quote, lines, django_assert_num_queries
):
    for _ in range(lines):
        add_line(quote)

    with django_assert_num_queries(2):
        priced(quote)


def test_a_rule_stays_with_its_part_when_the_distributor_changes_the_lines(quote):
    add_line(quote, ingram_part_number="A1")
    add_line(quote, ingram_part_number="B2")
    set_rule(quote, 50, kind="fixed", scope="line", target="B2#1")

    quote.lines.all().delete()
    add_line(quote, ingram_part_number="NEW")
    add_line(quote, ingram_part_number="B2")

    assert [row.sell for row in priced(quote).lines] == [None, D(50)]


@pytest.mark.parametrize(
    ("figure", "is_below"), [("10", False), ("9.99", True), ("9.9999", True), ("10.01", False)]
)
def test_the_minimum_margin_is_held_against_the_exact_figure(account, quote, figure, is_below):
    account.minimum_margin = D(10)
    quote.account = account
    add_line(quote, quantity=1, unit_price=D(90000), extended_price=D(90000))
    set_rule(quote, figure)

    assert priced(quote).below_minimum is is_below


@pytest.mark.parametrize("cost", [None, D(5)])
def test_a_margin_that_is_not_known_does_not_reach_the_minimum(account, quote, cost):
    account.minimum_margin = D(10)
    quote.account = account
    add_line(quote, unit_price=cost, extended_price=None)
    set_rule(quote, 0, kind="fixed")

    assert priced(quote).below_minimum


def test_rules_are_kept_changed_and_taken_away(quote, buyer):
    add_line(quote)

    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("20")])
    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("30", rounding=".99")])

    rule = SellRule.objects.get()
    assert (rule.figure, rule.rounding, rule.set_by) == (30, ".99", buyer)

    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("")])

    assert not SellRule.objects.exists()


def test_a_wrong_figure_leaves_the_former_and_the_right_ones_are_kept(quote, buyer):
    add_line(quote)
    (vendor,), (line,) = targets_of(list(quote.lines.all()))
    services.set_sell_rules(quote=quote, actor=buyer, typed=[typed("20")])

    problems = services.set_sell_rules(
        quote=quote, actor=buyer, typed=[typed("100"), typed("5", target=vendor)]
    )

    assert set(problems) == {WHOLE_QUOTE.token}
    assert {(rule.scope, rule.figure) for rule in SellRule.objects.all()} == {
        (SellScope.QUOTE, 20), (SellScope.VENDOR, 5),
    }  # fmt: skip
    assert line.key == "PART1#1"


def test_a_viewer_sets_no_sell_price(quote, viewer):
    with pytest.raises(NotPermitted):
        services.set_sell_rules(quote=quote, actor=viewer, typed=[typed("20")])

    assert not SellRule.objects.exists()


def test_every_kind_and_rounding_has_a_rule_for_it():
    for kind in SellKind.values:
        for rounding in Rounding.values:
            assert sell_price(kind, D(5), rounding, cost=D(10), msrp=D(20)) is not None
