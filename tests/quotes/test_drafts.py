"""Writing a draft: lines, head, prices."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.catalog.pasting import PastedLine
from apps.quotes import services
from apps.quotes.models import QuoteDraft
from tests.quotes.factories import KNOWN_PART, make_draft, make_quote

HTMX = {"HX-Request": "true"}


def url(name, draft, *more):
    return reverse(f"quotes:{name}", args=[draft.pk, *more])


def typed(draft):
    return [(line.part_number, line.quantity_text) for line in draft.lines.all()]


def test_a_new_draft_is_made_once_and_gone_on_with_while_it_is_empty(buyer, signed_in):
    browser = signed_in(buyer)

    first = browser.post(reverse("quotes:new"))
    second = browser.get(reverse("quotes:new"))

    assert first.url == second.url
    assert QuoteDraft.objects.get().name


def test_pasted_lines_are_added_and_the_same_part_joins_its_line(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))

    answer = signed_in(buyer).post(
        url("paste_lines", draft), {"pasted": "6ye881\t2\nab 12 4\n"}, headers=HTMX
    )

    assert answer.status_code == 200
    assert typed(draft) == [(KNOWN_PART, "3"), ("AB12", "4")]
    assert "1 line added" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_two_thousand_pasted_lines_are_refused_with_the_limit_and_kept(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    text = "\n".join(f"PART{n} 1" for n in range(2000))

    answer = signed_in(buyer).post(url("paste_lines", draft), {"pasted": text}, headers=HTMX)

    assert answer.status_code == 422
    assert "at most 500 lines" in answer.content.decode()
    assert "PART1999 1" in answer.content.decode()
    assert draft.lines.count() == 1


def test_five_hundred_lines_are_accepted(account, buyer, signed_in):
    draft = make_draft(account, buyer)
    text = "\n".join(f"PART{n} 1" for n in range(500))

    answer = signed_in(buyer).post(url("paste_lines", draft), {"pasted": text})

    assert answer.status_code == 302
    assert draft.lines.count() == 500


@pytest.mark.parametrize("quantity", ["0", "-3", "2.5", "10000000", "<b>2</b>"])
def test_a_wrong_quantity_is_kept_and_told_on_its_line(account, buyer, signed_in, quantity):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    line = draft.lines.get()

    answer = signed_in(buyer).post(
        url("edit_line", draft, line.pk), {f"quantity-{line.pk}": quantity}, headers=HTMX
    )

    line.refresh_from_db()
    page = answer.content.decode()
    assert line.quantity_text == quantity
    assert line.quantity_problem
    assert line.quantity_problem in page
    assert 'aria-invalid="true"' in page
    assert "<b>2" not in page


def test_a_field_saves_itself_and_leaves_the_others_alone(account, buyer, colleague, signed_in):
    draft = make_draft(account, buyer, customer_need="soon")

    signed_in(buyer).post(url("save_draft", draft), {"deal_id": "123"}, headers=HTMX)
    answer = signed_in(colleague).post(
        url("save_draft", draft), {"expires_on": "2001-01-01"}, headers=HTMX
    )

    draft.refresh_from_db()
    assert draft.entered["deal_id"] == "123"
    assert draft.entered["customer_need"] == "soon"
    assert draft.entered["expires_on"] == "2001-01-01"
    assert "This day is past" in answer.content.decode()
    assert "Saved " in answer.content.decode()


def test_odd_characters_and_ids_are_no_error_of_the_portal(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    browser = signed_in(buyer)
    huge = "9" * 40

    answers = [
        browser.post(url("save_draft", draft), {"name": "a\u2028b", f"quantity-{huge}": "1"}),
        browser.post(url("paste_lines", draft), {"pasted": "AB\u200bC1 2\u2028"}),
        browser.post(reverse("quotes:add_to_draft"), {"part_number": "AB1", "draft": huge}),
        browser.get("/quotes/QUO%01/"),
    ]

    draft.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302, 302, 404]


def test_what_was_typed_wrong_stands_in_the_page_again(account, buyer, signed_in):
    draft = make_draft(account, buyer, customer_need="<script>alert(1)</script>")

    page = signed_in(buyer).get(url("draft", draft)).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "take out the HTML tags" in page


def test_prices_come_live_and_an_unknown_part_is_marked_on_its_line(
    account, buyer, signed_in, sandbox
):
    draft = make_draft(account, buyer, (KNOWN_PART, "2"), ("NOSUCHPART1", "1"), ("TSXML3", "1"))

    answer = signed_in(buyer).post(url("price_lines", draft), headers=HTMX)

    known, unknown, other = draft.lines.all()
    assert known.unit_price is not None
    assert known.extended_price == known.unit_price * 2
    assert known.available is not None
    assert unknown.is_unknown
    assert "knows no such part number" in answer.content.decode()
    assert not other.is_unknown
    assert typed(draft) == [(KNOWN_PART, "2"), ("NOSUCHPART1", "1"), ("TSXML3", "1")]


def test_the_vendors_part_number_finds_the_part_too(account, buyer, signed_in):
    ingram = make_draft(account, buyer, (KNOWN_PART, "1"))
    services.price_lines(draft=ingram, actor=buyer)
    vendor_part_number = ingram.lines.get().vendor_part_number
    draft = make_draft(account, buyer, (vendor_part_number.upper(), "1"))

    services.price_lines(draft=draft, actor=buyer)

    assert draft.lines.get().ingram_part_number == KNOWN_PART


def test_lines_are_priced_fifty_at_a_time(account, buyer, sandbox):
    parts = [(f"XQ{n:04}", "1") for n in range(60)]
    draft = make_draft(account, buyer, *parts)

    first = services.price_lines(draft=draft, actor=buyer)
    second = services.price_lines(draft=draft, actor=buyer)

    assert (len(first), len(second)) == (50, 10)
    assert services.price_lines(draft=draft, actor=buyer) == []


def test_lines_that_another_tab_priced_are_shown_too(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))
    shown_at = time.time()
    services.price_lines(draft=draft, actor=buyer)
    line = draft.lines.get()

    answer = signed_in(buyer).post(f"{url('price_lines', draft)}?since={shown_at}", headers=HTMX)
    later = signed_in(buyer).post(
        f"{url('price_lines', draft)}?since={shown_at + 60}", headers=HTMX
    )

    assert f'id="line-{line.pk}"' in answer.content.decode()
    assert f'id="line-{line.pk}"' not in later.content.decode()


@pytest.mark.parametrize("kind", ["html_maintenance", "cut_json", "status", "unauthorized"])
def test_trouble_with_prices_is_told_in_words_and_costs_nothing_typed(
    account, buyer, signed_in, sandbox, kind
):
    draft = make_draft(account, buyer, (KNOWN_PART, "2"))
    sandbox.fault(kind, "*", "*priceandavailability", times=None)

    answer = signed_in(buyer).post(url("price_lines", draft), headers=HTMX)

    assert answer.status_code == 200
    assert "Try again" in answer.content.decode()
    assert "Correlation id" in answer.content.decode()
    assert typed(draft) == [(KNOWN_PART, "2")]


def test_a_line_is_removed_and_the_totals_follow(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "2"), ("TSXML3", "1"))
    line = draft.lines.first()

    answer = signed_in(buyer).post(url("remove_line", draft, line.pk), headers=HTMX)

    assert typed(draft) == [("TSXML3", "1")]
    assert "Create quote of 1 line" in answer.content.decode()


def test_the_catalogue_adds_to_the_latest_draft_of_the_person(account, buyer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))

    answer = signed_in(buyer).post(
        reverse("quotes:add_to_draft"),
        {"part_number": ["6ye881", "TSXML3"], "quantity": ["2", "5"]},
    )

    assert answer.url == draft.get_absolute_url()
    assert typed(draft) == [(KNOWN_PART, "3"), ("TSXML3", "5")]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "10000000", "<b>"])
def test_the_catalogue_adds_no_line_with_a_wrong_quantity(account, buyer, signed_in, quantity):
    draft = make_draft(account, buyer)

    answer = signed_in(buyer).post(
        reverse("quotes:add_to_draft"),
        {"part_number": KNOWN_PART, "quantity": quantity},
        headers=HTMX,
    )

    assert answer.status_code == 204
    assert '"tone": "bad"' in answer.headers["HX-Trigger"]
    assert typed(draft) == []


def test_the_catalogue_starts_a_draft_when_there_is_none(account, buyer):
    draft = services.add_to_draft(
        account=account, actor=buyer, lines=[PastedLine(part_number=KNOWN_PART)]
    )

    assert typed(draft) == [(KNOWN_PART, "1")]


def test_a_quote_is_copied_to_a_draft(account, buyer):
    quote = make_quote(account, end_user={"company_name": "Clinic", "address_line1": "1 Quay"})
    quote.lines.create(position=1, ingram_part_number=KNOWN_PART, quantity=4)

    draft = services.copy_quote(quote=quote, actor=buyer)

    assert typed(draft) == [(KNOWN_PART, "4")]
    assert draft.entered["address_line_1"] == "1 Quay"
    assert draft.name != quote.name


@pytest.mark.parametrize(
    ("name", "more"),
    [("save_draft", ()), ("paste_lines", ()), ("price_lines", ()), ("create", ()),
     ("copy_draft", ()), ("discard_draft", ()), ("edit_line", (1,)), ("remove_line", (1,))],
)  # fmt: skip
def test_an_outsider_finds_no_draft(account, buyer, outsider, signed_in, name, more):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))

    answer = signed_in(outsider).post(url(name, draft, *more), {"name": "Mine now"})

    assert answer.status_code == 404
    assert signed_in(outsider).get(url("draft", draft)).status_code == 404
    draft.refresh_from_db()
    assert draft.name != "Mine now"


def test_a_viewer_reads_a_draft_and_changes_nothing(account, buyer, viewer, signed_in):
    draft = make_draft(account, buyer, (KNOWN_PART, "1"))

    page = signed_in(viewer).get(url("draft", draft))
    answer = signed_in(viewer).post(url("save_draft", draft), {"name": "Theirs"})

    assert page.status_code == 200
    assert "Create quote" not in page.content.decode()
    assert answer.status_code == 403


def test_a_draft_is_discarded_after_a_question(account, buyer, signed_in):
    draft = make_draft(account, buyer)

    question = signed_in(buyer).get(url("discard_draft", draft))
    signed_in(buyer).post(url("discard_draft", draft))

    assert "gone for good" in question.content.decode()
    assert not QuoteDraft.objects.exists()


@pytest.mark.parametrize("lines", [1, 100])
def test_a_draft_takes_the_same_queries_whatever_its_length(
    account, buyer, signed_in, django_assert_num_queries, lines
):
    draft = make_draft(account, buyer, *[(f"P{n}X1", "1") for n in range(lines)])
    browser = signed_in(buyer)

    with django_assert_num_queries(10, exact=False):
        page = browser.get(url("draft", draft))

    assert page.status_code == 200


def test_totals_leave_out_what_has_no_price(account, buyer):
    draft = make_draft(account, buyer, (KNOWN_PART, "2"), ("TSXML3", "many"))
    draft.lines.filter(part_number=KNOWN_PART).update(unit_price=Decimal("10.25"), currency="USD")

    from apps.quotes.selectors import totals_of

    totals = totals_of(draft)

    assert (totals.total, totals.unknown, totals.lines) == (Decimal("20.50"), 1, 2)
