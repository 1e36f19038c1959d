from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0006_holds_by_account"),
    ]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="heard_at",
            field=models.DateTimeField(
                help_text="When an event, a change of ours or order search last brought news.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("details_at__isnull", True)),
                fields=["account", "-ordered_on", "-id"],
                name="order_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(
                    ("heard_at__isnull", False),
                    models.Q(
                        ("details_at__isnull", True),
                        ("heard_at__gt", models.F("details_at")),
                        _connector="OR",
                    ),
                ),
                fields=["account", "heard_at"],
                name="order_heard",
            ),
        ),
    ]
