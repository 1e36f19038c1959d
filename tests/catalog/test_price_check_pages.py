"""Price checks in the browser: start, look on, filter, take over, export, delete."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from unittest.mock import ANY

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from apps.catalog.choices import LineOutcome, PriceCheckState
from apps.catalog.models import PriceCheck, PriceCheckLine
from apps.catalog.services import price_check_steps
from apps.core.htmx import STOP_POLLING
from apps.orders.models import OrderDraft
from apps.quotes.models import QuoteDraft
from tests.catalog.conftest import HTMX
from tests.catalog.things import GOODS, SOLD, a_product, make_price_check
from tests.factories import make_membership

START = "/catalog/price-check/new/"
LIST = "/catalog/price-check/"
PRICES = "/resellers/v6/catalog/priceandavailability"


def text_of(answer):
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def url(name, check, *more):
    return reverse(f"catalog:{name}", args=[check.pk, *more])


def priced(account, actor, *parts, **more):
    check = make_price_check(account, actor, *parts, **more)
    price_check_steps.step(check_id=check.pk)
    check.refresh_from_db()
    return check


@pytest.fixture
def mixed(account, buyer):
    """In stock, short, unknown, discontinued, unreadable."""
    old = a_product(lambda sold: sold.replacement and sold.is_authorized)
    return priced(
        account, buyer, "6YE881 3", "TSXML3 900000", "NOPE99", old.part_number, "1.23E+15"
    )


def parts_in(page):
    return re.findall(r'data-label="Part"><span class="number__value">([^<]+)<', page)


# --- Starting -------------------------------------------------------------------------------


def test_a_pasted_list_becomes_a_check(browser, eager_tasks):
    with eager_tasks():
        answer = browser.post(START, {"pasted": "6YE881 3\nNOPE99", "name": "For Ada"})

    check = PriceCheck.objects.get()
    page = text_of(browser.get(answer.url))
    assert answer.url == check.get_absolute_url()
    assert "For Ada" in page
    assert "1,168.29&nbsp;" in page
    assert parts_in(page) == ["6YE881", "NOPE99"]


def test_an_uploaded_file_becomes_a_check_named_after_it(browser):
    file = SimpleUploadedFile("lines.csv", b"part;qty\n6YE881;3\n;4\n")

    browser.post(START, {"file": file})

    check = PriceCheck.objects.get()
    assert (check.name, check.source) == ("lines.csv", "lines.csv")
    assert check.left_out == [{"row": 3, "text": "4", "reason": ANY}]
    assert check.lines.get().quantity == 3


def test_a_refused_list_stays_in_its_field(browser):
    typed = "\n".join(f"PART{n}" for n in range(1001))

    answer = browser.post(START, {"pasted": typed, "name": "Mine"})

    page = text_of(answer)
    assert answer.status_code == 422
    assert "These are 1,001 part numbers; one check takes 1,000." in page
    assert "PART1000" in page
    assert 'value="Mine"' in page
    assert not PriceCheck.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xls", b"x", "ends in .xlsx or .csv"),
        ("a.csv", b"", "nothing in this file"),
        ("a.csv", b"x" * 3_000_000, "more than 2 MB"),
    ],
)
def test_a_refused_file_is_told_beside_its_field(browser, name, content, sentence):
    answer = browser.post(START, {"file": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert sentence in re.search(r'id="id_file_error">(.*?)</div>', text_of(answer), re.S)[1]


def test_neither_a_list_nor_a_file_says_what_to_do(browser):
    answer = browser.post(START, {})

    assert answer.status_code == 422
    assert "Paste part numbers here, or choose a file." in text_of(answer)


def test_a_list_and_a_file_at_once_are_not_guessed(browser):
    answer = browser.post(
        START, {"pasted": "6YE881", "file": SimpleUploadedFile("a.csv", b"part\nAB12\n")}
    )

    assert answer.status_code == 422
    assert not PriceCheck.objects.exists()


def test_what_a_list_holds_is_shown_as_text(browser, account, buyer):
    check = make_price_check(account, buyer, "<script>alert(1)</script>", name="<b>x</b>")

    page = text_of(browser.get(check.get_absolute_url()))

    assert "<SCRIPT>" not in page.upper().replace("<SCRIPT SRC", "")
    assert "<b>x" not in page


# --- Looking on -----------------------------------------------------------------------------


def test_a_check_under_way_shows_how_far_it_is_and_asks_nobody(browser, account, buyer, sandbox):
    check = make_price_check(account, buyer, "6YE881", "1.23E+15")

    page = text_of(browser.get(check.get_absolute_url()))

    assert f'hx-get="{url("price_check_progress", check)}?done=1"' in page
    assert 'max="2" value="1"' in page
    assert sandbox.calls(PRICES) == 0


def test_polling_tells_the_lines_when_there_is_news_and_ends(browser, account, buyer):
    check = make_price_check(account, buyer, "6YE881")
    address = url("price_check_progress", check)

    still = browser.get(address, {"done": "0"}, headers=HTMX)
    news = browser.get(address, {"done": "7"}, headers=HTMX)
    price_check_steps.step(check_id=check.pk)
    over = browser.get(address, {"done": "0"}, headers=HTMX)

    assert (still.status_code, still.headers.get("HX-Trigger")) == (200, None)
    assert "price-check-moved" in news["HX-Trigger"]
    assert over.status_code == STOP_POLLING
    assert "price-check-moved" in over["HX-Trigger"]
    assert "hx-get" not in text_of(over)
    assert browser.get(address).url == check.get_absolute_url()


def test_htmx_gets_the_lines_and_everybody_else_a_page(browser, mixed):
    fragment = text_of(browser.get(mixed.get_absolute_url(), headers=HTMX))
    page = text_of(browser.get(mixed.get_absolute_url()))

    assert "<html" not in fragment
    assert parts_in(fragment) == parts_in(page)
    assert len(parts_in(page)) == 5


def test_an_interrupted_check_says_what_stays_and_when_it_goes_on(
    browser, account, buyer, sandbox, no_waiting, eager_tasks
):
    sandbox.fault("maintenance", "POST", PRICES, times=None)
    check = priced(account, buyer, "6YE881", "1.23E+15")

    page = text_of(browser.get(check.get_absolute_url()))
    sandbox.control(faults=[])
    with eager_tasks():
        browser.post(url("price_check_go_on", check))

    check.refresh_from_db()
    assert "1 of 2 parts are priced and stay so" in page
    assert "The rest is asked for again at" in page
    assert "Correlation id" in page
    assert check.status is PriceCheckState.DONE


@pytest.mark.parametrize(
    ("show", "parts"),
    [
        ("", 5),
        ("found", 3),
        ("missing", 2),
        ("short", 1),
        ("discontinued", 1),
        ("nonsense", 5),
    ],
)
def test_lines_are_filtered_by_what_came_of_them(browser, mixed, show, parts):
    page = text_of(browser.get(mixed.get_absolute_url(), {"show": show}))

    assert len(parts_in(page)) == parts


def test_what_is_in_stock_is_not_short(browser, mixed):
    stock = parts_in(text_of(browser.get(mixed.get_absolute_url(), {"show": "stock"})))
    short = parts_in(text_of(browser.get(mixed.get_absolute_url(), {"show": "short"})))

    assert "6YE881" in stock
    assert short == ["TSXML3"]
    assert not set(stock) & set(short)


def test_unknown_prices_come_last_either_way(browser, mixed):
    up = parts_in(text_of(browser.get(mixed.get_absolute_url(), {"sort": "price"})))
    down = parts_in(text_of(browser.get(mixed.get_absolute_url(), {"sort": "-price"})))

    assert set(up[-2:]) == set(down[-2:]) == {"NOPE99", "1.23E+15"}
    assert up[:3] == down[2::-1]


@pytest.mark.parametrize("sort", ["part", "-description", "stock", "-msrp", "quantity", "-total"])
def test_every_column_sorts(browser, mixed, sort):
    answer = browser.get(mixed.get_absolute_url(), {"sort": sort})

    assert answer.status_code == 200
    assert len(parts_in(text_of(answer))) == 5


def test_the_total_is_exact_and_says_what_is_not_in_it(browser, account, buyer):
    check = priced(account, buyer, "6YE881 3")
    PriceCheckLine.objects.create(
        price_check=check,
        position=2,
        part_number="AB12",
        ingram_part_number="AB12",
        outcome=LineOutcome.FOUND,
        quantity=1,
    )

    page = text_of(browser.get(check.get_absolute_url()))

    total = re.search(r"price-check-total.*?</dd>", page, re.S)[0]
    assert "1,168.29&nbsp;" in total
    assert "1, not in the total" in page
    assert "0.00" not in page


def test_stock_by_warehouse_and_its_next_delivery_can_be_opened(browser, account, buyer):
    check = priced(account, buyer, "6YE881 3")

    page = text_of(browser.get(check.get_absolute_url()))

    places = [place["location"] for place in check.lines.get().warehouses]
    assert places
    assert all(place in page for place in places)


# --- Taking over ----------------------------------------------------------------------------


def test_chosen_lines_become_a_new_draft_of_a_quote(browser, mixed):
    page = text_of(browser.get(mixed.get_absolute_url()))
    boxes = re.findall(r'name="pasted" value="([^"]+)"', page)

    answer = browser.post(reverse("quotes:start_pasted"), {"pasted": boxes[:2]})

    draft = QuoteDraft.objects.get()
    assert answer.url == draft.get_absolute_url()
    assert [(line.part_number, line.quantity) for line in draft.lines.all()] == [
        ("6YE881", 3),
        ("TSXML3", 900_000),
    ]
    assert len(boxes) == 3


def test_chosen_lines_become_a_new_draft_of_an_order(browser, mixed):
    answer = browser.post(reverse("orders:start_pasted"), {"pasted": ["6YE881\t3", "TSXML3\t2"]})

    draft = OrderDraft.objects.get()
    assert answer.url == draft.get_absolute_url()
    assert [line.quantity for line in draft.lines.all()] == [3, 2]


def test_all_found_lines_of_a_filter_are_taken_at_once(browser, mixed):
    page = text_of(browser.get(url("price_check_take", mixed), {"show": "stock"}))
    pasted = re.search(r'name="pasted" value="([^"]+)"', page)[1]

    assert "as filtered: in stock" in page
    assert "6YE881\t3" in pasted
    assert "TSXML3" not in pasted


def test_nothing_chosen_starts_no_draft(browser):
    browser.post(reverse("quotes:start_pasted"), {})

    assert not QuoteDraft.objects.exists()


def test_more_lines_than_a_quote_holds_start_no_draft(browser):
    browser.post(reverse("quotes:start_pasted"), {"pasted": [f"PART{n}\t1" for n in range(501)]})

    assert not QuoteDraft.objects.exists()


def test_a_list_of_another_account_is_not_taken_into_this_one(
    other_account, buyer, mixed, signed_in
):
    make_membership(buyer, other_account)
    browser = signed_in(buyer, other_account)

    page = text_of(browser.get(url("price_check_take", mixed)))
    lines = text_of(browser.get(mixed.get_absolute_url()))

    assert "another account" in page
    assert 'name="pasted"' not in page + lines


def test_a_replacement_is_checked_by_one_click(browser, mixed, eager_tasks):
    line = mixed.lines.get(is_discontinued=True)
    page = text_of(browser.get(mixed.get_absolute_url()))

    with eager_tasks():
        browser.post(url("price_check_replacement", mixed, line.pk))

    assert f"Check its replacement {line.replacement_part_number}" in page
    added = mixed.lines.get(replaces_part_number=line.ingram_part_number)
    assert added.outcome == LineOutcome.FOUND
    after = text_of(browser.get(mixed.get_absolute_url()))
    assert f"replaces {line.ingram_part_number}" in after


def test_a_line_of_another_check_is_not_found(browser, account, buyer, mixed):
    other = make_price_check(account, buyer)

    answer = browser.post(url("price_check_replacement", mixed, other.lines.get().pk))

    assert answer.status_code == 404


# --- Exports --------------------------------------------------------------------------------


def test_the_export_is_the_filtered_list_and_safe_to_open(browser, account, buyer):
    check = priced(account, buyer, "6YE881 3", "NOPE99", '=HYPERLINK("http://x")')

    rows = list(csv.DictReader(io.StringIO(text_of(browser.get(url("price_check_export", check))))))
    missing = browser.get(url("price_check_export", check), {"show": "missing"})

    assert [row["Part number asked"][:7] for row in rows] == ["6YE881", "NOPE99", "'=HYPER"]
    assert (rows[0]["Price"], rows[0]["Extended price"]) == ("389.43", "1168.29")
    assert rows[0]["In stock"] == "80"
    assert rows[1]["Price"] == ""
    assert "6YE881" not in text_of(missing)


def test_the_workbook_holds_numbers_and_texts(browser, mixed):
    answer = browser.get(url("price_check_export_xlsx", mixed))

    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).active
    heads, first, *_ = sheet.iter_rows(values_only=True)
    row = dict(zip(heads, first, strict=True))
    assert row["Price"] == 389.43
    assert row["Quantity asked"] == 3
    assert "price-check-20-222222" in answer["Content-Disposition"]


# --- The list of checks ---------------------------------------------------------------------


def test_the_list_leads_to_each_check_and_to_its_deeds(browser, mixed):
    page = text_of(browser.get(LIST))

    assert mixed.get_absolute_url() in page
    assert url("price_check_again", mixed) in page
    assert url("delete_price_check", mixed) in page


def test_checking_again_leads_to_the_new_check(browser, mixed):
    answer = browser.post(url("price_check_again", mixed))

    newest = PriceCheck.objects.first()
    assert answer.url == newest.get_absolute_url()
    assert newest.pk != mixed.pk


def test_deleting_asks_first(browser, mixed):
    asked = browser.get(url("delete_price_check", mixed))
    there = PriceCheck.objects.count()
    browser.post(url("delete_price_check", mixed))

    assert "gone for good" in text_of(asked)
    assert there == 1
    assert not PriceCheck.objects.exists()


def test_the_catalogue_leads_to_the_price_check(browser):
    assert f'href="{LIST}"' in text_of(browser.get("/catalog/"))


# --- Who may what ---------------------------------------------------------------------------

DEEDS = ("price_check_again", "price_check_go_on", "delete_price_check")
PAGES = (
    "price_check",
    "price_check_progress",
    "price_check_take",
    "price_check_export",
    "price_check_export_xlsx",
    "delete_price_check",
)


def test_an_outsider_finds_nothing_and_changes_nothing(mixed, outsider, signed_in, sandbox):
    browser = signed_in(outsider)
    calls = sandbox.calls(PRICES)

    answers = [browser.get(url(name, mixed)) for name in PAGES]
    answers += [browser.post(url(name, mixed)) for name in DEEDS]
    answers += [browser.post(url("price_check_replacement", mixed, mixed.lines.first().pk))]

    assert {answer.status_code for answer in answers} == {404}
    assert mixed.name not in text_of(browser.get(LIST))
    assert PriceCheck.objects.count() == 1
    assert sandbox.calls(PRICES) == calls


def test_a_viewer_looks_and_is_offered_nothing_else(mixed, viewer, signed_in):
    browser = signed_in(viewer)

    page, overview = text_of(browser.get(mixed.get_absolute_url())), text_of(browser.get(LIST))
    refused = [browser.post(url(name, mixed)) for name in DEEDS]
    refused += [browser.post(START, {"pasted": "6YE881"})]

    assert "389.43" not in page
    assert "hidden" in page
    for offer in ("Check again", "New quote", "Check its replacement", ">Delete<"):
        assert offer not in page + overview
    assert {answer.status_code for answer in refused} == {403}
    assert PriceCheck.objects.count() == 1


# --- What a page costs ----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_of_lines_costs_the_same_queries(
    browser, account, buyer, count, django_assert_num_queries
):
    check = priced(account, buyer, *[sold.part_number for sold in GOODS[:count]])

    # The frame's five, the check, counts, amounts, lines.
    with django_assert_num_queries(9):
        browser.get(check.get_absolute_url(), {"size": "50"})


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_of_checks_costs_the_same_queries(
    browser, account, buyer, count, django_assert_num_queries
):
    for _ in range(count):
        make_price_check(account, buyer)

    # The frame's five, count, checks.
    with django_assert_num_queries(7):
        browser.get(LIST, {"size": "50"})


def test_a_check_expires_after_30_days(account, buyer, browser):
    check = make_price_check(account, buyer)

    assert check.expires_at > timezone.now() + timedelta(days=29, hours=23)
    assert f"kept until {check.expires_at:%-d %b %Y}" in text_of(
        browser.get(check.get_absolute_url())
    )


def test_every_sold_part_can_be_shown(browser, account, buyer):
    check = priced(account, buyer, *[sold.part_number for sold in SOLD if sold.part_number][:300])

    for page in range(1, 4):
        answer = browser.get(check.get_absolute_url(), {"size": "100", "page": str(page)})
        assert answer.status_code == 200
