"""Orders that are mirrored already are found by their header until they are read again."""

from __future__ import annotations

import re
from typing import Any

from django.db import migrations

_HEADER = {
    "order": "ingram_order_number",
    "po": "customer_order_number",
    "end_po": "end_customer_order_number",
    "end_user": "end_user_name",
}


def write_terms(apps: Any, schema_editor: Any) -> None:
    term = apps.get_model("orders", "Term")
    rows = apps.get_model("orders", "Order").objects.only("account_id", *_HEADER.values())
    for order in rows.iterator(chunk_size=1000):
        found = {
            (kind, word.upper()[:80])
            for kind, column in _HEADER.items()
            for word in [getattr(order, column), *re.findall(r"[^\W_]{2,}", getattr(order, column))]
            if word
        }
        term.objects.bulk_create(
            term(account_id=order.account_id, order_id=order.pk, kind=kind, text=text)
            for kind, text in sorted(found)
        )


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_holds_terms_and_own_lines")]

    operations = [migrations.RunPython(write_terms, migrations.RunPython.noop)]
