"""The mirror is filled page by page and never forgets."""

from __future__ import annotations

from apps.ingram.operations import quotes as operations
from apps.quotes.choices import QuoteStatus
from apps.quotes.models import Quote
from apps.quotes.services import mirror, take_quote_hint
from apps.quotes.sync_resource import read_page, read_recent, refresh_one
from tests.quotes.factories import make_quote

EXAMPLE = "QUO-14551943-D2Y9L9"


def fill(client, account):
    pages, cursor = [], None
    while not pages or cursor is not None:
        page = read_page(client, account, cursor)
        pages.append(page)
        cursor = page.next_cursor
    return pages


def test_a_back_fill_reads_a_year_and_may_be_repeated(account, client_at_sandbox):
    first = fill(client_at_sandbox, account)
    count = Quote.objects.count()
    fill(client_at_sandbox, account)

    assert count == first[-1].done == first[-1].total
    assert Quote.objects.count() == count


def test_a_page_is_written_with_few_statements(
    account, client_at_sandbox, django_assert_max_num_queries
):
    read_page(client_at_sandbox, account, None)

    with django_assert_max_num_queries(6):
        read_page(client_at_sandbox, account, None)


def test_recent_reading_stops_when_nothing_is_new(account, client_at_sandbox, sandbox):
    read_recent(client_at_sandbox, account)
    calls = sandbox.calls("GET /resellers/v6/quotes/search")

    touched = read_recent(client_at_sandbox, account)

    assert touched == 0
    assert sandbox.calls("GET /resellers/v6/quotes/search") == calls + 1


def test_search_does_not_blank_what_details_told(account, connection, client_at_sandbox):
    take_quote_hint(connection=connection, quote_number=EXAMPLE)
    before = Quote.objects.get(quote_number=EXAMPLE)

    fill(client_at_sandbox, account)

    after = Quote.objects.get(quote_number=EXAMPLE)
    assert after.created_at == before.created_at
    assert after.legal_terms_html == before.legal_terms_html
    assert after.lines.count() == before.lines.count() > 0


def test_a_status_that_we_do_not_know_is_shown_in_their_words(account):
    quote = make_quote(account, status=QuoteStatus.OTHER, status_text="Parked")

    assert quote.status_label == "Parked"


def test_one_quote_is_read_again_with_its_lines(account, client_at_sandbox):
    refresh_one(client_at_sandbox, account, EXAMPLE)
    refresh_one(client_at_sandbox, account, EXAMPLE)

    assert Quote.objects.get().lines.count() > 0


def test_a_count_of_lines_that_is_none_is_counted(account, connection, client_at_sandbox):
    take_quote_hint(connection=connection, quote_number=EXAMPLE)
    quote = Quote.objects.get(quote_number=EXAMPLE)
    details = operations.quote_details(client_at_sandbox, EXAMPLE)

    mirror.keep_details(account, EXAMPLE, details.model_copy(update={"line_count": -3}))

    quote.refresh_from_db()
    assert quote.line_count == quote.lines.count() > 0


def test_a_quote_is_found_by_what_search_told_and_by_the_parts_that_details_tell(
    account, connection, client_at_sandbox
):
    fill(client_at_sandbox, account)
    quote = Quote.objects.get(quote_number=EXAMPLE)
    assert "14551943" in words_of(quote)

    take_quote_hint(connection=connection, quote_number=EXAMPLE)

    numbers = {line.ingram_part_number.upper() for line in quote.lines.all()} - {""}
    assert numbers
    assert numbers <= words_of(quote)
    assert {EXAMPLE, "14551943"} <= words_of(quote)


def words_of(quote):
    return set(quote.terms.values_list("text", flat=True))
