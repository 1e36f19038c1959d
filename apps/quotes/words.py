"""By which words a quote is found: the numbers that stand in it, and the words of its names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apps.core.terms import terms_of, with_words
from apps.quotes.choices import TermKind
from apps.quotes.models import Quote, QuoteLine, QuoteTerm


def header_terms(quote: Quote) -> list[QuoteTerm]:
    """Those that quote search tells already."""
    texts = (
        (TermKind.NUMBER, quote.quote_number),
        (TermKind.NAME, quote.name),
        (TermKind.END_USER, quote.end_user_name),
        (TermKind.SPECIAL_BID, quote.special_bid_number),
        (TermKind.VENDOR_QUOTE, quote.vendor_quote_number),
    )
    return terms_of(
        QuoteTerm, quote, ((kind, word) for kind, text in texts for word in with_words(text))
    )


def all_terms(quote: Quote, lines: Iterable[QuoteLine]) -> list[QuoteTerm]:
    """Those of the header and of the lines."""
    numbers = [
        (kind, number)
        for line in lines
        for kind, number in (
            (TermKind.PART, line.ingram_part_number),
            (TermKind.PART, line.vendor_part_number),
            (TermKind.SPECIAL_BID, line.special_bid_number),
            (TermKind.SERIAL, line.serial_number),
        )
    ]
    return header_terms(quote) + terms_of(QuoteTerm, quote, numbers)


def keep_header_terms(quotes: Sequence[Quote]) -> None:
    """Add the words of the headers to those that are known. One statement."""
    found = [term for quote in quotes for term in header_terms(quote)]
    QuoteTerm.objects.bulk_create(found, ignore_conflicts=True, batch_size=1000)
