"""The one search, under its field and as a page."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.pages.asked import LIMIT, TEXT_LIMIT, Area, Page

#: Of server time, whatever is looked for.
MOST_MS = 100
NUMBERS = {
    "order": "20-1001234",
    "its digits": "1001234",
    "sub-order": "20-1001234-11",
    "purchase order": "PO-1772019",
    "end customer's": "EC-1001235",
    "quote": "QUO-14500123-X1",
    "invoice": "40-3001234",
    "invoice without dashes": "403001234",
    "delivery": "8000001234",
    "Ingram part": "P100012",
    "vendor part": "V-100012-K9",
    "UPC": "088972100012",
    "serial": "SN7001235",
    "tracking": "1Z5000001234",
    "special bid": "BID5006",
    "case": "CAS-5000123-1",
    "claim": "12-R100123",
    "renewal": "4100123",
    "deal": "DL-600023",
}
WORDS = {
    "beginning of an order": "20-10012",
    "beginning of a serial": "SN70012",
    "beginning of a part": "P1",
    "word of a name": "maple",
    "two words": "maple clinic",
    "three words": "maple clinic po",
    "a vendor": "cisco",
    "what all have": "20",
    "what all have, twice": "20 po",
    "one letter": "m",
    "one digit": "1",
    "nothing": "ZZZ",
}


def pages() -> Iterator[Page]:
    for texts, limit in ((NUMBERS, LIMIT), (WORDS, TEXT_LIMIT)):
        for name, text in texts.items():
            for is_whole in (False, True):
                yield Page(
                    name=f"{name}: {text}{', page' * is_whole}",
                    path=f"/search/?q={text.replace(' ', '+')}{'&all=1' * is_whole}",
                    most_times=limit,
                    most_ms=MOST_MS,
                    is_whole=is_whole,
                )


AREA = Area(
    pages=pages,
    rows=("products", "deals", "renewals", "quotes", "orders", "invoices", "returns"),
)
