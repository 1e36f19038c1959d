"""Orders that are mirrored already are found by their sub-orders too, before they are read again."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

_KINDS = [
    ("order", "Order number"),
    ("sub_order", "Sub-order number"),
    ("po", "Purchase order number"),
    ("end_po", "End customer's order number"),
    ("part", "Part number"),
    ("serial", "Serial number"),
    ("tracking", "Tracking number"),
    ("end_user", "End user"),
    ("invoice", "Invoice number"),
]


def write_terms(apps: Any, schema_editor: Any) -> None:
    term = apps.get_model("orders", "Term")
    rows = apps.get_model("orders", "SubOrder").objects.exclude(sub_order_number="")
    told = rows.values_list("order__account_id", "order_id", "sub_order_number")
    batch = []
    for account_id, order_id, number in told.iterator(chunk_size=2000):
        text = " ".join(number.upper().split())[:80]
        batch.append(
            term(account_id=account_id, subject_id=order_id, kind="sub_order", text=text)
        )
        if len(batch) == 2000:
            term.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    term.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_slipping_orders_in_order")]

    operations = [
        migrations.AlterField(
            "term", "kind", models.CharField(choices=_KINDS, max_length=12)
        ),
        migrations.RunPython(write_terms, migrations.RunPython.noop),
    ]
