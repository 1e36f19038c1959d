"""The list of quotes: filters in the URL, no upstream call, a pinned number of queries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from apps.accounts.choices import ListPage
from apps.accounts.models import SavedView
from apps.core import listing
from apps.core.listing import listing_for, rows_for
from apps.quotes.choices import QuoteStatus
from apps.quotes.forms import QuoteFilterForm
from apps.quotes.listing import QUOTES
from tests.quotes.factories import KNOWN_PART, make_draft, make_quote

LIST = "/quotes/"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("rows", [1, 100])
def test_the_list_takes_the_same_queries_with_one_row_and_with_a_hundred(
    account, buyer, signed_in, sandbox, django_assert_num_queries, rows
):
    for _ in range(rows):
        make_quote(account, owner=buyer)
    browser = signed_in(buyer)
    calls = len(sandbox.requests())

    with django_assert_num_queries(13):
        answer = browser.get(f"{LIST}?size=100")

    assert answer.content.decode().count("table__link") == rows
    assert len(sandbox.requests()) == calls


def test_a_fragment_of_25_rows_weighs_at_most_20_kilobytes(account, buyer, signed_in):
    for number in range(30):
        make_quote(account, owner=buyer, name=f"Server renewal for Harbour Clinic {number}")

    answer = signed_in(buyer).get(LIST, headers=HTMX | {"Accept-Encoding": "gzip"})

    assert len(answer.content) <= 20_000
    assert answer.headers["Content-Encoding"] == "gzip"


def test_htmx_gets_the_fragment_and_everybody_else_the_page(account, buyer, signed_in):
    make_quote(account)
    browser = signed_in(buyer)

    fragment = browser.get(LIST, headers=HTMX).content.decode()
    page = browser.get(LIST).content.decode()

    assert 'id="quote-list"' in fragment
    assert "<html" not in fragment
    assert "<html" in page


@pytest.mark.parametrize(
    "query",
    ["q=harbour", "q=QUO-FOUND", "q=BID-7", "status=ready", "vendor=Cisco", "tab=ready",
     "tab=expiring", "owner=none", "created_from={yesterday}", "expires_to={soon}",
     "q=harbour&status=ready&sort=-total"],
)  # fmt: skip
def test_filters_in_the_url_find_the_quote_and_hide_the_other(account, buyer, signed_in, query):
    today = timezone.localdate()
    make_quote(
        account,
        quote_number="QUO-FOUND",
        special_bid_number="BID-7",
        end_user_name="Harbour",
        created_at=timezone.now(),
        expires_on=today + timedelta(days=3),
    )
    make_quote(
        account,
        quote_number="QUO-OTHER",
        end_user_name="School",
        vendor_name="Dell",
        owner=buyer,
        status=QuoteStatus.CLOSED,
        created_at=timezone.now() - timedelta(days=60),
        expires_on=today + timedelta(days=90),
    )
    query = query.format(yesterday=today - timedelta(days=1), soon=today + timedelta(days=5))

    page = signed_in(buyer).get(f"{LIST}?{query}").content.decode()

    assert "QUO-FOUND" in page
    assert "QUO-OTHER" not in page


@pytest.mark.parametrize(
    "query",
    ["status=nonsense", "tab=nonsense", "created_from=yesterday", "sort=password", "page=99",
     "owner=9999999999999999999999", "size=7"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_passed_over(account, buyer, signed_in, query):
    make_quote(account, quote_number="QUO-FOUND")

    answer = signed_in(buyer).get(f"{LIST}?{query}")

    assert answer.status_code == 200


def test_a_filtered_list_has_a_short_address_of_its_own(account, buyer, signed_in):
    answer = signed_in(buyer).get(f"{LIST}?q=harbour&status=&vendor=", headers=HTMX)

    assert answer.headers["HX-Push-Url"] == f"{LIST}?q=harbour"


def test_unknown_totals_are_unknown_and_stand_last(account, buyer, signed_in):
    make_quote(account, quote_number="QUO-NONE", total=None)
    make_quote(account, quote_number="QUO-SOME", total=Decimal("5"))

    page = signed_in(buyer).get(f"{LIST}?sort=-total").content.decode()

    assert page.index("QUO-SOME") < page.index("QUO-NONE")
    assert "unknown" in page


def test_nobody_sees_the_quotes_or_drafts_of_another_account(account, buyer, outsider, signed_in):
    make_quote(account, quote_number="QUO-SECRET")
    make_draft(account, buyer, (KNOWN_PART, "1"), name="Secret draft")
    browser = signed_in(outsider)

    pages = [browser.get(LIST), browser.get(f"{LIST}?tab=drafts")]

    assert all("ecret" not in page.content.decode() for page in pages)
    assert b"QUO-SECRET" not in b"".join(browser.get(reverse("quotes:export")))


@pytest.mark.parametrize("most", [1, 3, 1000])
@pytest.mark.parametrize("sort", ["-created", "created", "name", "-total", "total", "-expires"])
@pytest.mark.parametrize("query", ["", "&tab=open", "&tab=ready", "&vendor=Cisco", "&owner=none"])
def test_a_long_list_is_in_the_order_of_a_short_one(account, query, sort, most, monkeypatch):
    today = timezone.localdate()
    for number in range(6):
        make_quote(
            account,
            name=f"Name {number * 5 % 7}",
            total=None if number == 2 else Decimal(number * 5 % 7),
            created_at=None if number == 3 else timezone.now() - timedelta(days=number * 3 % 5),
            expires_on=None if number == 4 else today + timedelta(days=number * 2 % 5),
            status=QuoteStatus.ACTIVE if number % 2 else QuoteStatus.READY,
        )
    wanted = QuoteFilterForm(QueryDict(f"sort={sort}{query}")).wanted()
    short = list(listing_for(QUOTES, account.pk, wanted).rows)

    monkeypatch.setattr(listing, "MOST_ROWS", most)

    assert list(listing_for(QUOTES, account.pk, wanted).rows) == short
    assert list(rows_for(QUOTES, account.pk, wanted)) == short


def test_days_that_were_turned_round_are_told_beside_their_field(account, buyer, signed_in):
    make_quote(account)

    page = signed_in(buyer).get(f"{LIST}?created_from=2026-03-02&created_to=2026-03-01")

    assert "Turn the two round" in page.content.decode()


def test_a_quote_of_a_day_is_found_by_that_day_in_every_time_zone(account, buyer, signed_in):
    buyer.time_zone = "America/Los_Angeles"
    buyer.save(update_fields=["time_zone"])
    make_quote(account, created_at=datetime(2025, 3, 14, tzinfo=UTC))
    browser = signed_in(buyer)

    for first, last, count in (("14", "14", 1), ("13", "13", 0), ("15", "15", 0)):
        page = browser.get(f"{LIST}?created_from=2025-03-{first}&created_to=2025-03-{last}")
        assert page.context["page"].paginator.count == count


@pytest.mark.parametrize("day", ["created_from", "created_to", "expires_from", "expires_to"])
def test_a_quote_without_a_day_is_found_by_no_day(account, buyer, signed_in, day):
    make_quote(account, created_at=None, expires_on=None)
    browser = signed_in(buyer)

    assert browser.get(LIST).context["page"].paginator.count == 1
    assert browser.get(f"{LIST}?{day}=2025-03-14").context["page"].paginator.count == 0


def test_a_list_is_kept_as_a_view(account, buyer, signed_in):
    SavedView.objects.create(
        user=buyer, page=ListPage.QUOTES, name="Cisco, ready", query="vendor=Cisco&tab=ready"
    )

    page = signed_in(buyer).get(LIST).content.decode()

    assert "Cisco, ready" in page


def test_the_list_is_a_workbook_too(account, buyer, signed_in):
    make_quote(account, quote_number="QUO-1", total=None)

    answer = signed_in(buyer).get(reverse("quotes:export_xlsx"))

    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer))).active
    rows = list(sheet.values)
    assert rows[0][0] == "Quote number"
    assert rows[1][0] == "QUO-1"
    assert rows[1][6] is None


def test_a_draft_is_found_by_a_part_of_its_name(account, buyer, signed_in):
    make_draft(account, buyer, (KNOWN_PART, "1"), name="Half done")
    make_draft(account, buyer, (KNOWN_PART, "1"), name="Another")

    page = signed_in(buyer).get(f"{LIST}?tab=drafts&q=done")

    assert [str(draft) for draft in page.context["page"]] == ["Half done"]


def test_drafts_have_a_tab_of_their_own(account, buyer, colleague, signed_in):
    make_draft(account, buyer, (KNOWN_PART, "1"), name="Half done")

    page = signed_in(colleague).get(f"{LIST}?tab=drafts").content.decode()

    assert "Half done" in page


def test_the_export_holds_what_is_shown_and_runs_no_formula(account, buyer, signed_in):
    make_quote(account, quote_number="QUO-1", name='=HYPERLINK("http://x")')
    make_quote(account, quote_number="QUO-2", status=QuoteStatus.CLOSED)

    answer = signed_in(buyer).get(reverse("quotes:export"), {"status": "ready"})

    text = b"".join(answer).decode()
    assert "QUO-1" in text
    assert "QUO-2" not in text
    assert "'=HYPERLINK" in text
    assert "1234.50" in text


def test_a_day_that_the_distributor_told_stays_that_day_in_every_time_zone(
    account, buyer, signed_in
):
    buyer.time_zone = "America/Los_Angeles"
    buyer.save(update_fields=["time_zone"])
    make_quote(account, created_at=datetime(2025, 3, 14, tzinfo=UTC))

    page = signed_in(buyer).get("/quotes/").content.decode()

    assert "14 Mar 2025" in page
    assert "13 Mar 2025" not in page
