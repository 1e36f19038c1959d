"""Money, counts and times as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from apps.core.templatetags import figures


def test_an_amount_is_grouped_and_carries_its_currency():
    shown = figures.money(Decimal("25371.274"), "USD")

    assert "25,371.27&nbsp;" in shown
    assert ">USD</span>" in shown


def test_an_unknown_price_is_unknown_and_never_zero():
    assert "unknown" in figures.money(None, "USD")
    assert "0.00" not in figures.money(None, "USD")
    assert figures.money(Decimal(0)) == "0.00"


def test_a_negative_amount_has_a_minus_sign():
    assert figures.money_filter(Decimal("-1204.5")) == "\N{MINUS SIGN}1,204.50"


def test_half_a_cent_is_rounded_up_and_leaves_no_negative_zero():
    assert figures.money_filter(Decimal("0.005")) == "0.01"
    assert figures.money_filter(Decimal("-0.001")) == "0.00"


def test_a_currency_without_cents_shows_none():
    assert figures.money(Decimal("1500"), "JPY").count("1,500&nbsp;") == 1


@pytest.mark.parametrize(
    ("count", "shown"),
    [(12_000, "12,000"), (Decimal("3.00"), "3"), (Decimal("1.50"), "1.5"), (0, "0")],
)
def test_a_quantity_is_grouped_and_has_decimals_only_when_there_are_any(count, shown):
    assert figures.quantity(count) == shown


def test_what_is_empty_is_an_en_dash_that_is_read_as_none():
    for shown in (figures.dash(""), figures.dash(None), figures.quantity(None), figures.when(None)):
        assert "\N{EN DASH}" in shown
        assert "none" in shown
    assert figures.dash(0) == "0"


def test_html_in_a_value_stays_text():
    assert figures.dash("<b>Kestrel</b>") == "&lt;b&gt;Kestrel&lt;/b&gt;"


@pytest.mark.parametrize(
    ("ago", "shown"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=1, seconds=10), "1 minute ago"),
        (timedelta(hours=3, minutes=5), "3 hours ago"),
        (timedelta(days=6, hours=1), "6 days ago"),
        (timedelta(hours=-26), "in 1 day"),
    ],
)
def test_a_time_within_a_week_is_relative(ago, shown):
    assert f">{shown}</time>" in figures.when(timezone.now() - ago)


def test_an_older_time_is_a_date_in_the_persons_time_zone():
    at = datetime(2025, 3, 1, 1, 30, tzinfo=UTC)

    with timezone.override(ZoneInfo("America/New_York")):
        shown = figures.when(at)

    assert ">28 Feb 2025</time>" in shown
    assert 'datetime="2025-03-01T01:30:00+00:00"' in shown
    assert 'data-exact="Fri 28 Feb 2025, 20:30 EST"' in shown


def test_a_time_in_a_row_is_no_tab_stop():
    at = timezone.now()

    assert 'tabindex="0"' in figures.when(at)
    assert "tabindex" not in figures.when_filter(at)


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(hours=3, minutes=20, seconds=30), "3 h 20 min"),
        (timedelta(hours=24, seconds=30), "24 h"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(seconds=40), "less than a minute"),
        (timedelta(seconds=-1), "no time"),
    ],
)
def test_time_that_runs_out_is_told_in_hours_and_minutes(left, shown):
    assert f">{shown}</time>" in figures.time_left(timezone.now() + left)


def test_an_exact_time_names_the_persons_time_zone():
    with timezone.override(ZoneInfo("America/New_York")):
        shown = figures.exact(datetime(2030, 1, 15, 19, 32, tzinfo=UTC))

    assert shown == "Tue 15 Jan 2030, 14:32 EST"


def test_a_date_is_shown_as_it_is():
    assert figures.when(date(2026, 11, 3)) == (
        '<time class="when" datetime="2026-11-03">3 Nov 2026</time>'
    )


def test_a_moment_to_compare_with_another_log_has_seconds_and_its_zone_beside_it():
    moment = datetime(2026, 11, 22, 22, 32, 7, tzinfo=UTC)

    with timezone.override("America/Los_Angeles"):
        assert ">14:32:07</time>" in figures.to_the_second(moment)
        assert figures.day_and_zone(moment) == "22 Nov 2026, PST"
