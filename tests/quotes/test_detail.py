"""The page of one quote."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote
from apps.quotes.services import take_quote_hint
from tests.quotes.factories import make_quote

EXAMPLE = "QUO-14551943-D2Y9L9"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def example(account, connection):
    take_quote_hint(connection=connection, quote_number=EXAMPLE)
    return Quote.objects.get(quote_number=EXAMPLE)


def url(name, quote):
    return reverse(f"quotes:{name}", args=[quote.quote_number])


def test_the_page_shows_lines_totals_and_the_legal_texts(example, buyer, signed_in):
    page = signed_in(buyer).get(example.get_absolute_url()).content.decode()

    assert example.lines.first().ingram_part_number in page
    assert "Legal terms" in page
    assert "Order this quote" in page
    assert reverse("orders:from_quote", args=[EXAMPLE]) in page


def test_legal_texts_are_cleaned(account, buyer, signed_in):
    quote = make_quote(
        account,
        intro_html="<script>alert(1)</script><font color=red>Hello</font>#####Call # <QUOTE NUMBER>"
        '<a href="javascript:x">go</a><img src=x onerror=alert(2)>',
        legal_terms_html="One\r\nTwo",
    )

    page = signed_in(buyer).get(quote.get_absolute_url()).content.decode()

    assert "alert(" not in page
    assert "<font" not in page
    assert "javascript:" not in page
    assert f"Call # {quote.quote_number}" in page
    assert "One<br>Two" in page


def test_another_accounts_quote_is_not_found(example, outsider, signed_in):
    browser = signed_in(outsider)

    answers = [
        browser.get(example.get_absolute_url()),
        browser.get(url("fresh", example)),
        browser.post(url("fresh", example)),
        browser.post(url("validate", example)),
        browser.post(url("copy_quote", example)),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


@pytest.mark.parametrize("lines", [1, 100])
def test_the_page_takes_the_same_queries_whatever_its_length(
    account, buyer, signed_in, django_assert_num_queries, lines
):
    quote = make_quote(account)
    for position in range(lines):
        quote.lines.create(position=position, ingram_part_number=f"P{position}")
    browser = signed_in(buyer)

    with django_assert_num_queries(11):
        browser.get(quote.get_absolute_url())


def test_a_stale_quote_is_shown_at_once_and_read_again(
    example, buyer, signed_in, sandbox, eager_tasks
):
    Quote.objects.filter(pk=example.pk).update(details_at=None, name="Old name")
    browser = signed_in(buyer)

    with eager_tasks():
        page = browser.get(example.get_absolute_url()).content.decode()
        browser.post(url("fresh", example), headers=HTMX)
    fresh = browser.get(url("fresh", example), headers=HTMX)

    assert "Old name" in page
    assert fresh.status_code == 286
    assert "Old name" not in fresh.content.decode()


def test_a_quote_that_is_being_made_asks_until_it_is_ready(account, buyer, signed_in):
    quote = make_quote(account, status=QuoteStatus.IN_PROGRESS)
    browser = signed_in(buyer)

    page = browser.get(quote.get_absolute_url()).content.decode()
    version = page.partition("?seen=")[2].partition('"')[0]
    nothing_new = browser.get(f"{url('fresh', quote)}?seen={version}", headers=HTMX)
    Quote.objects.filter(pk=quote.pk).update(
        status=QuoteStatus.READY, details_at=timezone.now(), synced_at=timezone.now()
    )
    ready = browser.get(f"{url('fresh', quote)}?seen={version}", headers=HTMX)

    assert "is making this quote" in page
    assert nothing_new.status_code == 204
    assert ready.status_code == 286
    assert 'hx-trigger="every' not in ready.content.decode()


def test_validating_shows_what_the_vendor_demands(example, buyer, signed_in):
    browser = signed_in(buyer)

    fragment = browser.post(url("validate", example), headers=HTMX)
    page = browser.post(url("validate", example))

    assert "Authorization Number" in fragment.content.decode()
    assert "Reseller contact email" in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    assert "Authorization Number" in page.content.decode()


def test_a_quote_that_cannot_be_ordered_says_why(account, buyer, signed_in, sandbox):
    quote = make_quote(account, quote_number="QUO-00000000-Z9Z9Z9")

    answer = signed_in(buyer).post(url("validate", quote), headers=HTMX)

    assert answer.status_code == 200
    assert "cannot be ordered" in answer.content.decode()
    assert "Quote number not found" in answer.content.decode()
    assert "Correlation id" in answer.content.decode()


@pytest.mark.parametrize("kind", ["html_maintenance", "cut_json", "status", "unauthorized"])
def test_trouble_while_validating_is_told_in_words(example, buyer, signed_in, sandbox, kind):
    sandbox.fault(kind, "*", "*validatequote", times=None)

    answer = signed_in(buyer).post(url("validate", example), headers=HTMX)

    assert answer.status_code == 200
    assert "could not be validated" in answer.content.decode()
    assert "Correlation id" in answer.content.decode()


@pytest.mark.parametrize("kind", ["html_maintenance", "cut_json", "status", "unauthorized"])
def test_trouble_while_reading_again_leaves_the_mirror_to_look_at(
    example, buyer, signed_in, sandbox, eager_tasks, kind
):
    sandbox.fault(kind, "GET", "*/v6/quotes/*", times=None)
    browser = signed_in(buyer)

    with eager_tasks():
        browser.post(url("fresh", example), headers=HTMX)
    answer = browser.get(url("fresh", example), headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 286
    assert "could not be read again" in page
    assert example.lines.first().ingram_part_number in page


def test_a_viewer_sees_no_button_that_writes(example, viewer, signed_in):
    page = signed_in(viewer).get(example.get_absolute_url()).content.decode()

    assert "Order this quote" not in page
    assert "Copy to a draft" not in page
