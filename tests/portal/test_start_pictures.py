"""The pictures of the start page: each bar has as much as the list it leads to."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.choices import Role
from apps.accounts.models import CustomerAccount, User
from apps.core.pictures import Picture
from apps.invoices import services as invoices
from apps.orders.choices import OrderStatus
from apps.orders.weeks import WEEKS, orders_by_week
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import PriceApproval
from portal.dashboard.pictures import pictures_of
from tests.conftest import SignedIn
from tests.invoices.things import make_invoice, make_line
from tests.orders.things import make_order
from tests.quotes.factories import make_draft, make_quote


def pictures(account: CustomerAccount, role: Role = Role.MANAGER) -> dict[str, Picture]:
    return {picture.name: picture for picture in pictures_of(account, role=role)}


def rows_behind(browser: Client, url: str) -> int:
    page = browser.get(url).content.decode()
    found = re.search(r'role="status">(\d+) ', page)
    return int(found[1]) if found else page.count('class="table__link')


def buy(account: CustomerAccount, vendor: str, amount: str | None, currency: str = "USD") -> None:
    invoice = make_invoice(account, invoiced_on=timezone.localdate(), currency=currency)
    told = Decimal(amount) if amount else None
    make_line(invoice, vendor_name=vendor, extended_price=told)


def test_each_status_of_a_week_leads_to_its_orders(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    for number, status in enumerate(OrderStatus):
        for _ in range(number % 3 + 1):
            make_order(account, status=status, ordered_on=today - timedelta(weeks=2))
    make_order(account, ordered_on=today)
    make_order(account, ordered_on=today - timedelta(weeks=WEEKS))
    make_order(account, ordered_on=None)
    picture = pictures(account)["orders-by-week"]
    browser = signed_in(buyer)

    assert [bar.figure for bar in picture.bars] == ["0"] * 9 + ["19", "0", "1"]
    bar = picture.bars[9]
    assert rows_behind(browser, bar.url) == 19
    assert sum(part.size for part in bar.parts) == pytest.approx(Decimal(100), abs=Decimal("0.1"))
    for part in bar.parts:
        assert rows_behind(browser, part.url) == int(part.told.rpartition(": ")[2])
    for series in picture.legend:
        assert rows_behind(browser, series.url) == int(series.figure)


def test_the_legend_tells_series_of_one_colour_apart_by_a_pattern(account: CustomerAccount) -> None:
    for status in OrderStatus:
        make_order(account, status=status, ordered_on=timezone.localdate())

    legend = pictures(account)["orders-by-week"].legend

    colours = {"done": "accent", "partly": "accent", "held": "warn", "backordered": "warn",
               "closed": "line", "other": "line"}  # fmt: skip
    looks = [(colours.get(series.code, series.code), series.pattern) for series in legend]
    assert len(set(looks)) == len(looks) == 8


def test_weeks_begin_on_monday_and_the_last_is_this_one(account: CustomerAccount) -> None:
    weeks = orders_by_week(account)

    assert len(weeks) == WEEKS
    assert all(week.first.weekday() == 0 for week in weeks)
    assert weeks[-1].first <= timezone.localdate() <= weeks[-1].last


def test_each_stage_of_the_pipeline_leads_to_as_many_quotes(
    account: CustomerAccount, manager: User, signed_in: SignedIn
) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    make_draft(account, manager)
    make_quote(account, expires_on=today + 30 * day, total=Decimal(10))
    make_quote(account, expires_on=None, total=Decimal(20), currency="EUR")
    make_quote(account, expires_on=today + 3 * day, status=QuoteStatus.ACTIVE, total=None)
    make_quote(account, status=QuoteStatus.ORDERED, total=Decimal(5))
    make_quote(account, status=QuoteStatus.ORDERED, created_at=timezone.now() - timedelta(days=120))
    asked = make_quote(account, status=QuoteStatus.ACTIVE, expires_on=today + 90 * day)
    PriceApproval.objects.create(
        quote=asked, fingerprint="f", asked_by=manager, sell=Decimal("77.00")
    )

    bars = pictures(account)["quote-pipeline"].bars

    assert [(bar.label, bar.figure) for bar in bars] == [
        ("Drafts", "1"),
        ("Ready to order", "2"),
        ("Waiting for approval", "1"),
        ("Expiring within 14 days", "1"),
        ("Ordered", "1"),
    ]
    browser = signed_in(manager)
    for bar in bars:
        assert rows_behind(browser, bar.url) == int(bar.figure), bar.label
    ready, waiting, expiring = bars[1].under, bars[2].under, bars[3].under
    assert "10.00" in ready
    assert "20.00" in ready
    assert "EUR" in ready
    assert "77.00" in waiting
    assert "unknown" in expiring


def test_eight_vendors_have_a_bar_and_the_others_one_together(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    for number in range(11):
        buy(account, f"Vendor {number:02}", f"{100 - number}.00")
    buy(account, "Vendor 00", None)
    buy(account, "<b>Söhne</b>" + "x" * 60, "500.00")
    buy(account, "Nothing Ltd", "0.00", "EUR")
    invoices.recount_spend(account)

    drawn = pictures(account)
    page = signed_in(buyer).get("/").content.decode()

    dollars = drawn["spend-usd"]
    assert len(dollars.bars) == 9
    assert dollars.bars[0].label.startswith("<b>Söhne")
    assert dollars.bars[-1].label == "4 other vendors"
    assert dollars.bars[-1].url == f"#{dollars.rows[8].anchor}"
    assert len(dollars.rows) == 12
    assert dollars.note == "In 1 invoice the amount of a line is not told."
    assert [part.size for part in drawn["spend-eur"].bars[0].parts] == [0]
    assert "&lt;b&gt;Söhne" in page
    assert "<b>Söhne" not in page


def test_a_viewer_gets_counts_and_no_amounts(account: CustomerAccount) -> None:
    make_quote(account)
    buy(account, "Cisco", "98.00")
    invoices.recount_spend(account)

    drawn = pictures(account, Role.VIEWER)

    assert list(drawn) == ["orders-by-week", "quote-pipeline"]
    assert drawn["quote-pipeline"].head == ["Stage", "Quotes"]
    assert all(bar.under == "" for bar in drawn["quote-pipeline"].bars)


def test_where_there_is_nothing_to_draw_each_picture_says_why(account: CustomerAccount) -> None:
    assert all(picture.empty and not picture.bars for picture in pictures(account).values())


def test_a_picture_brings_no_style_and_every_bar_is_named(
    account: CustomerAccount, buyer: User, signed_in: SignedIn
) -> None:
    make_order(account, ordered_on=timezone.localdate())
    make_quote(account)

    page = signed_in(buyer).get("/").content.decode()

    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) == 3
    assert not any("style=" in figure or "<script" in figure for figure in figures)
    assert page.count('class="visually-hidden">Week of ') == WEEKS
    for svg in re.findall(r'<svg class="picture__[^>]*>', page):
        assert 'aria-hidden="true"' in svg
