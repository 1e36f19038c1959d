from __future__ import annotations

from typing import Any

from django.db import migrations, models

from apps.audit import append_only


def install(apps: Any, schema_editor: Any) -> None:
    append_only.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes")]

    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                max_length=16,
                choices=[
                    ("signed_in", "Signed in"),
                    ("sign_in_failed", "Sign-in failed"),
                    ("signed_out", "Signed out"),
                    ("added", "Added"),
                    ("changed", "Changed"),
                    ("removed", "Removed"),
                    ("submitted", "Sent to the distributor"),
                    ("decided", "Decided"),
                    ("asked", "Asked for approval"),
                    ("approved", "Approved"),
                    ("refused", "Refused"),
                    ("exported", "Exported"),
                ],
            ),
        ),
    ]
