"""Quotes that are mirrored already are found by their words, before they are read again."""

from __future__ import annotations

import re
from typing import Any

from django.db import migrations

_HEADER = {
    "quote": "quote_number",
    "name": "name",
    "end_user": "end_user_name",
    "bid": "special_bid_number",
    "vendor_quote": "vendor_quote_number",
}
_LINE = (
    ("part", "ingram_part_number"),
    ("part", "vendor_part_number"),
    ("bid", "special_bid_number"),
    ("serial", "serial_number"),
)


def write_words(apps: Any, schema_editor: Any) -> None:
    term = apps.get_model("quotes", "QuoteTerm")
    rows = apps.get_model("quotes", "Quote").objects.only("account_id", *_HEADER.values())
    for quote in rows.prefetch_related("lines").iterator(chunk_size=500):
        found = {
            (kind, word)
            for kind, column in _HEADER.items()
            for word in [getattr(quote, column), *re.findall(r"[^\W_]{2,}", getattr(quote, column))]
        }
        found |= {(k, getattr(line, column)) for line in quote.lines.all() for k, column in _LINE}
        texts = {(kind, " ".join(text.upper().split())[:80]) for kind, text in found}
        term.objects.bulk_create(
            term(account_id=quote.account_id, subject_id=quote.pk, kind=kind, text=text)
            for kind, text in sorted(texts)
            if text
        )


class Migration(migrations.Migration):
    dependencies = [("quotes", "0002_found_by_words")]

    operations = [migrations.RunPython(write_words, migrations.RunPython.noop)]
