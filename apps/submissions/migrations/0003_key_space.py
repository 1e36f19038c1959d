"""Kinds may share their business keys: a purchase order number is live once in both ways."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.functions import Upper


def fill(apps, schema_editor):
    apps.get_model("submissions", "Submission").objects.update(key_space=models.F("kind"))


class Migration(migrations.Migration):
    dependencies = [("submissions", "0002_subject")]

    operations = [
        migrations.RemoveConstraint("submission", "one_live_submission_per_business_key"),
        migrations.AddField(
            "submission",
            "key_space",
            models.CharField(
                default="",
                help_text="Within which a business key is live once: the kind, or another.",
                max_length=40,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                models.F("account"),
                models.F("key_space"),
                Upper("business_key"),
                condition=~models.Q(state="rejected"),
                name="one_live_submission_per_business_key",
            ),
        ),
    ]
